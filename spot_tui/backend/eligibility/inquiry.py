"""The eligibility inquiry: its form, and the value that a rightly filled form stands for.

Source: SPOT User Guide, section 12, and the portal's inquiry page (all four of MBI, first name, last name and
date of birth are asked).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import cast

from spot_tui.backend.formats import (
    DATE_LENGTH,
    NAME_LENGTH,
    DateWindow,
    Mbi,
    ServiceDates,
    months_later,
    read_birth_date,
    read_mbi,
    read_name,
    read_service_date,
    show_date,
    without_dashes,
)
from spot_tui.backend.forms import Field, Form, Preset, Typed, Values
from spot_tui.backend.problems import Problem
from spot_tui.backend.upstreams import EligibilityRules

_DAY = timedelta(days=1)
MBI_TYPED_LENGTH = 20
"""Room for an MBI with the card's dashes and pasted blanks, so that the rule can say what is wrong."""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """One question: this beneficiary, on these dates of service."""

    mbi: Mbi
    first_name: str
    last_name: str
    birth_date: date
    service: ServiceDates


def inquiry_form(today: date, rules: EligibilityRules) -> Form:
    """Return the form of an inquiry made on `today` (in the profile's zone) under `rules`."""
    ahead = rules.months_ahead if rules.allow_future_dates else 0
    window = DateWindow.around(today, rules.months_back, ahead)
    return Form(
        "inquiry",
        (
            _mbi_field(),
            Field("first_name", partial(read_name, name="first_name"), NAME_LENGTH),
            Field("last_name", partial(read_name, name="last_name"), NAME_LENGTH),
            Field("birth_date", partial(read_birth_date, name="birth_date", today=today), DATE_LENGTH),
            _service_field("service_date", window, today),
            _service_field("service_date_to", window, today),
        ),
        (
            partial(_check_order, today=today),
            partial(_check_birth, today=today),
            partial(_check_span, today=today, most_months=rules.most_months),
        ),
        drafted=True,
    )


def make_inquiry(values: Values, today: date) -> Inquiry:
    """Return the inquiry that the values of a form without problems stand for.

    An empty date of service is today; an empty last date is the first one again.
    """
    asked = _service_dates(values, today)
    if asked is None:
        raise ValueError("a form without problems has both dates of service")
    return Inquiry(
        mbi=cast(Mbi, values["mbi"]),
        first_name=cast(str, values["first_name"]),
        last_name=cast(str, values["last_name"]),
        birth_date=cast(date, values["birth_date"]),
        service=ServiceDates(*asked),
    )


def read_inquiry(typed: Typed, today: date, rules: EligibilityRules) -> Inquiry:
    """Return the inquiry of what was typed, in one step. Raises the first `Problem` of the form."""
    reading = inquiry_form(today, rules).read(typed)
    if reading.problems:
        raise reading.foremost
    return make_inquiry(reading.values, today)


def _mbi_field() -> Field:
    return Field(
        "mbi", read_mbi, MBI_TYPED_LENGTH, upper=True, shortcut_for="mbi.dash", shortcut=without_dashes
    )


def _service_field(name: str, window: DateWindow, today: date) -> Field:
    rule = partial(read_service_date, name=name, window=window, today=today)
    return Field(name, rule, DATE_LENGTH, required=False, presets=date_presets(name, today))


def date_presets(name: str, today: date) -> tuple[Preset, ...]:
    """Return the dates that an office asks about most, for the field called `name`, on `today`.

    One day goes into the field itself; a time into both, from its first to its last day.
    """
    begin = today.replace(day=1)
    days = {"today": today, "yesterday": today - _DAY, "first": begin}
    times = {"month": (begin, today), "last-month": (months_later(begin, -1), begin - _DAY)}
    return (
        *(Preset(word, {name: show_date(day)}) for word, day in days.items()),
        *(
            Preset(word, {"service_date": show_date(first), "service_date_to": show_date(last)})
            for word, (first, last) in times.items()
        ),
    )


def _service_dates(values: Values, today: date) -> tuple[date, date] | None:
    """Return first and last date of service as they would be asked, None where one of them is wrong."""
    if "service_date" not in values or "service_date_to" not in values:
        return None
    first = cast(date | None, values["service_date"]) or today
    return first, cast(date | None, values["service_date_to"]) or first


def _check_order(values: Values, today: date) -> Iterator[Problem]:
    asked = _service_dates(values, today)
    if asked and asked[1] < asked[0]:
        yield Problem("dates.order", ("service_date", "service_date_to"))


def _check_birth(values: Values, today: date) -> Iterator[Problem]:
    asked, born = _service_dates(values, today), values.get("birth_date")
    if asked and isinstance(born, date) and min(asked) < born:
        yield Problem("dates.before_birth", ("service_date", "birth_date"))


def _check_span(values: Values, today: date, most_months: int) -> Iterator[Problem]:
    asked = _service_dates(values, today)
    if asked and asked[1] > months_later(asked[0], most_months):
        yield Problem("dates.span", ("service_date", "service_date_to"), {"months": most_months})
