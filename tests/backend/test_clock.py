"""Today where the provider is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from spot_tui.backend.clock import provider_day


@dataclass(frozen=True)
class _Place:
    zone: str | None


class _Stopped:
    def now(self) -> datetime:
        return datetime(2026, 11, 25, 3, 0, tzinfo=UTC)

    def monotonic(self) -> float:
        return 0.0


def test_today_is_that_of_the_providers_own_zone() -> None:
    assert provider_day(_Stopped(), _Place("Pacific/Guam"), "America/New_York") == date(2026, 11, 25)


def test_today_is_that_of_the_profile_for_a_provider_without_a_zone_and_for_none() -> None:
    days = [provider_day(_Stopped(), who, "America/New_York") for who in (_Place(None), None)]
    assert days == [date(2026, 11, 24)] * 2
