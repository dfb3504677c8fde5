"""Which roads lead on from a decision, each open or closed, with the rule that says so and the days left.

No road is left out: one that is closed names the rule that closes it. Sources: First Coast, reopening or
redetermination, claims returned as unprocessable; for Part A, adjustments (bill type xx7) and, when it is too
late to file one, requests to reopen (xxQ), CMS Change Request 8581.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from spot_tui.backend.claims.codes import is_denied
from spot_tui.backend.claims.model import Claim, Group, Line
from spot_tui.backend.corrections.appeals import (
    check_reconsideration,
    check_redetermination,
    level_1_deadline,
    level_2_deadline,
    pending_appeal,
)
from spot_tui.backend.corrections.case import Case, LineCase, RuleBook
from spot_tui.backend.corrections.check import check_claim, check_opened_line
from spot_tui.backend.corrections.deadlines import (
    Deadline,
    correction_deadline,
    filing_deadline,
    records_deadline,
)
from spot_tui.backend.corrections.findings import Finding, refusal, refusals, warning
from spot_tui.backend.corrections.line_rules import minutes_for_units
from spot_tui.backend.corrections.request import Correction, line_values
from spot_tui.backend.formats import show_date
from spot_tui.backend.problems import Problem
from spot_tui.backend.x12.codes.adjustments import UNPROCESSABLE, explain_reason, explain_remark
from spot_tui.backend.x12.codes.adjustments import Road as Advice


class RoadName(StrEnum):
    """A way on from a decision. Words: ``road.NAME``; why it is open: ``road.NAME.open``."""

    CORRECTION = "correction"
    ADJUSTMENT = "adjustment"
    REOPENING = "reopening"
    REDETERMINATION = "redetermination"
    RECONSIDERATION = "reconsideration"
    DOCUMENTS = "documents"
    NEW_CLAIM = "new_claim"


_PART_A_ONLY = frozenset({RoadName.ADJUSTMENT, RoadName.REOPENING})
_ADVICE = {
    Advice.CORRECT: RoadName.CORRECTION,
    Advice.APPEAL: RoadName.REDETERMINATION,
    Advice.RECORDS: RoadName.REDETERMINATION,
    Advice.NEW_CLAIM: RoadName.NEW_CLAIM,
}
_RULES = {
    RoadName.CORRECTION: "R03",
    RoadName.ADJUSTMENT: "R60",
    RoadName.REOPENING: "R60",
    RoadName.REDETERMINATION: "R54",
    RoadName.RECONSIDERATION: "R56",
    RoadName.DOCUMENTS: "R69",
    RoadName.NEW_CLAIM: "R02",
}


@dataclass(frozen=True, slots=True)
class Way:
    """One road for a claim.

    `rules` are those that close it, else the one that sets its limit. `why` is for a closed road the problem
    of its rule, or a sentence's key; for an open one the key of what it is for. `lines` are the lines that it
    is open for, where not all are. `is_advised`: the codes of the claim ask for this one. `warnings` are what
    rules warn of. `days_left` counts to the last day, negative when it is over.
    """

    road: RoadName
    is_open: bool
    rules: tuple[str, ...]
    why: Problem | str
    deadline: Deadline | None = None
    lines: tuple[int, ...] = ()
    is_advised: bool = False
    warnings: tuple[Finding, ...] = ()
    days_left: int | None = None


def roads(claim: Claim, today: date, book: RuleBook) -> tuple[Way, ...]:
    """Return all roads of a claim: first those advised, then open, then closed ones."""
    found = [
        _correction(claim, today, book),
        *(_part_a(claim, today, book) if claim.part == "A" else ()),
        _level_1(claim, today, book),
        _level_2(claim, today, book),
        _documents(claim, today, book),
        _new_claim(claim, today, book),
    ]
    wanted = _advised(claim, {way.road: way for way in found if way.is_open})
    marked = (
        replace(
            way,
            is_advised=way.road in wanted,
            days_left=way.deadline.days_left(today) if way.deadline else None,
        )
        for way in found
    )
    return tuple(sorted(marked, key=lambda way: (not way.is_advised, not way.is_open)))


def _way(road: RoadName, findings: Iterable[Finding], deadline: Deadline | None) -> Way:
    """Return a road as its rules leave it."""
    found = tuple(findings)
    closing = refusals(found)
    if closing:
        ids = tuple(dict.fromkeys(finding.rule for finding in closing))
        return Way(road, is_open=False, rules=ids, why=closing[0].problem, deadline=deadline)
    rules = (_limit_rule(road, deadline), *(finding.rule for finding in found))
    return Way(road, is_open=True, rules=rules, why=f"road.{road}.open", deadline=deadline, warnings=found)


def _limit_rule(road: RoadName, deadline: Deadline | None) -> str:
    is_revised = deadline is not None and deadline.limit == "revised"
    return "R61" if is_revised else _RULES[road]


def _correction(claim: Claim, today: date, book: RuleBook) -> Way:
    road, findings = RoadName.CORRECTION, check_claim(claim, today, book)
    determined = claim.determined_on
    deadline = correction_deadline(determined, book.rules, book.limits) if determined else None
    if claim.part == "A":
        # A Part A claim cannot be corrected at all, so no other rule and no limit matters.
        return _way(road, (finding for finding in findings if finding.rule == "R01"), None)
    if refusals(findings):
        return _way(road, findings, deadline)
    each = {one.number: _of_line(claim, one, today, book) for one in claim.lines}
    is_open = tuple(number for number, found in each.items() if not refusals(found))
    if each and not is_open:
        return _way(road, (*findings, *next(iter(each.values()))), deadline)
    lines = tuple(one for one in claim.lines if one.number in is_open)
    minutes = tuple(each for one in lines for each in _minutes_typed(claim, one, book))
    way = _way(road, (*findings, *minutes), deadline)
    return replace(way, lines=is_open if len(is_open) < len(each) else ())


def _minutes_typed(claim: Claim, line: Line, book: RuleBook) -> Iterator[Finding]:
    """Yield R41 where units that look like minutes were denied: a clerical error, so no dispute."""
    if is_denied(line):
        yield from minutes_for_units(line_values(claim, line), line.number, book.rules)


def _of_line(claim: Claim, line: Line, today: date, book: RuleBook) -> tuple[Finding, ...]:
    case = Case(claim, Correction(claim.number), today, book)
    values = line_values(claim, line)
    return check_opened_line(LineCase(case, line, values, values))


def _part_a(claim: Claim, today: date, book: RuleBook) -> Iterator[Way]:
    """Yield adjustment and request to reopen: what was decided for other than medical reasons."""
    deadline = filing_deadline(claim.last, book.limits) if claim.last else None
    is_late = deadline is not None and not deadline.is_open(today)
    year = correction_deadline(claim.determined_on, book.rules, book.limits) if claim.determined_on else None
    closed = _not_adjusted(claim)
    if closed and claim.standing.location.startswith("D"):
        for road in (RoadName.ADJUSTMENT, RoadName.REOPENING):
            yield replace(_way(road, closed, None), why="road.medical_denial")
        return
    if is_late and not closed:
        late = _way(RoadName.ADJUSTMENT, (refusal("R60"),), deadline)
        yield replace(late, why="road.adjustment.late")
    else:
        yield _way(RoadName.ADJUSTMENT, closed, deadline)
    if closed:
        yield _way(RoadName.REOPENING, closed, year)
    elif not is_late:
        early = _way(RoadName.REOPENING, (refusal("R60"),), year)
        yield replace(early, why="road.reopening.early")
    else:
        over = year is not None and not year.is_open(today)
        reopening = _way(RoadName.REOPENING, (refusal("R03"),) if over else (), year)
        yield replace(reopening, why="road.reopening.late") if over else reopening


def _not_adjusted(claim: Claim) -> tuple[Finding, ...]:
    if not claim.standing.group.is_final:
        return (refusal("R05"),)
    if claim.standing.location.startswith("D"):
        return (refusal("R60"),)
    return (refusal("R06"),) if claim.replaced_by else ()


def _level_1(claim: Claim, today: date, book: RuleBook) -> Way:
    findings = check_redetermination(claim, today, book)
    return _way(RoadName.REDETERMINATION, findings, level_1_deadline(claim, book))


def _level_2(claim: Claim, today: date, book: RuleBook) -> Way:
    findings = check_reconsideration(claim, today, book)
    return _way(RoadName.RECONSIDERATION, findings, level_2_deadline(claim, book))


def _documents(claim: Claim, today: date, book: RuleBook) -> Way:
    road, wanted = RoadName.DOCUMENTS, claim.wanted
    if wanted is None:
        if pending_appeal(claim):
            return Way(road, is_open=True, rules=(), why="road.documents.appeal")
        return replace(_way(road, (refusal("R70"),), None), why="road.documents.none")
    deadline = records_deadline(wanted.letter_on, book.limits)
    if deadline.is_open(today):
        return _way(road, (), deadline)
    last = show_date(deadline.last_day)
    if claim.standing.group.is_final:
        return _way(road, (refusal("R69", date=last),), deadline)
    return _way(road, (warning("R69", date=last),), deadline)


def _new_claim(claim: Claim, today: date, book: RuleBook) -> Way:
    road, service = RoadName.NEW_CLAIM, claim.last if claim.part == "A" else claim.first
    deadline = filing_deadline(service, book.limits) if service else None
    if not _comes_back(claim) and not claim.standing.group.is_final:
        return _way(road, (refusal("R05"),), None)
    if not _comes_back(claim) and Advice.NEW_CLAIM not in _asked(claim):
        return replace(_way(road, (refusal("R02"),), None), why="road.new_claim.second")
    if deadline is not None and not deadline.is_open(today):
        return replace(_way(road, (refusal("R02"),), deadline), why="road.new_claim.late")
    return _way(road, (), deadline)


def _comes_back(claim: Claim) -> bool:
    return UNPROCESSABLE in claim.all_remarks or claim.standing.group is Group.RETURNED


def _asked(claim: Claim, leave: Container[int | None] = ()) -> set[Advice]:
    """Return what the reasons of all denied lines and the claim itself ask for.

    A remark that names a clerical error asks for a correction besides.
    Those of the lines to `leave` are not asked: it is known what is wrong there.
    """
    lines = [each for each in claim.lines if is_denied(each) and each.number not in leave]
    reasons = (*claim.adjustments, *(a for each in lines for a in each.adjustments))
    told = {explain_reason(each.code, each.group).road for each in reasons}
    remarked = {explain_remark(code).road for each in lines for code in each.remarks}
    return {road for road in (*told, *(remarked & {Advice.CORRECT})) if road is not None}


def _advised(claim: Claim, is_open: Mapping[RoadName, Way]) -> set[RoadName]:
    if _comes_back(claim):
        return is_open.keys() & {RoadName.NEW_CLAIM}
    if claim.wanted and RoadName.DOCUMENTS in is_open:
        return {RoadName.DOCUMENTS}
    correction = is_open.get(RoadName.CORRECTION)
    minutes = {each.line for each in correction.warnings if each.rule == "R41"} if correction else set()
    wanted = {_ADVICE[advice] for advice in _asked(claim, minutes) if advice in _ADVICE}
    if minutes:
        wanted.add(RoadName.CORRECTION)
    if RoadName.CORRECTION in wanted and claim.part == "A":
        wanted |= _PART_A_ONLY
    if RoadName.REDETERMINATION in wanted:
        wanted.add(RoadName.RECONSIDERATION)
    return wanted & is_open.keys()
