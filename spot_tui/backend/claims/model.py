"""Claims as a gateway or a claim status answer tells them; money in dollars, what is not told is empty.

Source: the portal's groups of claim detail (SPOT User Guide, section 5); 005010X212; 005010X221A1 (CAS, LQ).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Literal

Part = Literal["A", "B"]


class Group(StrEnum):
    """What a clerk makes of a claim's state. Words: ``claim_group.NAME``."""

    RECEIVED = "received"
    IN_PROCESS = "in_process"
    ACTION_NEEDED = "action_needed"
    PAID = "paid"
    DENIED = "denied"
    RETURNED = "returned"

    @property
    def is_final(self) -> bool:
        """Whether the claim is decided. One that was returned is over, but nothing was decided."""
        return self in {Group.PAID, Group.DENIED}


class AppealLevel(StrEnum):
    """The first two levels of appeal. Words: ``claims.level.NAME``."""

    REDETERMINATION = "redetermination"
    RECONSIDERATION = "reconsideration"


class AppealStatus(StrEnum):
    """How an appeal stands, as the portal names it. Words: ``claims.appeal.NAME``."""

    PENDING = "pending"
    FAVORABLE = "favorable"
    PARTLY_FAVORABLE = "partly_favorable"
    UNFAVORABLE = "unfavorable"
    DISMISSED = "dismissed"
    DISMISSED_INCOMPLETE = "dismissed_incomplete"
    LIABILITY_CHANGED = "liability_changed"
    WITHDRAWN = "withdrawn"


class CorrectionStatus(StrEnum):
    """How far a correction is. Words: ``corrections.status.NAME``."""

    SUBMITTED = "submitted"
    IN_PROCESS = "in_process"
    ADJUSTED = "adjusted"
    REFUSED = "refused"

    @property
    def is_open(self) -> bool:
        """Whether nothing is decided, so that no other correction of the claim is taken."""
        return self in {CorrectionStatus.SUBMITTED, CorrectionStatus.IN_PROCESS}


class Review(StrEnum):
    """Who looks at a claim or takes money back. Words: ``claims.review.NAME``."""

    MEDICAL_REVIEW = "medical_review"
    RECOVERY_AUDIT = "recovery_audit"
    RECOUPMENT = "recoupment"


@dataclass(frozen=True, slots=True)
class Patient:
    """The beneficiary as the claim has her."""

    mbi: str = field(default="", repr=False)
    first_name: str = field(default="", repr=False)
    last_name: str = field(default="", repr=False)
    birth_date: date | None = field(default=None, repr=False)
    account: str = field(default="", repr=False)
    """The office's own number of the patient."""

    @property
    def name(self) -> str:
        """Last name first, as lists have it."""
        return ", ".join(filter(None, (self.last_name, self.first_name)))


@dataclass(frozen=True, slots=True)
class Standing:
    """How a claim or line stands: its group and the raw codes behind it.

    `category`, `code` and `entity` are those of a claim status answer (STC01), `location` that of the system
    for Part A, a letter and five characters. `on` is the day since when it stands so. `partly`: not all lines
    of a paid claim were paid.
    """

    group: Group
    category: str = ""
    code: str = ""
    entity: str = ""
    location: str = ""
    on: date | None = None
    partly: bool = False


@dataclass(frozen=True, slots=True)
class Adjustment:
    """Why less was paid than billed: group (CO, PR, OA, PI), reason (CARC), and the dollars taken off."""

    group: str
    code: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Line:
    """One service of a claim; `pointers` are letters of the claim's diagnoses, A the first.

    `units` are as they were billed. `revenue` is the revenue code of Part A. `correctable` is the
    contractor's own mark, None where it makes none.
    """

    number: int
    first: date | None
    last: date | None
    procedure: str = ""
    modifiers: tuple[str, ...] = ()
    place: str = ""
    revenue: str = ""
    pointers: tuple[str, ...] = ()
    units: Decimal | None = None
    billed: Decimal | None = None
    allowed: Decimal | None = None
    paid: Decimal | None = None
    adjustments: tuple[Adjustment, ...] = ()
    remarks: tuple[str, ...] = ()
    standings: tuple[Standing, ...] = ()
    rendering_npi: str = ""
    correctable: bool | None = None


@dataclass(frozen=True, slots=True)
class Payment:
    """A check or an electronic payment that the claim was part of; `amount` is that of the claim."""

    number: str
    on: date | None
    method: Literal["check", "eft", ""] = ""
    status: str = ""
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ClaimCorrection:
    """A correction of the claim so far: its confirmation number, who sent it, and when (UTC)."""

    number: str
    status: CorrectionStatus
    submitted_by: str
    submitted_at: datetime


@dataclass(frozen=True, slots=True)
class Appeal:
    """An appeal of the claim so far; `letter` is the number of the decision letter in the mailbox."""

    number: str
    level: AppealLevel
    status: AppealStatus
    filed_on: date
    decided_on: date | None = None
    letter: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Records that Medicare asked for in a letter (ADR); `due_on` is the last day for an answer."""

    letter: str
    letter_on: date
    due_on: date


@dataclass(frozen=True, slots=True)
class Referring:
    """The provider who referred or ordered."""

    name: str
    npi: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim. What a list leaves out is empty: `lines` and all that belongs to a claim's detail.

    `number` is the ICN (Part B) or DCN (Part A). `determined_on` is the day of the initial determination,
    `revised_on` that of a later one. `replaces` and `replaced_by` are numbers of the claim that this one
    adjusts, and of the one that adjusts it. `revision` marks this state (ETag); empty from a status answer.
    """

    number: str
    part: Part | None
    patient: Patient
    standing: Standing
    first: date | None
    last: date | None
    billed: Decimal | None = None
    paid: Decimal | None = None
    received_on: date | None = None
    determined_on: date | None = None
    allowed: Decimal | None = None
    deductible: Decimal | None = None
    coinsurance: Decimal | None = None
    type_of_bill: str = ""
    billing_npi: str = ""
    ptan: str = ""
    rendering_npi: str = ""
    referring: Referring | None = None
    diagnoses: tuple[str, ...] = ()
    assigned: bool | None = None
    adjustments: tuple[Adjustment, ...] = ()
    remarks: tuple[str, ...] = ()
    more_standings: tuple[Standing, ...] = ()
    payment: Payment | None = None
    lines: tuple[Line, ...] = ()
    corrections: tuple[ClaimCorrection, ...] = ()
    appeals: tuple[Appeal, ...] = ()
    wanted: Wanted | None = None
    review: Review | None = None
    revised_on: date | None = None
    replaces: str = ""
    replaced_by: str = ""
    correctable: bool | None = None
    revision: str = ""

    @property
    def reasons(self) -> tuple[Adjustment, ...]:
        """All adjustments, the claim's own before those of its lines."""
        return (*self.adjustments, *(a for line in self.lines for a in line.adjustments))

    @property
    def all_remarks(self) -> tuple[str, ...]:
        """All remark codes (RARC), each once, in their order."""
        found = (*self.remarks, *(code for line in self.lines for code in line.remarks))
        return tuple(dict.fromkeys(found))
