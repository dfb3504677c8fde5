"""What a check of a correction found, and what became of it: JSON documents that ``corrections`` prints."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from spot_tui.backend.corrections.case import Case
from spot_tui.backend.corrections.catalogue import RULES, SOURCES
from spot_tui.backend.corrections.deadlines import correction_deadline
from spot_tui.backend.corrections.filed import FiledCorrection
from spot_tui.backend.corrections.findings import Finding
from spot_tui.backend.corrections.request import request_types
from spot_tui.backend.explanations import explain
from spot_tui.backend.outbox.listing import ListedSubmission, listed
from spot_tui.backend.outbox.model import Submission
from spot_tui.backend.problems import Problem

VERSION = 1


@dataclass(frozen=True, slots=True)
class FindingShown:
    """What one rule says.

    `rule` is its id in docs/corrections.md, `outcome` ``refuse`` or ``warn``; `line` is null for the whole
    request. `code` is that of docs/problems.md, `what` and `next` are its sentences.
    """

    rule: str
    outcome: str
    line: int | None
    fields: tuple[str, ...]
    code: str
    what: str
    next: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LineShown:
    """A line that is to change, and the kinds of change that it asks for."""

    number: int
    types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CheckDocument:
    """Whether a correction may be sent, and what rules say of it.

    `may_be_sent` is true where nothing is refused; warnings then need a yes. `last_day` and `days_left` are
    those of the year for corrections, null where the decision's day is not told. `received_on` is the day on
    which it counts as received if it is sent now.
    """

    version: int
    claim: str
    may_be_sent: bool
    history: bool
    lines: tuple[LineShown, ...]
    findings: tuple[FindingShown, ...]
    last_day: date | None
    days_left: int | None
    received_on: date


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check of one of several claims found.

    `check` is null where the claim could not be checked: `problem` then is a code of docs/problems.md.
    """

    claim: str
    check: CheckDocument | None
    problem: str


@dataclass(frozen=True, slots=True)
class ChecksDocument:
    """What a check of several claims found, in the order in which they were named."""

    version: int
    checked: tuple[Checked, ...]


@dataclass(frozen=True, slots=True)
class Submitted:
    """What became of a correction or an appeal of `claim` that was to be sent.

    `findings` are what rules say of it. `submission` is how it stands in the outbox, null where it was not
    sent: a rule refuses it, a warning was not gone past, or `problem` came first, a code of docs/problems.md.
    """

    claim: str
    findings: tuple[FindingShown, ...]
    submission: ListedSubmission | None
    problem: str


@dataclass(frozen=True, slots=True)
class SubmittedDocument:
    """What became of each correction or appeal that was to be sent, in the order in which it was named."""

    version: int
    submitted: tuple[Submitted, ...]


@dataclass(frozen=True, slots=True)
class CorrectionsDocument:
    """Corrections on file, the last one first; one of them where one was asked for.

    `not_on_file` are the person's own in the outbox of this machine that are not confirmed.
    """

    version: int
    corrections: tuple[FiledCorrection, ...]
    not_on_file: tuple[ListedSubmission, ...] = ()


def check_document(case: Case, findings: Iterable[Finding], moment: datetime) -> CheckDocument:
    """Return the document of a check at `moment` (aware)."""
    found, determined, book = tuple(findings), case.claim.determined_on, case.book
    deadline = correction_deadline(determined, book.rules, book.limits) if determined else None
    return CheckDocument(
        version=VERSION,
        claim=case.claim.number,
        may_be_sent=not any(finding.refuses for finding in found),
        history=case.correction.history,
        lines=tuple(
            LineShown(line.number, tuple(kind.value for kind in request_types(line.before, line.after)))
            for line in case.lines()
        ),
        findings=tuple(shown(finding) for finding in found),
        last_day=deadline.last_day if deadline else None,
        days_left=deadline.days_left(case.today) if deadline else None,
        received_on=book.calendar.received_on(moment),
    )


def submitted(
    claim: str,
    findings: Iterable[Finding] = (),
    submission: Submission | None = None,
    problem: Problem | None = None,
) -> Submitted:
    """Return what became of one."""
    told = tuple(shown(finding) for finding in findings)
    return Submitted(claim, told, listed(submission) if submission else None, problem.code if problem else "")


def shown(finding: Finding) -> FindingShown:
    """Return what a rule says, in words and with its sources."""
    told = explain(finding.problem)
    return FindingShown(
        rule=finding.rule,
        outcome=finding.outcome.value,
        line=finding.line,
        fields=finding.problem.fields,
        code=finding.problem.code,
        what=told.what,
        next=told.next,
        sources=tuple(SOURCES[source] for source in RULES[finding.rule].sources),
    )
