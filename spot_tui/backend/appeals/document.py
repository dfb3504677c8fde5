"""Appeals on file and decision letters as JSON documents, printed by ``appeals`` (docs/json.md)."""

from __future__ import annotations

from dataclasses import dataclass

from spot_tui.backend.appeals.model import DecisionLetter, FiledAppeal
from spot_tui.backend.outbox.listing import ListedSubmission

VERSION = 1


@dataclass(frozen=True, slots=True)
class AppealsDocument:
    """Appeals on file, the last one first; one of them where one was asked for.

    `not_on_file` are the person's own in the outbox of this machine that are not confirmed.
    """

    version: int
    appeals: tuple[FiledAppeal, ...]
    not_on_file: tuple[ListedSubmission, ...] = ()


@dataclass(frozen=True, slots=True)
class LetterDocument:
    """The decision letter of an appeal."""

    version: int
    letter: DecisionLetter
