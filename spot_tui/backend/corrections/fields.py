"""The fields of corrections, each with the format that its value has; all may be left empty.

What an emptied field means is for the rules to say. Labels and help: ``field.NAME.label`` and ``.help``.
"""

from __future__ import annotations

from functools import partial

from spot_tui.backend.corrections.request import DIAGNOSIS_PLACES, MODIFIER_SLOTS
from spot_tui.backend.formats import DATE_LENGTH, NAME_LENGTH, NPI_LENGTH, read_date, read_name, read_npi
from spot_tui.backend.forms import Field
from spot_tui.backend.line_formats import (
    DIAGNOSES_LENGTH,
    DIAGNOSIS_LENGTH,
    MODIFIER_LENGTH,
    MONEY_LENGTH,
    PLACE_LENGTH,
    PROCEDURE_LENGTH,
    UNITS_LENGTH,
    read_diagnoses,
    read_diagnosis,
    read_modifier,
    read_money,
    read_place,
    read_procedure,
    read_units,
)


def header_fields() -> tuple[Field, ...]:
    """Return the fields of a claim's header that may change."""
    return (
        Field("referring_name", partial(read_name, name="referring_name"), NAME_LENGTH, required=False),
        Field("referring_npi", partial(read_npi, name="referring_npi"), NPI_LENGTH, required=False),
        Field("diagnoses", read_diagnoses, DIAGNOSES_LENGTH, required=False, upper=True),
    )


def line_fields() -> tuple[Field, ...]:
    """Return the fields of a line that may change, in the order of a claim form."""
    return (
        _date("service_from", "line_from"),
        _date("service_to", "line_to"),
        Field("place", read_place, PLACE_LENGTH, required=False),
        Field("procedure", read_procedure, PROCEDURE_LENGTH, required=False, upper=True),
        *(modifier_field(name) for name in MODIFIER_SLOTS),
        *(_diagnosis(name) for name in DIAGNOSIS_PLACES),
        Field("units", read_units, UNITS_LENGTH, required=False),
        Field("billed", partial(read_money, name="billed"), MONEY_LENGTH, required=False),
    )


def line_field(name: str) -> Field:
    """Return the field of a line called `name`. Raises `KeyError`."""
    return {field.name: field for field in line_fields()}[name]


def modifier_field(name: str, *, required: bool = False) -> Field:
    """Return the field of a modifier."""
    rule = partial(read_modifier, name=name)
    return Field(name, rule, MODIFIER_LENGTH, required=required, upper=True, help="modifier")


def _diagnosis(name: str) -> Field:
    rule = partial(read_diagnosis, name=name)
    return Field(name, rule, DIAGNOSIS_LENGTH, required=False, upper=True, help="diagnosis")


def _date(name: str, topic: str) -> Field:
    return Field(name, partial(read_date, name=name), DATE_LENGTH, required=False, help=topic)
