"""Access requests, organisations and roles as the gateway writes them (docs/gateway-api)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, Field

from spot_tui.backend.access.model import (
    AccessRequest,
    Address,
    Application,
    Decider,
    HeldRole,
    Organisation,
    Part,
    RequestStatus,
    Role,
    RoleStatus,
)
from spot_tui.backend.gateway_wire import Id, Revision, Told, read_told
from spot_tui.backend.text import clean_line

_MOST_ITEMS = 50
Line = Annotated[str, Field(max_length=500), AfterValidator(clean_line)]


class AddressBody(Told):
    """An address."""

    street: Line
    street_2: Line = ""
    city: Line
    state: Line
    zip: Line

    def read(self) -> Address:
        """Return what it stands for."""
        return Address(self.street, self.street_2, self.city, self.state, self.zip)


class OrganisationBody(Told):
    """A registered organisation."""

    id: Id
    business_name: Line
    address: AddressBody
    npi: Line
    ptan: Line
    tin_ending: Line
    line_of_business: tuple[Literal["A", "B"], ...]

    def read(self) -> Organisation:
        """Return what it stands for."""
        return Organisation(
            self.id,
            self.business_name,
            self.address.read(),
            self.npi,
            self.ptan,
            self.tin_ending,
            self.line_of_business,
        )


class RequestBody(Told):
    """An access request that was sent."""

    number: Id
    status: RequestStatus
    role: Role
    user_id: Line
    person: Line
    organisation: Id | None
    business_name: Line
    address: AddressBody
    npi: Line
    ptan: Line
    tin_ending: Line
    line_of_business: tuple[Part, ...]
    reason: Line
    decider: Decider
    asked_at: AwareDatetime
    decided_at: AwareDatetime | None
    decided_by: Line | None
    decision_reason: Line | None
    mismatches: tuple[Line, ...] = Field(max_length=_MOST_ITEMS)
    approvers: tuple[Line, ...] = Field((), max_length=_MOST_ITEMS)
    revision: Revision

    def read(self) -> AccessRequest:
        """Return what it stands for."""
        return AccessRequest(
            number=self.number,
            status=self.status,
            role=self.role,
            user_id=self.user_id,
            person=self.person,
            organisation=self.organisation or "",
            business_name=self.business_name,
            address=self.address.read(),
            npi=self.npi,
            ptan=self.ptan,
            tin_ending=self.tin_ending,
            line_of_business=self.line_of_business,
            reason=self.reason,
            decider=self.decider,
            asked_at=self.asked_at,
            decided_at=self.decided_at,
            decided_by=self.decided_by or "",
            decision_reason=self.decision_reason or "",
            mismatches=self.mismatches,
            revision=self.revision,
            approvers=self.approvers,
        )


class RoleBody(Told):
    """A role that somebody has or had."""

    id: Id
    status: RoleStatus
    role: Role
    user_id: Line
    person: Line
    organisation: Id
    business_name: Line
    began_on: date
    certified_on: date | None
    certify_by: date | None
    ended_on: date | None
    end_reason: Line | None
    approvers: tuple[Line, ...] = Field((), max_length=_MOST_ITEMS)
    revision: Revision

    def read(self) -> HeldRole:
        """Return what it stands for."""
        return HeldRole(
            id=self.id,
            status=self.status,
            role=self.role,
            user_id=self.user_id,
            person=self.person,
            organisation=self.organisation,
            business_name=self.business_name,
            began_on=self.began_on,
            certified_on=self.certified_on,
            certify_by=self.certify_by,
            ended_on=self.ended_on,
            end_reason=self.end_reason or "",
            revision=self.revision,
            approvers=self.approvers,
        )


def read_organisation(body: Mapping[str, object], upstream: str) -> Organisation:
    """Return an organisation. Raises `Problem` ``upstream.unreadable``."""
    return read_told(OrganisationBody, OrganisationBody.read, body, upstream)


def read_request(body: Mapping[str, object], upstream: str) -> AccessRequest:
    """Return an access request. Raises `Problem` ``upstream.unreadable``."""
    return read_told(RequestBody, RequestBody.read, body, upstream)


def read_held_role(body: Mapping[str, object], upstream: str) -> HeldRole:
    """Return a role. Raises `Problem` ``upstream.unreadable``."""
    return read_told(RoleBody, RoleBody.read, body, upstream)


def write_application(application: Application) -> dict[str, object]:
    """Return the body with which a request is sent."""
    address = application.address
    return {
        "role": application.role.value,
        "organisation": application.organisation or None,
        "business_name": application.business_name,
        "address": {
            "street": address.street,
            "street_2": address.street_2,
            "city": address.city,
            "state": address.state,
            "zip": address.zip,
        },
        "npi": application.npi,
        "ptan": application.ptan,
        "tin": application.tin,
        "line_of_business": list(application.line_of_business),
        "reason": application.reason,
    }


def write_moment(moment: datetime) -> str:
    """Return an aware time as RFC 3339 in UTC, whole seconds."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
