"""Which column of a file is which field, by the many names that columns have in practice systems."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from spot_tui.backend.problems import Problem

REQUIRED = ("mbi", "first_name", "last_name", "birth_date")
REFERENCE = "reference"
"""The office's own number of a row, which comes back in the results and is never sent."""

_PEOPLE = ("", "patient", "beneficiary", "member", "subscriber", "insured", "client", "pt")
_OF_PEOPLE = {
    "first_name": ("firstname", "first", "fname", "givenname", "forename", "namefirst"),
    "last_name": ("lastname", "last", "lname", "surname", "familyname", "namelast"),
    "birth_date": ("birthdate", "dob", "dateofbirth", "birthday", "bdate", "birthdt"),
    "mbi": ("mbi", "mbinumber", "medicarenumber", "medicareno", "medicareid", "medicare"),
}
_ALONE = {
    "mbi": (
        "medicarenumbermbi",
        "medicarebeneficiaryidentifier",
        "memberid",
        "memberidnumber",
        "subscriberid",
        "insuranceid",
        "insuredid",
        "policynumber",
        "policyid",
        "beneficiaryid",
    ),
    "service_date": (
        "servicedate",
        "servicedatefrom",
        "servicefrom",
        "servicestart",
        "dateofservice",
        "dateofservicefrom",
        "dos",
        "dosfrom",
        "fromdate",
        "from",
        "startdate",
        "visitdate",
        "appointmentdate",
        "apptdate",
        "appointment",
        "appt",
        "date",
    ),
    "service_date_to": (
        "servicedateto",
        "serviceto",
        "serviceend",
        "servicethrough",
        "dateofserviceto",
        "dosto",
        "dosthrough",
        "todate",
        "to",
        "through",
        "thru",
        "throughdate",
        "enddate",
    ),
    REFERENCE: (
        "reference",
        "ref",
        "id",
        "rowid",
        "patientid",
        "patientnumber",
        "mrn",
        "account",
        "accountnumber",
        "acct",
        "chart",
        "chartnumber",
        "appointmentid",
        "visitid",
        "encounterid",
    ),
}
_NOT_LETTERS = re.compile(r"[\W_]+")


def _aliases() -> dict[str, str]:
    known = {alias: field for field, aliases in _ALONE.items() for alias in aliases}
    for field, aliases in _OF_PEOPLE.items():
        for alias in aliases:
            known |= {f"{person}{alias}": field for person in _PEOPLE}
    return known


ALIASES: Mapping[str, str] = MappingProxyType(_aliases())


def plain(heading: str) -> str:
    """Return a heading in small letters and digits alone, as aliases are written."""
    return _NOT_LETTERS.sub("", heading.lower())


def places_of(headings: Sequence[str]) -> dict[str, int]:
    """Return the place of each field's column. Raises `Problem` ``batch.columns_twice``."""
    places: dict[str, int] = {}
    for place, heading in enumerate(headings):
        field = ALIASES.get(plain(heading))
        if field is None:
            continue
        if field in places:
            both = f"{headings[places[field]].strip()}, {heading.strip()}"
            if field != REFERENCE:
                raise Problem("batch.columns_twice", (field,), {"columns": both})
            continue
        places[field] = place
    return places


def require_columns(places: Mapping[str, int], headings: Sequence[str]) -> None:
    """Raise `Problem` ``batch.columns_missing`` unless every field that must be filled has a column."""
    from spot_tui.backend.explanations import field_label

    missing = [name for name in REQUIRED if name not in places]
    if missing:
        labels = ", ".join(field_label(name) for name in missing)
        found = ", ".join(heading.strip() for heading in headings if heading.strip())
        raise Problem("batch.columns_missing", tuple(missing), {"missing": labels, "found": found or "-"})
