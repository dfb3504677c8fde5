"""May a claim be corrected at all? Rules R01 to R12, each a function from a case to what it has to say."""

from __future__ import annotations

from collections.abc import Iterator

from spot_tui.backend.claims.codes import is_denied
from spot_tui.backend.claims.model import Group
from spot_tui.backend.corrections.case import Case, ClaimRule, LineCase, LineRule
from spot_tui.backend.corrections.deadlines import correction_deadline
from spot_tui.backend.corrections.findings import Finding, refusal, warning
from spot_tui.backend.formats import show_date
from spot_tui.backend.x12.codes.adjustments import UNPROCESSABLE


def part_b_only(case: Case) -> Iterator[Finding]:
    """R01: a claim of Part A has other roads."""
    if case.claim.part == "A":
        yield refusal("R01")


def not_unprocessable(case: Case) -> Iterator[Finding]:
    """R02: a claim that came back with MA130 is sent anew."""
    if UNPROCESSABLE in case.claim.all_remarks:
        yield refusal("R02")


def within_a_year(case: Case) -> Iterator[Finding]:
    """R03: one year from the first decision; R04: whose day is not told."""
    determined = case.claim.determined_on
    if determined is None:
        if case.claim.standing.group.is_final:
            yield warning("R04")
        return
    deadline = correction_deadline(determined, case.book.rules, case.book.limits)
    if not deadline.is_open(case.today):
        yield refusal("R03", date=show_date(deadline.last_day))


def decided(case: Case) -> Iterator[Finding]:
    """R05: nothing can be corrected before the decision."""
    is_open = not case.claim.standing.group.is_final
    if is_open and UNPROCESSABLE not in case.claim.all_remarks:
        yield refusal("R05")


def neither_appealed_nor_adjusted(case: Case) -> Iterator[Finding]:
    """R06: an earlier appeal or adjustment goes on by appeal."""
    claim = case.claim
    if claim.appeals or claim.replaced_by or claim.replaces or claim.revised_on:
        yield refusal("R06")


def not_under_review(case: Case) -> Iterator[Finding]:
    """R07: medical review, recovery audit or recoupment."""
    if case.claim.review is not None:
        yield refusal("R07")


def unpaid(case: Case) -> Iterator[Finding]:
    """R08, where the organisation asks for it: a claim of which everything was paid."""
    claim = case.claim
    is_paid = claim.standing.group is Group.PAID and not any(is_denied(line) for line in claim.lines)
    if case.book.rules.unpaid_only and is_paid and not claim.standing.partly:
        yield refusal("R08")


def unpaid_line(found: LineCase) -> Iterator[Finding]:
    """R08, where the organisation asks for it: a line that was paid, on a claim that was paid in part."""
    if found.book.rules.unpaid_only and found.line.paid and not any(unpaid(found.case)):
        yield refusal("R08", line=found.number)


def named(case: Case) -> Iterator[Finding]:
    """R10: the beneficiary is named; R09: as the claim names her."""
    asked, patient = case.correction, case.claim.patient
    given = {"first_name": asked.first_name, "last_name": asked.last_name}
    missing = tuple(name for name, text in given.items() if not text.strip())
    if missing:
        yield refusal("R10", *missing)
        return
    known = {"first_name": patient.first_name, "last_name": patient.last_name}
    other = tuple(name for name, text in known.items() if text and _plain(text) != _plain(given[name]))
    if other:
        # Which of the two is wrong is not told: the portal does not tell either.
        yield refusal("R09", *given)


def opened(case: Case) -> Iterator[Finding]:
    """R11: the contractor marks the claim as not open, and no other rule says why."""
    if case.claim.correctable is False:
        yield refusal("R11")


def opened_line(found: LineCase) -> Iterator[Finding]:
    """R12: the contractor marks the line as not open."""
    if found.line.correctable is False:
        yield refusal("R12", line=found.number)


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


CLAIM_RULES: tuple[ClaimRule, ...] = (
    part_b_only,
    not_unprocessable,
    within_a_year,
    decided,
    neither_appealed_nor_adjusted,
    not_under_review,
    unpaid,
)
"""Rules of a claim, whatever is asked of it."""

OPENED_LINE_RULES: tuple[LineRule, ...] = (unpaid_line, opened_line)
"""Rules of a line, whatever is asked of it."""
