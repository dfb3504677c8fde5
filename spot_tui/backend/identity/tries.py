"""Counting refused tries, since the organisation hides whether an account is locked.

Passwords and passcodes are taken to count together.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from spot_tui.backend.clock import Clock
from spot_tui.backend.identity.marks import SignInMarks
from spot_tui.backend.identity.refused_tries import LOCKED_AFTER, LOCKED_FOR, Caution, RefusedTries, Risk
from spot_tui.backend.problems import Problem
from spot_tui.backend.upstreams import INACTIVE_DAYS

_COUNTED = frozenset(
    {"identity.answer_wrong", "identity.credentials", "identity.old_password", "identity.passcode_wrong"}
)


class Tries:
    """Refused tries in a row, by user, kept in the `marks`: other terminals and later starts know them.

    `zone` is the one in which clock times are told.
    """

    def __init__(
        self, marks: SignInMarks, clock: Clock, zone: ZoneInfo, inactive_days: int = INACTIVE_DAYS
    ) -> None:
        self._marks = marks
        self._clock = clock
        self._zone = zone
        self._inactive_days = inactive_days
        self._typed = self._user = ""

    def of(self, user_id: str) -> None:
        """Count for this user from now on."""
        self._typed = user_id.strip()
        self._user = _key(user_id)

    @property
    def failed(self) -> int:
        """How many tries of the present user were refused in a row."""
        return self._refused(self._user).count

    def caution(self, user_id: str = "") -> Caution | None:
        """Return why to ask before a try of a user, the present one if none is named; None without need."""
        refused = self._refused(_key(user_id) or self._user)
        if refused.risk is None:
            return None
        return Caution(refused.risk, refused.count, self._clock_time(refused.until(self._clock.now())))

    def caution_in_recovery(self) -> Caution | None:
        """Return the same for a code or an answer that opens the account: a lock is no reason against it."""
        caution = self.caution()
        return caution if caution and caution.risk is Risk.LOCKS else None

    def clear(self) -> None:
        """Forget the present user's tries, after a sign-in or once the account was opened."""
        self._marks.forget_tries(self._user)

    def accepted(self) -> None:
        """Note that the present user's password was right, so the account is not locked.

        The organisation's count goes on all the same until the whole sign-in has gone through.
        """
        if self.failed >= LOCKED_AFTER:
            self._marks.note_tries(self._user, RefusedTries.without_lock)

    def judge(self, problem: Problem) -> Problem:
        """Count a refusal, and return what it means: after three the account may be locked, hidden or not.

        Who is turned away without a role is told once to try a clean session. The user ID goes along, since
        a help desk asks for it.
        """
        now = self._clock.now()
        if problem.code == "identity.locked":
            self._marks.note_tries(self._user, lambda tries: tries.told_locked(now))
        elif problem.code in _COUNTED:
            self._marks.note_tries(self._user, lambda tries: tries.one_more(now))
        failed = self.failed
        code = problem.code
        if code == "identity.not_assigned":
            code = "identity.still_not_assigned" if self._marks.was_turned_away(self._user, now) else code
            self._marks.note_turned_away(self._user, now)
        if code == "identity.credentials" and failed >= LOCKED_AFTER:
            code = "identity.maybe_locked"
        until = self._clock_time(now + LOCKED_FOR)
        told = {"user_id": self._typed, "tries": failed, "until": until, "days": self._inactive_days}
        parameters = {**problem.parameters, **told}
        return Problem(code, problem.fields, parameters, problem.upstream_words, problem.reference)

    def _refused(self, user: str) -> RefusedTries:
        return self._marks.refused_tries(user).as_of(self._clock.now())

    def _clock_time(self, moment: datetime) -> str:
        return moment.astimezone(self._zone).strftime("%I:%M %p %Z").lstrip("0")


def _key(user_id: str) -> str:
    return user_id.strip().lower()
