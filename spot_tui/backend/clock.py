"""Time and ids as services get them, so that a test passes its own."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal, Protocol, get_args
from zoneinfo import ZoneInfo

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)
"""In the order of `date.weekday`."""

NewId = Callable[[], str]

_ELAPSED = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


class HasZone(Protocol):
    """Who may have a time zone of its own, by its name."""

    @property
    def zone(self) -> str | None:
        """The time zone, or None."""
        ...


class Clock(Protocol):
    """Wall time in UTC for records, monotonic seconds for waiting and idle time."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        ...

    def monotonic(self) -> float:
        """Return seconds that never go backwards."""
        ...


@dataclass(frozen=True)
class SystemClock:
    """The machine's own clocks."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Return seconds that never go backwards, and that pass while the machine sleeps.

        The usual monotonic clock stands still meanwhile: a notebook that was closed for an hour would wake up
        with an unlocked screen.
        """
        return time.clock_gettime(_ELAPSED)


def today(clock: Clock, zone: ZoneInfo) -> date:
    """Return the calendar day that it is now in `zone`."""
    return clock.now().astimezone(zone).date()


def new_uuid() -> str:
    """Return a random id of 36 characters."""
    return str(uuid.uuid4())


def provider_day(clock: Clock, provider: HasZone | None, zone: str) -> date:
    """Return today where the provider is; `zone` is that of the profile, for a provider without one."""
    return today(clock, ZoneInfo((provider.zone if provider else None) or zone))
