"""The tabs PBID, ACO REACH and Other."""

from __future__ import annotations

from spot_tui.backend.eligibility.model import Eligibility, OtherBenefit
from spot_tui.backend.eligibility.service_days import held
from spot_tui.backend.eligibility.sheet import Row, Section, Tab, Tone, Viewing
from spot_tui.backend.eligibility.tabs.phrases import (
    columns,
    day,
    insurance,
    last_day,
    money,
    number,
    percent,
    services,
    tab,
    when,
)
from spot_tui.backend.x12.codes import word
from spot_tui.words import say


def pbid_tab(answer: Eligibility, viewing: Viewing) -> Tab:
    """Return the tab of the Part B immunosuppressive drug benefit."""
    rows = []
    for item in answer.part_b_id:
        for period in item.periods or (None,):
            holds = period is None or bool(held((period,), viewing.service))
            cells = (
                say("benefits.pbid.row"),
                day(period.first) if period else say("benefits.no_dates"),
                last_day(period) if period else "",
            )
            note = f"{item.text} {say('benefits.assumed')}"
            rows.append(Row(cells, Tone.STOP if holds else Tone.PLAIN, note, item.raw))
    section = Section(
        say("benefits.pbid.title"), tuple(rows), columns("what", "from", "to"), about=say("row.part-b-id")
    )
    return tab("pbid", (section,), (say("benefits.pbid.note"),) if rows else ())


def aco_tab(answer: Eligibility, viewing: Viewing) -> Tab:
    """Return the ACO REACH tab: always empty, since the eligibility service sends nothing on it."""
    return tab("aco", (), () if viewing.show_aco else (say("benefits.aco.note"),))


def other_tab(answer: Eligibility, viewing: Viewing) -> Tab:
    """Return what belongs to no other tab, each with its raw segments."""
    rows = tuple(
        Row((word("information", item.information), _details(item)), note=" ".join(item.raw), raw=item.raw)
        for item in answer.other
    )
    section = Section(say("benefits.other.title"), rows, columns("what", "details"), about=say("row.other"))
    return tab("other", (section,), (say("benefits.other.note"),) if rows else ())


def _details(item: OtherBenefit) -> str:
    amounts = [money(item.amount)] * (item.amount is not None)
    rates = [percent(item.rate)] * (item.rate is not None)
    counts = []
    if item.quantity is not None:
        counts.append(f"{number(item.quantity)} {word('quantity', item.quantity_kind)}".strip())
    parts = (
        insurance(item.insurance_type),
        item.plan,
        services(item.service_types),
        *amounts,
        *rates,
        *counts,
        word("time", item.time),
        *(f"{word('date', dated.qualifier)} {when(dated.period)}" for dated in item.dates),
        *item.texts,
    )
    return "; ".join(part for part in parts if part)
