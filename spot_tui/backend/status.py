"""Which upstream works now, and what it carries: from what was seen last and from planned maintenance.

Several systems stand behind one portal and fail apart, so each has its own state; while one is away the
features of the others stay usable.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Protocol
from zoneinfo import ZoneInfo

from spot_tui.backend.clock import WEEKDAYS, Clock, Weekday
from spot_tui.backend.problems import Kind, Problem

UPSTREAMS = ("identity", "eligibility", "claims_a", "claims_b", "gateway")
"""In the order of the screen. Their words: ``status.upstream.NAME``, ``status.carries.NAME``."""

_WEEK = timedelta(days=7)


class Window(Protocol):
    """A weekly time at which upstreams are planned to be away; wall-clock times of the profile's zone."""

    @property
    def weekday(self) -> Weekday:
        """Its day, in English lower case."""
        ...

    @property
    def begins(self) -> time:
        """When it begins."""
        ...

    @property
    def ends(self) -> time:
        """When it ends; before `begins` where it goes past midnight."""
        ...

    @property
    def upstreams(self) -> tuple[str, ...]:
        """Which are away."""
        ...

    @property
    def source(self) -> str:
        """Who announced it."""
        ...


class Health(StrEnum):
    """What is known of an upstream now."""

    WORKING = "working"
    DOWN = "down"
    PLANNED = "planned"
    NOT_ASKED = "not_asked"
    NOT_SET_UP = "not_set_up"


@dataclass(frozen=True, slots=True)
class Planned:
    """One planned maintenance, aware, in the profile's zone."""

    begins: datetime
    ends: datetime
    source: str


@dataclass(frozen=True, slots=True)
class UpstreamStatus:
    """One line of the status screen.

    `seen_at` is when it last answered or failed to (aware, UTC), `problem` what it failed with, `planned` the
    maintenance that is on or comes next.
    """

    name: str
    health: Health
    seen_at: datetime | None = None
    problem: Problem | None = None
    planned: Planned | None = None


@dataclass(frozen=True, slots=True)
class _Seen:
    at: datetime
    problem: Problem | None


class StatusBoard:
    """What this program has seen of each upstream since it began, and what is planned."""

    def __init__(
        self, clock: Clock, zone: ZoneInfo, windows: Iterable[Window], set_up: Iterable[str]
    ) -> None:
        self._clock = clock
        self._zone = zone
        self._windows = tuple(windows)
        self._set_up = frozenset(set_up)
        self._seen: dict[str, _Seen] = {}

    def saw(self, upstream: str, problem: Problem | None = None) -> None:
        """Note that an upstream answered, or failed to.

        A refusal (a wrong password, a beneficiary not found) is an answer: the upstream works.
        """
        away = problem if problem is not None and problem.kind is Kind.UNAVAILABLE else None
        self._seen[upstream] = _Seen(self._clock.now(), away)

    def lines(self) -> tuple[UpstreamStatus, ...]:
        """Return the state of every upstream."""
        return tuple(self.status(name) for name in UPSTREAMS)

    def status(self, name: str) -> UpstreamStatus:
        """Return the state of one upstream."""
        seen, planned = self._seen.get(name), self._planned(name)
        if name not in self._set_up:
            return UpstreamStatus(name, Health.NOT_SET_UP)
        at, problem = (seen.at, seen.problem) if seen else (None, None)
        return UpstreamStatus(name, self._health(seen, planned), at, problem, planned)

    def _health(self, seen: _Seen | None, planned: Planned | None) -> Health:
        # What was seen tells more than a plan: a service may stay up, or go away early.
        on_now = planned is not None and planned.begins <= self._clock.now()
        if seen is None:
            return Health.PLANNED if on_now else Health.NOT_ASKED
        if seen.problem is not None:
            return Health.PLANNED if on_now else Health.DOWN
        return Health.PLANNED if on_now and planned and seen.at < planned.begins else Health.WORKING

    def _planned(self, name: str) -> Planned | None:
        coming = [self._next(window) for window in self._windows if name in window.upstreams]
        return min(coming, key=lambda planned: planned.begins, default=None)

    def _next(self, window: Window) -> Planned:
        """Return the window that is on now, else the next one."""
        now = self._clock.now().astimezone(self._zone)
        days_ahead = (WEEKDAYS.index(window.weekday) - now.weekday()) % 7
        this_week = datetime.combine(now.date() + timedelta(days=days_ahead), window.begins, self._zone)
        for begins in (this_week - _WEEK, this_week, this_week + _WEEK):
            crosses = window.ends <= window.begins
            ends = datetime.combine(begins.date() + timedelta(days=crosses), window.ends, self._zone)
            if now < ends:
                return Planned(begins, ends, window.source)
        raise AssertionError("one of three weeks in a row is not over")
