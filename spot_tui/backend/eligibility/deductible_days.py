"""What is left of a deductible over all dates of service."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from spot_tui.backend.eligibility.model import Deductible, Eligibility, Measure, Part, Period
from spot_tui.backend.eligibility.questions import deductible, qmb_on
from spot_tui.backend.eligibility.service_days import first_days, judged


@dataclass(frozen=True, slots=True)
class Owed:
    """What was returned of a part's deductible: left, in all, and whether the patient is a QMB."""

    left: Deductible | None
    total: Deductible | None
    qmb: bool


def owed_days(answer: Eligibility, part: Part, service: Period) -> tuple[tuple[Period, Owed], ...]:
    """Return each run of dates of service on which the same is owed, in order."""

    def owed(on: date) -> Owed:
        left = deductible(answer, part, Measure.REMAINING, on)
        total = None if left and left.spell else deductible(answer, part, Measure.TOTAL, on)
        return Owed(left, total, qmb_on(answer, on) is not None)

    return judged(service, _turning(answer, part), owed)


def _turning(answer: Eligibility, part: Part) -> Iterator[date]:
    """Yield the days on which another amount can begin to hold."""
    for item in answer.deductibles:
        if item.part == part and item.period:
            yield from first_days(item.period, spell=item.spell)
    for times in (item.periods for item in answer.qmb or answer.qmb_cost_shares):
        for period in times:
            yield from first_days(period)
