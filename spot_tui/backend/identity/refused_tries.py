"""Refused tries of one account in a row, and the lock that they lead to.

The organisation mostly hides whether an account is locked, so they are counted here. Source: First Coast
sign-in page of 8/15/2025 (three tries lock for one hour; further tries suspend).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

LOCKED_AFTER = 3
LOCKED_FOR = timedelta(hours=1)
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class Risk(StrEnum):
    """What one more refused try may do to an account."""

    LOCKS = "locks"
    """It may lock it."""
    MAYBE_LOCKED = "maybe_locked"
    """The account is probably locked already; more tries may suspend it."""
    LOCKED = "locked"
    """The organisation told that it is locked; more tries may suspend it."""


@dataclass(frozen=True, slots=True)
class Caution:
    """Why a person is to be asked before anything of hers is sent.

    `until` is the clock time, with its zone, at which a lock is over: ``10:41 AM EST``.
    """

    risk: Risk
    tries: int
    until: str


@dataclass(frozen=True, slots=True)
class RefusedTries:
    """How many there were in a row and when the last one was (aware, in UTC).

    `is_locked` says that the organisation itself told of the lock. An hour after the last one nothing counts
    any more; nor does what lies more than an hour ahead, where the clock was put back.
    """

    count: int = 0
    last: datetime = _LONG_AGO
    is_locked: bool = False

    def as_of(self, now: datetime) -> RefusedTries:
        """Return what still counts."""
        return self if abs(now - self.last) < LOCKED_FOR else RefusedTries()

    def one_more(self, now: datetime) -> RefusedTries:
        """Return them with another one, of now."""
        counted = self.as_of(now)
        return RefusedTries(counted.count + 1, now, counted.is_locked)

    def told_locked(self, now: datetime) -> RefusedTries:
        """Return them after a try at which the organisation told that the account is locked."""
        return RefusedTries(max(self.one_more(now).count, LOCKED_AFTER), now, is_locked=True)

    def without_lock(self) -> RefusedTries:
        """Return them for an account that turned out not to be locked: one more may still lock it."""
        return RefusedTries(min(self.count, LOCKED_AFTER - 1), self.last)

    def until(self, now: datetime) -> datetime:
        """Return when a lock is over at the latest."""
        return min(self.last, now) + LOCKED_FOR

    @property
    def risk(self) -> Risk | None:
        """What one more may do, if anything."""
        if self.is_locked:
            return Risk.LOCKED
        if self.count >= LOCKED_AFTER:
            return Risk.MAYBE_LOCKED
        return Risk.LOCKS if self.count == LOCKED_AFTER - 1 else None
