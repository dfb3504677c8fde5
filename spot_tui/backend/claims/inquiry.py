"""The question about one claim's status (276): its form, and the value that a rightly filled form stands for.

Source: 005010X212; one claim for each request in real time (CAQH CORE claim status rule).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import cast

from spot_tui.backend.claims.model import Claim, Part
from spot_tui.backend.formats import (
    CLAIM_NUMBER_LENGTH,
    DATE_LENGTH,
    NAME_LENGTH,
    DateWindow,
    Mbi,
    ServiceDates,
    read_birth_date,
    read_claim_number,
    read_mbi,
    read_name,
    read_part,
    read_service_date,
    without_dashes,
)
from spot_tui.backend.forms import Field, Form, Typed, Values, service_in_order
from spot_tui.backend.problems import Problem

FORM = "claim_status"
MBI_TYPED_LENGTH = 20
_FARTHEST_MONTHS = 180


@dataclass(frozen=True, slots=True)
class StatusInquiry:
    """Which claim is asked about; `number` (ICN, DCN) is empty where it is not known."""

    part: Part
    mbi: Mbi = field(repr=False)
    first_name: str = field(repr=False)
    last_name: str = field(repr=False)
    birth_date: date = field(repr=False)
    service: ServiceDates
    number: str = ""


def status_form(today: date) -> Form:
    """Return the form of a question that is asked on `today`."""
    window = DateWindow.around(today, _FARTHEST_MONTHS, 0)
    return Form(
        FORM,
        (
            Field("part", read_part, 1, upper=True),
            Field(
                "mbi",
                read_mbi,
                MBI_TYPED_LENGTH,
                upper=True,
                shortcut_for="mbi.dash",
                shortcut=without_dashes,
            ),
            Field("first_name", partial(read_name, name="first_name"), NAME_LENGTH),
            Field("last_name", partial(read_name, name="last_name"), NAME_LENGTH),
            Field("birth_date", partial(read_birth_date, name="birth_date", today=today), DATE_LENGTH),
            _date("service_from", window, today, required=True),
            _date("service_to", window, today, required=False),
            Field("claim_number", read_claim_number, CLAIM_NUMBER_LENGTH, required=False, upper=True),
        ),
        (service_in_order, _check_birth),
        drafted=True,
    )


def make_status_inquiry(values: Values) -> StatusInquiry:
    """Return the question that the values of a form without problems stand for."""
    first = cast(date, values["service_from"])
    return StatusInquiry(
        part=cast(Part, values["part"]),
        mbi=cast(Mbi, values["mbi"]),
        first_name=cast(str, values["first_name"]),
        last_name=cast(str, values["last_name"]),
        birth_date=cast(date, values["birth_date"]),
        service=ServiceDates(first, cast(date | None, values["service_to"]) or first),
        number=cast(str, values["claim_number"] or ""),
    )


def read_status_inquiry(typed: Typed, today: date) -> StatusInquiry:
    """Return the question of what was typed, in one step. Raises the first `Problem` of the form."""
    reading = status_form(today).read(typed)
    if reading.problems:
        raise reading.foremost
    return make_status_inquiry(reading.values)


def inquiry_about(claim: Claim) -> StatusInquiry | None:
    """Return the question about a claim that is known; None where what must be asked with is not told."""
    patient = claim.patient
    is_known = patient.mbi and patient.first_name and patient.last_name
    if not (is_known and patient.birth_date and claim.part and claim.first and claim.last):
        return None
    return StatusInquiry(
        part=claim.part,
        mbi=Mbi(patient.mbi),
        first_name=patient.first_name,
        last_name=patient.last_name,
        birth_date=patient.birth_date,
        service=ServiceDates(claim.first, claim.last),
        number=claim.number,
    )


def _date(name: str, window: DateWindow, today: date, *, required: bool) -> Field:
    rule = partial(read_service_date, name=name, window=window, today=today)
    return Field(name, rule, DATE_LENGTH, required=required)


def _check_birth(values: Values) -> Iterator[Problem]:
    first, born = values.get("service_from"), values.get("birth_date")
    if isinstance(first, date) and isinstance(born, date) and first < born:
        yield Problem("dates.before_birth", ("service_from", "birth_date"))
