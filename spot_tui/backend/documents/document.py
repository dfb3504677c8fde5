"""What a check of documents found, as the JSON document that ``documents check --json`` prints."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from spot_tui.backend.corrections.document import FindingShown, shown
from spot_tui.backend.documents.checks import Judged
from spot_tui.backend.documents.forms import DocumentForm
from spot_tui.backend.documents.paper import Paper
from spot_tui.backend.explanations import explain
from spot_tui.backend.problems import Problem

VERSION = 1


@dataclass(frozen=True, slots=True)
class FileShown:
    """A file. `kind` is empty where what it holds is not known; `scan` is what the virus scanner said.

    `size` is in bytes. `pages` and `sha256` are known of a file with nothing wrong.
    """

    name: str
    role: str
    kind: str
    size: int
    pages: int
    sha256: str
    scan: str


@dataclass(frozen=True, slots=True)
class ProblemShown:
    """What is wrong with a field or a file; `code` is that of docs/problems.md."""

    fields: tuple[str, ...]
    code: str
    what: str
    next: str


@dataclass(frozen=True, slots=True)
class DocumentsCheck:
    """Whether a form may be sent with its files, and what stands in the way.

    `may_be_sent` is true where nothing is refused; warnings among the findings then need a yes.
    `received_on` is the day on which it counts as received if it is sent now. `last_day` and `days_left` are
    those of the letter, null without one.
    """

    version: int
    form: str
    may_be_sent: bool
    files: tuple[FileShown, ...]
    problems: tuple[ProblemShown, ...]
    findings: tuple[FindingShown, ...]
    received_on: date
    last_day: date | None
    days_left: int | None


def documents_check(form: DocumentForm, judged: Judged, papers: tuple[Paper, ...]) -> DocumentsCheck:
    """Return the document of a check."""
    deadline = judged.deadline
    return DocumentsCheck(
        version=VERSION,
        form=form.id.value,
        may_be_sent=not judged.exit_code,
        files=tuple(_file(paper) for paper in papers),
        problems=tuple(_problem(problem) for problem in judged.problems),
        findings=tuple(shown(finding) for finding in judged.findings),
        received_on=judged.received_on,
        last_day=deadline.last_day if deadline else None,
        days_left=deadline.days_left(judged.today) if deadline else None,
    )


def _file(paper: Paper) -> FileShown:
    kind = paper.kind.value if paper.kind else ""
    return FileShown(paper.name, paper.role.value, kind, paper.size, paper.pages, paper.sha256, paper.scan)


def _problem(problem: Problem) -> ProblemShown:
    told = explain(problem)
    return ProblemShown(problem.fields, problem.code, told.what, told.next)
