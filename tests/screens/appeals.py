"""Appeals for screens: a service that answers as it is told, and appeals in each state."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from spot_tui.backend.appeals.model import About, DecisionLetter, FiledAppeal
from spot_tui.backend.claims.model import AppealLevel, AppealStatus
from spot_tui.backend.outbox.model import Kind, State, Submission
from tests.screens.claims import claims_home, one_claim
from tests.screens.desk import MORNING, TestDesk, Told
from tests.screens.looking import press, write

DENIED = "9926000000107"
LETTER = DecisionLetter(
    "PRL-7",
    "PA-7",
    DENIED,
    AppealLevel.REDETERMINATION,
    AppealStatus.UNFAVORABLE,
    date(2026, 11, 20),
    f"Decision about claim {DENIED}",
    ("We looked at the claim again and came to the same decision.", "You may ask for a reconsideration."),
)


def filed(number: str, status: AppealStatus, **changes: Any) -> FiledAppeal:
    """Return an appeal on level 1."""
    is_open = status is AppealStatus.PENDING
    given: dict[str, Any] = {
        "level": AppealLevel.REDETERMINATION,
        "claim": DENIED,
        "npi": "1234567893",
        "submitted_by": "Wren Applegarth",
        "is_mine": True,
        "submitted_at": MORNING,
        "filed_on": date(2026, 11, 24),
        "decided_on": None if is_open else LETTER.dated,
        "letter": "" if is_open else LETTER.number,
        "previous": "",
        "lines": (1, 2),
        "documents": (),
        "revision": '"1"',
        "about": About.COVERAGE,
        "reason": "The record shows that it was needed.",
        "requestor": "Wren Applegarth",
    }
    return FiledAppeal(number=number, status=status, **(given | changes))


PENDING = filed("PA-9", AppealStatus.PENDING)
DECIDED = filed("PA-7", AppealStatus.UNFAVORABLE)
SOME = (
    PENDING,
    filed("PA-8", AppealStatus.DISMISSED_INCOMPLETE, claim="9926000000109"),
    DECIDED,
    filed("PA-6", AppealStatus.LIABILITY_CHANGED, claim="226000000203PRA"),
)

WAITING = Submission(
    kind=Kind.APPEAL,
    path="/appeals",
    content="{}",
    claim=DENIED,
    deadline=date(2027, 2, 27),
    id="one",
    key="key",
    owner="sub-1",
    provider_npi="1234567893",
    created_at=MORNING,
    next_at=MORNING,
    state=State.QUEUED,
)


class ToldAppeals:
    """An appeals service that answers as it is told."""

    name = "Practice gateway"

    def __init__(self, appeals: Sequence[FiledAppeal] = SOME) -> None:
        self.appeals = appeals
        self.told = Told()
        self.sent: list[tuple[Any, ...]] = []

    async def list(self, *_: Any, **__: Any) -> tuple[FiledAppeal, ...]:
        return tuple(self.appeals)

    async def show(self, _: object, number: str) -> FiledAppeal:
        return next(each for each in self.appeals if each.number == number)

    async def letter(self, *_: Any) -> DecisionLetter:
        return LETTER

    async def submit(self, *asked: Any) -> Submission:
        self.sent.append(asked)
        return cast(Submission, await self.told.next())


async def appeals(pilot: Any, desk: TestDesk) -> None:
    """Open the list."""
    desk.appeals = desk.appeals or ToldAppeals()
    await claims_home(pilot, desk)
    await press(pilot, "4")


async def appeal(pilot: Any, desk: TestDesk, place: str = "3") -> None:
    """Open one of them."""
    await appeals(pilot, desk)
    await press(pilot, place)


async def letter(pilot: Any, desk: TestDesk) -> None:
    """Open the letter of the decided one."""
    await appeal(pilot, desk)
    await press(pilot, "l")


async def appeal_form(pilot: Any, desk: TestDesk) -> None:
    """Open the form of level 1 of a denied claim, at its second part."""
    desk.appeals = desk.appeals or ToldAppeals()
    await one_claim(pilot, desk, DENIED)
    await press(pilot, "f5", "1", "f8")


async def appeal_review(pilot: Any, desk: TestDesk) -> None:
    """Fill it in and look at it once more."""
    await appeal_form(pilot, desk)
    await press(pilot, "tab")
    for value in ("coverage", "The record shows that it was needed.", "", "Wren Applegarth"):
        await write(pilot, value)
        await press(pilot, "tab")
    await press(pilot, "f5")


async def appeal_sent(pilot: Any, desk: TestDesk) -> None:
    """Send it, and have the line go down."""
    await appeal_review(pilot, desk)
    desk.appeals.told.answers = [WAITING]
    await press(pilot, "f5")


APPEAL_PLACES = {
    "appeals": appeals,
    "appeal": appeal,
    "letter": letter,
    "appeal_form": appeal_form,
    "appeal_review": appeal_review,
    "appeal_sent": appeal_sent,
}
