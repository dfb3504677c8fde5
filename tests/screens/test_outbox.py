"""The outbox on the screen: urgent first, sent now, removed after a question; and a line that is cut."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import httpx

from spot_tui.app import Kiosk
from spot_tui.commands import COMMANDS
from spot_tui.screens.correction_sent import CorrectionSentPage
from spot_tui.screens.outbox import OutboxPage
from spot_tui.screens.outbox_item import OutboxItemPage
from tests.backend.store.builders import records
from tests.screens.desk import TestDesk
from tests.screens.looking import key_bar, kiosk, press, screen_text, settle, stands_at, to_home
from tests.screens.outbox import REFUSED, WAITS, HeldOutbox, outbox
from tests.screens.practice import office
from tests.screens.test_corrections_journey import to_claim, to_correction


class CutLine(httpx.AsyncBaseTransport):
    """A line that can be cut."""

    def __init__(self, whole: Any) -> None:
        self.whole = whole
        self.is_cut = False

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self.is_cut:
            raise httpx.ConnectError("cut", request=request)
        return cast(httpx.Response, await self.whole.handle_async_request(request))

    async def aclose(self) -> None:
        await self.whole.aclose()


async def test_a_correction_made_offline_is_told_queued_and_sent_when_the_line_is_back(
    tmp_path: Path,
) -> None:
    async with office(tmp_path) as at:
        desk, app = at.desk, cast(Kiosk, at.pilot.app)
        desk.__dict__["_transport"] = line = CutLine(desk.__dict__["_transport"])
        await to_claim(at)
        await to_correction(at)
        await at.press("enter", "f8")
        await at.write("25")
        await at.press("f5")
        line.is_cut = True
        await at.press("f5", "f5")
        assert stands_at(at.pilot, CorrectionSentPage), at.text
        app.look_at_line()
        await at.rest()
        assert "not sent yet" in at.text
        assert "It has to go out by" in at.text
        assert "OFFLINE, 1 unsent since" in at.text.split("\n")[0]
        await at.press(COMMANDS["outbox"].key)
        assert stands_at(at.pilot, OutboxPage), at.text
        assert "waits" in at.text
        await at.press("enter")
        assert stands_at(at.pilot, OutboxItemPage), at.text
        assert "cannot be reached" in at.text
        await at.press("f5")
        assert "2 tries" in at.text

        line.is_cut = False
        assert desk.mailbox is not None
        assert app.session is not None
        assert app.session.provider is not None
        await desk.mailbox.waiting(app.session, app.session.provider)
        app.look_at_line()
        await at.rest()
        cast(OutboxItemPage, app.screen).look()
        await at.rest()
        assert "PC-10001" in at.text
        app.look_at_line()
        await at.rest()
        assert "unsent" not in at.text
        submitted = [
            r["reason"]
            for r in records(tmp_path / "store")
            if r["event"] == "record.submit" and r.get("reason")
        ]
    assert submitted == ["queued", "queued", "confirmed"]


async def test_urgent_ones_stand_first_each_is_sent_now_and_one_that_may_have_arrived_is_warned_of() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        app = cast(Kiosk, pilot.app)
        await outbox(pilot, desk)
        held = cast(HeldOutbox, desk.outbox)
        app.look_at_line()
        await settle(pilot)
        text = screen_text(app)
        rows = [row for row in text.split("\n") if "9926" in row]
        assert "* Appeal" in rows[0], text
        assert "in 4:12" in rows[0]
        desk.clock.forward(seconds=3)
        cast(OutboxPage, app.screen).look()
        await settle(pilot)
        assert "in 4:09" in screen_text(app)
        assert "3 unsent since" in text.split("\n")[0]
        await press(pilot, "enter", "f4")
        assert "may still be on file" in screen_text(app)
        await press(pilot, "f4")
        assert held.dropped == [("two", True)]
        assert stands_at(pilot, OutboxPage)
        await press(pilot, "f5")
        assert held.held["one"].receipt is not None
        assert held.held["five"].receipt is None
        assert "PC-10001" in screen_text(app)


async def test_home_leads_to_what_was_refused_though_nothing_waits() -> None:
    desk = TestDesk()
    desk.outbox = HeldOutbox(REFUSED)
    async with kiosk(desk) as pilot:
        await to_home(pilot, desk)
        cast(Kiosk, pilot.app).look_at_line()
        await settle(pilot)
        assert "1 submission was not taken: o shows why." in screen_text(pilot.app)
        assert "outbox" in key_bar(pilot.app)


async def test_home_tells_what_waits_and_for_whom_one_works_where_there_is_one_provider_only() -> None:
    desk = TestDesk()
    desk.outbox = HeldOutbox(WAITS)
    providers = desk.profile.providers[:1]
    desk.profile = desk.profile.model_copy(update={"providers": providers})
    async with kiosk(desk) as pilot:
        await to_home(pilot, desk)
        cast(Kiosk, pilot.app).look_at_line()
        await settle(pilot)
        assert "1 submission is not sent: o shows it." in screen_text(pilot.app)
        assert "outbox" in key_bar(pilot.app)
        assert "Practice Family Clinic" in screen_text(pilot.app).split("\n")[0]
