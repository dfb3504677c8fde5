"""May these documents be sent? Rules R63 to R75, pure functions over a submission before it is sent.

Sources: SPOT User Guide, section 8; First Coast, additional documentation requests; SPOT status page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_UP, Decimal
from enum import StrEnum
from pathlib import PurePath

from spot_tui.backend.corrections.case import RuleBook
from spot_tui.backend.corrections.deadlines import records_deadline
from spot_tui.backend.corrections.findings import Finding, refusal, warning
from spot_tui.backend.documents.settings import DocumentRules
from spot_tui.backend.formats import show_date

MEGABYTE = 1024 * 1024


class DocumentForm(StrEnum):
    """What a submission is, as far as rules tell them apart."""

    RECORDS = "records"
    """The answer to a letter that asks for records (ADR)."""
    APPEAL = "appeal"
    PRIOR_AUTHORIZATION = "prior_authorization"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Paper:
    """A file: its name, its size in bytes, and what was seen in it; `claims` are those it has papers of."""

    name: str
    size: int
    is_locked: bool = False
    is_letter: bool = False
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Submission:
    """What is to be sent.

    `letter` is the number of the letter that it answers and `letter_on` its date; `answered_on` is the day on
    which the same letter was answered before. `due_on` is the last day of anything else.
    """

    form: DocumentForm
    papers: tuple[Paper, ...]
    letter: str = ""
    letter_on: date | None = None
    answered_on: date | None = None
    due_on: date | None = None
    is_expedited: bool = False


@dataclass(frozen=True, slots=True)
class Sending:
    """A submission, and the moment (aware) at which it is sent."""

    submission: Submission
    moment: datetime
    rules: DocumentRules
    book: RuleBook


def received_on(sending: Sending) -> date:
    """Return the day on which it counts as received (R74)."""
    return sending.book.calendar.received_on(sending.moment)


def check_submission(sending: Sending) -> tuple[Finding, ...]:
    """Return all that rules have to say before it is sent."""
    found = (finding for rule in SUBMISSION_RULES for finding in rule(sending))
    return tuple(each for each in found if each.rule not in sending.book.rules.switched_off)


def within_size(sending: Sending) -> Iterator[Finding]:
    """R63: the limit for all files together."""
    over = sum(paper.size for paper in sending.submission.papers) - sending.rules.most_megabytes * MEGABYTE
    if over > 0:
        megabytes = (Decimal(over) / MEGABYTE).quantize(Decimal("0.1"), ROUND_UP)
        yield refusal("R63", "files", over=f"{megabytes:f}", most=sending.rules.most_megabytes)


def readable(sending: Sending) -> Iterator[Finding]:
    """R64: no password; R65: a kind of file that is taken."""
    for paper in sending.submission.papers:
        if paper.is_locked:
            yield refusal("R64", "files", file=paper.name)
        if PurePath(paper.name).suffix.removeprefix(".").casefold() not in sending.rules.kinds:
            yield refusal("R65", "files", file=paper.name, kinds=", ".join(sending.rules.kinds))


def answers_a_letter(sending: Sending) -> Iterator[Finding]:
    """R66, R67: letter and records; R68: once; R70: and a letter there is."""
    sent = sending.submission
    if sent.form is not DocumentForm.RECORDS:
        return
    if not sent.letter:
        yield refusal("R70", "letter")
    if not any(paper.is_letter for paper in sent.papers):
        yield refusal("R66", "files")
    if all(paper.is_letter for paper in sent.papers):
        yield refusal("R67", "files")
    if sent.answered_on:
        yield refusal("R68", "letter", date=show_date(sent.answered_on))


def within_the_days(sending: Sending) -> Iterator[Finding]:
    """R69: day 46 has come; R75: it comes before this is received."""
    sent, local = sending.submission, sending.moment.astimezone(sending.book.calendar.zone).date()
    last = records_deadline(sent.letter_on, sending.book.limits).last_day if sent.letter_on else sent.due_on
    if last is None:
        return
    if sent.letter_on and local > last:
        yield warning("R69", "letter", date=show_date(last))
    elif received_on(sending) > last:
        arrives = received_on(sending)
        yield warning("R75", date=show_date(arrives), days=(arrives - last).days)


def no_appeal_for_a_letter(sending: Sending) -> Iterator[Finding]:
    """R71: a letter that asks for records is not answered with an appeal."""
    if sending.submission.form is DocumentForm.APPEAL and sending.submission.letter:
        yield refusal("R71", "letter")


def claims_apart(sending: Sending) -> Iterator[Finding]:
    """R72: papers of several claims are apart."""
    for paper in sending.submission.papers:
        if len(set(paper.claims)) > 1:
            yield warning("R72", "files", file=paper.name)


def expedited_for_a_reason(sending: Sending) -> Iterator[Finding]:
    """R73: expedited only where waiting puts life or health at risk."""
    if sending.submission.form is DocumentForm.PRIOR_AUTHORIZATION and sending.submission.is_expedited:
        yield warning("R73", "expedited")


SUBMISSION_RULES: tuple[Callable[[Sending], Iterator[Finding]], ...] = (
    within_size,
    readable,
    answers_a_letter,
    within_the_days,
    no_appeal_for_a_letter,
    claims_apart,
    expedited_for_a_reason,
)
