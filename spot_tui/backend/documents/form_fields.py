"""Fields that forms of documents are made of, and their rules."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from functools import partial

from spot_tui.backend.formats import (
    DATE_LENGTH,
    NAME_LENGTH,
    read_claim_number,
    read_date,
    read_mbi,
    read_name,
    read_phone,
    read_words,
    require,
    said_yes,
    without_dashes,
)
from spot_tui.backend.forms import Field
from spot_tui.backend.line_formats import MONEY_LENGTH, read_money, read_procedure
from spot_tui.backend.problems import Problem
from spot_tui.backend.text import clean_line

NOTE_LENGTH = 600
MESSAGE_LENGTH = 1000
SUBJECT_LENGTH = 80
LETTER_LENGTH = 30
LINES_LENGTH = 400
_MBI_TYPED, _PHONE, _CLAIM_TYPED, _CHOICE, _SHOWN = 20, 20, 30, 20, 20
_LETTER = re.compile(r"[A-Z0-9][A-Z0-9/.-]*")

YES, NO = "yes", "no"


def read_choice(text: str, name: str, choices: tuple[str, ...]) -> str:
    """Return the choice that begins as was typed. Raises ``field.missing``, ``choice.unknown``."""
    typed = require(text, name)
    begun = [choice for choice in choices if choice.startswith(typed.casefold())]
    if typed.casefold() in choices:
        return typed.casefold()
    if len(begun) != 1:
        raise Problem("choice.unknown", (name,), {"given": typed, "known": ", ".join(choices)})
    return begun[0]


def read_yes(text: str, name: str) -> bool:
    """Return whether yes was typed. Raises as `read_choice` does."""
    answer = said_yes(require(text, name))
    return read_choice(text, name, (YES, NO)) == YES if answer is None else answer


def read_letter(text: str, name: str = "letter") -> str:
    """Return the number of a letter in upper case, without blanks: contractors number them in several ways.

    Raises ``field.missing``, ``letter.shape``.
    """
    typed = "".join(require(text, name).split()).upper()
    if not _LETTER.fullmatch(typed) or len(typed) > LETTER_LENGTH:
        raise Problem("letter.shape", (name,), {"most": LETTER_LENGTH})
    return typed


def read_past_date(text: str, name: str, today: date) -> date:
    """Return a day that has come. Raises as `read_date` does, and ``date.ahead``."""
    day = read_date(text, name)
    if day > today:
        raise Problem("date.ahead", (name,))
    return day


def read_quarter_end(text: str, name: str, today: date) -> date:
    """Return the last day of a quarter. Raises as `read_past_date` does, and ``date.quarter``."""
    day = read_past_date(text, name, today)
    after = day + timedelta(days=1)
    if after.day != 1 or after.month % 3 != 1:
        raise Problem("date.quarter", (name,))
    return day


def read_refund_lines(text: str, name: str = "refund_lines") -> tuple[tuple[str, Decimal], ...]:
    """Return procedures with dollars, typed like ``99213 45.00, 85025 10``. Raises ``refund_lines.shape``."""
    lines: list[tuple[str, Decimal]] = []
    for part in require(text, name).split(","):
        try:
            procedure, dollars = part.split()
            lines.append((read_procedure(procedure, name), read_money(dollars, name)))
        except (ValueError, Problem):
            found = clean_line(part, _SHOWN)
            raise Problem("refund_lines.shape", (name,), {"found": found}) from None
    return tuple(lines)


def mbi(*, required: bool = True) -> Field:
    """Return the field of the Medicare number."""
    return Field(
        "mbi",
        read_mbi,
        _MBI_TYPED,
        required=required,
        upper=True,
        shortcut_for="mbi.dash",
        shortcut=without_dashes,
        help="" if required else "claim_mbi",
    )


def claim_number(*, required: bool = True) -> Field:
    """Return the field of the claim's number."""
    topic = "document_claim" if required else "document_claim_too"
    return Field("claim_number", read_claim_number, _CLAIM_TYPED, required=required, upper=True, help=topic)


def letter() -> Field:
    """Return the field of the letter's number."""
    return Field("letter", read_letter, LETTER_LENGTH, upper=True)


def day(name: str, read: Callable[[str, str, date], date], today: date, topic: str = "") -> Field:
    """Return the field of a day, read by `read`; `topic` is whose help it has."""
    return Field(name, lambda text: read(text, name, today), DATE_LENGTH, help=topic)


def person(name: str) -> Field:
    """Return the field of somebody's name."""
    return Field(name, partial(read_name, name=name), NAME_LENGTH)


def words(name: str, most: int, *, required: bool = True) -> Field:
    """Return a field of free text, `most` characters at most."""
    return Field(name, partial(read_words, name=name, most=most), most, required=required)


def choice(name: str, choices: tuple[str, ...]) -> Field:
    """Return a field in which one of `choices` is typed, or its beginning."""
    return Field(name, partial(read_choice, name=name, choices=choices), _CHOICE)


def yes_or_no(name: str, *, required: bool = True) -> Field:
    """Return a field of yes or no; one that is not required stands for no while it is empty."""
    return Field(name, partial(read_yes, name=name), len(YES), required=required)


def dollars(name: str, *, required: bool = True) -> Field:
    """Return a field of dollars."""
    return Field(name, partial(read_money, name=name), MONEY_LENGTH, required=required)


def contact() -> tuple[Field, ...]:
    """Return whom the contractor calls about a submission."""
    return person("contact"), Field("phone", read_phone, _PHONE)


def note() -> Field:
    """Return the field of a note."""
    return words("note", NOTE_LENGTH, required=False)
