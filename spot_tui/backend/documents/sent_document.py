"""Submissions of documents as JSON documents, printed by ``documents`` (docs/json.md)."""

from __future__ import annotations

from dataclasses import dataclass

from spot_tui.backend.documents.document import DocumentsCheck
from spot_tui.backend.documents.filed import FiledSubmission
from spot_tui.backend.outbox.listing import ListedSubmission

VERSION = 1


@dataclass(frozen=True, slots=True)
class SentDocument:
    """What was checked before a form was sent, and how it stands; `submission` is null where nothing went."""

    version: int
    check: DocumentsCheck
    submission: ListedSubmission | None


@dataclass(frozen=True, slots=True)
class SubmissionsDocument:
    """Submissions on file, the last one first; one of them where one was asked for.

    `not_on_file` are the person's own in the outbox of this machine that are not confirmed.
    """

    version: int
    submissions: tuple[FiledSubmission, ...]
    not_on_file: tuple[ListedSubmission, ...] = ()
