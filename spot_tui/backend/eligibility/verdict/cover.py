"""Findings about the person and her cover: entitlement, inactive times, death, drugs only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from spot_tui.backend.eligibility.model import PARTS, Eligibility, Part, Period, Raw
from spot_tui.backend.eligibility.questions import INSURANCE_OF_PART, covers_part
from spot_tui.backend.eligibility.service_days import (
    Days,
    entitled_days,
    held,
    held_or_undated,
    inactive_days,
    part_b_id_in,
    without,
)
from spot_tui.backend.eligibility.sheet import Viewing
from spot_tui.backend.eligibility.verdict.finding import ONLY, Finding, Harm, Outcome, Topic

TAB = "eligibility"


@dataclass(frozen=True, slots=True)
class _Cover:
    """The dates of service on which each part is there, inactive or missing for another reason than death."""

    service: Period
    entitled: Mapping[Part, Days]
    inactive: Mapping[Part, Days]
    missing: Mapping[Part, Days]
    drugs_only: Days


def cover_findings(answer: Eligibility, viewing: Viewing) -> Iterator[Finding]:
    """Yield what stands against Part A, Part B or both on the dates of service, and what is there of them."""
    service = viewing.service
    yield from _death(answer, service)
    yield from _drugs_only(answer, service)
    if not answer.entitlements and not answer.inactive:
        if not answer.part_b_id and not answer.rejects:
            whole = (service,)
            check = Outcome.CHECK_FIRST
            yield Finding(Topic.DOUBT, "cover_unsent", Harm.STOP, whole, TAB, {}, check)
        return
    cover = _cover_of(answer, service)
    yield from _stated(cover, cover.inactive, "inactive", _inactive_raw(answer))
    yield from _stated(cover, cover.missing, "not_entitled", _missing_raw(answer))
    yield from _entitled(answer, cover)


def _cover_of(answer: Eligibility, service: Period) -> _Cover:
    entitled = {part: entitled_days(answer, part, service) for part in PARTS}
    inactive = {part: inactive_days(answer, part, service) for part in PARTS}
    dead = _dead_days(answer, service)
    missing = {
        part: without((service,), (*entitled[part], *inactive[part], *dead), service) for part in PARTS
    }
    drugs = (day for item in answer.part_b_id for day in held_or_undated(item.periods, service))
    return _Cover(service, entitled, inactive, missing, held(drugs, service))


def _dead_days(answer: Eligibility, service: Period) -> Days:
    died = answer.beneficiary.died if answer.beneficiary else None
    return held((Period(died + timedelta(days=1)),), service) if died else ()


def _death(answer: Eligibility, service: Period) -> Iterator[Finding]:
    person = answer.beneficiary
    if person is None or person.died is None:
        return
    days, facts = _dead_days(answer, service), {"date": person.died}
    if days:
        yield Finding(Topic.DIED, "died", Harm.STOP, days, TAB, facts, Outcome.DIED, person.raw)
    else:
        yield Finding(Topic.REMARK, "died_later", Harm.WARN, (service,), TAB, facts, raw=person.raw)


def _stated(
    cover: _Cover, days: Mapping[Part, Days], code: str, raws: Mapping[Part, Raw]
) -> Iterator[Finding]:
    """Yield one finding for each set of days, of both parts where they agree."""
    for each in dict.fromkeys(days.values()):
        parts = [part for part in PARTS if days[part] == each]
        if not each:
            continue
        outcome = _outcome(cover, parts, each, code)
        topic = Topic.INACTIVE if code == "inactive" else Topic.NOT_ENTITLED
        is_half = code == "not_entitled" and outcome in ONLY.values()
        harm = Harm.WARN if is_half else Harm.STOP
        raw = tuple(dict.fromkeys(text for part in parts for text in raws[part]))
        yield Finding(topic, code, harm, each, TAB, {"parts": "".join(parts)}, outcome, raw)


def _outcome(cover: _Cover, parts: list[Part], days: Days, code: str) -> Outcome:
    """Return what is left to bill on the days: the other part, drugs, or nothing."""
    others = [part for part in PARTS if part not in parts]
    if any(held(cover.entitled[part], day) for part in others for day in days):
        return ONLY[parts[0]]
    if not any(without((day,), cover.drugs_only, day) for day in days):
        return Outcome.DRUGS_ONLY
    return Outcome.INACTIVE if code == "inactive" else Outcome.NOT_ENTITLED


def _inactive_raw(answer: Eligibility) -> Mapping[Part, Raw]:
    return {
        part: tuple(text for item in answer.inactive if covers_part(item, part) for text in item.raw)
        for part in PARTS
    }


def _missing_raw(answer: Eligibility) -> Mapping[Part, Raw]:
    return {
        part: (
            *(text for item in answer.entitlements if item.part == part for text in item.raw),
            *(
                text
                for item in answer.inactive
                if item.insurance_type in ("", INSURANCE_OF_PART[part])
                for text in item.raw
            ),
        )
        for part in PARTS
    }


def _drugs_only(answer: Eligibility, service: Period) -> Iterator[Finding]:
    item = part_b_id_in(answer, service)
    if item is None:
        return
    days = held_or_undated(item.periods, service)
    facts = {"since": item.periods[0].first if item.periods else None}
    outcome = Outcome.DRUGS_ONLY
    if entitled_days(answer, "B", service):
        outcome = Outcome.CHECK_FIRST
    elif entitled_days(answer, "A", service):
        outcome = Outcome.PART_A_ONLY
    yield Finding(Topic.PART_B_ID, "part_b_id", Harm.STOP, days, "pbid", facts, outcome, item.raw)


def _entitled(answer: Eligibility, cover: _Cover) -> Iterator[Finding]:
    for part in PARTS:
        for item in answer.entitlements:
            days = [p for p in item.periods if item.part == part and held((p,), cover.service)]
            if days and cover.entitled[part]:
                facts = {"part": part, "since": days[0].first, "until": days[0].last}
                code = "entitled" if days[0].last is None else "entitled_until"
                yield Finding(Topic.ENTITLED, code, Harm.INFO, cover.entitled[part], TAB, facts, raw=item.raw)
                break
