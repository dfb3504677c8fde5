"""What every screen says of the line, and what is done once something is back that was away."""

from __future__ import annotations

from typing import Any, cast

import pytest

from spot_tui.app import Kiosk
from spot_tui.backend.link_watch import Measured
from spot_tui.backend.problems import Problem
from tests.screens.desk import TestDesk
from tests.screens.looking import kiosk, open_job, press, screen_text, settle, to_home
from tests.screens.outbox import WAITS, HeldOutbox


async def look(pilot: Any) -> str:
    """Let the program look at the line, and return what the top row says."""
    cast(Kiosk, pilot.app).look_at_line()
    await settle(pilot)
    return screen_text(pilot.app).split("\n")[0]


async def test_a_service_that_is_away_alone_is_named_and_the_line_only_once_nobody_answers() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_home(pilot, desk)
        assert "online" not in await look(pilot)
        desk.line.answered("HETS")
        assert "  online  " in await look(pilot)
        desk.looks.answers = [None, None]
        desk.line.failed("Gateway", "upstream.timeout")
        assert "online, no answer: Gateway" in await look(pilot)
        desk.line.failed("HETS", "upstream.timeout")
        assert "  OFFLINE  " in await look(pilot)
        desk.looks.go_on("all asked")


async def test_what_is_away_is_asked_for_now_and_then_and_what_waits_is_sent_once_it_is_back() -> None:
    desk = TestDesk()
    desk.outbox = HeldOutbox(WAITS)
    async with kiosk(desk) as pilot:
        await to_home(pilot, desk)
        cast(Kiosk, pilot.app).look_into_outbox()
        await settle(pilot)
        desk.line.answered("HETS")
        desk.line.failed("Gateway", "upstream.unreachable")
        desk.looks.answers = ["asked", "asked again"]
        await look(pilot)
        await look(pilot)
        assert desk.looks.answers == ["asked again"]
        desk.clock.forward(seconds=desk.line.rules.ask_again_seconds)
        await look(pilot)
        assert desk.looks.answers == []
        before = len(desk.asked_due)
        desk.line.answered("Gateway")
        await look(pilot)
        await look(pilot)
        assert desk.asked_due[before:] == [False]


async def test_a_service_that_fails_and_answers_when_it_is_asked_again_is_left_to_the_next_try() -> None:
    """Else a service of which only one address fails would be sent to at every look."""
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_home(pilot, desk)
        cast(Kiosk, pilot.app).look_into_outbox()
        await settle(pilot)
        before = len(desk.asked_due)
        desk.line.answered("HETS")
        desk.line.failed("Gateway", "upstream.timeout")
        desk.looks.answers = [None]
        await look(pilot)
        desk.line.answered("Gateway")
        desk.looks.go_on("asked")
        await settle(pilot)
        await look(pilot)
        assert desk.asked_due[before:] == []


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (Measured(0.64, 100, 4), "THIN 0.6 s 4 % lost, 1 unsent since"),
        (Measured(0.04, 100, 4), "THIN 4 % lost, 1 unsent since"),
        (Measured(0.04, 100, 0), "online, 1 unsent since"),
    ],
)
async def test_a_thin_line_tells_what_makes_it_thin_and_what_waits(told: Measured, words: str) -> None:
    desk = TestDesk()
    desk.outbox = HeldOutbox(WAITS)
    async with kiosk(desk) as pilot:
        await to_home(pilot, desk)
        desk.line.answered("Gateway")
        desk.line.carried(7, told)
        assert words in await look(pilot)


async def test_an_audit_log_that_cannot_be_written_is_told_first_and_the_status_screen_tells_all() -> None:
    desk = TestDesk()
    desk.outbox = HeldOutbox(WAITS)
    async with kiosk(desk) as pilot:
        await to_home(pilot, desk)
        desk.line.answered("Gateway")
        desk.line.carried(7, Measured(0.64, 100, 4))
        desk.line.rate = None
        desk.audit.problem = Problem("audit.unwritable", (), {"reason": "no space"})
        assert "NO AUDIT LOG, THIN 0.6 s" in await look(pilot)
        await open_job(pilot, "see_status")
        await press(pilot, "f8")
        text = "\n".join(screen_text(pilot.app).split("\n")[1:])
        assert "640 ms" in text
        assert "4 % of all packets" in text
        assert "1 unsent since" in text
        assert "no space" in text


async def test_a_screen_that_comes_on_top_tells_at_once_that_nothing_waits_any_more() -> None:
    desk = TestDesk()
    desk.outbox = HeldOutbox(WAITS)
    async with kiosk(desk) as pilot:
        await to_home(pilot, desk)
        assert "1 unsent since" in await look(pilot)
        desk.outbox.held.clear()
        desk.outbox.changes += 1
        await open_job(pilot, "see_status")
        assert "unsent" not in screen_text(pilot.app).split("\n")[0]
