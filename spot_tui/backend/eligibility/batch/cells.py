"""Cells as spreadsheet programs leave them, mended to what the form of an inquiry takes.

Only what has one meaning is mended. What may mean two days is a `Problem`: an answer about the wrong day
would look like a right one.
"""

from __future__ import annotations

import re
from datetime import date

from spot_tui.backend.formats import EARLIEST_BIRTH_YEAR, show_date, without_dashes
from spot_tui.backend.problems import Problem

_TEXT_FORMULA = re.compile(r'="(.*)"', re.DOTALL)
_CARD_MBI = re.compile(r"\w{4}-\w{3}-\w{4}")
_CLOCK = re.compile(r"[T ]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[AP]M)?Z?$", re.IGNORECASE)
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", re.ASCII)
_US = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", re.ASCII)
_US_SHORT = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{2})", re.ASCII)
_DAY_FIRST_NAMED = re.compile(r"(\d{1,2})[- ]([A-Za-z]{3,9})\.?,?[- ](\d{2}|\d{4})", re.ASCII)
_MONTH_FIRST_NAMED = re.compile(r"([A-Za-z]{3,9})\.? (\d{1,2}),? (\d{4})", re.ASCII)
_EIGHT = re.compile(r"\d{8}", re.ASCII)
_DAY_NUMBER = re.compile(r"\d{4,6}(\.0+)?", re.ASCII)
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_DATES = frozenset({"birth_date", "service_date", "service_date_to"})
_YEARS_OF_A_CENTURY = 100


def mended(name: str, cell: str, today: date) -> str:
    """Return a cell of the column `name` as the form takes it; what cannot be mended is returned as it is.

    Text kept from a spreadsheet program (``="..."`` or a leading apostrophe) is unwrapped, the dashes of the
    Medicare card go, and dates in other forms become MM/DD/YYYY. Raises `Problem`: ``date.century`` for a
    year of two digits that may stand in two centuries, ``date.day_number`` for a spreadsheet's number of a
    day.
    """
    text = cell.replace("\ufeff", "").replace("\xa0", " ").strip()
    wrapped = _TEXT_FORMULA.fullmatch(text)
    text = (wrapped[1] if wrapped else text.removeprefix("'")).strip()
    if name == "mbi":
        return without_dashes(text) if _CARD_MBI.fullmatch(text) else text
    return _mended_date(name, text, today) if name in _DATES and text else text


def _mended_date(name: str, typed: str, today: date) -> str:
    text = _CLOCK.sub("", typed)
    if match := _ISO.fullmatch(text):
        return _as_typed(match[1], match[2], match[3])
    if match := _US.fullmatch(text):
        return _as_typed(match[3], match[1], match[2])
    if match := _US_SHORT.fullmatch(text):
        return _as_typed(_whole_year(name, match[3], today), match[1], match[2])
    if match := _DAY_FIRST_NAMED.fullmatch(text):
        month = _month(match[2])
        return _as_typed(_whole_year(name, match[3], today), month, match[1]) if month else typed
    if match := _MONTH_FIRST_NAMED.fullmatch(text):
        month = _month(match[1])
        return _as_typed(match[3], month, match[2]) if month else typed
    if _EIGHT.fullmatch(text):
        return _of_eight_digits(text)
    if _DAY_NUMBER.fullmatch(text):
        raise Problem("date.day_number", (name,), {"typed": text})
    return typed


def _of_eight_digits(text: str) -> str:
    """Read YYYYMMDD or MMDDYYYY: no month is above 12 and no year here below 1880, so one alone fits."""
    if int(text[:4]) >= EARLIEST_BIRTH_YEAR:
        return _as_typed(text[:4], text[4:6], text[6:])
    return _as_typed(text[4:], text[:2], text[2:4])


def _whole_year(name: str, digits: str, today: date) -> str:
    """Return a year of four digits: nobody was born in a year to come, nor served in the last century."""
    if len(digits) > 2:
        return digits
    this = today.year - today.year % _YEARS_OF_A_CENTURY + int(digits)
    if name == "birth_date":
        if this > today.year:
            return str(this - _YEARS_OF_A_CENTURY)
        raise Problem("date.century", (name,), {"one": this - _YEARS_OF_A_CENTURY, "other": this})
    return str(this)


def _month(word: str) -> str:
    found = [place for place, month in enumerate(_MONTHS, 1) if month.startswith(word.lower())]
    if word.lower() == "sept":
        found = [9]
    return str(found[0]) if len(found) == 1 else ""


def _as_typed(year: str, month: str, day: str) -> str:
    """Return MM/DD/YYYY, also of a day that no calendar has: the form says so."""
    try:
        return show_date(date(int(year), int(month), int(day)))
    except ValueError:
        return f"{int(month):02}/{int(day):02}/{int(year):04}"
