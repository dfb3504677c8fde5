"""Corrections that a gateway has on file, and how far each is."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from spot_tui.backend.claims.model import CorrectionStatus
from spot_tui.backend.corrections.request import Correction


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
