"""The summary, which answers whether Medicare can be billed on the date of service."""

from __future__ import annotations

from collections.abc import Iterator

from spot_tui.backend.eligibility.model import PARTS, Eligibility, Part, Period
from spot_tui.backend.eligibility.questions import (
    deductible_left,
    entitled,
    hospice_on,
    hospice_replaces_plan,
    msp_on,
    part_b_id_on,
    plan_on,
    plan_takes_claims,
    qmb_on,
)
from spot_tui.backend.eligibility.rejects import reject_advice
from spot_tui.backend.eligibility.sheet import Row, Section, Tab, Tone, Viewing
from spot_tui.backend.eligibility.tabs.phrases import day, money, span
from spot_tui.backend.x12.codes import word
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
    yield _row("date", day(viewing.on))
    yield _part(answer, "A", viewing)
    yield _part(answer, "B", viewing)
    yield from _payers(answer, viewing)
    yield _plan(answer, viewing)
    yield _hospice(answer, viewing)
    yield from _home_health(answer, viewing)
    yield _qmb(answer, viewing)
    yield _deductible(answer, "A", viewing)
    yield _deductible(answer, "B", viewing)


def _row(
    name: str, value: str, tone: Tone = Tone.PLAIN, raw: tuple[str, ...] = (), **parameters: object
) -> Row:
    return Row((say(f"benefits.summary.{name}", **parameters), value), tone, raw=raw)


def _part(answer: Eligibility, part: Part, viewing: Viewing) -> Row:
    if entitled(answer, part, viewing.on):
        item, period = next(
            (item, period)
            for item in answer.entitlements
            if item.part == part
            for period in item.periods
            if period.contains(viewing.on)
        )
        return _row("part", _since(period), Tone.GOOD, item.raw, part=part)
    drugs_only = part_b_id_on(answer, viewing.on) if part == "B" else None
    if drugs_only:
        return _row("part", say("benefits.summary.part_b_id"), Tone.STOP, drugs_only.raw, part=part)
    if not answer.entitlements and not answer.inactive:
        return _row("part", say("benefits.summary.not_returned"), Tone.MUTED, part=part)
    ended = tuple(text for item in answer.entitlements if item.part == part for text in item.raw)
    raw = (*ended, *(text for item in answer.inactive for text in item.raw))
    return _row("part", say("benefits.summary.not_entitled"), Tone.STOP, raw, part=part)


def _since(period: Period) -> str:
    if period.last is None:
        return say("benefits.summary.entitled", first=day(period.first))
    return say("benefits.summary.entitled_until", span=span(period))


def _payers(answer: Eligibility, viewing: Viewing) -> Iterator[Row]:
    records = msp_on(answer, viewing.on)
    for record in records:
        name = record.insurer.name if record.insurer else say("benefits.msp.no_insurer")
        value = say("benefits.summary.insurer", type=word("msp", record.type), name=name)
        yield _row("first", value, Tone.WARN, record.raw)
    if records or not any(entitled(answer, part, viewing.on) for part in PARTS):
        return
    plan = plan_on(answer, viewing.on)
    if plan and hospice_replaces_plan(answer, plan, viewing.on, viewing.vbid_contracts):
        yield _row("first", say("benefits.summary.medicare_hospice"), Tone.WARN, plan.raw)
    elif plan and plan_takes_claims(plan):
        yield _row("first", plan.name or plan.contract, Tone.STOP, plan.raw)
    else:
        yield _row("first", say("benefits.summary.medicare"))


def _plan(answer: Eligibility, viewing: Viewing) -> Row:
    plan = plan_on(answer, viewing.on)
    if plan is None:
        return _row("plan", say("benefits.summary.no_plan"))
    value = say(
        "benefits.summary.plan_is",
        name=plan.name,
        contract=" ".join(part for part in (plan.contract, plan.number) if part),
        type=word("plan", plan.type),
    )
    return _row("plan", value, Tone.STOP if plan_takes_claims(plan) else Tone.WARN, plan.raw)


def _hospice(answer: Eligibility, viewing: Viewing) -> Row:
    item = hospice_on(answer, viewing.on)
    if item is None or item.period is None:
        sent = answer.hospice or answer.hospice_elections
        return _row("hospice", say(f"benefits.summary.{'no_hospice' if sent else 'none_returned'}"))
    value = say("benefits.summary.hospice_closed", span=span(item.period))
    if item.period.last is None:
        value = say("benefits.summary.hospice_open", first=day(item.period.first))
    return _row("hospice", value, Tone.WARN, item.raw)


def _home_health(answer: Eligibility, viewing: Viewing) -> Iterator[Row]:
    for item in answer.home_health:
        if item.period and item.period.contains(viewing.on):
            value = say("benefits.summary.home_health_is", span=span(item.period))
            yield _row("home_health", value, Tone.WARN, item.raw)


def _qmb(answer: Eligibility, viewing: Viewing) -> Row:
    qmb = qmb_on(answer, viewing.on)
    if qmb:
        return _row("qmb", say("benefits.summary.qmb_yes"), Tone.WARN, qmb.raw)
    return _row("qmb", say(f"benefits.summary.{'qmb_no' if answer.qmb else 'none_returned'}"))


def _deductible(answer: Eligibility, part: Part, viewing: Viewing) -> Row:
    left = deductible_left(answer, part, viewing.on)
    if qmb_on(answer, viewing.on):
        key = "benefits.summary.qmb_owes" if left is not None else "benefits.summary.qmb_owes_unsent"
        return _row("deductible", say(key, amount=money(left)), Tone.WARN, part=part)
    value = say("benefits.summary.not_returned") if left is None else money(left)
    return _row("deductible", value, Tone.MUTED if left is None else Tone.PLAIN, part=part)
