"""Corrections for screens: a service that answers as it is told, and the way to each of its screens."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from spot_tui.backend.claims.model import CorrectionStatus
from spot_tui.backend.corrections.filed import FiledCorrection
from spot_tui.backend.corrections.request import Correction
from spot_tui.backend.outbox.model import Kind, State, Submission
from spot_tui.backend.problems import Problem
from spot_tui.screens.correction_review import CorrectionReviewPage
from tests.screens.claims import IN_PART, claims_home, one_claim
from tests.screens.desk import MORNING, TestDesk, Told
from tests.screens.looking import fill, press, screen_text, stands_at, write


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

    async def show(self, _: object, number: str) -> FiledCorrection:
        return next(each for each in self.filed if each.number == number)


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


async def next_step(pilot: Any, desk: TestDesk) -> None:
    """Look at the roads that lead on from a claim that was paid in part."""
    desk.corrections = desk.corrections or ToldCorrections()
    await one_claim(pilot, desk)
    await press(pilot, "f5")


async def correction(pilot: Any, desk: TestDesk) -> None:
    """Open its header and lines."""
    await next_step(pilot, desk)
    await press(pilot, "1")
    await fill(pilot, "Bertram", "Thistlewick", "No")
    await press(pilot, "f5")


async def correction_line(pilot: Any, desk: TestDesk, modifier: str = "2!") -> None:
    """Type a modifier into its first line; that of the picture is none."""
    await correction(pilot, desk)
    await press(pilot, "enter", "f8")
    await write(pilot, modifier)
    await press(pilot, "tab")


async def to_review(pilot: Any, desk: TestDesk, modifier: str = "25") -> ToldCorrections:
    """Change a modifier of the first line and look at what would be sent."""
    desk.corrections = told = ToldCorrections()
    await correction_line(pilot, desk, modifier)
    await press(pilot, "f5", "f5")
    assert stands_at(pilot, CorrectionReviewPage), screen_text(pilot.app)
    return told


async def correction_review(pilot: Any, desk: TestDesk) -> None:
    """Stay where the correction is looked at before it is sent."""
    await to_review(pilot, desk)


async def correction_sent(pilot: Any, desk: TestDesk) -> None:
    """Send it while the line is away."""
    told = await to_review(pilot, desk)
    told.told.answers = [submission(State.QUEUED)]
    await press(pilot, "f5")


async def corrections(pilot: Any, desk: TestDesk) -> None:
    """List those on file."""
    desk.corrections = told = ToldCorrections()
    told.filed = (OTHERS,)
    await claims_home(pilot, desk)
    await press(pilot, "3")


CORRECTION_PLACES = {
    "next_step": next_step,
    "correction": correction,
    "correction_line": correction_line,
    "correction_review": correction_review,
    "correction_sent": correction_sent,
    "corrections": corrections,
}
