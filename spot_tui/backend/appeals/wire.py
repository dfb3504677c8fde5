"""Appeals, their documents and decision letters as the gateway takes and writes them (docs/gateway-api)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, Field

from spot_tui.backend.appeals.model import About, AppealRequest, AttachedDocument, DecisionLetter, FiledAppeal
from spot_tui.backend.claims.model import AppealLevel, AppealStatus
from spot_tui.backend.corrections.wire import Name, NpiText, Ptan
from spot_tui.backend.gateway_wire import (
    Asked,
    Day,
    FileName,
    Id,
    Mark,
    MediaType,
    Number,
    Paragraph,
    Revision,
    Sha256,
    Text,
    Told,
    read_told,
)
from spot_tui.backend.text import clean_line
from spot_tui.backend.upstreams import Provider

REASON_LENGTH = 2000
MOST_DOCUMENTS = 50
LineNumber = Annotated[int, Field(ge=1, le=999, strict=True)]
Reason = Annotated[
    str, Field(max_length=REASON_LENGTH), AfterValidator(lambda text: clean_line(text, REASON_LENGTH))
]


class DocumentBody(Asked):
    """What is told of a document; its bytes go another way."""

    name: FileName
    media_type: MediaType
    size: int = Field(ge=1, le=2**40, strict=True)
    sha256: Sha256

    def read(self) -> AttachedDocument:
        """Return what it stands for."""
        return AttachedDocument(self.name, self.media_type, self.size, self.sha256)


Documents = Annotated[tuple[DocumentBody, ...], Field(max_length=MOST_DOCUMENTS)]


class AppealRequestBody(Asked):
    """An appeal as it is asked for; what is missing in it is for the rules to say."""

    npi: NpiText
    ptan: Ptan = ""
    level: AppealLevel
    claim: Number
    first_name: Name
    last_name: Name
    mbi: Annotated[str, Field(max_length=11)]
    service_from: Day
    service_to: Day
    lines: tuple[LineNumber, ...] = Field(max_length=500)
    about: About = About.OTHER
    reason: Reason
    requestor: Name
    signature: Name
    previous: Id | None = None
    documents: Documents = ()

    def read(self) -> AppealRequest:
        """Return what it stands for."""
        return AppealRequest(
            level=self.level,
            claim=self.claim,
            first_name=self.first_name,
            last_name=self.last_name,
            mbi=self.mbi,
            service_from=self.service_from,
            service_to=self.service_to,
            lines=self.lines,
            about=self.about,
            reason=self.reason,
            requestor=self.requestor,
            signature=self.signature,
            previous=self.previous or "",
            documents=tuple(document.read() for document in self.documents),
        )


class MoreDocumentsBody(Asked):
    """Documents that are added to an appeal."""

    documents: Annotated[tuple[DocumentBody, ...], Field(min_length=1, max_length=MOST_DOCUMENTS)]


class FiledAppealBody(Told):
    """An appeal on file."""

    number: Id
    level: AppealLevel
    claim: Number
    npi: NpiText
    status: AppealStatus
    submitted_by: Text | None
    mine: Mark
    submitted_at: AwareDatetime | None
    received_on: Day
    decided_on: Day | None
    letter: Id | None
    previous: Id | None
    lines: tuple[LineNumber, ...] = Field(max_length=500)
    documents: tuple[DocumentBody, ...] = Field(max_length=20 * MOST_DOCUMENTS)
    about: About | None
    reason: Reason | None
    requestor: Text | None
    revision: Revision

    def read(self) -> FiledAppeal:
        """Return what it stands for."""
        return FiledAppeal(
            number=self.number,
            level=self.level,
            claim=self.claim,
            npi=self.npi,
            status=self.status,
            submitted_by=self.submitted_by or "",
            is_mine=self.mine,
            submitted_at=self.submitted_at,
            filed_on=self.received_on,
            decided_on=self.decided_on,
            letter=self.letter or "",
            previous=self.previous or "",
            lines=self.lines,
            documents=tuple(document.read() for document in self.documents),
            revision=self.revision,
            about=self.about,
            reason=self.reason or "",
            requestor=self.requestor or "",
        )


class LetterBody(Told):
    """A decision letter."""

    number: Id
    appeal: Id
    claim: Number
    level: AppealLevel
    status: AppealStatus
    dated: Day
    title: Text
    paragraphs: tuple[Paragraph, ...] = Field(max_length=200)

    def read(self) -> DecisionLetter:
        """Return what it stands for."""
        return DecisionLetter(
            self.number,
            self.appeal,
            self.claim,
            self.level,
            self.status,
            self.dated,
            self.title,
            self.paragraphs,
        )


def read_appeal(body: Mapping[str, object], upstream: str) -> FiledAppeal:
    """Return an appeal on file. Raises `Problem` ``upstream.unreadable``."""
    return read_told(FiledAppealBody, FiledAppealBody.read, body, upstream)


def read_letter(body: Mapping[str, object], upstream: str) -> DecisionLetter:
    """Return a decision letter. Raises `Problem` ``upstream.unreadable``."""
    return read_told(LetterBody, LetterBody.read, body, upstream)


def write_appeal(request: AppealRequest, provider: Provider) -> dict[str, object]:
    """Return the body with which an appeal is sent."""
    return {
        "npi": provider.npi,
        "ptan": provider.ptan or "",
        "level": request.level.value,
        "claim": request.claim,
        "first_name": request.first_name,
        "last_name": request.last_name,
        "mbi": request.mbi,
        "service_from": request.service_from.isoformat(),
        "service_to": request.service_to.isoformat(),
        "lines": list(request.lines),
        "about": request.about.value,
        "reason": request.reason,
        "requestor": request.requestor,
        "signature": request.signature,
        "previous": request.previous or None,
        "documents": write_documents(request.documents),
    }


def write_documents(documents: Iterable[AttachedDocument]) -> list[dict[str, object]]:
    """Return what is told of documents."""
    return [
        {"name": each.name, "media_type": each.media_type, "size": each.size, "sha256": each.sha256}
        for each in documents
    ]
