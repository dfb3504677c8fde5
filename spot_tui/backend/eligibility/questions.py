"""What is asked of an answer: pure questions, each as of a date of service."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from spot_tui.backend.eligibility.model import Measure, Part
from spot_tui.backend.x12.codes import names

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spot_tui.backend.eligibility.model import (
        Deductible,
        Eligibility,
        Hospice,
        Inactive,
        Period,
        Plan,
        Qmb,
        QmbCostShare,
        StayDays,
    )

INSURANCE_OF_PART = {"A": "MA", "B": "MB"}
BLOCKING_BILL_OPTIONS = frozenset({"B", "2", "C"})
WHOLE_PLAN = "30"
HOSPITAL_OR_ALL = frozenset({WHOLE_PLAN, "47"})
SPELL_ENDS_AFTER = timedelta(days=60)


def covers_part(item: Inactive, part: Part) -> bool:
    """Tell whether an inactive time is about `part`, or about Medicare as a whole."""
    about_all = not item.service_types or WHOLE_PLAN in item.service_types
    return about_all and item.insurance_type in ("", INSURANCE_OF_PART[part])


def qmb_on(answer: Eligibility, on: date) -> Qmb | QmbCostShare | None:
    """Return what makes the patient a QMB on the date of service; without dates it counts, as protection.

    What a QMB owes makes one too where no QMB time was sent; beside QMB times only these decide.
    """
    told: Iterable[Qmb | QmbCostShare] = answer.qmb or answer.qmb_cost_shares
    return next((item for item in told if not item.periods or within(item.periods, on)), None)


def plan_takes_claims(plan: Plan) -> bool:
    """Tell whether the bill option says that some or all claims go to the plan (B, 2, C)."""
    return plan.bill_option in BLOCKING_BILL_OPTIONS


def processor_known(plan: Plan) -> bool:
    """Tell whether the bill option was sent and is one that we know."""
    return plan.bill_option in names("bill_option")


def open_hospice(answer: Eligibility) -> Hospice | None:
    """Return the hospice election that still stands: a period without an end."""
    return next((item for item in answer.hospice if item.period and item.period.last is None), None)


def deductible(answer: Eligibility, part: Part, measure: Measure, on: date) -> Deductible | None:
    """Return the part's general deductible of the date: the running spell's before the year's."""
    found = [
        item
        for item in answer.deductibles
        if item.part == part
        and item.measure == measure
        and (not item.service_types or not HOSPITAL_OR_ALL.isdisjoint(item.service_types))
        and item.period is not None
        and (runs_on(item.period, on) if item.spell else item.period.contains(on))
    ]
    return max(found, key=lambda item: (item.spell, item.period and item.period.first), default=None)


def days_left(answer: Eligibility, setting: str, on: date) -> tuple[StayDays, ...]:
    """Return the remaining hospital or SNF days of the date: the latest running spell's, else the year's."""
    found = [
        item for item in answer.stay_days if item.setting == setting and item.measure == Measure.REMAINING
    ]
    running = [item for item in found if item.spell and item.period and runs_on(item.period, on)]
    if running:
        latest = max(item.period.first for item in running if item.period)
        return tuple(item for item in running if item.period and item.period.first == latest)
    return tuple(item for item in found if not item.spell and item.period and item.period.contains(on))


def runs_on(spell: Period, on: date) -> bool:
    """Tell whether a benefit period runs on the date: through the 60th day after its last billed day.

    42 CFR 409.60(b) ends it after 60 days in a row without inpatient care. That these are counted from the
    last billed day, and that the 60th still belongs to it, is our assumption: see
    `service_days.spell_end_unsure`.
    """
    return spell.first <= on and (spell.last is None or on <= spell.last + SPELL_ENDS_AFTER)


def within(periods: Iterable[Period], on: date) -> bool:
    """Tell whether any of the periods contains the date."""
    return any(period.contains(on) for period in periods)
