"""Appeals as an office asks for them and as a gateway has them on file.

Sources: SPOT pages on appeals (levels, outcomes, decision letters); Novitas, what a redetermination request
must hold (beneficiary, Medicare number, services, dates, name and signature of the requestor).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from spot_tui.backend.claims.model import AppealLevel, AppealStatus

REQUIRED = ("first_name", "last_name", "mbi", "lines", "reason", "requestor", "signature")
"""What an appeal must hold so that it is not dismissed, besides its dates (rule R57)."""


class About(StrEnum):
    """What an appeal is about. Words: ``appeals.about.NAME``."""

    COVERAGE = "coverage"
    PAYMENT = "payment"
    CODING = "coding"
    OTHER = "other"
    REFUND = "refund"
    """Money that is given back: no appeal (rule R59)."""
    REOPENING = "reopening"
    """That a claim was not reopened: no appeal (rule R62)."""


@dataclass(frozen=True, slots=True)
class AttachedDocument:
    """What is told of a document: its file's name, type (``application/pdf``), bytes and SHA-256 (hex)."""

    name: str = field(repr=False)
    media_type: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealRequest:
    """An appeal of one claim.

    `lines` are the numbers of the services that it is about, `service_from` and `service_to` their dates.
    `requestor` is who asks, `signature` her name typed as a signature. `previous` is the number of the
    decided redetermination, for a reconsideration.
    """

    level: AppealLevel
    claim: str = field(repr=False)
    first_name: str = field(repr=False)
    last_name: str = field(repr=False)
    mbi: str = field(repr=False)
    service_from: date
    service_to: date
    lines: tuple[int, ...]
    reason: str = field(repr=False)
    requestor: str
    signature: str
    previous: str = ""
    about: About = About.OTHER
    documents: tuple[AttachedDocument, ...] = ()


@dataclass(frozen=True, slots=True)
class FiledAppeal:
    """An appeal on file. `number` is its confirmation number; `filed_on` the day that counts as received.

    `submitted_by` is the name of who sent it. It is empty for one that did not come by this way, as are
    `submitted_at`, `about`, `reason` and `requestor`. `letter` is the number of the decision letter.
    `revision` marks this state (ETag).
    """

    number: str
    level: AppealLevel
    claim: str = field(repr=False)
    npi: str
    status: AppealStatus
    submitted_by: str
    is_mine: bool
    submitted_at: datetime | None
    filed_on: date
    decided_on: date | None
    letter: str
    previous: str
    lines: tuple[int, ...]
    documents: tuple[AttachedDocument, ...]
    revision: str
    about: About | None = None
    reason: str = field(default="", repr=False)
    requestor: str = ""

    @property
    def takes_documents(self) -> bool:
        """Whether documents may still be added: nothing is decided."""
        return self.status is AppealStatus.PENDING


@dataclass(frozen=True, slots=True)
class DecisionLetter:
    """The letter that tells a decision, with its text by paragraphs."""

    number: str
    appeal: str
    claim: str = field(repr=False)
    level: AppealLevel
    status: AppealStatus
    dated: date
    title: str
    paragraphs: tuple[str, ...] = field(repr=False)
