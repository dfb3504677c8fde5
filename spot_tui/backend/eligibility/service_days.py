"""What is asked of an answer over all dates of service: which days a thing holds, and when it changes."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from datetime import date, timedelta
from typing import Literal, TypeVar

from spot_tui.backend.eligibility.model import (
    Eligibility,
    Hospice,
    Msp,
    OtherBenefit,
    Part,
    PartBId,
    Period,
    Plan,
    Qmb,
    QmbCostShare,
    StayDays,
)
from spot_tui.backend.eligibility.questions import (
    SPELL_ENDS_AFTER,
    covers_part,
    days_left,
    plan_takes_claims,
    processor_known,
    qmb_on,
)
from spot_tui.backend.formats import months_later

Days = tuple[Period, ...]
T = TypeVar("T")

_DAY = timedelta(days=1)
_INSURERS = frozenset("RU")


def held(periods: Iterable[Period], service: Period) -> Days:
    """Return the days of service within any of the periods: in order, apart from each other, none twice."""
    joined: list[Period] = []
    for first, last in sorted(_clipped(periods, service)):
        before = joined[-1] if joined else None
        if before and before.last and (before.last >= last or before.last + _DAY >= first):
            joined[-1] = Period(before.first, max(before.last, last))
        else:
            joined.append(Period(first, last))
    return tuple(joined)


def _clipped(periods: Iterable[Period], service: Period) -> Iterator[tuple[date, date]]:
    end = service.last or date.max
    for period in periods:
        first, last = max(period.first, service.first), min(period.last or date.max, end)
        if first <= last:
            yield first, last


def without(days: Days, gaps: Iterable[Period], service: Period) -> Days:
    """Return `days` (as `held` gives them) without those in the gaps."""
    holes = held(gaps, service)
    left: list[Period] = []
    number = 0
    for span in days:
        first, end = span.first, span.last or date.max
        while number < len(holes) and (holes[number].last or date.max) < first:
            number += 1
        ahead = number
        while ahead < len(holes) and holes[ahead].first <= end:
            if holes[ahead].first > first:
                left.append(Period(first, holes[ahead].first - _DAY))
            last = holes[ahead].last or date.max
            if last >= end:
                break
            first = last + _DAY
            ahead += 1
        else:
            left.append(Period(first, end))
        number = ahead
    return tuple(left)


def turns(days: Days, service: Period) -> tuple[tuple[date, bool], ...]:
    """Return each day after the first day of service on which a thing begins (True) or no longer holds."""
    found = []
    for span in days:
        if span.first > service.first:
            found.append((span.first, True))
        if span.last and service.last and span.last < service.last:
            found.append((span.last + _DAY, False))
    return tuple(found)


def judged(
    service: Period, turning: Iterable[date], judge: Callable[[date], T]
) -> tuple[tuple[Period, T], ...]:
    """Return each run of days of service that `judge` says the same of, in order, with what it says.

    `turning` are all days on which that can change.
    """
    end = service.last or date.max
    starts = sorted({service.first, *(on for on in turning if service.first < on <= end)})
    found: list[tuple[Period, T]] = []
    for number, first in enumerate(starts, start=1):
        last = starts[number] - _DAY if number < len(starts) else service.last
        told = judge(first)
        is_same = bool(found) and found[-1][1] == told
        found.append((Period(found.pop()[0].first if is_same else first, last), told))
    return tuple(found)


def held_or_undated(periods: tuple[Period, ...], service: Period) -> Days:
    """Return the days of service in the periods; all of them where no dates were sent."""
    return held(periods, service) if periods else (service,)


def entitled_days(answer: Eligibility, part: Part, service: Period) -> Days:
    """Return the days of service on which the beneficiary is entitled to `part`.

    Those in a plan period of an active EB of the part, without inactive times of the part (or of neither
    part) and what is after the day of death.
    """
    active = (period for item in answer.entitlements if item.part == part for period in item.periods)
    gaps = [period for item in answer.inactive if covers_part(item, part) for period in item.periods]
    died = answer.beneficiary.died if answer.beneficiary else None
    if died and service.last and died < service.last:
        gaps.append(Period(died + _DAY))
    return without(held(active, service), gaps, service)


def inactive_days(answer: Eligibility, part: Part, service: Period) -> Days:
    """Return the days of service on which `part` is inactive."""
    return held(
        (period for item in answer.inactive if covers_part(item, part) for period in item.periods), service
    )


def spell_days(spell: Period, service: Period) -> Days:
    """Return the days of service on which a benefit period runs, as `questions.runs_on` judges one day."""
    return held((Period(spell.first, _spell_end(spell)),), service)


def spell_end_unsure(spell: Period, service: Period) -> bool:
    """Tell whether a day of service is so near the end of a benefit period that it may be off by a day."""
    end = _spell_end(spell)
    return end is not None and bool(held((Period(end - _DAY, end + _DAY),), service))


def spell_state(spell: Period, service: Period) -> Literal["running", "earlier", "later"]:
    """Return how a benefit period lies to the dates of service; running on one of them is running."""
    if spell_days(spell, service):
        return "running"
    return "later" if service.last and service.last < spell.first else "earlier"


def _spell_end(spell: Period) -> date | None:
    return spell.last + SPELL_ENDS_AFTER if spell.last else None


def stays_left(answer: Eligibility, setting: str, service: Period) -> tuple[StayDays, ...]:
    """Return the hospital or SNF days left on any of the days, as `questions.days_left` judges one day."""
    periods = ((item.period, item.spell) for item in answer.stay_days if item.period)
    turning = (on for period, is_spell in periods for on in first_days(period, spell=is_spell))
    runs = judged(service, turning, lambda on: days_left(answer, setting, on))
    return tuple({id(item): item for _, items in runs for item in items}.values())


def first_days(period: Period, *, spell: bool = False) -> Iterator[date]:
    """Yield the first day of a period and the first one after it; a benefit period runs on after its last."""
    yield period.first
    end = _spell_end(period) if spell else period.last
    if end:
        yield end + _DAY


def qmb_in(answer: Eligibility, service: Period) -> Qmb | QmbCostShare | None:
    """Return a QMB time of any of the dates of service."""
    begins = {period.first for item in _qmb(answer) for period in held(item.periods, service)}
    found = (qmb_on(answer, on) for on in sorted({service.first, *begins}))
    return next((item for item in found if item), None)


def qmb_days(answer: Eligibility, service: Period) -> Days:
    """Return the days of service as QMB."""
    return _days_of_all((item.periods for item in _qmb(answer)), service)


def _qmb(answer: Eligibility) -> tuple[Qmb | QmbCostShare, ...]:
    return answer.qmb or answer.qmb_cost_shares


def msp_in(answer: Eligibility, service: Period) -> tuple[Msp, ...]:
    """Return the insurers that pay before Medicare on any of the days; a record without dates counts."""
    return tuple(record for record in answer.msp if held_or_undated(record.periods, service))


def part_b_id_in(answer: Eligibility, service: Period) -> PartBId | None:
    """Return an immunosuppressive-drug-only benefit of any of the days; one without dates counts."""
    return next((item for item in answer.part_b_id if held_or_undated(item.periods, service)), None)


def plans_in(answer: Eligibility, service: Period) -> tuple[Plan, ...]:
    """Return the Advantage plans of any of the days, the one that takes claims first, the unclear ones next.

    A plan without dates counts.
    """
    found = (p for p in answer.plans if p.kind == "MA" and held_or_undated(p.periods, service))
    return tuple(sorted(found, key=lambda plan: (not plan_takes_claims(plan), processor_known(plan))))


def hospice_in(answer: Eligibility, service: Period) -> tuple[Hospice, ...]:
    """Return the hospice times of any of the days; one without dates counts."""
    return tuple(item for item in answer.hospice if item.period is None or held((item.period,), service))


def hospice_days(answer: Eligibility, service: Period) -> Days:
    """Return the days of service in a hospice election whose dates were sent."""
    return held((item.period for item in answer.hospice if item.period), service)


def fee_for_service_days(
    answer: Eligibility, plan: Plan, service: Period, vbid_contracts: Container[str]
) -> Days:
    """Return the days of a plan on which fee-for-service pays all the same, for hospice; none in VBID.

    It pays from the election of hospice to the end of the month in which that ends. Sources: 42 CFR 417.585;
    CMS bulletin on the hospice part of the VBID model, 21 December 2020.
    """
    if plan.contract in vbid_contracts:
        return ()
    elections = (item.period for item in answer.hospice if item.period)
    paid = held((Period(each.first, each.last and _month_end(each.last)) for each in elections), service)
    return tuple(span for day in held_or_undated(plan.periods, service) for span in held(paid, day))


def _month_end(day: date) -> date:
    return months_later(day.replace(day=1), 1) - _DAY


def unread_insurers(answer: Eligibility, service: Period) -> tuple[OtherBenefit, ...]:
    """Return what was sent about another insurer (EB01 R or U) that no rule could place, for these days."""
    return tuple(
        item
        for item in answer.other
        if item.information in _INSURERS
        and held_or_undated(tuple(dated.period for dated in item.dates), service)
    )


def _days_of_all(all_periods: Iterable[tuple[Period, ...]], service: Period) -> Days:
    spans = (span for periods in all_periods for span in held_or_undated(periods, service))
    return held(spans, service)
