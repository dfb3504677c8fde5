"""The Preventive tab: next dates, deductible and coinsurance by HCPCS code, and smoking cessation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from spot_tui.backend.eligibility.model import Eligibility, Measure, Preventive
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
from spot_tui.backend.x12.codes import preventive_service, table_date
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
    return Section(title, rows, titles, frozenset({3, 4}), notes if rows else ())


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
    due = bool(dates) and dates[0] <= viewing.today
    next_date = "; ".join(
        say(
            "benefits.preventive.now" if value <= viewing.today else "benefits.preventive.from",
            date=day(value),
        )
        for value in dates
    )
    return Row(
        (
            code,
            _title(code, modifiers, any(item.assumed for item in items)),
            next_date or none(),
            _deductible(items, viewing),
            percent(_rate(items, viewing)),
        ),
        Tone.GOOD if due else Tone.PLAIN,
        raw=tuple(text for item in items for text in item.raw),
    )


def _title(code: str, modifiers: tuple[str, ...], assumed: bool) -> str:
    words = translate(preventive_service(code).words)
    more = [say(f"benefits.side.{SIDES[m]}") if m in SIDES else m for m in modifiers]
    title = ", ".join(part for part in (words, *more) if part) or none()
    return f"{title} {say('benefits.assumed')}" if assumed else title


def _deductible(items: Sequence[Preventive], viewing: Viewing) -> str:
    total = _amount(items, Measure.TOTAL, viewing)
    left = _amount(items, Measure.REMAINING, viewing)
    if total == 0 or (total is None and left == 0):
        return say("benefits.preventive.waived")
    if left is not None:
        return say("benefits.preventive.left", amount=money(left))
    return money(total)


def _amount(items: Sequence[Preventive], measure: Measure, viewing: Viewing) -> Decimal | None:
    return next((item.amount for item in _on_date_first(items, measure, viewing)), None)


def _rate(items: Sequence[Preventive], viewing: Viewing) -> Decimal | None:
    return next((item.rate for item in _on_date_first(items, Measure.RATE, viewing)), None)


def _on_date_first(items: Sequence[Preventive], measure: Measure, viewing: Viewing) -> Iterator[Preventive]:
    """Yield the items of a measure, those of the date of service first."""
    found = [item for item in items if item.measure == measure]
    yield from (item for item in found if item.period and item.period.contains(viewing.on))
    yield from (item for item in found if item.period is None)
    yield from reversed(found)


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
    return Section(say("benefits.sessions.smoking_title"), rows, titles, frozenset({2, 3}))
