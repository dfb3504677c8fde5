"""Corrections as the gateway takes and writes them (docs/gateway-api)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, Field

from spot_tui.backend.claims.model import CorrectionStatus
from spot_tui.backend.corrections.filed import FiledCorrection
from spot_tui.backend.corrections.request import (
    DIAGNOSIS_PLACES,
    MODIFIER_SLOTS,
    Correction,
    HeaderValues,
    LineValues,
)
from spot_tui.backend.gateway_wire import (
    Asked,
    Day,
    Id,
    Mark,
    Money,
    Number,
    Revision,
    Text,
    Told,
    Units,
    read_told,
)
from spot_tui.backend.text import clean_line
from spot_tui.backend.upstreams import Provider

SLOTS = 4
_MOST_LINES = 500
NpiText = Annotated[str, Field(pattern=r"^[12][0-9]{9}$")]
Name = Annotated[str, Field(max_length=60), AfterValidator(clean_line)]
Ptan = Annotated[str, Field(pattern=r"^[A-Za-z0-9]{0,20}$")]
Slot = Annotated[str, Field(pattern=r"^([A-Z0-9]{2})?$")]
Diagnosis = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9]{2,6}$")]
DiagnosisSlot = Annotated[str, Field(pattern=r"^([A-Z][A-Z0-9]{2,6})?$")]
RuleId = Annotated[str, Field(pattern=r"^R[0-9]{2}$")]
Words = Annotated[str, Field(max_length=1000), AfterValidator(clean_line)]


class HeaderBody(Asked):
    """The header as it shall be."""

    referring_name: Name
    referring_npi: Annotated[str, Field(pattern=r"^([12][0-9]{9})?$")]
    diagnoses: tuple[Diagnosis, ...] = Field(max_length=25)

    def read(self) -> HeaderValues:
        """Return what it stands for."""
        return HeaderValues(self.referring_name, self.referring_npi, self.diagnoses)


class LineBody(Asked):
    """A line as it shall be, with all of its values."""

    number: int = Field(ge=1, le=999, strict=True)
    service_from: Day | None
    service_to: Day | None
    place: Annotated[str, Field(pattern=r"^([0-9]{2})?$")]
    procedure: Annotated[str, Field(pattern=r"^([A-Z0-9]{5})?$")]
    modifiers: tuple[Slot, ...] = Field(min_length=SLOTS, max_length=SLOTS)
    diagnoses: tuple[DiagnosisSlot, ...] = Field(min_length=SLOTS, max_length=SLOTS)
    units: Units | None
    billed: Money | None

    def read(self) -> LineValues:
        """Return what it stands for."""
        slots = dict(
            zip((*MODIFIER_SLOTS, *DIAGNOSIS_PLACES), (*self.modifiers, *self.diagnoses), strict=True)
        )
        return LineValues(
            service_from=self.service_from,
            service_to=self.service_to,
            place=self.place,
            procedure=self.procedure,
            units=Decimal(self.units) if self.units is not None else None,
            billed=Decimal(self.billed) if self.billed is not None else None,
            **slots,
        )


class CorrectionBody(Asked):
    """A correction as it is asked for."""

    npi: NpiText
    ptan: Ptan = ""
    claim: Number
    first_name: Name
    last_name: Name
    history: Mark = False
    header: HeaderBody | None = None
    lines: tuple[LineBody, ...] = Field((), max_length=_MOST_LINES)
    overrides: tuple[RuleId, ...] = Field((), max_length=60)

    def read(self, known: Iterable[int] | None = None) -> Correction:
        """Return what it stands for; of `known` lines of a claim, those it does not have are added ones."""
        numbers = {line.number for line in self.lines}
        added = numbers - set(known) if known is not None else set()
        return Correction(
            number=self.claim,
            first_name=self.first_name,
            last_name=self.last_name,
            history=self.history,
            header=self.header.read() if self.header else None,
            lines={line.number: line.read() for line in self.lines if line.number not in added},
            added=tuple(sorted(added)),
        )


class FiledBody(Told):
    """A correction on file."""

    number: Id
    claim: Number
    npi: NpiText
    status: CorrectionStatus
    submitted_by: Text
    mine: Mark
    submitted_at: AwareDatetime
    received_on: Day
    decided_on: Day | None
    reason: Words | None
    adjusted_claim: Number | None
    request: CorrectionBody
    revision: Revision

    def read(self) -> FiledCorrection:
        """Return what it stands for."""
        return FiledCorrection(
            number=self.number,
            claim=self.claim,
            npi=self.npi,
            status=self.status,
            submitted_by=self.submitted_by,
            is_mine=self.mine,
            submitted_at=self.submitted_at,
            received_on=self.received_on,
            decided_on=self.decided_on,
            reason=self.reason or "",
            adjusted_claim=self.adjusted_claim or "",
            asked=self.request.read(),
            overrides=self.request.overrides,
            revision=self.revision,
        )


def read_filed(body: Mapping[str, object], upstream: str) -> FiledCorrection:
    """Return a correction on file. Raises `Problem` ``upstream.unreadable``."""
    return read_told(FiledBody, FiledBody.read, body, upstream)


def write_correction(asked: Correction, provider: Provider, overrides: Iterable[str]) -> dict[str, object]:
    """Return the body with which a correction is sent."""
    header = asked.header
    return {
        "npi": provider.npi,
        "ptan": provider.ptan or "",
        "claim": asked.number,
        "first_name": asked.first_name,
        "last_name": asked.last_name,
        "history": asked.history,
        "header": _header(header) if header else None,
        "lines": [_line(number, values) for number, values in sorted(asked.lines.items())],
        "overrides": list(overrides),
    }


def _header(header: HeaderValues) -> dict[str, object]:
    return {
        "referring_name": header.referring_name,
        "referring_npi": header.referring_npi,
        "diagnoses": list(header.diagnoses),
    }


def _line(number: int, values: LineValues) -> dict[str, object]:
    return {
        "number": number,
        "service_from": _day(values.service_from),
        "service_to": _day(values.service_to),
        "place": values.place,
        "procedure": values.procedure,
        "modifiers": list(values.modifiers),
        "diagnoses": [getattr(values, name) for name in DIAGNOSIS_PLACES],
        "units": f"{values.units:f}" if values.units is not None else None,
        "billed": f"{values.billed:.2f}" if values.billed is not None else None,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
