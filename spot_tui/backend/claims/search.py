"""The search for claims: its form, and the value that a rightly filled form stands for.

Source: SPOT User Guide, section 5 (Part A: dates of service; Medicare number and DCN narrow it down). What
Part B must be asked with is not published: dates, Medicare number or ICN, any one of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import cast

from spot_tui.backend.claims.model import Part
from spot_tui.backend.claims.rules import ClaimRules
from spot_tui.backend.formats import (
    CLAIM_NUMBER_LENGTH,
    DATE_LENGTH,
    DateWindow,
    Mbi,
    ServiceDates,
    read_claim_number,
    read_mbi,
    read_part,
    read_service_date,
    without_dashes,
)
from spot_tui.backend.forms import Field, Form, Typed, Values, service_in_order
from spot_tui.backend.problems import Problem

FORM = "claim_search"
MBI_TYPED_LENGTH = 20
_FARTHEST_MONTHS = 180


@dataclass(frozen=True, slots=True)
class ClaimSearch:
    """Which claims to look for. `mbi` and `number` are empty, `service` None where they do not matter."""

    part: Part
    service: ServiceDates | None = None
    mbi: Mbi = field(default=Mbi(""), repr=False)
    number: str = ""


def search_form(today: date, rules: ClaimRules) -> Form:
    """Return the form of a search made on `today` under `rules`."""
    window = DateWindow.around(today, _FARTHEST_MONTHS, 0)
    return Form(
        FORM,
        (
            Field("part", read_part, 1, upper=True),
            _date("service_from", window, today),
            _date("service_to", window, today),
            Field(
                "mbi",
                read_mbi,
                MBI_TYPED_LENGTH,
                required=False,
                upper=True,
                shortcut_for="mbi.dash",
                shortcut=without_dashes,
                help="claim_mbi",
            ),
            Field("claim_number", read_claim_number, CLAIM_NUMBER_LENGTH, required=False, upper=True),
        ),
        (service_in_order, partial(_check_enough, rules=rules)),
        drafted=True,
    )


def make_search(values: Values) -> ClaimSearch:
    """Return the search that the values of a form without problems stand for."""
    first = cast(date | None, values["service_from"])
    last = cast(date | None, values["service_to"]) or first
    return ClaimSearch(
        part=cast(Part, values["part"]),
        service=ServiceDates(first, last) if first and last else None,
        mbi=cast(Mbi, values["mbi"] or ""),
        number=cast(str, values["claim_number"] or ""),
    )


def read_search(typed: Typed, today: date, rules: ClaimRules) -> ClaimSearch:
    """Return the search of what was typed, in one step. Raises the first `Problem` of the form."""
    reading = search_form(today, rules).read(typed)
    if reading.problems:
        raise reading.foremost
    return make_search(reading.values)


def _date(name: str, window: DateWindow, today: date) -> Field:
    rule = partial(read_service_date, name=name, window=window, today=today)
    return Field(name, rule, DATE_LENGTH, required=False)


def _check_enough(values: Values, rules: ClaimRules) -> Iterator[Problem]:
    """Ask for the dates where the part needs them, else for anything to go by."""
    if "part" not in values or "service_from" not in values or "service_to" not in values:
        return
    if values["service_from"]:
        return
    if values["part"] in rules.dates_needed or values["service_to"]:
        yield Problem("field.missing", ("service_from",))
    elif not (values.get("mbi", "wrong") or values.get("claim_number", "wrong")):
        yield Problem("claims.too_wide", ("service_from", "mbi", "claim_number"))
