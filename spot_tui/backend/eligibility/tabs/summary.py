"""The summary, which answers whether Medicare can be billed on the date of service."""

from __future__ import annotations

from collections.abc import Iterator

from spot_tui.backend.eligibility.model import PARTS, Eligibility, Msp, Part, Period, Plan
from spot_tui.backend.eligibility.questions import (
    deductible_left,
    plan_takes_claims,
    processor_known,
)
from spot_tui.backend.eligibility.rejects import reject_advice
from spot_tui.backend.eligibility.service_days import (
    Days,
    entitled_days,
    held,
    held_or_undated,
    hospice_days,
    hospice_in,
    hospice_replaces_plan,
    msp_in,
    part_b_id_in,
    plans_in,
    qmb_days,
    qmb_in,
    unread_insurers,
    without,
)
from spot_tui.backend.eligibility.sheet import Row, Section, Tab, Tone, Viewing
from spot_tui.backend.eligibility.tabs.phrases import changing, day, money, span
from spot_tui.backend.x12.codes import msp_pays, word
from spot_tui.words import say


def summary_tab(answer: Eligibility, viewing: Viewing) -> Tab:
    """Return the one-page summary; for a reject it says what was refused and what to do."""
    refused = Section(say("benefits.summary.rejected"), tuple(_rejects(answer)))
    sections = [refused] if refused.rows else []
    if answer.source.benefits or not refused.rows:
        rows = tuple(_rows(answer, viewing))
        sections.append(Section(say("benefits.summary.title"), rows))
    return Tab("summary", say("benefits.tab.summary"), tuple(sections), empty=not answer.source.benefits)


def _rejects(answer: Eligibility) -> Iterator[Row]:
    for reject in answer.rejects:
        cause, advice = reject_advice(reject)
        texts = " ".join(reject.texts)
        note = " ".join(part for part in (advice, word("aaa_action", reject.action), texts) if part)
        yield Row((f"AAA {reject.code} ({reject.loop})", cause), Tone.STOP, note, reject.raw)


def _rows(answer: Eligibility, viewing: Viewing) -> Iterator[Row]:
    one_day = viewing.service.first == viewing.service.last
    yield _row("date" if one_day else "dates", span(viewing.service))
    yield _part(answer, "A", viewing)
    yield _part(answer, "B", viewing)
    yield from _payers(answer, viewing)
    yield from _plans(answer, viewing)
    yield from _hospice(answer, viewing)
    yield from _home_health(answer, viewing)
    yield _qmb(answer, viewing)
    yield _deductible(answer, "A", viewing)
    yield _deductible(answer, "B", viewing)


def _row(
    name: str, value: str, tone: Tone = Tone.PLAIN, raw: tuple[str, ...] = (), **parameters: object
) -> Row:
    return Row((say(f"benefits.summary.{name}", **parameters), value), tone, raw=raw)


def _part(answer: Eligibility, part: Part, viewing: Viewing) -> Row:
    service = viewing.service
    days = entitled_days(answer, part, service)
    if days == (service,):
        item, period = next(
            (item, period)
            for item in answer.entitlements
            if item.part == part
            for period in item.periods
            if period.contains(viewing.on)
        )
        return _row("part", _since(period), Tone.GOOD, item.raw, part=part)
    drugs_only = part_b_id_in(answer, service) if part == "B" and not days else None
    if drugs_only:
        return _row("part", say("benefits.summary.part_b_id"), Tone.STOP, drugs_only.raw, part=part)
    if not answer.entitlements and not answer.inactive:
        return _row("part", say("benefits.summary.not_returned"), Tone.MUTED, part=part)
    ended = tuple(text for item in answer.entitlements if item.part == part for text in item.raw)
    raw = (*ended, *(text for item in answer.inactive for text in item.raw))
    key = "not_entitled_partly" if days else "not_entitled"
    value = _changing(say(f"benefits.summary.{key}"), days, viewing)
    return _row("part", value, Tone.STOP, raw, part=part)


def _changing(value: str, days: Days, viewing: Viewing) -> str:
    change = changing(days, viewing)
    return say("benefits.summary.changing", value=value, change=change) if change else value


def _since(period: Period) -> str:
    if period.last is None:
        return say("benefits.summary.entitled", first=day(period.first))
    return say("benefits.summary.entitled_until", span=span(period))


