"""How an upload goes, as a screen shows it: by bytes that arrived, never by bytes handed over."""

from __future__ import annotations

from collections import deque
from enum import StrEnum

from spot_tui.backend.clock import Clock
from spot_tui.backend.problems import Problem

_WINDOW_SECONDS = 30.0
_STALL_SECONDS = 10.0


class LineState(StrEnum):
    """What the line is doing. Words: ``upload.line.NAME``."""

    CHECKING = "checking"
    """The local file is read."""
    ASKING = "asking"
    """The server is asked how much of it is there, or to begin."""
    SENDING = "sending"
    WAITING = "waiting"
    """The last try failed; another one follows."""
    DONE = "done"


class Meter:
    """What is known of one upload under way; `name` is the file's, `size` in bytes."""

    def __init__(self, name: str, size: int, clock: Clock) -> None:
        self.name = name
        self.size = size
        self.state = LineState.CHECKING
        self.confirmed = 0
        self.problem: Problem | None = None
        self._clock = clock
        self._arrived = 0
        self._most_arrived = 0
        self._moved_at = 0.0
        self._again_at = 0.0
        self._seen: deque[tuple[float, int]] = deque()

    @property
    def arrived(self) -> int:
        """Bytes over there: confirmed by the server, or acknowledged by the other end of the line."""
        return min(self._arrived, self.size)

    @property
    def lost(self) -> int:
        """Bytes that had arrived and are not there any more, until they are there again."""
        return self._most_arrived - self.arrived

    @property
    def is_stalled(self) -> bool:
        """Whether it sends, but nothing has arrived for a while."""
        still = self._clock.monotonic() - self._moved_at
        return self.state is LineState.SENDING and still >= _STALL_SECONDS

    @property
    def rate(self) -> float:
        """Bytes a second over the last half minute; 0 where that is not known."""
        if len(self._seen) < 2:
            return 0.0
        (began, first), (now, last) = self._seen[0], self._seen[-1]
        return max(last - first, 0) / (now - began) if now > began else 0.0

    @property
    def seconds_left(self) -> float | None:
        """How long the rest takes at this rate; None where that is not known."""
        return (self.size - self.arrived) / self.rate if self.rate else None

    @property
    def seconds_to_next_try(self) -> float:
        """How long until the next try, 0 unless it waits."""
        return max(self._again_at - self._clock.monotonic(), 0.0) if self.state is LineState.WAITING else 0.0

    def reached(self, confirmed: int, arrived: int) -> None:
        """Note how far it is by now."""
        now = self._clock.monotonic()
        if arrived != self._arrived:
            self._moved_at = now
        if arrived < self._arrived:
            self._seen.clear()
        self.confirmed, self._arrived = confirmed, arrived
        self._most_arrived = max(self._most_arrived, self.arrived)
        self._seen.append((now, self._arrived))
        while len(self._seen) > 2 and now - self._seen[1][0] > _WINDOW_SECONDS:
            self._seen.popleft()

    def asks(self) -> None:
        """Note that the server is asked before anything is sent."""
        self.state, self.problem = LineState.ASKING, None

    def sends(self) -> None:
        """Note that bytes are sent."""
        if self.state is not LineState.SENDING:
            self._moved_at = self._clock.monotonic()
        self.state, self.problem = LineState.SENDING, None

    def waits(self, seconds: float, problem: Problem | None) -> None:
        """Note that the next try is so many seconds away, and why."""
        self.state, self.problem = LineState.WAITING, problem
        self._again_at = self._clock.monotonic() + seconds
        self._seen.clear()

    def is_done(self) -> None:
        """Note that all of it is there."""
        self.reached(self.size, self.size)
        self.state, self.problem = LineState.DONE, None
