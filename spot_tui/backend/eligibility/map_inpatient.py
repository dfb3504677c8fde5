"""EBs about days in hospital and skilled nursing, lifetime reserve and psychiatric days."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from spot_tui.backend.eligibility.benefit import Benefit, read_amount
from spot_tui.backend.eligibility.model import LifetimeDays, Measure, Period, StayDays
from spot_tui.backend.x12.reader import element

PSYCHIATRIC = "A7"
SETTINGS: dict[str, Literal["hospital", "snf"]] = {
    "30": "hospital",
    "47": "hospital",
    "48": "hospital",
    "AG": "snf",
}
PER_DAY, REMAINING, EXCEEDED, NOT_EXCEEDED = "7", "29", "30", "31"
LIFETIME, LIFETIME_LEFT = "32", "33"

_PERIODS = ("435", "291", "292")


def stay_days(benefit: Benefit) -> tuple[StayDays, ...]:
    """Take EB01 B or F of Part A: daily prices, the days of a spell, and those left of it."""
    if benefit.part != "A":
        return ()
    settings = dict.fromkeys(SETTINGS[code] for code in benefit.service_types if code in SETTINGS)
    return tuple(
        _stay(benefit, setting, period)
        for setting in settings
        for period in benefit.periods(*_PERIODS) or (None,)
    )


def _stay(benefit: Benefit, setting: Literal["hospital", "snf"], period: Period | None) -> StayDays:
    left = _delivery(benefit, REMAINING)
    from_day, through = _delivery(benefit, EXCEEDED), _delivery(benefit, NOT_EXCEEDED)
    if benefit.time == REMAINING:
        left = benefit.quantity
    measure = Measure.TOTAL if left is None else Measure.REMAINING
    if left is None and from_day is None and through is None:
        measure = Measure.RATE
    return StayDays(
        setting=setting,
        measure=measure,
        per_day=Decimal(0) if benefit.information == "F" and benefit.amount is None else benefit.amount,
        period=period,
        spell=measure == Measure.REMAINING and period is not None and not period.is_calendar_year,
        days=left,
        first_day=None if from_day is None else int(from_day) + 1,
        last_day=None if through is None else int(through),
        raw=benefit.raw,
    )


def _delivery(benefit: Benefit, time: str) -> Decimal | None:
    """Return the number of days (HSD06) under one time qualifier (HSD05)."""
    found = (s for s in benefit.deliveries if element(s, 5) == time and element(s, 3) in ("DA", ""))
    return next((read_amount(element(s, 6)) for s in found), None)


def lifetime_days(benefit: Benefit) -> tuple[LifetimeDays, ...]:
    """Take EB01 K of Part A: lifetime reserve or psychiatric days in all or left, or their daily price."""
    if benefit.part != "A":
        return ()
    kind: Literal["reserve", "psychiatric"]
    if PSYCHIATRIC in benefit.service_types:
        kind = "psychiatric"
    elif not SETTINGS.keys().isdisjoint(benefit.service_types):
        kind = "reserve"
    else:
        return ()
    measures = {LIFETIME: Measure.TOTAL, LIFETIME_LEFT: Measure.REMAINING, PER_DAY: Measure.RATE}
    if benefit.time not in measures:
        return ()
    return tuple(
        LifetimeDays(
            kind=kind,
            measure=measures[benefit.time],
            days=benefit.quantity,
            per_day=benefit.amount,
            period=period,
            raw=benefit.raw,
        )
        for period in benefit.periods(*_PERIODS) or (None,)
    )
