"""Deadlines in calendar days: the day after the base is day 1.

Sources: First Coast, reopening or redetermination (one year, 120 days), reconsideration (180 days), records
asked for (45 days); Palmetto, appeals timeliness (a notice arrives within 5 days); 42 CFR 424.44 (one year to
file a claim).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from spot_tui.backend.corrections.settings import CorrectionRules, DeadlineRules
from spot_tui.backend.formats import months_later


class Limit(StrEnum):
    """Which deadline it is. Words: ``deadline.NAME``."""

    CORRECTION = "correction"
    REDETERMINATION = "redetermination"
    REVISED = "revised"
    RECONSIDERATION = "reconsideration"
    RECORDS = "records"
    FILING = "filing"


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day of something, and the day up to which it is safe however the days are counted."""

    limit: Limit
    base: date
    last_day: date
    safe_day: date

    def days_left(self, today: date) -> int:
        """Return the days after `today` that are left: 0 on the last day, negative when it is over."""
        return (self.last_day - today).days

    def is_open(self, today: date) -> bool:
        """Tell whether it is not over; the last day counts."""
        return today <= self.last_day

    def counted_day(self, today: date) -> int:
        """Return which day of it `today` is; the base is day 0."""
        return (today - self.base).days


def correction_deadline(determined: date, rules: CorrectionRules, limits: DeadlineRules) -> Deadline:
    """Return the last day for a correction: the same day of the next year, February 28 for the 29th."""
    safe = months_later(determined, 12)
    arrives = determined + timedelta(days=limits.presumed_days)
    last = months_later(arrives, 12) if rules.year_counted_from == "receipt" else safe
    return Deadline(Limit.CORRECTION, determined, last, safe)


def redetermination_deadline(notice: date, limits: DeadlineRules, received: date | None = None) -> Deadline:
    """Return the last day for level 1: counted from `received`, without it from when a notice has arrived."""
    days = timedelta(days=limits.redetermination_days)
    arrived = notice + timedelta(days=limits.presumed_days)
    base = min(arrived, max(received, notice)) if received else arrived
    return Deadline(Limit.REDETERMINATION, base, base + days, notice + days)


def revised_deadline(revised: date, limits: DeadlineRules) -> Deadline:
    """Return the last day for an appeal of a revised decision."""
    return _plain(Limit.REVISED, revised, limits.revised_days)


def reconsideration_deadline(decided: date, limits: DeadlineRules) -> Deadline:
    """Return the last day for level 2, counted from the decision on level 1."""
    return _plain(Limit.RECONSIDERATION, decided, limits.reconsideration_days)


def records_deadline(letter: date, limits: DeadlineRules) -> Deadline:
    """Return the last day for records; on the day after, a claim without them denies itself."""
    return _plain(Limit.RECORDS, letter, limits.records_days)


def filing_deadline(service: date, limits: DeadlineRules) -> Deadline:
    """Return the last day for a first claim: by the first day of service for Part B, the last for Part A."""
    last = months_later(service, limits.filing_months)
    return Deadline(Limit.FILING, service, last, last)


def _plain(limit: Limit, base: date, days: int) -> Deadline:
    last = base + timedelta(days=days)
    return Deadline(limit, base, last, last)
