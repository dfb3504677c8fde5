"""Corrections on the screen where things go otherwise: warned, without a line, or a colleague was faster."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from spot_tui.backend.claims.model import CorrectionStatus
from spot_tui.backend.corrections.filed import FiledCorrection
from spot_tui.backend.corrections.request import Correction
from spot_tui.backend.outbox.model import Kind, State, Submission
from spot_tui.backend.problems import Problem
from spot_tui.screens.correction import CorrectionPage
from spot_tui.screens.correction_review import CorrectionReviewPage
from spot_tui.screens.correction_sent import CorrectionSentPage
from tests.screens.claims import IN_PART, one_claim, shown
from tests.screens.desk import MORNING, TestDesk, Told
from tests.screens.looking import key_bar, kiosk, press, screen_text, stands_at, write


class ToldCorrections:
    """A corrections service that answers as it is told."""

    name = "Practice gateway"

    def __init__(self) -> None:
        self.told = Told()
        self.filed: tuple[FiledCorrection, ...] = ()
        self.sent: list[tuple[Any, ...]] = []

    async def submit(self, *asked: Any) -> Submission:
        self.sent.append(asked)
        submission: Submission = await self.told.next()
        return submission

    async def list(self, *_: Any, **__: Any) -> tuple[FiledCorrection, ...]:
        return self.filed


def submission(state: State, problem: Problem | None = None) -> Submission:
    return Submission(
        kind=Kind.CORRECTION,
        path="/corrections",
        content="{}",
        claim=IN_PART,
        deadline=date(2027, 11, 2),
        id="one",
        key="key",
        owner="sub-1",
        provider_npi="1234567893",
        created_at=MORNING,
        next_at=MORNING,
        state=state,
        problem=problem,
    )


OTHERS = FiledCorrection(
    number="PC-7",
    claim=IN_PART,
    npi="1234567893",
    status=CorrectionStatus.SUBMITTED,
    submitted_by="Otis Barnabeck",
    is_mine=False,
    submitted_at=MORNING - timedelta(minutes=9),
    received_on=date(2026, 11, 24),
    decided_on=None,
    reason="",
    adjusted_claim="",
    asked=Correction(IN_PART),
    overrides=(),
    revision="1",
)


async def to_review(pilot: Any, desk: TestDesk, modifier: str = "25") -> ToldCorrections:
    """Change a modifier of the first line and look at what would be sent."""
    desk.corrections = told = ToldCorrections()
    await one_claim(pilot, desk)
    await press(pilot, "f5", "1")
    await write(pilot, "Bertram")
    await press(pilot, "tab")
    await write(pilot, "Thistlewick")
    await press(pilot, "f5")
    assert stands_at(pilot, CorrectionPage), screen_text(pilot.app)
    await press(pilot, "enter", "f8")
    await write(pilot, modifier)
    await press(pilot, "f5", "f5")
    assert stands_at(pilot, CorrectionReviewPage), screen_text(pilot.app)
    return told


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


async def test_a_colleague_who_was_faster_is_named_and_what_was_typed_stays() -> None:
    desk = TestDesk()
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
