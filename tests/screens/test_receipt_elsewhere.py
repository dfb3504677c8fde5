"""The day of receipt for an office whose clock is not the contractor's: on the screen and on the command."""

from __future__ import annotations

from argparse import Namespace
from contextlib import redirect_stdout
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import cast

import pytest

from spot_tui.app import Kiosk
from spot_tui.backend.corrections.bulk import Asked
from spot_tui.backend.corrections.changes import Changes
from spot_tui.backend.outbox.model import Sender
from spot_tui.cli.corrections import _check
from spot_tui.cli.gateway_work import GatewayWork
from spot_tui.commands import COMMANDS
from spot_tui.screens.claim import ClaimPage
from spot_tui.screens.correction_review import CorrectionReviewPage
from tests.screens.looking import stands_at
from tests.screens.practice import Office, office

IN_SAN_JUAN = "9926000000301"
NAMES = ("Alma", "Quillfeather")
LATE = (
    "received on 11/24/2026. Until 18:00 EST (19:00 AST where you are) it would have counted on 11/23/2026."
)
ASKED = Changes(lines={1: {"place": "22"}}, first_name=NAMES[0], last_name=NAMES[1])


async def told_by_command(at: Office, asked: Asked) -> str:
    """Check a correction as the command does, in the same session."""
    session, desk = cast(Kiosk, at.pilot.app).session, at.desk
    assert session is not None
    assert session.provider is not None
    assert desk.outbox is not None
    arguments = Namespace(numbers=(IN_SAN_JUAN,), asked=asked, json=False, accept_licences=True, claims=None)
    work = GatewayWork(arguments, desk, session, session.provider, Sender.of(session), desk.outbox)
    with redirect_stdout(StringIO()) as printed:
        await _check(work)
    return " ".join(printed.getvalue().split())


async def to_review(at: Office) -> None:
    """Change the place of service of the office's paid claim."""
    await at.to_sign_in()
    await at.sign_in("wren.applegarth")
    await at.press("2", "f7", COMMANDS["claims"].key, "1")
    await at.fill("", "", "", "", IN_SAN_JUAN)
    await at.press("f5", "enter", "f5", "f5")
    assert stands_at(at.pilot, ClaimPage), at.text
    await at.press("f5", "1")
    await at.fill(*NAMES)
    await at.press("f5", "enter")
    await at.press("tab", "tab", "tab")
    await at.write("22")
    await at.press("f5", "f5")
    assert stands_at(at.pilot, CorrectionReviewPage), at.text


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        (
            datetime(2026, 11, 23, 22, 58, tzinfo=UTC),
            "received on 11/23/2026. That holds until 18:00 EST (19:00 AST where you are).",
        ),
        (
            datetime(2026, 11, 23, 23, 1, tzinfo=UTC),
            LATE,
        ),
        (
            datetime(2026, 11, 24, 4, 30, tzinfo=UTC),
            LATE,
        ),
        (
            datetime(2027, 7, 12, 22, 1, tzinfo=UTC),
            "received on 07/13/2027. Until 18:00 EDT it would have counted on 07/12/2027.",
        ),
    ],
)
async def test_the_cut_off_is_the_contractors_and_told_by_both_clocks(
    tmp_path: Path, moment: datetime, told: str
) -> None:
    async with office(tmp_path) as at:
        at.clock.forward(seconds=(moment - at.clock.now()).total_seconds())
        await to_review(at)
        assert told in " ".join(at.text.split())
        assert told in await told_by_command(at, ASKED)
