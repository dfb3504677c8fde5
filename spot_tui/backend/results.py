"""What a file or an upstream said, as one document: the same for `read` and for `eligibility check`.

The document is made of plain dataclasses, which `json_document` turns into what ``--json`` prints. Its form
is part of the product (docs/json.md): a change that breaks readers raises `VERSION`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from spot_tui.backend.claims.status import ClaimReport, read_claim_report
from spot_tui.backend.eligibility.answered import Compared, EligibilityAnswer
from spot_tui.backend.eligibility.changes import Change
from spot_tui.backend.eligibility.mapping import ANSWER, DEFAULT_READING, Reading, read_answers
from spot_tui.backend.eligibility.model import Eligibility, Note
from spot_tui.backend.eligibility.sheet import Viewing
from spot_tui.backend.eligibility.verdict.document import BillVerdict, verdict_document
from spot_tui.backend.remittance.model import Remittance
from spot_tui.backend.remittance.reading import REMITTANCE, read_remittance
from spot_tui.backend.x12.acknowledgement import KINDS, Acknowledgement, read_functional, read_ta1
from spot_tui.backend.x12.reader import Interchange, TransactionSet, read_interchanges

VERSION = 1
CLAIM_STATUS = "277"
CLAIM_ACKNOWLEDGEMENT = "277CA"


@dataclass(frozen=True, slots=True)
class Result:
    """One transaction set or TA1, read as what it is; for kinds without a view of their own, its segments.

    `origin` is the file's name or the upstream's, `sha256` that of the file, `received_at` the moment of an
    upstream's answer (UTC). `verdicts` say of each `eligibility`, in its order, what can be billed. `notes`
    are oddities of the interchange. `is_kept`: the answer was not asked for now; `changes` is what is new in
    it against that of `compared_with`.
    """

    kind: str
    origin: str
    sha256: str = ""
    received_at: datetime | None = None
    version: str = ""
    control_number: str = ""
    eligibility: tuple[Eligibility, ...] = ()
    verdicts: tuple[BillVerdict, ...] = ()
    claim_status: ClaimReport | None = None
    acknowledgement: Acknowledgement | None = None
    remittance: Remittance | None = None
    segments: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    is_kept: bool = False
    compared_with: Compared | None = None
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that could not be read: the problem's code and kind, and its sentence."""

    origin: str
    code: str
    kind: str
    what: str


@dataclass(frozen=True, slots=True)
class Document:
    """Everything that one command read."""

    version: int
    results: tuple[Result, ...]
    unread: tuple[Unread, ...] = ()


def eligibility_document(answered: EligibilityAnswer, viewing: Viewing) -> Document:
    """Return the document of one answer of an upstream, judged as of the dates of `viewing`."""
    answer = answered.eligibility
    source = answer.source
    result = Result(
        kind=ANSWER,
        origin=answered.source,
        received_at=answered.received_at,
        version=source.version,
        control_number=source.control_number,
        eligibility=(answer,),
        verdicts=(verdict_document(answer, viewing),),
        notes=source.notes,
        is_kept=answered.is_kept,
        compared_with=answered.compared_with,
        changes=answered.changes,
    )
    return Document(VERSION, (result,))


def read_results(
    data: bytes, origin: str, sha256: str, reading: Reading = DEFAULT_READING
) -> tuple[Result, ...]:
    """Return what a file holds, in its order. Raises `Problem`: those of `read_interchanges`."""
    return tuple(
        result
        for interchange in read_interchanges(data)
        for result in _of_interchange(interchange, origin, sha256, reading)
    )


def judged(result: Result, viewing: Callable[[Eligibility], Viewing]) -> Result:
    """Return a result with a verdict on each answer, as of the dates that `viewing` gives for it."""
    verdicts = tuple(verdict_document(answer, viewing(answer)) for answer in result.eligibility)
    return replace(result, verdicts=verdicts)


def _of_interchange(interchange: Interchange, origin: str, sha256: str, reading: Reading) -> Iterator[Result]:
    notes = tuple(Note(o.code, o.segment, o.offset, o.details) for o in interchange.oddities)
    found = False
    for segment in interchange.acknowledgements:
        found = True
        told = read_ta1(segment)
        yield Result("TA1", origin, sha256, None, "", told.control_number, acknowledgement=told, notes=notes)
    for transaction in interchange.sets:
        found = True
        result = Result(
            kind=transaction.kind,
            origin=origin,
            sha256=sha256,
            version=transaction.version,
            control_number=transaction.control_number,
            notes=notes,
        )
        yield replace(result, **_views(interchange, transaction, reading))
    if not found:
        texts = tuple(interchange.loose)
        yield Result("", origin, sha256, None, "", interchange.control_number, segments=texts, notes=notes)


def _views(interchange: Interchange, transaction: TransactionSet, reading: Reading) -> dict[str, Any]:
    if transaction.kind == ANSWER:
        return {"eligibility": read_answers(interchange, transaction, reading)}
    if transaction.kind == CLAIM_STATUS:
        report = read_claim_report(interchange, transaction)
        kind = CLAIM_ACKNOWLEDGEMENT if report.is_acknowledgement else CLAIM_STATUS
        return {"kind": kind, "claim_status": report}
    if transaction.kind == REMITTANCE:
        return {"remittance": read_remittance(interchange, transaction)}
    if transaction.kind in KINDS:
        return {"acknowledgement": read_functional(transaction)}
    return {"segments": tuple(transaction.texts)}
