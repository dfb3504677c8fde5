"""Requests for approval: how many may be sent, and how long one is waited for.

Source: NIST SP 800-63B-4 and ASVS 5.0, 6.6.4 (requests are limited, so that nobody approves one out of
weariness); Okta ends a request after five minutes.
"""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Awaitable, Callable
from typing import TypeVar

from spot_tui.backend.clock import Clock
from spot_tui.backend.identity.refusals import TROUBLE
from spot_tui.backend.problems import Problem

MOST_REQUESTS = 3
WITHIN_SECONDS = 600.0
LONGEST_WAIT_SECONDS = 300.0
SHORTEST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 30.0
_JITTER = 0.1
_PAUSES_AFTER_TROUBLE = (1.0, 2.0, 4.0, 8.0, 16.0)

Sleep = Callable[[float], Awaitable[None]]
T = TypeVar("T")


class Pushes:
    """The requests sent from this terminal: at most three in ten minutes."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._sent: deque[float] = deque(maxlen=MOST_REQUESTS)

    def note(self) -> None:
        """Count a request that is sent."""
        self._sent.append(self._clock.monotonic())

    def require_room(self) -> None:
        """Raise `Problem` ``identity.push_limit``, with the seconds to wait, when there were enough."""
        full = len(self._sent) == MOST_REQUESTS
        left = self._sent[0] + WITHIN_SECONDS - self._clock.monotonic() if full else 0.0
        if left > 0:
            raise Problem("identity.push_limit", (), {"minutes": int(left // 60) + 1})


class Patience:
    """Asks again and again, at the organisation's pace, until something else is answered.

    The pauses are up to a tenth longer than asked, so that terminals do not ask in step. Trouble on the way
    is borne five times in a row, with longer pauses: asking sends no secret and counts as no try.
    """

    def __init__(self, clock: Clock, sleep: Sleep, jitter: Callable[[], float] = random.random) -> None:
        self._clock = clock
        self._sleep = sleep
        self._jitter = jitter

    async def until_new(self, old: T, ask: Callable[[], Awaitable[T]], pause: float, until: float) -> T:
        """Return the first answer that differs from `old`.

        Raises `Problem` ``identity.push_timeout`` when the monotonic clock reaches `until`, and whatever
        `ask` raises.
        """
        trouble = 0
        while True:
            after_trouble = _PAUSES_AFTER_TROUBLE[trouble - 1] if trouble else 0.0
            asked = min(max(pause, SHORTEST_PAUSE_SECONDS, after_trouble), LONGEST_PAUSE_SECONDS)
            wait = asked * (1 + _JITTER * self._jitter())
            if self._clock.monotonic() + wait > until:
                raise Problem("identity.push_timeout")
            await self._sleep(wait)
            try:
                answer = await ask()
            except Problem as problem:
                if problem.code not in TROUBLE or trouble == len(_PAUSES_AFTER_TROUBLE):
                    raise
                trouble += 1
                continue
            if answer != old:
                return answer
            trouble = 0
