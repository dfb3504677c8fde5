"""EBs about money owed: deductibles, coinsurance, blood, therapy."""

from __future__ import annotations

from typing import Literal

from spot_tui.backend.eligibility.benefit import Benefit, read_amount
from spot_tui.backend.eligibility.model import Blood, Coinsurance, Deductible, Measure, Period, Therapy
from spot_tui.backend.x12.reader import element

BLOOD = "10"
LIMITATION, LEFT = "F", "29"
REMAINING_TIMES = frozenset({LEFT, "33"})
DISCIPLINES: dict[str, Literal["OT", "PT-SLP"]] = {"AD": "OT", "AE": "PT-SLP"}

_PERIODS = ("291", "292", "435")


def deductible(benefit: Benefit) -> tuple[Deductible, ...]:
    """Take EB01 C, one item for each period.

    What remains of Part A is a spell's unless its period is exactly a calendar year.
    """
    left = benefit.time in REMAINING_TIMES
    return tuple(
        Deductible(
            part=benefit.part,
            measure=Measure.REMAINING if left else Measure.TOTAL,
            amount=benefit.amount,
            period=period,
            spell=left and benefit.part == "A" and period is not None and not period.is_calendar_year,
            service_types=benefit.service_types,
            insurance_type=benefit.insurance_type,
            time=benefit.time,
            raw=benefit.raw,
        )
        for period in _each_period(benefit)
    )


def coinsurance(benefit: Benefit) -> tuple[Coinsurance, ...]:
    """Take EB01 A: one item for each period."""
    return tuple(
        Coinsurance(
            part=benefit.part,
            rate=benefit.rate,
            amount=benefit.amount,
            period=period,
            service_types=benefit.service_types,
            insurance_type=benefit.insurance_type,
            time=benefit.time,
            raw=benefit.raw,
        )
        for period in _each_period(benefit)
    )


def blood(benefit: Benefit) -> tuple[Blood, ...]:
    """Take pints of blood (EB09 DB): all in EB10, left in HSD02; older answers have those left in EB10."""
    if BLOOD not in benefit.service_types or benefit.quantity_kind != "DB":
        return ()
    left = next((read_amount(element(s, 2)) for s in benefit.deliveries if element(s, 5) == "29"), None)
    if benefit.time == "29":
        total, left = None, benefit.quantity if left is None else left
    else:
        total = benefit.quantity
    return tuple(Blood(total, left, period, benefit.raw) for period in _each_period(benefit))


def therapy(benefit: Benefit) -> tuple[Therapy, ...]:
    """Take therapy dollars, one item for each discipline.

    They are used ones, except those sent as remaining (EB06 29) without a message that says used: through one
    clearinghouse these were used ones too, so they are only called reported. A limit (EB01 F) of any other
    time is no amount used and is left to the other benefits, unless a message says used.
    """
    says_used = "used" in benefit.folded
    if benefit.information == LIMITATION and benefit.time != LEFT and not says_used:
        return ()
    disciplines = [DISCIPLINES[code] for code in benefit.service_types if code in DISCIPLINES]
    reported = benefit.time == LEFT and not says_used
    return tuple(
        Therapy(
            discipline=discipline,
            measure=Measure.REPORTED if reported else Measure.USED,
            amount=benefit.amount,
            period=period,
            raw=benefit.raw,
        )
        for discipline in disciplines
        for period in _each_period(benefit)
    )


def _each_period(benefit: Benefit) -> tuple[Period | None, ...]:
    return benefit.periods(*_PERIODS) or (None,)
