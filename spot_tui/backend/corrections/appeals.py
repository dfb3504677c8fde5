"""May a decision be appealed? Rules R54 to R56, R60, R61 and R71.

Sources: First Coast, reopening or redetermination, reconsideration; 42 CFR 405.952 (what was dismissed or
withdrawn may be asked for again in time).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from spot_tui.backend.claims.model import Appeal, AppealLevel, AppealStatus, Claim
from spot_tui.backend.corrections.case import RuleBook
from spot_tui.backend.corrections.deadlines import (
    Deadline,
    reconsideration_deadline,
    redetermination_deadline,
    revised_deadline,
)
from spot_tui.backend.corrections.findings import Finding, refusal, warning
from spot_tui.backend.formats import show_date
from spot_tui.backend.x12.codes.adjustments import UNPROCESSABLE

_UNDECIDED = frozenset({AppealStatus.DISMISSED, AppealStatus.DISMISSED_INCOMPLETE, AppealStatus.WITHDRAWN})
_ADJUSTED_IN_PART_A = frozenset({"P", "R"})


def check_redetermination(
    claim: Claim, today: date, book: RuleBook, received: date | None = None
) -> tuple[Finding, ...]:
    """Return what speaks against level 1; `received` is when the notice came, where that is known."""
    return _in_force(_against_level_1(claim, today, book, received), book)


def check_reconsideration(claim: Claim, today: date, book: RuleBook) -> tuple[Finding, ...]:
    """Return what speaks against level 2."""
    return _in_force(_against_level_2(claim, today, book), book)


def level_1_deadline(claim: Claim, book: RuleBook, received: date | None = None) -> Deadline | None:
    """Return the deadline of level 1: of the revised decision where there is one (R61), else R54."""
    if claim.revised_on:
        return revised_deadline(claim.revised_on, book.limits)
    if claim.determined_on:
        return redetermination_deadline(claim.determined_on, book.limits, received)
    return None


def level_2_deadline(claim: Claim, book: RuleBook) -> Deadline | None:
    """Return the deadline of level 2 (R56), None before there is a decision on level 1."""
    decided = [
        appeal.decided_on for appeal in _appeals(claim, AppealLevel.REDETERMINATION) if appeal.decided_on
    ]
    return reconsideration_deadline(max(decided), book.limits) if decided else None


def pending_appeal(claim: Claim) -> Appeal | None:
    """Return the appeal that is under way."""
    return next((appeal for appeal in claim.appeals if appeal.status is AppealStatus.PENDING), None)


def _against_level_1(claim: Claim, today: date, book: RuleBook, received: date | None) -> Iterator[Finding]:
    if UNPROCESSABLE in claim.all_remarks:
        yield refusal("R02")
        return
    if not claim.standing.group.is_final:
        yield refusal("R71" if claim.wanted else "R05")
        return
    if claim.part == "A" and claim.standing.location[:1] in _ADJUSTED_IN_PART_A:
        yield refusal("R60")
    if claim.replaced_by or any(_appeals(claim, AppealLevel.REDETERMINATION)):
        yield refusal("R06")
        return
    deadline = level_1_deadline(claim, book, received)
    if deadline is None:
        yield warning("R04")
    elif not deadline.is_open(today):
        yield refusal("R61" if claim.revised_on else "R54", date=show_date(deadline.last_day))


def _against_level_2(claim: Claim, today: date, book: RuleBook) -> Iterator[Finding]:
    if UNPROCESSABLE in claim.all_remarks:
        yield refusal("R02")
        return
    deadline = level_2_deadline(claim, book)
    if deadline is None:
        yield refusal("R55")
        return
    if any(_appeals(claim, AppealLevel.RECONSIDERATION)):
        yield refusal("R06")
        return
    if not deadline.is_open(today):
        yield refusal("R56", date=show_date(deadline.last_day))


def _appeals(claim: Claim, level: AppealLevel) -> Iterator[Appeal]:
    """Yield the appeals of a level that are decided or under way: a dismissed one may be made again."""
    return (each for each in claim.appeals if each.level is level and each.status not in _UNDECIDED)


def _in_force(findings: Iterator[Finding], book: RuleBook) -> tuple[Finding, ...]:
    return tuple(finding for finding in findings if finding.rule not in book.rules.switched_off)
