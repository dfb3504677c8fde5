"""May these documents be sent? Rules R63 to R75, pure functions over a submission before it is sent.

Sources: SPOT User Guide, section 8; First Coast, additional documentation requests; SPOT status page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from spot_tui.backend.corrections.case import RuleBook
from spot_tui.backend.corrections.deadlines import Deadline, records_deadline
from spot_tui.backend.corrections.findings import Finding, refusal, warning
from spot_tui.backend.documents.forms import MEDICAL_REVIEW, DocumentForm, FormId, Role
from spot_tui.backend.documents.limits import Limits, megabytes_over
from spot_tui.backend.documents.paper import Paper
from spot_tui.backend.formats import show_date
from spot_tui.backend.forms import Values


@dataclass(frozen=True, slots=True)
class Sending:
    """What is to be sent: a form with its `values` and files, and the moment (aware) at which it is sent.

    `answered_on` is the day on which the same letter was answered before. `due_on` is the last day of what
    has no letter.
    """

    form: DocumentForm
    values: Values
    papers: tuple[Paper, ...]
    moment: datetime
    limits: Limits
    book: RuleBook
    answered_on: date | None = None
    due_on: date | None = None

    @property
    def today(self) -> date:
        """The contractor's day."""
        return self.moment.astimezone(self.book.calendar.zone).date()

    @property
    def has_letter(self) -> bool:
        """Whether the copy of a letter is among the files."""
        return any(paper.role is Role.LETTER for paper in self.papers)


def received_on(sending: Sending) -> date:
    """Return the day on which it counts as received (R74)."""
    return sending.book.calendar.received_on(sending.moment)


def letter_deadline(sending: Sending) -> Deadline | None:
    """Return until when the letter is to be answered: its date and 45 days; None without a letter."""
    dated = sending.values.get("letter_date")
    if not sending.form.id.answers_letter or not isinstance(dated, date):
        return None
    return records_deadline(dated, sending.book.limits)


def check_submission(sending: Sending) -> tuple[Finding, ...]:
    """Return all that rules have to say before it is sent."""
    found = (finding for rule in SUBMISSION_RULES for finding in rule(sending))
    return tuple(each for each in found if each.rule not in sending.book.rules.switched_off)


def within_size(sending: Sending) -> Iterator[Finding]:
    """R63: the limit for all files together."""
    over = megabytes_over((paper.size for paper in sending.papers), sending.limits)
    if over is not None:
        yield refusal("R63", "files", over=f"{over:f}", most=sending.limits.total_megabytes.value)


def readable(sending: Sending) -> Iterator[Finding]:
    """R64: no password; R65: a kind of file that is taken."""
    taken = sending.limits.kinds.value
    for paper in sending.papers:
        if paper.is_locked:
            yield refusal("R64", "files", file=paper.name)
        if paper.kind not in taken and not paper.problems:
            yield refusal("R65", "files", file=paper.name, kinds=", ".join(kind.upper() for kind in taken))


def answers_a_letter(sending: Sending) -> Iterator[Finding]:
    """R66, R67: letter and records go along; R68: a letter is answered once; R70: and is medical review's."""
    if not sending.form.id.answers_letter:
        return
    if sending.values.get("asked_by", MEDICAL_REVIEW) != MEDICAL_REVIEW:
        yield refusal("R70", "asked_by")
    if not sending.has_letter:
        yield refusal("R66", "files")
    if all(paper.role is Role.LETTER for paper in sending.papers):
        yield refusal("R67", "files")
    if sending.answered_on:
        yield refusal("R68", "letter", date=show_date(sending.answered_on))


def within_the_days(sending: Sending) -> Iterator[Finding]:
    """R69: day 46 has come; R75: it comes before this is received."""
    letter, arrives = letter_deadline(sending), received_on(sending)
    last = letter.last_day if letter else sending.due_on
    if last is None:
        return
    if letter and not letter.is_open(sending.today):
        yield warning("R69", "letter_date", date=show_date(last))
    elif arrives > last:
        yield warning("R75", date=show_date(arrives), days=(arrives - last).days)


def no_appeal_for_a_letter(sending: Sending) -> Iterator[Finding]:
    """R71: a letter that asks for records is not answered with an appeal."""
    if sending.form.id is FormId.APPEAL and sending.has_letter:
        yield refusal("R71", "files")


def claims_apart(sending: Sending) -> Iterator[Finding]:
    """R72: papers of several claims are apart."""
    if sending.values.get("several_claims"):
        yield warning("R72", "several_claims")


def expedited_for_a_reason(sending: Sending) -> Iterator[Finding]:
    """R73: expedited only where waiting puts life or health at risk."""
    if sending.values.get("expedited"):
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
