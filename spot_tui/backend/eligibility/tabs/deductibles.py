"""The Deductibles/Caps tab: deductibles, coinsurance, blood, therapy, rehabilitation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from spot_tui.backend.eligibility.model import Coinsurance, Deductible, Eligibility, Measure, Therapy
from spot_tui.backend.eligibility.service_days import qmb_in, spell_days, spell_state
from spot_tui.backend.eligibility.sheet import Row, Section, Tab, Tone, Viewing
from spot_tui.backend.eligibility.tabs.phrases import (
    columns,
    day,
    insurance,
    money,
    none,
    number,
    services,
    share,
    spell_note,
    tab,
    year_or_span,
)
from spot_tui.backend.eligibility.tabs.qmb_note import qmb_note
from spot_tui.backend.x12.codes import YearAmounts, table_date, year_amounts
from spot_tui.words import say

REHABILITATION = ("pulmonary", "cardiac", "intensive-cardiac")


def deductibles_tab(answer: Eligibility, viewing: Viewing) -> Tab:
    """Return the tab. For a QMB every deductible says that nothing is owed."""
    sections = (
        _deductibles(answer, viewing),
        _coinsurance(answer, viewing),
        _free(answer),
        _blood(answer),
        _therapy(answer),
        _rehabilitation(answer),
    )
    return tab("deductibles", sections)


def _deductibles(answer: Eligibility, viewing: Viewing) -> Section:
    qmb = qmb_in(answer, viewing.service)
    note = qmb_note(answer, viewing)
    owed = [item for item in answer.deductibles if not _is_free(item)]
    rows = _without_repeats(_paired(owed, note, viewing))
    if qmb and not rows:
        cells = (say("benefits.deductibles.qmb_unsent"), none(), none(), money(None))
        rows = (Row(cells, Tone.WARN, note, qmb.raw),)
    titles = columns("what", "period", "amount", "left")
    return Section(
        say("benefits.deductibles.title"), rows, titles, frozenset({2, 3}), about=say("row.deductibles")
    )


def _without_repeats(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Fold rows of the same words into one: old answers say a deductible once for each service type."""
    found: dict[tuple[str, ...], Row] = {}
    for row in rows:
        first = found.get(row.cells)
        found[row.cells] = replace(first, raw=(*first.raw, *row.raw)) if first else row
    return tuple(found.values())


def _is_free(item: Deductible) -> bool:
    return item.amount == 0 and item.measure == Measure.TOTAL and "30" not in item.service_types


def _runs(item: Deductible, viewing: Viewing) -> bool:
    return item.spell and item.period is not None and bool(spell_days(item.period, viewing.service))


def _paired(items: list[Deductible], note: str, viewing: Viewing) -> Iterator[Row]:
    """Yield each deductible with what is left of it: same part, same period, same services.

    What is left of a running benefit period, which is what counts on the date of service, comes first.
    """
    left = [item for item in items if item.measure == Measure.REMAINING]
    for item in [item for item in left if _runs(item, viewing)]:
        left.remove(item)
        yield _left_alone(item, note, viewing)
    for item in items:
        if item.measure == Measure.REMAINING:
            continue
        match = next((other for other in left if _same(item, other)), None)
        if match:
            left.remove(match)
        amount = match.amount if match else None
        raw = (*item.raw, *match.raw) if match else item.raw
        cells = (
            _title(match or item, viewing),
            year_or_span(item.period),
            money(item.amount),
            money(amount),
        )
        yield Row(cells, Tone.WARN if note else Tone.PLAIN, note, raw)
    for item in left:
        yield _left_alone(item, note, viewing)


def _left_alone(item: Deductible, note: str, viewing: Viewing) -> Row:
    cells = (_title(item, viewing), year_or_span(item.period), none(), money(item.amount))
    notes = " ".join(filter(None, (note, spell_note(item.period, viewing) if item.spell else "")))
    tone = Tone.WARN if notes else Tone.GOOD if _runs(item, viewing) else Tone.PLAIN
    return Row(cells, tone, notes, item.raw)


def _same(one: Deductible, other: Deductible) -> bool:
    return (one.part, one.period, one.service_types, one.insurance_type) == (
        other.part,
        other.period,
        other.service_types,
        other.insurance_type,
    )


def _title(item: Deductible, viewing: Viewing) -> str:
    if item.part is None:
        about = "; ".join(
            part for part in (insurance(item.insurance_type), services(item.service_types)) if part
        )
        return say("benefits.deductibles.other", about=about or none())
    if item.spell and item.period:
        return say(f"benefits.deductibles.{spell_state(item.period, viewing.service)}", part=item.part)
    if item.measure == Measure.REMAINING and item.part == "A":
        return say("benefits.deductibles.new", part=item.part)
    narrower = tuple(code for code in item.service_types if code not in ("30", "47"))
    title = say("benefits.deductibles.part", part=item.part)
    return f"{title}, {services(narrower)}" if narrower else title


