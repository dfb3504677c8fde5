"""The clock of a session: when to warn, to lock, to sign out, and when it ends whatever is done.

Idle time is counted on the monotonic clock, so that a wall clock set wrong neither locks nor unlocks.
Source of the figures: CMS ARS 5.01 AC-11 (lock after 15 minutes), NIST SP 800-63B-4 AAL3 (12 hours, a warning
about two minutes before), and the portal's own 20 and 30 minutes, which settings may not exceed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from spot_tui.backend.problems import Problem

if TYPE_CHECKING:
    from spot_tui.backend.clock import Clock
    from spot_tui.backend.session_rules import SessionRules

RENEWAL_WARNING_SECONDS = 120.0
"""Of the end of a token that is to be renewed a person is told only so late: when the renewal fails."""

Ahead = Literal["lock", "end"]
LockReason = Literal["asked", "idle"]


@dataclass(frozen=True, slots=True)
class Working:
    """Nothing is near."""


@dataclass(frozen=True, slots=True)
class Warned:
    """What is `ahead` comes in `seconds_left`: the lock (any key puts it off) or the end (none does)."""

    ahead: Ahead
    seconds_left: int


@dataclass(frozen=True, slots=True)
class Locked:
    """Everything is covered. In `seconds_left` the session ends; no key but the right one puts that off."""

    reason: LockReason
    seconds_left: int


@dataclass(frozen=True, slots=True)
class Ended:
    """The session is over.

    `reason`: ``idle``, ``longest`` (the absolute end), ``token`` (its life is over), or the word given to
    `SessionClock.end`. `problem` is what to tell the person.
    """

    reason: str

    @property
    def problem(self) -> Problem:
        """The problem that tells why it is over."""
        return Problem(_TOLD_AS.get(self.reason, "session.ended"))


_TOLD_AS = {
    "idle": "session.idle",
    "longest": "session.longest",
    "token": "session.token",
    "second": "session.elsewhere",
    "takeover": "session.taken_over",
    "unlock": "unlock.ended",
}

State = Working | Warned | Locked | Ended


class SessionClock:
    """The times of one session, which begins when this is made.

    `token_seconds` is the life of its token; `renews`: another one is fetched before that. A lock or an end
    that has come stays, even if nobody looked at that moment.
    """

    def __init__(
        self, rules: SessionRules, clock: Clock, token_seconds: float, *, renews: bool = False
    ) -> None:
        self._rules = rules
        self._clock = clock
        self._began = self._active = clock.monotonic()
        self._token_ends = self._began + token_seconds
        self._renews = renews
        self._busy = 0
        self._lock: LockReason | None = None
        self._ended = ""

    def touch(self) -> None:
        """Somebody pressed a key: the idle time begins anew. Nothing under a lock or after the end."""
        if not self._is_covered():
            self._active = self._clock.monotonic()

    @contextmanager
    def busy(self) -> Iterator[None]:
        """While the block runs a person waits for it, or a command works: that counts as activity.

        For a command, and for a call whose answer is waited for on the screen; not for what goes on in the
        background, which neither keeps a screen open nor a session alive.
        """
        self.touch()
        self._busy += 1
        try:
            yield
        finally:
            self.touch()
            self._busy -= 1

    def lock(self, reason: LockReason = "asked") -> None:
        """Lock now; the time to the sign-out begins. Under a lock and after the end nothing changes."""
        if not self._is_covered():
            self._active = self._clock.monotonic()
            self._lock = reason

    def unlock(self) -> None:
        """Open the lock; it counts as activity. After the end nothing changes."""
        if self._settle() or self._lock is None:
            return
        self._lock = None
        self._active = self._clock.monotonic()

    def end(self, reason: str) -> None:
        """End now, for the first reason given."""
        if not self._settle():
            self._ended = reason

    def renewed(self, token_seconds: float) -> None:
        """Take the life of a new token, counted from now."""
        if not self._settle():
            self._token_ends = self._clock.monotonic() + token_seconds

    def renews_no_more(self) -> None:
        """Take the present token for the last one: its end is told as early as the absolute one."""
        self._renews = False

    @property
    def state(self) -> State:
        """How things stand now."""
        if self._settle():
            return Ended(self._ended)
        now = self._clock.monotonic()
        if self._lock is not None:
            return Locked(self._lock, _whole(min(self._idle_end(), self._end()) - now))
        if self._end() - now <= self._warning() and self._end() <= self._lock_time(now):
            return Warned("end", _whole(self._end() - now))
        if self._idle(now) >= self._rules.warn_minutes * 60:
            return Warned("lock", _whole(self._lock_time(now) - now))
        if self._end() - now <= self._warning():
            return Warned("end", _whole(self._end() - now))
        return Working()

    @property
    def is_over(self) -> bool:
        """Whether the session has ended."""
        return self._settle()

    @property
    def seconds_to_end(self) -> float:
        """Seconds until the session ends whatever is done, as far as is known now; 0 when it is over."""
        return 0.0 if self._settle() else self._end() - self._clock.monotonic()

    @property
    def token_seconds_left(self) -> float:
        """Seconds for which the present token holds."""
        return max(self._token_ends - self._clock.monotonic(), 0.0)

    def _is_covered(self) -> bool:
        return self._settle() or self._lock is not None

    def _settle(self) -> bool:
        """Let happen what time has brought; tell whether the session is over."""
        now = self._clock.monotonic()
        if self._ended:
            return True
        if self._lock is None and self._idle(now) >= self._rules.lock_minutes * 60:
            self._lock = "idle"
        if now >= self._end():
            self._ended = "longest" if self._longest() <= self._token_ends else "token"
        if self._lock is not None and now >= self._idle_end() and self._idle_end() <= self._end():
            self._ended = "idle"
        return bool(self._ended)

    def _idle(self, now: float) -> float:
        return 0.0 if self._busy and self._lock is None else now - self._active

    def _lock_time(self, now: float) -> float:
        return now - self._idle(now) + self._rules.lock_minutes * 60

    def _idle_end(self) -> float:
        return self._active + self._rules.end_minutes * 60

    def _longest(self) -> float:
        return self._began + self._rules.longest_hours * 3600

    def _end(self) -> float:
        return min(self._longest(), self._token_ends)

    def _warning(self) -> float:
        usual = self._rules.warn_before_end_minutes * 60
        is_renewable = self._renews and self._token_ends < self._longest()
        return min(usual, RENEWAL_WARNING_SECONDS) if is_renewable else usual


def _whole(seconds: float) -> int:
    return max(-int(-seconds // 1), 0)
