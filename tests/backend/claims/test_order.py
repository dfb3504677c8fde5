"""The order of a list: by the day that stands in it."""

from __future__ import annotations

from datetime import date

from spot_tui.backend.claims.model import Claim, Group, Patient, Standing
from spot_tui.backend.claims.order import ordered


def claim(number: str, first: date | None, last: date | None) -> Claim:
    return Claim(number, "A", Patient(), Standing(Group.PAID), first, last)


MONTH = claim("1", date(2026, 9, 18), date(2026, 10, 17))
STAY = claim("2", date(2026, 9, 28), date(2026, 10, 3))
VISIT = claim("3", date(2026, 10, 10), date(2026, 10, 10))
UNDATED = claim("4", None, None)


def test_newest_and_oldest_go_by_the_first_day_and_what_has_none_stands_last() -> None:
    found = (STAY, UNDATED, MONTH, VISIT)
    assert ordered(found, "newest") == (VISIT, STAY, MONTH, UNDATED)
    assert ordered(found, "oldest") == (MONTH, STAY, VISIT, UNDATED)


def test_of_equals_the_newest_comes_first() -> None:
    assert ordered((MONTH, VISIT, STAY), "status") == (VISIT, STAY, MONTH)
