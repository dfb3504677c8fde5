"""Roles, organisations and access requests, as people of the trade speak of them.

Source: SPOT access pages on registering, adding a role and the annual certification.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Literal

Part = Literal["A", "B"]
PARTS: tuple[Part, ...] = ("A", "B")
"""Lines of business."""

NOTICE = timedelta(days=60)
"""How long before its date a certification is announced as due."""

REASON_LENGTH = 200
"""Characters of the reason for a request or a decision."""


class Role(StrEnum):
    """What a person may be in an organisation. Words: ``access.role.ROLE``."""

    APPROVER = "approver"
    BACKUP_APPROVER = "backup_approver"
    END_USER = "end_user"

    @property
    def decides(self) -> bool:
        """Whether this role approves, denies, ends and certifies; it includes an end user's access."""
        return self is not Role.END_USER


class RequestStatus(StrEnum):
    """How far a request is. Words: ``access.status.STATUS``."""

    PENDING = "pending"
    APPROVED = "approved"
    DENIED = "denied"
    CANCELLED = "cancelled"


class RoleStatus(StrEnum):
    """Whether a role holds. Words: ``access.role_status.STATUS``."""

    ACTIVE = "active"
    ENDED = "ended"
    """By the approver or the help desk, when its holder left."""
    REMOVED = "removed"
    """Because the yearly certification was missed."""


class Decider(StrEnum):
    """Who decides about a request, and whom its sender asks about it. Words: ``access.decider.DECIDER``."""

    APPROVER = "approver"
    """An approver of the same organisation."""
    HELP_DESK = "help_desk"


class Certification(StrEnum):
    """How the yearly certification of a role stands. Words: ``access.certification.STATE``."""

    DONE = "done"
    DUE = "due"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Address:
    """A business address; `street_2` may be empty, `state` is its two letters, `zip` 5 or 5-4 digits."""

    street: str
    street_2: str
    city: str
    state: str
    zip: str


@dataclass(frozen=True, slots=True)
class Organisation:
    """A billing provider that an approver has registered; `tin_ending` is the last five digits of its TIN."""

    id: str
    business_name: str
    address: Address
    npi: str
    ptan: str
    tin_ending: str
    line_of_business: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Application:
    """What somebody asks for: a role at the billing provider that these identifiers name.

    `organisation` is the id of a known one, or empty: then the gateway finds it by NPI and PTAN.
    """

    role: Role
    organisation: str
    business_name: str
    address: Address
    npi: str
    ptan: str
    tin: str
    line_of_business: tuple[Part, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class AccessRequest:
    """A request that was sent. `number` is its confirmation number, to be quoted together with the user ID.

    `organisation` is empty for an approver's request that creates one. `mismatches` names the fields that
    differ from the Medicare enrollment, for who decides. `approvers` are the names of those who decide for
    the organisation, as far as the gateway tells; none for what the help desk decides. `revision` is the
    gateway's mark of this state: a decision on another state is refused. Times are aware, in UTC.
    """

    number: str
    status: RequestStatus
    role: Role
    user_id: str
    person: str
    organisation: str
    business_name: str
    address: Address
    npi: str
    ptan: str
    tin_ending: str
    line_of_business: tuple[Part, ...]
    reason: str
    decider: Decider
    asked_at: datetime
    decided_at: datetime | None
    decided_by: str
    decision_reason: str
    mismatches: tuple[str, ...]
    revision: str
    approvers: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether it still waits for a decision."""
        return self.status is RequestStatus.PENDING


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role that a person has or had at an organisation.

    `certify_by` is the last day for the next yearly certification, in the contractor's zone; None once it
    ended. `approvers` and `revision` as in `AccessRequest`.
    """

    id: str
    status: RoleStatus
    role: Role
    user_id: str
    person: str
    organisation: str
    business_name: str
    began_on: date
    certified_on: date | None
    certify_by: date | None
    ended_on: date | None
    end_reason: str
    revision: str
    approvers: tuple[str, ...] = ()

    def certification(self, today: date) -> Certification:
        """Return how its yearly certification stands on `today`; one that ended needs none."""
        if self.certify_by is None or today < self.certify_by - NOTICE:
            return Certification.DONE
        return Certification.DUE if today <= self.certify_by else Certification.OVERDUE
