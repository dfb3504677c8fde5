"""How fast a batch asks, and how it waits while the line or the service is away."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from spot_tui.backend.clock import Clock

Sleep = Callable[[float], Awaitable[None]]

FIRST_WAIT = 2.0
LONGEST_WAIT = 30.0
"""Seconds between two tries while the line is away, unless the service names its own."""


class Pace:
    """So many turns a minute, evenly, on the monotonic clock. A pause is not made up for afterwards."""

    def __init__(self, per_minute: int, clock: Clock, sleep: Sleep = asyncio.sleep) -> None:
        self._gap = 60 / per_minute
        self._clock = clock
        self._sleep = sleep
        self._next = 0.0

    async def turn(self) -> None:
        """Wait until the next one may be sent."""
        now = self._clock.monotonic()
        at = max(now, self._next)
        self._next = at + self._gap
        if at > now:
            await self._sleep(at - now)


class Way:
    """The way to the service: open, or away until it is tried again, by one at a time.

    Waits double from two seconds to thirty, each drawn at random up to its length so that the terminals of an
    office do not come back together; what the service asks for (Retry-After) is kept to instead.
    """

    def __init__(
        self, clock: Clock, sleep: Sleep = asyncio.sleep, draw: Callable[[], float] = random.random
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._draw = draw
        self._failures = 0
        self._until = 0.0
        self._one = asyncio.Lock()

    @property
    def is_away(self) -> bool:
        """Whether the last try did not get through."""
        return self._failures > 0

    @property
    def seconds_left(self) -> float:
        """Seconds until the next try; 0 while it is open."""
        return max(self._until - self._clock.monotonic(), 0.0) if self.is_away else 0.0

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Go at once while it is open; else one after the other, each when its wait is over."""
        if not self.is_away:
            yield
            return
        async with self._one:
            while left := self.seconds_left:
                await self._sleep(left)
            yield

    def lost(self, asked_to_wait: float | None = None) -> None:
        """Take note that a try did not get through; those that were under way with it count as one."""
        if self.seconds_left and asked_to_wait is None:
            return
        longest = min(FIRST_WAIT * 2**self._failures, LONGEST_WAIT)
        wait = asked_to_wait if asked_to_wait is not None else longest * (0.5 + self._draw() / 2)
        self._failures += 1
        self._until = max(self._until, self._clock.monotonic() + wait)

    def try_now(self) -> None:
        """End the wait, as a person asked."""
        self._until = 0.0

    def found(self) -> None:
        """Take note that the service answered."""
        self._failures, self._until = 0, 0.0