def _coinsurance(answer: Eligibility, viewing: Viewing) -> Section:
    rows = tuple(
        Row((_share_title(item), year_or_span(item.period), share(item.rate, item.amount)), raw=item.raw)
        for item in answer.coinsurance
        if item.rate != 0 and item.amount != 0
    )
    titles = columns("services", "period", "share")
    note = qmb_note(answer, viewing)
    notes = (note,) if rows and note else ()
    return Section(
        say("benefits.coinsurance.title"), rows, titles, frozenset({2}), notes, about=say("row.coinsurance")
    )


def _share_title(item: Coinsurance) -> str:
    about = say("benefits.coinsurance.part", part=item.part) if item.part else insurance(item.insurance_type)
    narrower = tuple(code for code in item.service_types if code != "30")
    if not narrower:
        return about or none()
    return say("benefits.coinsurance.services", about=about or none(), services=services(narrower))


def _free(answer: Eligibility) -> Section:
    rows = [
        Row(
            (
                say("benefits.deductibles.none_deductible", part=item.part or none()),
                year_or_span(item.period),
                services(item.service_types),
            ),
            raw=item.raw,
        )
        for item in answer.deductibles
        if _is_free(item)
    ]
    rows += [
        Row(
            (
                say("benefits.deductibles.none_coinsurance", part=item.part or none()),
                year_or_span(item.period),
                services(item.service_types),
            ),
            raw=item.raw,
        )
        for item in answer.coinsurance
        if 0 in (item.rate, item.amount)
    ]
    titles = columns("what", "period", "services")
    return Section(say("benefits.deductibles.none_title"), tuple(rows), titles, about=say("row.free"))


def _blood(answer: Eligibility) -> Section:
    rows = tuple(
        Row(
            (
                say("benefits.blood.row"),
                year_or_span(item.period),
                number(item.total),
                number(item.remaining),
            ),
            raw=item.raw,
        )
        for item in answer.blood
    )
    titles = columns("what", "period", "total", "left")
    return Section(say("benefits.blood.title"), rows, titles, frozenset({2, 3}), about=say("row.blood"))


def _therapy(answer: Eligibility) -> Section:
    rows = tuple(_therapy_row(item) for item in answer.therapy)
    titles = columns("what", "period", "used", "threshold")
    notes = (say("benefits.therapy.note"), say("benefits.table_date", date=day(table_date("years"))))
    return Section(
        say("benefits.therapy.title"),
        rows,
        titles,
        frozenset({2, 3}),
        notes if rows else (),
        about=say("row.therapy"),
    )


def _therapy_row(item: Therapy) -> Row:
    amounts = year_amounts(item.period.first.year if item.period else 0)
    used, note, tone = money(item.amount), "", Tone.PLAIN
    threshold = amounts.therapy_threshold
    if item.measure == Measure.REPORTED:
        used = say("benefits.therapy.reported", amount=money(item.amount))
        note = say("benefits.therapy.reported_note")
    elif threshold is not None and item.amount is not None:
        if amounts.therapy_review is not None and item.amount > amounts.therapy_review:
            note = say("benefits.therapy.review", amount=money(amounts.therapy_review))
            tone = Tone.WARN
        elif item.amount > threshold:
            note, tone = say("benefits.therapy.over"), Tone.WARN
        elif item.amount > 0:
            note = say("benefits.therapy.room", amount=money(threshold - item.amount))
    what = say(f"benefits.therapy.{item.discipline}")
    shown = say("benefits.therapy.not_known") if threshold is None else money(threshold)
    about = (_therapy_about(item, amounts),)
    return Row((what, year_or_span(item.period), used, shown), tone, note, item.raw, about)


def _therapy_about(item: Therapy, amounts: YearAmounts) -> str:
    """Return the year's amounts, with when they were checked."""
    checked = day(table_date("years"))
    if item.measure == Measure.REPORTED:
        return say("row.therapy.reported")
    if item.period is None or amounts.therapy_threshold is None:
        return say("row.therapy.unknown", checked=checked)
    threshold, review = money(amounts.therapy_threshold), money(amounts.therapy_review)
    year = item.period.first.year
    return say("row.therapy.year", year=year, threshold=threshold, review=review, checked=checked)


def _rehabilitation(answer: Eligibility) -> Section:
    rows = tuple(
        Row(
            (
                say(f"benefits.sessions.{item.programme}"),
                say(f"benefits.side.{item.side}") if item.side else none(),
                number(item.used),
                number(item.remaining),
            ),
            raw=item.raw,
        )
        for item in answer.sessions
        if item.programme in REHABILITATION
    )
    titles = columns("programme", "what", "used", "left")
    return Section(
        say("benefits.sessions.title"), rows, titles, frozenset({2, 3}), about=say("row.rehabilitation")
    )
