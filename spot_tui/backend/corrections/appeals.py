"""May a decision be appealed, and is an appeal whole? Rules R54 to R62, R71 and R75.

Sources: First Coast, reopening or redetermination, reconsideration; 42 CFR 405.952 (what was dismissed or
withdrawn may be asked for again in time).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime

from spot_tui.backend.appeals.model import REQUIRED, About, AppealRequest
from spot_tui.backend.claims.model import Appeal, AppealLevel, AppealStatus, Claim
from spot_tui.backend.corrections.case import RuleBook
from spot_tui.backend.corrections.check import received_too_late
from spot_tui.backend.corrections.deadlines import (
    Deadline,
    reconsideration_deadline,
    redetermination_deadline,
    revised_deadline,
)
from spot_tui.backend.corrections.findings import Finding, refusal, warning
from spot_tui.backend.formats import show_date
from spot_tui.backend.x12.codes.adjustments import UNPROCESSABLE

UNDECIDED = frozenset({AppealStatus.DISMISSED, AppealStatus.DISMISSED_INCOMPLETE, AppealStatus.WITHDRAWN})
"""Endings without a decision: the same may be asked for again in time."""
_ADJUSTED_IN_PART_A = frozenset({"P", "R"})
_FIELDS = {"lines": "services"}
"""Fields of the forms that have another name in a request."""
_NEVER_APPEALED = {About.REFUND: "R59", About.REOPENING: "R62"}
_GIVES_BACK = re.compile(
    r"\b(voluntary|enclosed|attached)\s+(refund|repayment)\b"
    r"|\b(we|i)\s+(are\s+|(want|wish|would\s+like)\s+to\s+)?(refund|return|repay|pay\s+back|give\s+back)(ing)?"
    r"\b[^.]{0,40}\b(overpayment|overpaid|payment|money|amount)\b",
    re.IGNORECASE,
)
"""A reason that plainly gives money back; one that fights a demand for it ("we should not ...") does not."""


def check_appeal(claim: Claim, request: AppealRequest, today: date, book: RuleBook) -> tuple[Finding, ...]:
    """Return all that rules have to say of an appeal as it is asked for; nothing where it may be sent."""
    return (
        *_in_force(_against_request(claim, request), book),
        *check_level(claim, request.level, today, book),
    )


def check_sending_appeal(
    claim: Claim, request: AppealRequest, moment: datetime, book: RuleBook
) -> tuple[Finding, ...]:
    """Return the same of an appeal that is sent at `moment` (aware), which may be too late (R75)."""
    today = moment.astimezone(book.calendar.zone).date()
    late = received_too_late(appeal_deadline(claim, request.level, book), moment, book)
    return (*check_appeal(claim, request, today, book), *_in_force(late, book))


def appeal_deadline(claim: Claim, level: AppealLevel, book: RuleBook) -> Deadline | None:
    """Return the deadline of an appeal of a level."""
    is_first = level is AppealLevel.REDETERMINATION
    return level_1_deadline(claim, book) if is_first else level_2_deadline(claim, book)


def no_appeal(about: About, reason: str = "") -> Iterator[Finding]:
    """R59 and R62: what is never appealed, by what it is about or by its own reason."""
    if about in _NEVER_APPEALED:
        yield refusal(_NEVER_APPEALED[about], "about")
    elif _GIVES_BACK.search(reason):
        yield refusal("R59", "reason")


def check_redetermination(
    claim: Claim, today: date, book: RuleBook, received: date | None = None
) -> tuple[Finding, ...]:
    """Return what speaks against level 1; `received` is when the notice came, where that is known."""
    return _in_force(_against_level_1(claim, today, book, received), book)


def check_reconsideration(claim: Claim, today: date, book: RuleBook) -> tuple[Finding, ...]:
    """Return what speaks against level 2."""
    return _in_force(_against_level_2(claim, today, book), book)


def check_level(claim: Claim, level: AppealLevel, today: date, book: RuleBook) -> tuple[Finding, ...]:
    """Return what speaks against an appeal of a level."""
    is_first = level is AppealLevel.REDETERMINATION
    return (check_redetermination if is_first else check_reconsideration)(claim, today, book)


def level_1_deadline(claim: Claim, book: RuleBook, received: date | None = None) -> Deadline | None:
    """Return the deadline of level 1: of the revised decision where there is one (R61), else R54."""
    if claim.revised_on:
        return revised_deadline(claim.revised_on, book.limits)
    if claim.determined_on:
        return redetermination_deadline(claim.determined_on, book.limits, received)
    return None


def level_2_deadline(claim: Claim, book: RuleBook) -> Deadline | None:
    """Return the deadline of level 2 (R56), None before there is a decision on level 1."""
    decided = [appeal.decided_on for appeal in decided_level_1(claim) if appeal.decided_on]
    return reconsideration_deadline(max(decided), book.limits) if decided else None


def decided_level_1(claim: Claim) -> tuple[Appeal, ...]:
    """Return the decided appeals on level 1, those that level 2 can follow."""
    return tuple(each for each in _appeals(claim, AppealLevel.REDETERMINATION) if each.decided_on)


def pending_appeal(claim: Claim) -> Appeal | None:
    """Return the appeal that is under way."""
    return next((appeal for appeal in claim.appeals if appeal.status is AppealStatus.PENDING), None)


def _against_request(claim: Claim, request: AppealRequest) -> Iterator[Finding]:
    """Yield R57 for what is missing, R58 for another claim, R59 or R62, R55 for level 1 undecided."""
    yield from (refusal("R57", _FIELDS.get(name, name)) for name in REQUIRED if not getattr(request, name))
    if request.claim != claim.number:
        yield refusal("R58", "claim_number")
    yield from no_appeal(request.about, request.reason)
    if request.level is AppealLevel.RECONSIDERATION:
        if not request.previous:
            yield refusal("R57", "appeal_number")
        elif request.previous not in {each.number for each in decided_level_1(claim)}:
            yield refusal("R55", "appeal_number")


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
    return (each for each in claim.appeals if each.level is level and each.status not in UNDECIDED)


def _in_force(findings: Iterator[Finding], book: RuleBook) -> tuple[Finding, ...]:
    return tuple(finding for finding in findings if finding.rule not in book.rules.switched_off)
