"""Claims as the gateway writes them (docs/gateway-api)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from spot_tui.backend.claims.model import (
    Adjustment,
    Appeal,
    AppealLevel,
    AppealStatus,
    Claim,
    ClaimCorrection,
    CorrectionStatus,
    Group,
    Line,
    Part,
    Patient,
    Payment,
    Referring,
    Review,
    Standing,
    Wanted,
)
from spot_tui.backend.gateway_wire import Day, Id, Mark, Money, Number, Revision, Text, Told, Units, read_told

_MOST_LINES = 500
_MOST_CODES = 50

Code = Annotated[str, Field(pattern=r"^[A-Z0-9]{1,8}$")]


class PatientBody(Told):
    """The beneficiary."""

    mbi: Text
    first_name: Text
    last_name: Text
    birth_date: Day | None = None
    account: Text = ""

    def read(self) -> Patient:
        """Return what it stands for."""
        return Patient(self.mbi, self.first_name, self.last_name, self.birth_date, self.account)


class StandingBody(Told):
    """How it stands."""

    group: Group
    category: Text = ""
    code: Text = ""
    entity: Text = ""
    location: Text = ""
    on: Day | None = None
    partly: Mark = False

    def read(self) -> Standing:
        """Return what it stands for."""
        return Standing(
            self.group, self.category, self.code, self.entity, self.location, self.on, self.partly
        )


class AdjustmentBody(Told):
    """An amount taken off."""

    group: Literal["CO", "PR", "OA", "PI"]
    code: Code
    amount: Money

    def read(self) -> Adjustment:
        """Return what it stands for."""
        return Adjustment(self.group, self.code, Decimal(self.amount))


class LineBody(Told):
    """A line."""

    number: int = Field(ge=1, le=999, strict=True)
    service_from: Day
    service_to: Day
    procedure: Text = ""
    modifiers: tuple[Code, ...] = Field((), max_length=4)
    place: Text = ""
    revenue: Text = ""
    pointers: tuple[Code, ...] = Field((), max_length=12)
    units: Units | None = None
    billed: Money
    allowed: Money | None = None
    paid: Money | None = None
    adjustments: tuple[AdjustmentBody, ...] = Field((), max_length=_MOST_CODES)
    remarks: tuple[Code, ...] = Field((), max_length=_MOST_CODES)
    status: StandingBody | None = None
    rendering_npi: Text = ""
    correctable: Mark | None = None

    def read(self) -> Line:
        """Return what it stands for."""
        return Line(
            number=self.number,
            first=self.service_from,
            last=self.service_to,
            procedure=self.procedure,
            modifiers=self.modifiers,
            place=self.place,
            revenue=self.revenue,
            pointers=self.pointers,
            units=_amount(self.units),
            billed=Decimal(self.billed),
            allowed=_amount(self.allowed),
            paid=_amount(self.paid),
            adjustments=tuple(found.read() for found in self.adjustments),
            remarks=self.remarks,
            standings=(self.status.read(),) if self.status else (),
            rendering_npi=self.rendering_npi,
            correctable=self.correctable,
        )


class PaymentBody(Told):
    """A payment."""

    number: Text
    on: Day | None
    method: Literal["check", "eft"]
    status: Text = ""
    amount: Money | None = None

    def read(self) -> Payment:
        """Return what it stands for."""
        return Payment(self.number, self.on, self.method, self.status, _amount(self.amount))


class CorrectionBody(Told):
    """A correction."""

    number: Id
    status: CorrectionStatus
    submitted_by: Text
    submitted_at: AwareDatetime

    def read(self) -> ClaimCorrection:
        """Return what it stands for."""
        return ClaimCorrection(self.number, self.status, self.submitted_by, self.submitted_at)


class AppealBody(Told):
    """An appeal."""

    number: Id
    level: AppealLevel
    status: AppealStatus
    filed_on: Day
    decided_on: Day | None = None
    letter: Text | None = None

    def read(self) -> Appeal:
        """Return what it stands for."""
        return Appeal(self.number, self.level, self.status, self.filed_on, self.decided_on, self.letter or "")


class WantedBody(Told):
    """Records asked for."""

    letter: Text
    letter_on: Day
    due_on: Day

    def read(self) -> Wanted:
        """Return what it stands for."""
        return Wanted(self.letter, self.letter_on, self.due_on)


class ReferringBody(Told):
    """Who referred."""

    name: Text
    npi: Text

    def read(self) -> Referring:
        """Return what it stands for."""
        return Referring(self.name, self.npi)


class SummaryBody(Told):
    """A claim as lists show it."""

    number: Number
    part: Part
    patient: PatientBody
    status: StandingBody
    service_from: Day
    service_to: Day
    received_on: Day | None
    determined_on: Day | None
    billed: Money
    paid: Money | None
    revision: Revision

    def read(self) -> Claim:
        """Return what it stands for."""
        return Claim(
            number=self.number,
            part=self.part,
            patient=self.patient.read(),
            standing=self.status.read(),
            first=self.service_from,
            last=self.service_to,
            billed=Decimal(self.billed),
            paid=_amount(self.paid),
            received_on=self.received_on,
            determined_on=self.determined_on,
            revision=self.revision,
        )


class ClaimBody(SummaryBody):
    """A claim with all of its detail."""

    allowed: Money | None
    deductible: Money | None
    coinsurance: Money | None
    type_of_bill: Text = ""
    billing_npi: Text
    ptan: Text = ""
    rendering_npi: Text = ""
    referring: ReferringBody | None = None
    diagnoses: tuple[Code, ...] = Field((), max_length=25)
    assigned: Mark | None = None
    adjustments: tuple[AdjustmentBody, ...] = Field((), max_length=_MOST_CODES)
    remarks: tuple[Code, ...] = Field((), max_length=_MOST_CODES)
    payment: PaymentBody | None = None
    lines: tuple[LineBody, ...] = Field(max_length=_MOST_LINES)
    corrections: tuple[CorrectionBody, ...] = Field((), max_length=_MOST_CODES)
    appeals: tuple[AppealBody, ...] = Field((), max_length=_MOST_CODES)
    wanted: WantedBody | None = None
    review: Review | None = None
    revised_on: Day | None = None
    replaces: Number | None = None
    replaced_by: Number | None = None
    correctable: Mark | None = None

    def read(self) -> Claim:
        """Return what it stands for."""
        return replace(
            super().read(),
            allowed=_amount(self.allowed),
            deductible=_amount(self.deductible),
            coinsurance=_amount(self.coinsurance),
            type_of_bill=self.type_of_bill,
            billing_npi=self.billing_npi,
            ptan=self.ptan,
            rendering_npi=self.rendering_npi,
            referring=self.referring.read() if self.referring else None,
            diagnoses=self.diagnoses,
            assigned=self.assigned,
            adjustments=tuple(found.read() for found in self.adjustments),
            remarks=self.remarks,
            payment=self.payment.read() if self.payment else None,
            lines=tuple(line.read() for line in self.lines),
            corrections=tuple(correction.read() for correction in self.corrections),
            appeals=tuple(appeal.read() for appeal in self.appeals),
            wanted=self.wanted.read() if self.wanted else None,
            review=self.review,
            revised_on=self.revised_on,
            replaces=self.replaces or "",
            replaced_by=self.replaced_by or "",
            correctable=self.correctable,
        )


def read_summary(body: Mapping[str, object], upstream: str) -> Claim:
    """Return a claim of a list. Raises `Problem` ``upstream.unreadable``."""
    return read_told(SummaryBody, SummaryBody.read, body, upstream)


def read_claim(body: Mapping[str, object], upstream: str) -> Claim:
    """Return a claim with its detail. Raises `Problem` ``upstream.unreadable``."""
    return read_told(ClaimBody, ClaimBody.read, body, upstream)


def _amount(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
