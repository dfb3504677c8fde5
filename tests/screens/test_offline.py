"""Without a line forms are filled in and queued, and go out once when it is back, by themselves."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import cast

import pytest

from spot_tui.app import Kiosk
from spot_tui.commands import COMMANDS
from spot_tui.desk import Desk
from spot_tui.screens.appeal_form import AppealFormPage
from spot_tui.screens.appeal_sent import AppealSentPage
from spot_tui.screens.document_receipt import DocumentReceiptPage
from spot_tui.screens.document_sending import DocumentSendingPage
from spot_tui.screens.outbox_item import OutboxItemPage
from spot_tui.screens.outbox_watch import OutboxWatch
from spot_tui.settings import look_of
from tests.backend.documents.files import pdf
from tests.screens.cut_line import CutLine, line_to, profile_over
from tests.screens.looking import DESIGN_SIZE, fill, stands_at
from tests.screens.practice import Office
from tests.screens.test_appeals_journey import DENIED, to_review
from tests.screens.test_claims_journey import to_home
from tests.screens.test_making_again import TO_HOME
from tests.wire.portal import Portal, fresh_portal, serving


@dataclass
class FarOffice(Office):
    """A terminal whose portal is at the other end of a line."""

    line: CutLine
    portal: Portal

    @property
    def app(self) -> Kiosk:
        return cast(Kiosk, self.pilot.app)

    @property
    def top(self) -> str:
        """What stands in the top row."""
        return self.text.split("\n")[0]

    async def until(self, seen: Callable[[], bool]) -> None:
        """Let the program look at the line and at what it shows, until something is seen."""
        async with asyncio.timeout(60):
            while not seen():
                self.app.look_at_line()
                page = self.pilot.app.screen
                if isinstance(page, OutboxWatch | DocumentSendingPage):
                    page.look()
                await self.pilot.pause(0.05)

    async def mend(self) -> None:
        """Mend the line, and let the time pass after which it is asked for again."""
        await self.line.mend()
        self.clock.forward(seconds=self.desk.line.rules.ask_again_seconds)


@asynccontextmanager
async def far_office(folder: Path) -> AsyncIterator[FarOffice]:
    """Open the kiosk with the portal over TCP, through a line that can be cut."""
    with serving() as served, fresh_portal(served, folder / "portal") as portal:
        async with line_to(served.port) as line:
            numbers = count(1)
            profile = profile_over(f"http://127.0.0.1:{line.port}")
            profile = profile.model_copy(update={"store": folder / "store"})
            desk = Desk("practice", profile, portal.clock, lambda: f"number-{next(numbers)}")
            app = Kiosk(look_of(desk.profile), lambda: desk, driver_class=None)
            async with app.run_test(size=DESIGN_SIZE) as pilot:
                at = FarOffice(pilot, desk, portal.clock, portal.world, line, portal)
                await at.rest()
                yield at
                await at.rest()


async def test_an_appeal_waits_for_the_line_the_mailbox_says_why_it_cannot_be_read_and_both_go_on(
    tmp_path: Path,
) -> None:
    async with far_office(tmp_path) as at:
        await to_review(at, DENIED, "x")
        assert stands_at(at.pilot, AppealFormPage), at.text
        await at.until(lambda: "  online  " in at.top)
        await at.line.cut()
        await at.press("backspace")
        await at.write("coverage")
        await at.press("f5", "f5")
        assert stands_at(at.pilot, AppealSentPage), at.text
        assert "not sent yet" in at.text
        await at.until(lambda: "OFFLINE, 1 unsent since" in at.top)

        await at.press(*TO_HOME, COMMANDS["mailbox"].key)
        assert "cannot be reached" in at.text
        await at.press("f3", COMMANDS["outbox"].key, "enter")
        assert stands_at(at.pilot, OutboxItemPage), at.text
        assert at.portal.posts("/appeals") == 0

        await at.mend()
        await at.until(lambda: "PA-10001" in at.text)
        await at.until(lambda: "unsent" not in at.top)
        assert "  online  " in at.top
        assert at.portal.posts("/appeals") == 1
        await at.press("f3", "f3", COMMANDS["mailbox"].key)
        assert "cannot be reached" not in at.text
        assert "Records for claim" in at.text


async def test_documents_with_a_file_are_filled_in_without_a_line_and_arrive_once_when_it_is_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "desk"))
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk" / "question.pdf").write_bytes(pdf())
    async with far_office(tmp_path) as at:
        await to_home(at)
        await at.line.cut()
        await at.press(COMMANDS["documents"].key, "9")
        await fill(at.pilot, "A question", "How is this sent?", "", "", "Wren Applegarth", "555-555-0100")
        await at.press("f5", "f2", "space", "f5", "f5")
        await at.pilot.press("f5")
        await at.until(lambda: stands_at(at.pilot, DocumentSendingPage) and "waiting" in at.text)
        await at.until(lambda: "OFFLINE, 1 unsent since" in at.top)

        await at.mend()
        await at.until(lambda: stands_at(at.pilot, DocumentReceiptPage) and "PD-10001" in at.text)
        await at.until(lambda: "unsent" not in at.top)
        assert at.portal.posts("/submissions") == 1
