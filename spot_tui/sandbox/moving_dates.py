"""Dates of the made-up people: fixed ones, and those that move with the practice portal's clock.

A date is written ``1948-03-02``; or by the present day T, month M or year Y: ``T``, ``T-45d``, ``T+14m``,
``M+2`` (the first of the month after next), ``M+1-1d`` (the day before a month), ``Y-1/12-31``. A period is
``FIRST..LAST``, or ``FIRST..`` if open.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Annotated

from pydantic import AfterValidator

from spot_tui.backend.formats import months_later

_FROM_TODAY = re.compile(r"T(?:([+-]\d+)([dm]))?")
_FROM_MONTH = re.compile(r"M([+-]\d+)?(-1d)?")
_FROM_YEAR = re.compile(r"Y([+-]\d+)?/(\d\d)-(\d\d)")

Span = tuple[date, date | None]


def day(text: str, today: date) -> date:
    """Return the day that `text` means. Raises `ValueError`."""
    if match := _FROM_TODAY.fullmatch(text):
        number, unit = int(match[1] or 0), match[2]
        return months_later(today, number) if unit == "m" else today + timedelta(days=number)
    if match := _FROM_MONTH.fullmatch(text):
        first = months_later(today.replace(day=1), int(match[1] or 0))
        return first - timedelta(days=1) if match[2] else first
    if match := _FROM_YEAR.fullmatch(text):
        return date(today.year + int(match[1] or 0), int(match[2]), int(match[3]))
    return date.fromisoformat(text)


def span(text: str, today: date) -> Span:
    """Return first and last day of a period, the last None where it is open. Raises `ValueError`."""
    first, dots, last = text.partition("..")
    if not dots:
        raise ValueError(f"{text!r} is no period")
    return day(first, today), day(last, today) if last else None


def year_of(on: date) -> Span:
    """Return the calendar year of a day."""
    return date(on.year, 1, 1), date(on.year, 12, 31)


_ANY_DAY = date(2026, 2, 28)


def _a_day(text: str) -> str:
    day(text, _ANY_DAY)
    return text


def _a_span(text: str) -> str:
    span(text, _ANY_DAY)
    return text


DayText = Annotated[str, AfterValidator(_a_day)]
SpanText = Annotated[str, AfterValidator(_a_span)]
