"""From a judged form to what goes out."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

from spot_tui.backend.documents.checks import Judged
from spot_tui.backend.documents.filed import FilledForm
from spot_tui.backend.documents.forms import DocumentForm, Role
from spot_tui.backend.documents.paper import Paper
from spot_tui.backend.documents.upload import LocalFile
from spot_tui.backend.forms import Typed
from spot_tui.backend.made import Made

FILES = "files"
"""What a draft calls the files that were chosen."""
LETTER_FILES = "letter_files"
"""The field that tells which files are the letter: their SHA-256 with a blank between."""


def filled_form(
    form: DocumentForm, judged: Judged, papers: tuple[Paper, ...], overrides: Collection[str]
) -> FilledForm:
    """Return what is sent of a form that nothing stops; `overrides` are the warnings that were gone past.

    Values go as text: days as YYYY-MM-DD, yes as ``true``, dollars with cents, an empty field not at all.
    """
    values = {name: _text(value) for name, value in judged.values.items() if value is not None}
    letters = [paper.sha256 for paper in papers if paper.role is Role.LETTER]
    if letters:
        values[LETTER_FILES] = " ".join(letters)
    deadline = judged.deadline.last_day if judged.deadline else None
    return FilledForm(
        form=form.id.value,
        fields=values,
        files=tuple(_file(paper) for paper in papers),
        patient=values.get("mbi", ""),
        claim=values.get("claim_number", ""),
        # Who goes past the last day by a yes wants it sent all the same.
        deadline=deadline if deadline and judged.received_on <= deadline else None,
        overrides=tuple(overrides),
        made=Made(f"document_{form.id}", draft_values(judged.typed, _named(papers))),
    )


def draft_values(typed: Typed, files: Iterable[tuple[Role, Path]]) -> dict[str, str]:
    """Return what a draft holds of a form and of the files that were chosen, each with what it is."""
    named = write_chosen(files)
    return {**typed, **({FILES: named} if named else {})}


def write_chosen(files: Iterable[tuple[Role, Path]]) -> str:
    """Return files and what each is in the submission, as a draft names them; empty for none."""
    named = [[role, str(path)] for role, path in files]
    return json.dumps(named) if named else ""


def _named(papers: Iterable[Paper]) -> Iterator[tuple[Role, Path]]:
    return ((paper.role, paper.path) for paper in papers)


def _file(paper: Paper) -> LocalFile:
    if paper.kind is None:
        raise ValueError("a file of no known kind is refused by a rule")
    return LocalFile(paper.path, paper.kind.media_type, paper.size, paper.sha256)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    if isinstance(value, tuple):
        return ", ".join(f"{procedure} {dollars:.2f}" for procedure, dollars in value)
    return str(value)
