"""Corrections on the screen where things go otherwise: warned, without a line, or a colleague was faster."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from spot_tui.backend.corrections.filed import FiledCorrection
from spot_tui.backend.licences.notices import read_notices
from spot_tui.backend.outbox.model import State
from spot_tui.backend.problems import Problem
from spot_tui.screens.correction_filed import CorrectionFiledPage
from spot_tui.screens.correction_sent import CorrectionSentPage
from spot_tui.screens.corrections import CorrectionsPage
from spot_tui.screens.licence import LicencePage
from tests.screens.claims import claims_home, shown
from tests.screens.corrections import OTHERS, ToldCorrections, corrections, submission, to_review
from tests.screens.desk import TestDesk
from tests.screens.looking import key_bar, kiosk, press, screen_text, stands_at
from tests.screens.outbox import HeldOutbox


class AwayCorrections(ToldCorrections):
    """The gateway cannot be reached."""

    async def list(self, *_: Any, **__: Any) -> tuple[FiledCorrection, ...]:
        raise Problem("upstream.unreachable", (), {"upstream": "Gateway"})


async def test_a_warning_wants_a_yes_by_key_before_anything_is_sent() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        told = await to_review(pilot, desk, "24")
        assert "send_correction" not in key_bar(pilot.app)
        assert "1 warning wants your yes" in screen_text(pilot.app)
        told.told.answers = [submission(State.QUEUED)]
        await press(pilot, "y")
        assert "[yes]" in screen_text(pilot.app)
        await press(pilot, "f5")
        assert told.sent[0][-1] == ("R50",)


async def test_without_a_line_the_correction_waits_in_the_outbox_and_says_so() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        told = await to_review(pilot, desk)
        told.told.answers = [submission(State.QUEUED)]
        await press(pilot, "f5")
        assert stands_at(pilot, CorrectionSentPage)
        text = screen_text(pilot.app)
    assert "waits in the outbox" in text
    assert "It has to go out by 11/02/2027" in text


async def test_a_colleague_who_was_faster_is_named_and_what_was_typed_stays(tmp_path: Path) -> None:
    desk = TestDesk()
    desk.keep_drafts(tmp_path)
    desk.outbox = held = HeldOutbox(submission(State.REFUSED))
    async with kiosk(desk) as pilot:
        told = await to_review(pilot, desk)
        told.filed = (OTHERS,)
        told.told.answers = [submission(State.REFUSED, Problem("gateway.changed"))]
        await press(pilot, "f5")
        text = screen_text(pilot.app)
        assert "Otis Barnabeck sent a correction of this claim, 09:32 today" in text
        assert {"reload_claim"} <= set(key_bar(pilot.app))
        assert "send_correction" not in key_bar(pilot.app)
        fetched = shown()
        desk.claims.told.answers = [replace(fetched, claim=replace(fetched.claim, revision="2"))]
        await press(pilot, "f4")
        assert "Modifier 1" in screen_text(pilot.app)
        told.told.answers = [submission(State.QUEUED)]
        await press(pilot, "f5")
        assert told.sent[-1][2].revision == "2"
    assert not held.held


async def test_who_corrects_the_same_claim_is_told_before_anything_is_typed() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        told = await to_review(pilot, desk)
        told.filed = (OTHERS,)
        await press(pilot, "f3", "f3", "f5")
        assert "Otis Barnabeck" in screen_text(pilot.app)


async def test_a_hospice_modifier_is_added_by_one_key_and_taken_back_by_another() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_review(pilot, desk)
        await press(pilot, "f3", "f4", "w")
        assert "Hospice (GV or GW)" in screen_text(pilot.app)
        await press(pilot, "f4")
        assert "GW" not in screen_text(pilot.app).replace("w Add GW", "")


async def test_while_the_gateway_is_away_no_list_claims_that_nothing_was_sent() -> None:
    desk = TestDesk()
    desk.corrections = AwayCorrections()
    async with kiosk(desk) as pilot:
        await claims_home(pilot, desk)
        await press(pilot, "3")
        assert "Gateway cannot be reached" in screen_text(pilot.app)
        assert "No correction was sent" not in screen_text(pilot.app)


async def test_a_correction_on_file_is_shown_once_the_notices_of_its_codes_are_accepted() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await corrections(pilot, desk)
        desk.licences.waiting = list(read_notices())
        await press(pilot, "enter")
        assert stands_at(pilot, LicencePage)
        await press(pilot, "f3")
        assert stands_at(pilot, CorrectionsPage)
        assert "You declined" in screen_text(pilot.app)
        await press(pilot, "enter", "f5", "f5")
        assert stands_at(pilot, CorrectionFiledPage)


async def test_notices_that_cannot_be_read_open_nothing_and_are_told() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await corrections(pilot, desk)
        desk.licences.unreadable = Problem("licences.file", (), {"file": "notices.toml", "reason": "gone"})
        await press(pilot, "enter")
        assert stands_at(pilot, CorrectionsPage)
        assert "notices.toml cannot be used" in screen_text(pilot.app)
