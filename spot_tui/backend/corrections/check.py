"""All rules of a correction in their order: of the claim, of the request, then line by line.

All that is wrong is told at once. Pure: the same case always gives the same findings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from spot_tui.backend.claims.model import Claim
from spot_tui.backend.corrections.case import Case, LineCase, RuleBook
from spot_tui.backend.corrections.claim_rules import CLAIM_RULES, OPENED_LINE_RULES, named, opened
from spot_tui.backend.corrections.deadlines import Deadline, correction_deadline
from spot_tui.backend.corrections.findings import Finding, warning
from spot_tui.backend.corrections.line_rules import LINE_RULES
from spot_tui.backend.corrections.list_rules import CLAIM_LIST_RULES, LINE_LIST_RULES, denial_of_line
from spot_tui.backend.corrections.request import Correction
from spot_tui.backend.corrections.scope_rules import LINE_SCOPE_RULES, SCOPE_RULES
from spot_tui.backend.formats import show_date

_LINE_RULES = (*OPENED_LINE_RULES, *LINE_SCOPE_RULES, *LINE_RULES, *LINE_LIST_RULES)


def check_claim(claim: Claim, today: date, book: RuleBook) -> tuple[Finding, ...]:
    """Return what speaks against correcting a claim at all, before anything is changed."""
    return _claim_findings(Case(claim, Correction(claim.number), today, book))


def check_correction(case: Case) -> tuple[Finding, ...]:
    """Return all that rules have to say of a correction; nothing where it may be sent."""
    found = [*_claim_findings(case), *named(case)]
    for rule in SCOPE_RULES:
        found += rule(case)
    for line in case.lines():
        found += check_line(line)
    return tuple(_in_force(found, case.book))


def check_sending(case: Case, moment: datetime) -> tuple[Finding, ...]:
    """Return the same of a correction that is sent at `moment` (aware), which may be too late (R75)."""
    determined, book = case.claim.determined_on, case.book
    deadline = correction_deadline(determined, book.rules, book.limits) if determined else None
    return (*check_correction(case), *_in_force(received_too_late(deadline, moment, book), book))


def check_line(line: LineCase) -> tuple[Finding, ...]:
    """Return what rules have to say of one line, fields first that a form asks first."""
    found = (finding for rule in _LINE_RULES for finding in rule(line))
    return tuple(_in_force(found, line.book))


def check_opened_line(line: LineCase) -> tuple[Finding, ...]:
    """Return what speaks against correcting a line at all, before anything of it is changed."""
    found = (finding for rule in (*OPENED_LINE_RULES, denial_of_line) for finding in rule(line))
    return tuple(_in_force(found, line.book))


def received_too_late(deadline: Deadline | None, moment: datetime, book: RuleBook) -> Iterator[Finding]:
    """R75: sent now, in time, it would count as received after the last day."""
    if deadline is None:
        return
    today, arrives = moment.astimezone(book.calendar.zone).date(), book.calendar.received_on(moment)
    if deadline.is_open(today) and arrives > deadline.last_day:
        yield warning("R75", date=show_date(arrives), days=(arrives - deadline.last_day).days)


def _claim_findings(case: Case) -> tuple[Finding, ...]:
    rules = (*CLAIM_RULES, *CLAIM_LIST_RULES)
    found = list(_in_force((finding for rule in rules for finding in rule(case)), case.book))
    # The contractor's bare mark is told only where no rule explains it.
    return tuple(found if any(each.refuses for each in found) else (*opened(case), *found))


def _in_force(findings: Iterable[Finding], book: RuleBook) -> Iterator[Finding]:
    return (finding for finding in findings if finding.rule not in book.rules.switched_off)
