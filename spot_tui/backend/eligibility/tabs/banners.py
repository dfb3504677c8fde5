"""The warnings that belong on every tab, most serious first."""

from __future__ import annotations

from collections.abc import Iterator

from spot_tui.backend.eligibility.model import PARTS, Eligibility, Msp, Period, Plan
from spot_tui.backend.eligibility.questions import (
    open_hospice,
    plan_takes_claims,
    processor_known,
)
from spot_tui.backend.eligibility.service_days import (
    entitled_days,
    held,
    held_or_undated,
    hospice_days,
    hospice_in,
    hospice_replaces_plan,
    inactive_days,
    msp_in,
    part_b_id_in,
    plans_in,
    qmb_days,
    qmb_in,
    without,
)
from spot_tui.backend.eligibility.sheet import Banner, Tone, Viewing
from spot_tui.backend.eligibility.tabs.doubts import doubts
from spot_tui.backend.eligibility.tabs.phrases import changing, day, parts_named, spans
from spot_tui.backend.x12.codes import msp_pays, reject_codes, word
from spot_tui.words import say, translate

_AFTER_STOPS = ("qmb", "hospice")


def banners(answer: Eligibility, viewing: Viewing) -> tuple[Banner, ...]:
    """Return all warnings: those that stop a bill, then QMB, then hospice, then the rest."""
    found = (
        *_rejects(answer),
        *doubts(answer, viewing),
        *_person(answer, viewing),
        *_cover(answer, viewing),
        *_plan(answer, viewing),
        *_qmb(answer, viewing),
        *_msp(answer, viewing),
        *_hospice(answer, viewing),
    )
    return tuple(sorted(found, key=_rank))


def _rank(banner: Banner) -> int:
    if banner.tone == Tone.STOP:
        return 0
    return 1 + _AFTER_STOPS.index(banner.tab) if banner.tab in _AFTER_STOPS else 1 + len(_AFTER_STOPS)


def _banner(key: str, tone: Tone, tab: str, /, **parameters: object) -> Banner:
    return Banner(say(f"benefits.banner.{key}", **parameters), tone, tab)


def _changing(banner: Banner, days: tuple[Period, ...], viewing: Viewing) -> Banner:
    return Banner(" ".join(filter(None, (banner.text, changing(days, viewing)))), banner.tone, banner.tab)


def _rejects(answer: Eligibility) -> Iterator[Banner]:
    for reject in answer.rejects:
        known = reject_codes().get(reject.code)
        cause = translate(known.cause) if known else say("benefits.reject.unknown")
        yield _banner("rejected", Tone.STOP, "summary", code=reject.code, cause=cause)


def _person(answer: Eligibility, viewing: Viewing) -> Iterator[Banner]:
    person = answer.beneficiary
    if person is None:
        return
    if person.died:
        after = viewing.service.last is not None and person.died < viewing.service.last
        yield _banner("died", Tone.STOP if after else Tone.WARN, "eligibility", date=day(person.died))
    if person.old_mbi_ended:
        yield _banner("old_mbi", Tone.WARN, "eligibility", date=day(person.old_mbi_ended))
    if person.corrected:
        yield _banner("corrected", Tone.WARN, "eligibility")


def _cover(answer: Eligibility, viewing: Viewing) -> Iterator[Banner]:
    service = viewing.service
    if part_b_id_in(answer, service):
        yield _banner("part_b_id", Tone.STOP, "pbid")
    inactive = {part: inactive_days(answer, part, service) for part in PARTS}
    for days, parts in parts_named(inactive, say("benefits.and")):
        yield _banner("inactive", Tone.STOP, "eligibility", dates=spans(days), part=parts)
    if not answer.entitlements and not answer.inactive:
        return
    missing = {
        part: without((service,), (*entitled_days(answer, part, service), *inactive[part]), service)
        for part in PARTS
    }
    both = all(missing.values())
    for days, parts in parts_named(missing, say("benefits.or")):
        tone = Tone.STOP if both else Tone.WARN
        yield _banner("not_entitled", tone, "eligibility", part=parts, date=spans(days))


def _plan(answer: Eligibility, viewing: Viewing) -> Iterator[Banner]:
    plans = plans_in(answer, viewing.service)
    for plan in plans:
        days = held_or_undated(plan.periods, viewing.service)
        yield _changing(_plan_banner(answer, plan, spans(days), viewing), days, viewing)
        if not plan.periods:
            yield _banner("plan_undated", Tone.WARN, "map", name=_name(plan))
    if plans:
        return
    for plan in answer.plans:
        later = [period.first for period in plan.periods if period.first > viewing.on]
        if plan.kind == "MA" and later:
            yield _banner("plan_later", Tone.WARN, "map", name=_name(plan), date=day(min(later)))


def _plan_banner(answer: Eligibility, plan: Plan, dates: str, viewing: Viewing) -> Banner:
    option, name = plan.bill_option, _name(plan)
    if hospice_replaces_plan(answer, plan, viewing.service, viewing.vbid_contracts):
        return _banner("plan_hospice", Tone.WARN, "map", name=name, date=dates)
    if plan_takes_claims(plan):
        return _banner("plan_takes", Tone.STOP, "map", name=name, option=option)
    if not processor_known(plan):
        return _banner("plan_no_option", Tone.STOP, "map", name=name, date=dates)
    words = word("bill_option", option)
    return _banner("plan", Tone.WARN, "map", name=name, date=dates, option=option, words=words)


def _name(plan: Plan) -> str:
    return plan.name or plan.contract


def _qmb(answer: Eligibility, viewing: Viewing) -> Iterator[Banner]:
    qmb = qmb_in(answer, viewing.service)
    if qmb:
        found = _banner("qmb" if qmb.periods else "qmb_undated", Tone.WARN, "qmb")
        yield _changing(found, qmb_days(answer, viewing.service), viewing)


def _msp(answer: Eligibility, viewing: Viewing) -> Iterator[Banner]:
    """Yield one banner, however many insurers there are."""
    records = msp_in(answer, viewing.service)
    if not records:
        return
    days = held(
        (span for record in records for span in held_or_undated(record.periods, viewing.service)),
        viewing.service,
    )
    if len(records) == 1:
        pays = msp_pays()[records[0].type]
        found = _banner(f"msp.{pays}", Tone.WARN, "msp", type=word("msp", records[0].type))
    else:
        found = _banner(
            "msp.several", Tone.WARN, "msp", types="; ".join(dict.fromkeys(map(_msp_words, records)))
        )
    yield _changing(found, days, viewing)


def _msp_words(record: Msp) -> str:
    return say(f"benefits.banner.msp_of.{msp_pays()[record.type]}", type=word("msp", record.type))


def _hospice(answer: Eligibility, viewing: Viewing) -> Iterator[Banner]:
    service = viewing.service
    dated = [item.period for item in hospice_in(answer, service) if item.period]
    days = hospice_days(answer, service)
    if any(item.period is None for item in answer.hospice):
        yield _banner("hospice_undated", Tone.WARN, "hospice")
    standing = open_hospice(answer)
    if dated:
        last = max(dated, key=lambda period: (period.last is None, period.first))
        key = "hospice" if last.last is None else "hospice_closed"
        found = _banner(key, Tone.WARN, "hospice", date=spans(days), end=day(last.last))
        yield _changing(found, days, viewing)
    elif standing and standing.period:
        yield _banner("hospice_later", Tone.WARN, "hospice", date=day(standing.period.first))
    for plan in plans_in(answer, service) if dated else ():
        if plan.contract in viewing.vbid_contracts:
            yield _banner("hospice_vbid", Tone.STOP, "map", contract=plan.contract)
