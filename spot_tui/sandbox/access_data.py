"""The made-up organisations of the practice portal, and how its staff stand in them at first."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Days = Annotated[int, Field(ge=0, le=3650)]


class _Given(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class MadeUpAddress(_Given):
    """A business address."""

    street: str
    street_2: str
    city: str
    state: str
    zip: str


class Enrolled(_Given):
    """A billing provider as Medicare has it enrolled; `registered` where an approver has created it."""

    id: str
    registered: bool
    business_name: str
    address: MadeUpAddress
    npi: str
    ptan: str
    tin: str
    line_of_business: tuple[Literal["A", "B"], ...]


class AccessData(_Given):
    """The whole data file."""

    dated: str
    source: str
    enrolled: tuple[Enrolled, ...]
    usual_organisation: str
    more_roles: dict[str, tuple[str, ...]]
    approver_name: str
    usual_certified_days_ago: Days
    certified_days_ago: dict[str, Days]
    pending_days_ago: Days
    denied_days_ago: Days
    removed_began_days_ago: Annotated[int, Field(ge=366, le=3650)]
    denial: str
    removal: str

    def by_npi(self, npi: str) -> Enrolled | None:
        """Return the billing provider of an NPI."""
        return next((known for known in self.enrolled if known.npi == npi), None)

    def by_id(self, organisation: str) -> Enrolled:
        """Return the billing provider of an id. Raises `StopIteration` for an unknown one."""
        return next(known for known in self.enrolled if known.id == organisation)


@cache
def access_data() -> AccessData:
    """Return the data file."""
    return AccessData.model_validate_json((files(__package__) / "access.json").read_bytes())
