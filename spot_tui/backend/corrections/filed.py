"""Corrections that a gateway has on file, and how far each is."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from spot_tui.backend.corrections.request import Correction


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


@dataclass(frozen=True, slots=True)
class FiledCorrection:
    """A correction on file. `number` is its confirmation number, `submitted_by` the name of who sent it.

    `received_on` is the day that counts as received; `reason` is the gateway's, where it was refused;
    `adjusted_claim` is the number of the claim that came of it. `revision` marks this state (ETag).
    """

    number: str
    claim: str = field(repr=False)
    npi: str
    status: CorrectionStatus
    submitted_by: str
    is_mine: bool
    submitted_at: datetime
    received_on: date
    decided_on: date | None
    reason: str
    adjusted_claim: str = field(repr=False)
    asked: Correction = field(repr=False)
    overrides: tuple[str, ...]
    revision: str
