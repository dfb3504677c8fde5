"""When something was seen, as people say it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from spot_tui.backend.age import show_moment

ZONE = ZoneInfo("America/New_York")
NOW = datetime(2026, 11, 24, 14, 41, tzinfo=UTC)


@pytest.mark.parametrize(
    ("ago", "shown"),
    [
        (timedelta(), "09:41 today"),
        (timedelta(hours=9, minutes=41), "00:00 today"),
        (timedelta(hours=9, minutes=42), "23:59 yesterday"),
        (timedelta(days=2), "09:41 on 11/22/2026"),
    ],
)
def test_age_is_told_by_the_calendar_of_the_zone(ago: timedelta, shown: str) -> None:
    assert show_moment(NOW - ago, NOW, ZONE) == shown


def test_the_same_moment_has_another_clock_time_in_another_zone() -> None:
    assert show_moment(NOW, NOW, ZoneInfo("America/Puerto_Rico")) == "10:41 today"
