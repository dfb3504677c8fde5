"""Whose Medicare number is looked for: the form, and the value that a rightly filled one stands for.

All four are asked, as the portal does (SPOT User Guide, section 4). The Social Security number is wanted by
CMS, which offers no other way; it is nowhere kept, so it is the one field that is typed anew each time.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import cast

from spot_tui.backend.formats import DATE_LENGTH, NAME_LENGTH, Ssn, read_birth_date, read_name, read_ssn
from spot_tui.backend.forms import Field, Form, Typed, Values

SSN_TYPED_LENGTH = len("123-45-6789")
NAMED = ("first_name", "last_name", "birth_date")
"""The fields that may be given in the open: options of a command, values of an inquiry."""
FIELDS = (*NAMED, "ssn")


@dataclass(frozen=True, slots=True)
class Subject:
    """Who is looked for. It shows nothing of itself, so that no log or traceback can."""

    first_name: str = field(repr=False)
    last_name: str = field(repr=False)
    birth_date: date = field(repr=False)
    ssn: Ssn = field(repr=False)


def lookup_form(today: date) -> Form:
    """Return the form of a look-up made on `today` (where the provider is)."""
    return Form(
        "mbi_lookup",
        (
            Field("first_name", partial(read_name, name="first_name"), NAME_LENGTH),
            Field("last_name", partial(read_name, name="last_name"), NAME_LENGTH),
            Field("birth_date", partial(read_birth_date, name="birth_date", today=today), DATE_LENGTH),
            Field("ssn", read_ssn, SSN_TYPED_LENGTH, secret=True),
        ),
        drafted=True,
    )


def make_subject(values: Values) -> Subject:
    """Return who the values of a form without problems stand for."""
    return Subject(
        first_name=cast(str, values["first_name"]),
        last_name=cast(str, values["last_name"]),
        birth_date=cast(date, values["birth_date"]),
        ssn=cast(Ssn, values["ssn"]),
    )


def read_subject(typed: Typed, today: date) -> Subject:
    """Return who was typed, in one step. Raises the first `Problem` of the form."""
    reading = lookup_form(today).read(typed)
    if reading.problems:
        raise reading.foremost
    return make_subject(reading.values)
