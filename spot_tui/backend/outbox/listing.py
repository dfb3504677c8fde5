"""The outbox as one JSON document: what ``--json`` prints (docs/json.md), without what was submitted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from spot_tui.backend.outbox.model import Kind, Receipt, State, Submission

VERSION = 1


@dataclass(frozen=True, slots=True)
class ListedSubmission:
    """A submission: `problem` is the code of what kept its last try from ending well; times are in UTC."""

    id: str
    kind: Kind
    state: State
    claim: str
    provider_npi: str
    created_at: datetime
    tries: int
    tried_at: datetime | None
    next_at: datetime | None
    deadline: date | None
    problem: str
    upstream_words: str
    receipt: Receipt | None


@dataclass(frozen=True, slots=True)
class OutboxDocument:
    """Submissions, the first one first."""

    version: int
    submissions: tuple[ListedSubmission, ...]


def outbox_document(submissions: Iterable[Submission]) -> OutboxDocument:
    """Return the document of these submissions."""
    return OutboxDocument(VERSION, tuple(listed(each) for each in submissions))


def next_try(submission: Submission) -> datetime | None:
    """Return when it is tried again by itself, None for what is not."""
    if not submission.state.waits:
        return None
    return max(submission.next_at, submission.not_before or submission.next_at)


def listed(submission: Submission) -> ListedSubmission:
    """Return a submission without what was submitted."""
    problem = submission.problem
    return ListedSubmission(
        id=submission.id,
        kind=submission.kind,
        state=submission.state,
        claim=submission.claim,
        provider_npi=submission.provider_npi,
        created_at=submission.created_at,
        tries=submission.tries,
        tried_at=submission.tried_at,
        next_at=next_try(submission),
        deadline=submission.deadline,
        problem=problem.code if problem else "",
        upstream_words=problem.upstream_words if problem else "",
        receipt=submission.receipt,
    )
