"""The form of an access request, and the value that a rightly filled form stands for.

Source: SPOT User Guide, section 12 (what ties a role to a billing provider); adding a role in IDM.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import cast

from spot_tui.backend.access.model import PARTS, REASON_LENGTH, Address, Application, Organisation, Part, Role
from spot_tui.backend.formats import (
    NPI_LENGTH,
    read_npi,
    read_ptan,
    read_state,
    read_tin,
    read_words,
    read_zip,
    require,
)
from spot_tui.backend.forms import Field, Form, Typed, Values
from spot_tui.backend.problems import Problem
from spot_tui.backend.upstreams import Provider
from spot_tui.words import say

BUSINESS_NAME_LENGTH = 60
STREET_LENGTH = 55
CITY_LENGTH = 30
ORGANISATION_LENGTH = 40
_ROLE_WORDS = {role.value.replace("_", " "): role for role in Role}
_PTAN_LENGTH, _TIN_LENGTH, _ZIP_LENGTH, _ROLE_LENGTH, _PARTS_LENGTH = 10, 11, 10, 20, 10


def request_form() -> Form:
    """Return the form of an access request."""
    return Form(
        "access_request",
        (
            Field("role", read_role, _ROLE_LENGTH),
            _words("organisation", ORGANISATION_LENGTH, required=False),
            _words("business_name", BUSINESS_NAME_LENGTH),
            Field("npi", read_npi, NPI_LENGTH),
            Field("ptan", read_ptan, _PTAN_LENGTH, upper=True),
            # A sole proprietor's tax number may be a social security number, of which no draft is kept.
            Field("tin", read_tin, _TIN_LENGTH, drafted=False),
            Field("line_of_business", read_parts, _PARTS_LENGTH, upper=True),
            _words("street", STREET_LENGTH),
            _words("street_2", STREET_LENGTH, required=False),
            _words("city", CITY_LENGTH),
            Field("state", read_state, 2, upper=True),
            Field("zip", read_zip, _ZIP_LENGTH),
            _words("reason", REASON_LENGTH),
        ),
        drafted=True,
        breaks=("street",),
    )


def reason_form() -> Form:
    """Return the form of a reason alone: of a denial, or of a role that ends."""
    return Form("access_reason", (_words("reason", REASON_LENGTH),))


def make_application(values: Values) -> Application:
    """Return the application that the values of a form without problems stand for."""
    text = {name: cast(str, value or "") for name, value in values.items() if not isinstance(value, tuple)}
    return Application(
        role=cast(Role, values["role"]),
        organisation=text["organisation"],
        business_name=text["business_name"],
        address=Address(text["street"], text["street_2"], text["city"], text["state"], text["zip"]),
        npi=text["npi"],
        ptan=text["ptan"],
        tin=text["tin"],
        line_of_business=cast("tuple[Part, ...]", values["line_of_business"]),
        reason=text["reason"],
    )


def typed_for(provider: Provider) -> Typed:
    """Return what the form holds at first for a provider of the settings."""
    return {
        "business_name": provider.organisation,
        "npi": provider.npi,
        "ptan": provider.ptan,
        "tin": provider.tin,
        "line_of_business": show_parts(provider.parts),
    }


def typed_from(organisation: Organisation) -> Typed:
    """Return what the form holds for an organisation that was found; its TIN is to be typed."""
    address = organisation.address
    return {
        "organisation": organisation.id,
        "business_name": organisation.business_name,
        "street": address.street,
        "street_2": address.street_2,
        "city": address.city,
        "state": address.state,
        "zip": address.zip,
        "npi": organisation.npi,
        "ptan": organisation.ptan,
        "line_of_business": show_parts(organisation.line_of_business),
    }


def read_role(text: str, name: str = "role") -> Role:
    """Return the role, typed as its code or in words, English or as they are shown.

    Raises `Problem` ``access.role_choice``.
    """
    typed = _role_words(require(text, name))
    shown = {_role_words(say(f"access.role.{role}")): role for role in Role}
    known = _ROLE_WORDS | shown
    if typed not in known:
        raise Problem("access.role_choice", (name,))
    return known[typed]


def _role_words(text: str) -> str:
    return " ".join(text.lower().replace("_", " ").replace("-", " ").split())


def read_parts(text: str, name: str = "line_of_business") -> tuple[Part, ...]:
    """Return the lines of business of ``A``, ``B`` or ``AB``. Raises `Problem` ``access.part_choice``."""
    typed = [character for character in require(text, name).upper() if character not in " ,/+&"]
    if not set(typed) <= set(PARTS) or len(set(typed)) != len(typed):
        raise Problem("access.part_choice", (name,))
    return tuple(part for part in PARTS if part in typed)


def show_parts(parts: Iterable[str]) -> str:
    """Return lines of business as they are typed."""
    return "".join(sorted(parts))


def _words(name: str, most: int, *, required: bool = True) -> Field:
    return Field(name, partial(read_words, name=name, most=most), most, required)
