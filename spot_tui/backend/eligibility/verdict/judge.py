"""The verdict on an answer."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from spot_tui.backend.eligibility.model import Eligibility, Period
from spot_tui.backend.eligibility.service_days import held, without
from spot_tui.backend.eligibility.sheet import Viewing
from spot_tui.backend.eligibility.verdict.absent import absences
from spot_tui.backend.eligibility.verdict.care import home_health_findings, hospice_findings, qmb_findings
from spot_tui.backend.eligibility.verdict.costs import deductible_findings
from spot_tui.backend.eligibility.verdict.cover import cover_findings
from spot_tui.backend.eligibility.verdict.doubts import doubts, person_remarks, refusals
from spot_tui.backend.eligibility.verdict.finding import Finding, Harm, Outcome, Topic, Verdict
from spot_tui.backend.eligibility.verdict.limits import limit_findings
from spot_tui.backend.eligibility.verdict.payers import insurer_findings, plan_findings

if TYPE_CHECKING:
    from datetime import date

    from spot_tui.backend.formats import ServiceDates
    from spot_tui.backend.upstreams import EligibilityRules

_SOURCES = (
    refusals,
    cover_findings,
    doubts,
    person_remarks,
    plan_findings,
    insurer_findings,
    hospice_findings,
    home_health_findings,
    qmb_findings,
    deductible_findings,
    limit_findings,
)
_TOPICS, _HARMS, _OUTCOMES = tuple(Topic), tuple(Harm), tuple(Outcome)


def verdict(answer: Eligibility, viewing: Viewing) -> Verdict:
    """Return what can be billed on the dates of service, with all findings in order of harm.

    Pure: the same answer and dates give the same verdict, in whatever order the answer's benefits came.
    """
    found = [finding for source in _SOURCES for finding in source(answer, viewing)]
    found += absences(answer, found, viewing)
    outcome = min((each.outcome for each in found), key=_OUTCOMES.index, default=Outcome.BILL_MEDICARE)
    days = [day for each in found if each.outcome is outcome for day in each.days]
    service = viewing.service
    is_whole = outcome is Outcome.BILL_MEDICARE or not without((service,), held(days, service), service)
    return Verdict(outcome, not is_whole, service, tuple(sorted(found, key=_harm)))


def viewing_of(service: ServiceDates | Period, today: date, rules: EligibilityRules) -> Viewing:
    """Return as of which dates of service an answer is judged and shown, under a profile's rules."""
    vbid = frozenset(rules.vbid_contracts)
    return Viewing(service.first, today, rules.show_aco, vbid, through=service.last)


def viewing_of_answer(answer: Eligibility, today: date, rules: EligibilityRules) -> Viewing:
    """Return the same of an answer whose inquiry is not at hand: the dates that it repeats, else today."""
    return viewing_of(answer.asked or Period(today, today), today, rules)


def _harm(finding: Finding) -> tuple[object, ...]:
    return (
        _TOPICS.index(finding.topic),
        _HARMS.index(finding.harm),
        [day.first for day in finding.days],
        _left(finding),
        str(finding.facts.get("part", "")),
        finding.code,
        sorted(f"{name}={fact}" for name, fact in finding.facts.items()),
        finding.raw,
    )


def _left(finding: Finding) -> Decimal:
    """Return how much of a limit is left: the least comes first, what has no number last."""
    left = finding.facts.get("left")
    return left if isinstance(left, Decimal) else Decimal("Infinity")
