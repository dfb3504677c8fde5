"""The Preventive tab: next dates, deductible and coinsurance by HCPCS code, and smoking cessation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from spot_tui.backend.eligibility.model import Eligibility, Measure, Period, Preventive
from spot_tui.backend.eligibility.service_days import held
from spot_tui.backend.eligibility.sheet import Row, Section, Tab, Tone, Viewing
from spot_tui.backend.eligibility.tabs.phrases import (
    columns,
    day,
    money,
    none,
    number,
    percent,
    tab,
    year_or_span,
)
from spot_tui.backend.x12.codes import preventive_service, table_date, topic
from spot_tui.words import say, translate

SIDES = {"TC": "technical", "26": "professional"}


def preventive_tab(answer: Eligibility, viewing: Viewing) -> Tab:
    """Return the tab: one row for each code and set of modifiers, in the order of the codes."""
    return tab("preventive", (_services(answer, viewing), _smoking(answer)))


def _services(answer: Eligibility, viewing: Viewing) -> Section:
    rows = tuple(
        _row(code, modifiers, items, viewing) for (code, modifiers), items in sorted(_groups(answer).items())
    )
    titles = columns("code", "service", "next", "deductible", "coinsurance")
    notes = (say("benefits.preventive.note"), say("benefits.table_date", date=day(table_date("preventive"))))
    title = say("benefits.preventive.title")
    return Section(title, rows, titles, frozenset({3, 4}), notes if rows else (), about=say("row.preventive"))


def _groups(answer: Eligibility) -> dict[tuple[str, tuple[str, ...]], list[Preventive]]:
    """Return the items by code and modifiers; a split code's own amounts stand with each of its sides."""
    groups: dict[tuple[str, tuple[str, ...]], list[Preventive]] = {}
    for item in answer.preventive:
        groups.setdefault((item.code, item.modifiers), []).append(item)
    for code in {code for code, modifiers in groups if not modifiers}:
        sides = [key for key in groups if key[0] == code and not SIDES.keys().isdisjoint(key[1])]
        if sides and not any(item.next_dates for item in groups[code, ()]):
            amounts = groups.pop((code, ()))
            for key in sides:
                groups[key].extend(amounts)
    return groups


def _row(code: str, modifiers: tuple[str, ...], items: Sequence[Preventive], viewing: Viewing) -> Row:
    dates = sorted({value for item in items for value in item.next_dates})
    due = bool(dates) and dates[0] <= viewing.on
    next_date = "; ".join(_next_date(value, viewing) for value in dates)
    return Row(
        (
            code,
            _title(code, modifiers, any(item.assumed for item in items)),
            next_date or none(),
            _deductible(items, viewing),
            _rate(items, viewing),
        ),
        Tone.GOOD if due else Tone.PLAIN,
        raw=tuple(text for item in items for text in item.raw),
    )


def _next_date(value: date, viewing: Viewing) -> str:
    """Return since or from when a service is due; what is due today may not be on the dates of service."""
    last = viewing.service.last or viewing.on
    if viewing.on < value <= last:
        return say("benefits.preventive.within", date=day(value))
    if value > viewing.today:
        return say("benefits.preventive.from", date=day(value))
    if value > last:
        return say("benefits.preventive.not_on", date=day(value), on=day(last))
    return say("benefits.preventive.now", date=day(value))


def _title(code: str, modifiers: tuple[str, ...], assumed: bool) -> str:
    words = translate(topic("preventive"), preventive_service(code).words)
    more = [say(f"benefits.side.{SIDES[m]}") if m in SIDES else m for m in modifiers]
    title = ", ".join(part for part in (words, *more) if part) or none()
    return f"{title} {say('benefits.assumed')}" if assumed else title


def _deductible(items: Sequence[Preventive], viewing: Viewing) -> str:
    """Return the deductible of each period of the dates of service."""
    found = _by_period(items, (Measure.TOTAL, Measure.REMAINING), viewing)
    return "; ".join(_with_period(_owed(each), each, viewing) for each in found) or none()


def _owed(items: Sequence[Preventive]) -> str:
    """Return a deductible in words; only a whole deductible of zero is waived, nothing left is met."""
    total = _first(item.amount for item in items if item.measure == Measure.TOTAL)
    left = _first(item.amount for item in items if item.measure == Measure.REMAINING)
    if total == 0:
        return say("benefits.preventive.waived")
    if left == 0:
        return say("benefits.preventive.met")
    return money(total) if left is None else say("benefits.preventive.left", amount=money(left))


def _rate(items: Sequence[Preventive], viewing: Viewing) -> str:
    found = _by_period(items, (Measure.RATE,), viewing)
    rates = ((percent(_first(item.rate for item in each)), each) for each in found)
    return "; ".join(_with_period(words, each, viewing) for words, each in rates) or none()


def _first(values: Iterable[Decimal | None]) -> Decimal | None:
    return next((value for value in values if value is not None), None)


def _by_period(
    items: Sequence[Preventive], measures: tuple[Measure, ...], viewing: Viewing
) -> list[list[Preventive]]:
    """Return the items of each period of these dates, else undated ones, else those of the latest period."""
    found = [item for item in items if item.measure in measures]
    periods = sorted({item.period for item in found if item.period}, key=lambda period: period.first)
    chosen: list[Period | None] = [each for each in periods if held((each,), viewing.service)]
    if not chosen and all(item.period for item in found):
        chosen = list(periods[-1:])
    return [[item for item in found if item.period == each] for each in chosen or [None] if found]


def _with_period(words: str, items: Sequence[Preventive], viewing: Viewing) -> str:
    """Return the words with their period, where that is not the one of all dates of service."""
    period = items[0].period
    if period is None or held((period,), viewing.service) == (viewing.service,):
        return words
    return say("benefits.preventive.other_period", words=words, period=year_or_span(period))


def _smoking(answer: Eligibility) -> Section:
    rows = tuple(
        Row(
            (
                say("benefits.sessions.smoking"),
                day(item.next_date) if item.next_date else year_or_span(item.period),
                number(item.total),
                number(item.remaining),
            ),
            raw=item.raw,
        )
        for item in answer.sessions
        if item.programme == "smoking"
    )
    titles = columns("what", "next", "total", "left")
    return Section(
        say("benefits.sessions.smoking_title"), rows, titles, frozenset({2, 3}), about=say("row.smoking")
    )
