"""The tabs about other insurers: MSP, MAP and QMB."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from spot_tui.backend.eligibility.model import Eligibility, Msp, Period, Plan
from spot_tui.backend.eligibility.questions import plan_takes_claims, processor_known
from spot_tui.backend.eligibility.service_days import fee_for_service_days, held, held_or_undated, without
from spot_tui.backend.eligibility.sheet import Row, Section, Tab, Tone, Viewing
from spot_tui.backend.eligibility.tabs.phrases import (
    columns,
    contact,
    day,
    last_day,
    none,
    services,
    share,
    span,
    tab,
)
from spot_tui.backend.x12.codes import table_date, word
from spot_tui.words import say


def msp_tab(answer: Eligibility, viewing: Viewing) -> Tab:
    """Return the tab of insurers that pay before Medicare."""
    rows = tuple(row for record in answer.msp for row in _msp_rows(record, viewing))
    section = Section(
        say("benefits.msp.title"), rows, columns("type", "from", "to", "policy"), about=say("row.msp")
    )
    return tab("msp", (section,), (say("benefits.msp.note"), say("benefits.purged")))


def _msp_rows(record: Msp, viewing: Viewing) -> Iterator[Row]:
    insurer = contact(record.insurer) if record.insurer else ""
    notes = [say("benefits.msp.insurer", insurer=insurer) if insurer else say("benefits.msp.no_insurer")]
    if record.diagnoses:
        notes.append(say("benefits.msp.diagnoses", codes=", ".join(record.diagnoses)))
    notes.extend(record.texts)
    for period in record.periods or (None,):
        holds = period is None or bool(held((period,), viewing.service))
        yield Row(
            (word("msp", record.type), *_from_to(period), record.policy_number or none()),
            Tone.WARN if holds else Tone.PLAIN,
            ". ".join(notes),
            record.raw,
            (say(f"row.msp.{record.type}"),),
        )


def _from_to(period: Period | None) -> tuple[str, str]:
    if period is None:
        return say("benefits.no_dates"), ""
    return day(period.first), last_day(period)


def map_tab(answer: Eligibility, viewing: Viewing) -> Tab:
    """Return the tab of Medicare Advantage and Part D plans, as of the date of service."""
    titles = columns("plan", "type", "from", "to")
    titles += tuple(title for on in viewing.ends for title in columns("on", date=day(on)))
    sections = [
        Section(
            say(f"benefits.map.{title}"),
            tuple(_plans(answer, kind, viewing)),
            titles,
            about=say(f"row.{about}"),
        )
        for kind, title, about in (("MA", "title", "map"), ("D", "drug_title", "map.drug"))
    ]
    notes = [say("benefits.map.note", date=span(viewing.service)), say("benefits.purged")]
    if answer.plans:
        notes.append(say("benefits.table_date", date=day(table_date("bill_option"))))
    return tab("map", sections, notes)


def _plans(answer: Eligibility, kind: str, viewing: Viewing) -> Iterator[Row]:
    for plan in answer.plans:
        if plan.kind == kind:
            paid = fee_for_service_days(answer, plan, viewing.service, viewing.vbid_contracts)
            days = held_or_undated(plan.periods, viewing.service)
            in_hospice = not without(days, paid, viewing.service)
            for period in plan.periods or (None,):
                yield _plan_row(plan, period, viewing, in_hospice=in_hospice)


def _plan_row(plan: Plan, period: Period | None, viewing: Viewing, *, in_hospice: bool) -> Row:
    holds = period is None or bool(held((period,), viewing.service))
    tone = Tone.PLAIN
    if holds and plan.kind == "MA":
        sure = in_hospice or (processor_known(plan) and not plan_takes_claims(plan))
        tone = Tone.WARN if sure else Tone.STOP
    kind = word("plan", plan.type) if plan.kind == "MA" else say("benefits.drug.label")
    name = " ".join(part for part in (plan.name, plan.contract, plan.number) if part)
    states = (_state(period, on) for on in viewing.ends)
    cells = (name or none(), kind or none(), *_from_to(period), *states)
    return Row(cells, tone, _plan_note(plan, in_hospice=in_hospice and holds), plan.raw, _plan_about(plan))


def _plan_about(plan: Plan) -> tuple[str, ...]:
    if plan.kind != "MA":
        return ()
    return (say(f"row.option.{plan.bill_option if processor_known(plan) else 'unsent'}"),)


def _state(period: Period | None, on: date) -> str:
    if period is None:
        return say("benefits.map.assumed")
    state = "current" if period.contains(on) else "later" if period.first > on else "ended"
    return say(f"benefits.map.{state}")


def _plan_note(plan: Plan, *, in_hospice: bool) -> str:
    notes = []
    if plan.kind == "MA":
        notes.append(_option(plan))
        if in_hospice:
            notes.append(say("benefits.map.in_hospice"))
        elif plan_takes_claims(plan):
            notes.append(say("benefits.map.takes"))
    notes.extend(plan.texts)
    if plan.organisation:
        notes.append(contact(plan.organisation))
    return " ".join(notes)


def _option(plan: Plan) -> str:
    if not processor_known(plan):
        return say("benefits.map.option_unsent")
    words = word("bill_option", plan.bill_option)
    return say("benefits.map.option", option=plan.bill_option, words=words)


def qmb_tab(answer: Eligibility, viewing: Viewing) -> Tab:
    """Return the tab of times as Qualified Medicare Beneficiary."""
    times = []
    for item in answer.qmb:
        for period in item.periods or (None,):
            holds = period is None or bool(held((period,), viewing.service))
            cells = (item.plan or none(), *_from_to(period))
            times.append(Row(cells, Tone.WARN if holds else Tone.PLAIN, raw=item.raw))
    shares = tuple(
        Row(
            (
                word("information", item.kind),
                services(item.service_types) or none(),
                ", ".join(span(period) for period in item.periods) or none(),
                share(item.rate, item.amount),
            ),
            raw=item.raw,
        )
        for item in answer.qmb_cost_shares
    )
    sections = (
        Section(
            say("benefits.qmb.title"), tuple(times), columns("state", "from", "to"), about=say("row.qmb")
        ),
        Section(
            say("benefits.qmb.shares_title"),
            shares,
            columns("what", "services", "period", "share"),
            frozenset({3}),
            about=say("row.qmb.share"),
        ),
    )
    return tab("qmb", sections, (say("benefits.qmb.note"),) if times else ())
