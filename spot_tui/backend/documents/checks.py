"""One engine for screen and command: what stands in the way of a submission, all at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from spot_tui.backend.corrections.case import RuleBook
from spot_tui.backend.corrections.deadlines import Deadline
from spot_tui.backend.corrections.findings import Finding
from spot_tui.backend.documents.forms import DocumentForm, Role
from spot_tui.backend.documents.limits import Limits
from spot_tui.backend.documents.paper import Paper
from spot_tui.backend.documents.rules import Sending, check_submission, letter_deadline, received_on
from spot_tui.backend.forms import Typed, Values
from spot_tui.backend.problems import EXIT_DONE, Problem, worst_exit


@dataclass(frozen=True, slots=True)
class Judged:
    """What is said of a submission before it is sent.

    `problems` are of fields and files, `findings` of rules. `received_on` is the day that would count as
    received if it went now; `deadline` is that of the letter, `today` the contractor's day. `typed` is what
    stood in the form.
    """

    typed: Typed
    values: Values
    problems: tuple[Problem, ...]
    findings: tuple[Finding, ...]
    received_on: date
    deadline: Deadline | None
    today: date

    def stops(self, overrides: Collection[str] = ()) -> tuple[Problem, ...]:
        """Return what keeps it from being sent; `overrides` are ids of rules that warn and are gone past."""
        spoken = (each.problem for each in self.findings if each.refuses or each.rule not in overrides)
        return (*self.problems, *spoken)

    @property
    def exit_code(self) -> int:
        """The exit code of a check: 0 with warnings alone, else the worst of what is refused."""
        refused = (each.problem for each in self.findings if each.refuses)
        return worst_exit([EXIT_DONE, *(problem.exit_code for problem in (*self.problems, *refused))])


def judge(
    form: DocumentForm,
    typed: Typed,
    papers: tuple[Paper, ...],
    *,
    moment: datetime,
    limits: Limits,
    book: RuleBook,
    answered_on: date | None = None,
    due_on: date | None = None,
) -> Judged:
    """Return all that stands in the way of sending `papers` with what was `typed` at `moment` (aware).

    `answered_on` is the day on which a submission for the same letter went out before, by this office's
    history; `due_on` the last day of what has no letter.
    """
    today = moment.astimezone(book.calendar.zone).date()
    reading = form.form(today).read(typed)
    sending = Sending(form, reading.values, papers, moment, limits, book, answered_on, due_on)
    problems = (*reading.problems, *_of_papers(form, papers, limits))
    findings = check_submission(sending)
    deadline = letter_deadline(sending)
    return Judged(typed, reading.values, problems, findings, received_on(sending), deadline, today)


def _of_papers(form: DocumentForm, papers: tuple[Paper, ...], limits: Limits) -> Iterator[Problem]:
    for paper in papers:
        yield from paper.problems
    if papers and not form.takes_papers:
        yield Problem("documents.takes_none", ("files",))
    elif any(paper.role not in form.roles for paper in papers):
        yield Problem("documents.no_letter", ("files",))
    elif not form.id.answers_letter and _records(papers) < form.least_papers:
        yield Problem("documents.none", ("files",))
    yield from _too_many(papers, limits)
    yield from _twice(papers)


def _records(papers: tuple[Paper, ...]) -> int:
    return sum(paper.role is Role.RECORDS for paper in papers)


def _too_many(papers: tuple[Paper, ...], limits: Limits) -> Iterator[Problem]:
    most_files = limits.most_files
    if most_files and len(papers) > most_files.value:
        yield Problem("documents.too_many", ("files",), {"found": len(papers), "most": most_files.value})


def _twice(papers: tuple[Paper, ...]) -> Iterator[Problem]:
    """Yield a problem for each file that holds the same bytes as one before it."""
    seen: dict[str, str] = {}
    for paper in papers:
        if paper.sha256 and paper.sha256 in seen:
            yield Problem("paper.twice", ("files",), {"file": paper.name, "other": seen[paper.sha256]})
        seen.setdefault(paper.sha256, paper.name)
