"""Counting refused tries on this terminal, since the organisation hides whether an account is locked.

Passwords and passcodes are taken to count together. Source: First Coast sign-in page of 8/15/2025
(three tries, one hour; further tries suspend).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from spot_tui.backend.clock import Clock
from spot_tui.backend.problems import Problem
from spot_tui.backend.upstreams import INACTIVE_DAYS

LOCKED_AFTER = 3
LOCKED_FOR = timedelta(hours=1)
_COUNTED = frozenset(
    {"identity.answer_wrong", "identity.credentials", "identity.old_password", "identity.passcode_wrong"}
)


class Tries:
    """Refused tries in a row, by user; an hour after the last one they count no more."""

    def __init__(self, clock: Clock, zone: ZoneInfo, inactive_days: int = INACTIVE_DAYS) -> None:
        self._clock = clock
        self._zone = zone
        self._inactive_days = inactive_days
        self._typed = self._user = ""
        self._turned_away: set[str] = set()
        self._refused: dict[str, tuple[int, datetime]] = {}

    def of(self, user_id: str) -> None:
        """Count for this user from now on."""
        self._typed = user_id.strip()
        self._user = _key(user_id)

    @property
    def failed(self) -> int:
        """How many tries of the present user were refused in a row."""
        return self._failed_of(self._user)

    def is_last(self, user_id: str = "") -> bool:
        """Whether one more refused try of a user, the present one if none is named, may lock the account."""
        return self._failed_of(_key(user_id) or self._user) == LOCKED_AFTER - 1

    def clear(self) -> None:
        """Forget the present user's tries, after a sign-in."""
        self._turned_away.discard(self._user)
        self._refused.pop(self._user, None)

    def judge(self, problem: Problem) -> Problem:
        """Count a refusal, and return what it means: after three the account may be locked, hidden or not.

        Who is turned away without a role is told once to try a clean session. The user ID goes along, since
        a help desk asks for it.
        """
        now = self._clock.now()
        if problem.code in _COUNTED:
            self._refused[self._user] = (self.failed + 1, now)
        code = problem.code
        if code == "identity.not_assigned" and self._user in self._turned_away:
            code = "identity.still_not_assigned"
        if code == "identity.not_assigned":
            self._turned_away.add(self._user)
        if code == "identity.credentials" and self.failed >= LOCKED_AFTER:
            code = "identity.maybe_locked"
        until = (now + LOCKED_FOR).astimezone(self._zone).strftime("%I:%M %p").lstrip("0")
        told = {"user_id": self._typed, "tries": self.failed, "until": until, "days": self._inactive_days}
        parameters = {**problem.parameters, **told}
        return Problem(code, problem.fields, parameters, problem.upstream_words, problem.reference)

    def _failed_of(self, user: str) -> int:
        count, last = self._refused.get(user, (0, self._clock.now()))
        return count if self._clock.now() - last < LOCKED_FOR else 0


def _key(user_id: str) -> str:
    return user_id.strip().lower()
