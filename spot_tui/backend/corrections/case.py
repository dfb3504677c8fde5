"""What rules look at: a claim, what is asked of it, and the book of settings and lists that they go by."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from zoneinfo import ZoneInfo

from spot_tui.backend.claims.model import Claim, Line
from spot_tui.backend.corrections.calendar import Calendar, read_holidays
from spot_tui.backend.corrections.findings import Finding
from spot_tui.backend.corrections.request import Correction, LineValues, line_values
from spot_tui.backend.corrections.restricted import RestrictedLists, read_restricted
from spot_tui.backend.corrections.settings import CorrectionRules, DeadlineRules


@dataclass(frozen=True)
class RuleBook:
    """What an organisation chose, the lists in force, and when its contractor receives."""

    rules: CorrectionRules
    limits: DeadlineRules
    lists: RestrictedLists
    calendar: Calendar


def open_book(rules: CorrectionRules, limits: DeadlineRules, zone: ZoneInfo) -> RuleBook:
    """Return the book of a profile; `zone` is the contractor's. Raises `Problem` ``rules.file``."""
    holidays = read_holidays(limits.holidays)
    lists = read_restricted(rules.restricted_lists)
    return RuleBook(rules, limits, lists, Calendar(holidays, zone, limits.cut_off))


@cache
def shipped_book() -> RuleBook:
    """Return the book without any settings."""
    return open_book(CorrectionRules(), DeadlineRules(), ZoneInfo("America/New_York"))


@dataclass(frozen=True)
class Case:
    """A claim and the correction that is asked for it; `today` is the contractor's day."""

    claim: Claim
    correction: Correction
    today: date
    book: RuleBook

    def lines(self) -> Iterator[LineCase]:
        """Yield the lines that are to change, each with its values before and after."""
        for line in self.claim.lines:
            after = self.correction.lines.get(line.number)
            before = line_values(self.claim, line)
            if after is not None and after != before:
                yield LineCase(self, line, before, after)


@dataclass(frozen=True)
class LineCase:
    """One line that is to change."""

    case: Case
    line: Line
    before: LineValues
    after: LineValues

    @property
    def number(self) -> int:
        """The number of the line."""
        return self.line.number

    @property
    def book(self) -> RuleBook:
        """The book that it goes by."""
        return self.case.book


ClaimRule = Callable[[Case], Iterator[Finding]]
"""Looks at a claim or a request as a whole."""

LineRule = Callable[[LineCase], Iterator[Finding]]
"""Looks at one line that is to change."""
