"""Submissions as they are written down in a vault."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from spot_tui.backend.documents.filed import ReceivedFile
from spot_tui.backend.made import Made
from spot_tui.backend.outbox.model import Kind, Receipt, State, Submission
from spot_tui.backend.problems import KINDS, Problem
from spot_tui.backend.session_registry import Process

if TYPE_CHECKING:
    from spot_tui.backend.store.lines import Document


def document_of(submission: Submission) -> Document:
    """Return a submission as JSON values."""
    sender = submission.sender
    return {
        "id": submission.id,
        "key": submission.key,
        "provider_npi": submission.provider_npi,
        "kind": submission.kind.value,
        "path": submission.path,
        "content": submission.content,
        "match": submission.match,
        "claim": submission.claim,
        "patient": submission.patient,
        "deadline": submission.deadline.isoformat() if submission.deadline else None,
        "overrides": list(submission.overrides),
        "created_at": submission.created_at.isoformat(),
        "next_at": submission.next_at.isoformat(),
        "state": submission.state.value,
        "tries": submission.tries,
        "tried_at": _text(submission.tried_at),
        "not_before": _text(submission.not_before),
        "problem": _problem_document(submission.problem),
        "receipt": _receipt_document(submission.receipt),
        "made": [submission.made.form, dict(submission.made.typed)] if submission.made else None,
        "sender": [sender.pid, sender.boot, sender.started] if sender else None,
    }


def submission_of(owner: str, document: Document) -> Submission:
    """Return the submission of a document."""
    return Submission(
        id=document["id"],
        key=document["key"],
        owner=owner,
        provider_npi=document["provider_npi"],
        kind=Kind(document["kind"]),
        path=document["path"],
        content=document["content"],
        match=document["match"],
        claim=document["claim"],
        patient=document["patient"],
        deadline=date.fromisoformat(document["deadline"]) if document["deadline"] else None,
        overrides=tuple(document["overrides"]),
        created_at=datetime.fromisoformat(document["created_at"]),
        next_at=datetime.fromisoformat(document["next_at"]),
        state=State(document["state"]),
        tries=document["tries"],
        tried_at=_moment(document["tried_at"]),
        not_before=_moment(document["not_before"]),
        problem=_problem(document["problem"]),
        receipt=_receipt(document["receipt"]),
        made=Made(*document["made"]) if document.get("made") else None,
        sender=Process(*document["sender"]) if document["sender"] else None,
    )


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _problem_document(problem: Problem | None) -> dict[str, Any] | None:
    if problem is None:
        return None
    parameters = {
        name: value if isinstance(value, int) else str(value) for name, value in problem.parameters.items()
    }
    return {
        "code": problem.code,
        "fields": list(problem.fields),
        "parameters": parameters,
        "words": problem.upstream_words,
        "reference": problem.reference,
    }


def _problem(document: dict[str, Any] | None) -> Problem | None:
    if document is None or document["code"] not in KINDS:  # a later version may have known more
        return None
    return Problem(
        document["code"],
        tuple(document["fields"]),
        document["parameters"],
        document["words"],
        document["reference"],
    )


def _receipt_document(receipt: Receipt | None) -> dict[str, Any] | None:
    if receipt is None:
        return None
    on = receipt.received_on
    return {
        "number": receipt.number,
        "received_on": on.isoformat() if on else None,
        "confirmed_at": receipt.confirmed_at.isoformat(),
        "files": [[file.name, file.size, file.sha256] for file in receipt.files],
    }


def _receipt(document: dict[str, Any] | None) -> Receipt | None:
    if document is None:
        return None
    on = document["received_on"]
    return Receipt(
        document["number"],
        date.fromisoformat(on) if on else None,
        datetime.fromisoformat(document["confirmed_at"]),
        tuple(ReceivedFile(*file) for file in document.get("files", ())),
    )