def _payers(answer: Eligibility, viewing: Viewing) -> Iterator[Row]:
    service = viewing.service
    records = msp_in(answer, service)
    for record in records:
        value = _changing(_insurer(record), held_or_undated(record.periods, service), viewing)
        yield _row("first", value, Tone.WARN, record.raw)
    entitled = held((span for part in PARTS for span in entitled_days(answer, part, service)), service)
    whole = (r for r in records if msp_pays()[r.type] == "all")
    insured = (span for record in whole for span in held_or_undated(record.periods, service))
    open_days = without(entitled, insured, service)
    plans = plans_in(answer, service)
    for plan in plans:
        left = without(open_days, held_or_undated(plan.periods, service), service)
        if left != open_days:
            yield _plan_pays(answer, plan, viewing)
        open_days = left
    if not open_days:
        return
    unread = unread_insurers(answer, service)
    if unread:
        raw = tuple(text for item in unread for text in item.raw)
        yield _row("first", say("benefits.summary.insurer_unread"), Tone.STOP, raw)
    else:
        yield _row("first", say(f"benefits.summary.{'medicare_else' if records or plans else 'medicare'}"))


def _insurer(record: Msp) -> str:
    name = record.insurer.name if record.insurer else say("benefits.msp.no_insurer")
    pays = msp_pays()[record.type]
    return say(f"benefits.summary.insurer.{pays}", type=word("msp", record.type), name=name)


def _plan_pays(answer: Eligibility, plan: Plan, viewing: Viewing) -> Row:
    name = plan.name or plan.contract
    days = held_or_undated(plan.periods, viewing.service)
    if hospice_replaces_plan(answer, plan, viewing.service, viewing.vbid_contracts):
        return _row("first", say("benefits.summary.medicare_hospice"), Tone.WARN, plan.raw)
    if plan_takes_claims(plan):
        return _row("first", _changing(name, days, viewing), Tone.STOP, plan.raw)
    if not processor_known(plan):
        value = say("benefits.summary.ask_plan", name=name)
        return _row("first", _changing(value, days, viewing), Tone.STOP, plan.raw)
    value = say("benefits.summary.medicare_plan", option=plan.bill_option)
    return _row("first", _changing(value, days, viewing), raw=plan.raw)


def _plans(answer: Eligibility, viewing: Viewing) -> Iterator[Row]:
    plans = plans_in(answer, viewing.service)
    if not plans:
        yield _row("plan", say("benefits.summary.no_plan"))
    for plan in plans:
        value = say(
            "benefits.summary.plan_is" if plan.periods else "benefits.summary.plan_undated",
            name=plan.name,
            contract=" ".join(part for part in (plan.contract, plan.number) if part),
            type=word("plan", plan.type),
        )
        value = _changing(value, held_or_undated(plan.periods, viewing.service), viewing)
        sure = processor_known(plan) and not plan_takes_claims(plan)
        yield _row("plan", value, Tone.WARN if sure else Tone.STOP, plan.raw)


def _hospice(answer: Eligibility, viewing: Viewing) -> Iterator[Row]:
    found = hospice_in(answer, viewing.service)
    if not found:
        sent = answer.hospice or answer.hospice_elections
        yield _row("hospice", say(f"benefits.summary.{'no_hospice' if sent else 'none_returned'}"))
    for item in found:
        if item.period is None:
            yield _row("hospice", say("benefits.summary.hospice_undated"), Tone.WARN, item.raw)
            continue
        value = say("benefits.summary.hospice_closed", span=span(item.period))
        if item.period.last is None:
            value = say("benefits.summary.hospice_open", first=day(item.period.first))
        value = _changing(value, hospice_days(answer, viewing.service), viewing)
        yield _row("hospice", value, Tone.WARN, item.raw)


def _home_health(answer: Eligibility, viewing: Viewing) -> Iterator[Row]:
    for item in answer.home_health:
        if item.period and held((item.period,), viewing.service):
            value = say("benefits.summary.home_health_is", span=span(item.period))
            yield _row("home_health", value, Tone.WARN, item.raw)


def _qmb(answer: Eligibility, viewing: Viewing) -> Row:
    qmb = qmb_in(answer, viewing.service)
    if qmb:
        value = _changing(say("benefits.summary.qmb_yes"), qmb_days(answer, viewing.service), viewing)
        return _row("qmb", value, Tone.WARN, qmb.raw)
    return _row("qmb", say(f"benefits.summary.{'qmb_no' if answer.qmb else 'none_returned'}"))


def _deductible(answer: Eligibility, part: Part, viewing: Viewing) -> Row:
    left = deductible_left(answer, part, viewing.on)
    if qmb_in(answer, viewing.service):
        key = "benefits.summary.qmb_owes" if left is not None else "benefits.summary.qmb_owes_unsent"
        return _row("deductible", say(key, amount=money(left)), Tone.WARN, part=part)
    value = say("benefits.summary.not_returned") if left is None else money(left)
    return _row("deductible", value, Tone.MUTED if left is None else Tone.PLAIN, part=part)
