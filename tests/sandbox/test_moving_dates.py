from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spot_tui.sandbox.moving_dates import day, span
from spot_tui.sandbox.people import people

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("1948-03-02", date(1948, 3, 2)),
        ("T", TODAY),
        ("T-45d", date(2026, 10, 8)),
        ("T+14m", date(2028, 1, 22)),
        ("M", date(2026, 11, 1)),
        ("M+2", date(2027, 1, 1)),
        ("M+1-1d", date(2026, 11, 30)),
        ("Y/01-01", date(2026, 1, 1)),
        ("Y-1/12-31", date(2025, 12, 31)),
    ],
)
def test_a_date_is_read_by_today(text: str, meant: date) -> None:
    assert day(text, TODAY) == meant


def test_a_period_is_closed_or_open() -> None:
    assert span("T-1d..T", TODAY) == (date(2026, 11, 21), TODAY)
    assert span("T..", TODAY) == (TODAY, None)


@pytest.mark.parametrize("text", ["", "T-45", "Y/13-01", "M+x", "yesterday", "T..T"])
def test_anything_else_is_no_date(text: str) -> None:
    with pytest.raises(ValueError, match=r"isoformat|month"):
        day(text, TODAY)


@given(st.dates(date(2024, 1, 1), date(2040, 12, 31)))
def test_plans_follow_one_another_on_any_day(today: date) -> None:
    first, second, third = (span(plan.dates, today) for plan in people()[8].plans)
    assert first[1] is not None
    assert second[1] is not None
    assert first[1] < second[0] <= today <= second[1]
    assert (third[0] - second[1]).days == 1
    assert third[1] is None
