"""EBs that count sessions, and those about a preventive service's HCPCS code."""

from __future__ import annotations

from typing import Literal

from spot_tui.backend.eligibility.benefit import Benefit, read_amount
from spot_tui.backend.eligibility.model import Measure, Period, Preventive, Sessions
from spot_tui.backend.x12.codes import preventive_service
from spot_tui.backend.x12.reader import element

PULMONARY, CARDIAC, SMOKING, ACUPUNCTURE = "BF", "BG", "67", "64"
REMAINING, USED, VISITS = "29", "99", "VS"
NEXT = "348"

Side = Literal["technical", "professional", ""]


def programme(benefit: Benefit) -> tuple[Sessions, ...]:
    """Take EB01 F for rehabilitation or smoking cessation."""
    if PULMONARY in benefit.service_types:
        return (_counted(benefit, "pulmonary"),)
    if CARDIAC in benefit.service_types:
        return (_counted(benefit, "intensive-cardiac" if "intensive" in benefit.folded else "cardiac"),)
    return (_smoking(benefit),) if SMOKING in benefit.service_types else ()


def acupuncture(benefit: Benefit) -> tuple[Sessions, ...]:
    """Take visits of acupuncture, used or left: an assumed layout, so anything else is left alone."""
    used = benefit.quantity_kind == USED
    left = benefit.quantity_kind == VISITS and benefit.time == REMAINING
    if ACUPUNCTURE not in benefit.service_types or not (used or left):
        return ()
    return (_counted(benefit, "acupuncture"),)


def _smoking(benefit: Benefit) -> Sessions:
    left = next((read_amount(element(s, 2)) for s in benefit.deliveries if element(s, 5) == REMAINING), None)
    all_are_left = benefit.time == REMAINING
    return Sessions(
        programme="smoking",
        side="",
        total=None if all_are_left else benefit.quantity,
        remaining=benefit.quantity if all_are_left else left,
        next_date=next(iter(benefit.days(NEXT)), None),
        period=next(iter(benefit.periods("291", "292")), None) if not benefit.days(NEXT) else None,
        raw=benefit.raw,
    )


def _counted(
    benefit: Benefit, name: Literal["pulmonary", "cardiac", "intensive-cardiac", "acupuncture"]
) -> Sessions:
    used = benefit.quantity_kind == USED
    left = benefit.time == REMAINING and not used
    return Sessions(
        programme=name,
        side=_side(benefit),
        total=None if used or left else benefit.quantity,
        used=benefit.quantity if used else None,
        remaining=benefit.quantity if left else None,
        period=next(iter(benefit.periods("291", "292")), None),
        assumed=name == "acupuncture",
        raw=benefit.raw,
    )


def _side(benefit: Benefit) -> Side:
    if "technical" in benefit.folded:
        return "technical"
    return "professional" if "professional" in benefit.folded else ""


def preventive(benefit: Benefit) -> tuple[Preventive, ...]:
    """Take a HCPCS code under EB01 D (next dates), C (deductible) or A (coinsurance)."""
    if not benefit.hcpcs:
        return ()
    measure = _MEASURES[benefit.information]
    if measure == Measure.TOTAL and benefit.time == REMAINING:
        measure = Measure.REMAINING
    return tuple(
        Preventive(
            code=benefit.hcpcs,
            modifiers=tuple(part for part in benefit.procedure[2:6] if part),
            next_dates=benefit.days(NEXT),
            measure=measure,
            amount=benefit.amount,
            rate=benefit.rate,
            period=period,
            assumed=preventive_service(benefit.hcpcs).assumed,
            raw=benefit.raw,
        )
        for period in _other_periods(benefit) or (None,)
    )


def _other_periods(benefit: Benefit) -> tuple[Period, ...]:
    return tuple(dated.period for dated in benefit.dates if dated.qualifier != NEXT)


_MEASURES: dict[str, Measure | None] = {"D": None, "C": Measure.TOTAL, "A": Measure.RATE}
