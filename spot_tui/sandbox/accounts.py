"""Tries and lockouts: three failed tries lock an account for an hour, as many again suspend it.

Passwords and passcodes count together. What a stranger types is never stored, only a keyed digest of it, so
that unknown users take the same path as known ones. Source: First Coast sign-in page of 8/15/2025.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass

from spot_tui.sandbox.staff import StaffMember, staff
from spot_tui.sandbox.world import Moment

LOCK_AFTER = 3
SUSPEND_AFTER = 6
LOCK_SECONDS = 3600
CALLS_A_SECOND = 4
_STRANGERS_KEPT_SECONDS = 86400

SHOW_LOCKOUT = "show_lockout"
"""The switch that makes the organisation tell a locked user so, instead of hiding it; "1" is on."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How an account stands now."""

    who: str
    locked: bool
    suspended: bool


def account_of(moment: Moment, user_id: str) -> str:
    """Return the key of the account in the world: the user ID of made-up staff, a keyed digest of others."""
    person = staff().find(user_id)
    typed = user_id.strip().lower().encode("utf-8", "replace")
    digest = hmac.new(secret(moment, "strangers"), typed, hashlib.sha256).hexdigest()
    who = person.user_id if person else digest
    moment.db.execute("INSERT OR IGNORE INTO account (who) VALUES (?)", (who,))
    old = moment.now - _STRANGERS_KEPT_SECONDS
    moment.db.execute("DELETE FROM account WHERE length(who) = 64 AND tried_at BETWEEN 1 AND ?", (old,))
    return who


def within_rate(moment: Moment, who: str) -> bool:
    """Count a call for this account, and tell whether it is one of the four that a second allows."""
    second = int(moment.now)
    row = moment.db.execute("SELECT second, calls FROM account WHERE who = ?", (who,)).fetchone()
    calls = int(row["calls"]) + 1 if row["second"] == second else 1
    moment.db.execute("UPDATE account SET second = ?, calls = ? WHERE who = ?", (second, calls, who))
    return calls <= CALLS_A_SECOND


def standing(moment: Moment, who: str, person: StaffMember | None) -> Standing:
    """Return how the account stands; a lock whose hour is over opens."""
    row = moment.db.execute("SELECT * FROM account WHERE who = ?", (who,)).fetchone()
    access = person.access if person else ""
    if row["locked_until"] and row["locked_until"] <= moment.now and not row["suspended"]:
        moment.db.execute("UPDATE account SET failures = 0, locked_until = 0 WHERE who = ?", (who,))
        return Standing(who, access == "locked", access == "suspended")
    locked = row["locked_until"] > moment.now or access == "locked"
    return Standing(who, locked, bool(row["suspended"]) or access == "suspended")


def count_failure(moment: Moment, who: str) -> bool:
    """Count a failed try, and tell whether the account is locked or suspended now."""
    moment.db.execute(
        "UPDATE account SET failures = failures + 1, tried_at = ? WHERE who = ?", (moment.now, who)
    )
    (failures,) = moment.db.execute("SELECT failures FROM account WHERE who = ?", (who,)).fetchone()
    if failures == LOCK_AFTER:
        until = moment.now + LOCK_SECONDS
        moment.db.execute("UPDATE account SET locked_until = ? WHERE who = ?", (until, who))
    if failures >= SUSPEND_AFTER:
        moment.db.execute("UPDATE account SET suspended = 1 WHERE who = ?", (who,))
    return bool(failures >= LOCK_AFTER)


def clear_failures(moment: Moment, who: str) -> None:
    """Forget the failed tries and the lock, after a sign-in that went through or an unlock."""
    moment.db.execute("UPDATE account SET failures = 0, locked_until = 0 WHERE who = ?", (who,))


def secret(moment: Moment, name: str) -> bytes:
    """Return a secret of this world, made when it is first needed."""
    row = moment.db.execute("SELECT value FROM secret WHERE name = ?", (name,)).fetchone()
    if row:
        return bytes(row["value"])
    made = secrets.token_bytes(32)
    moment.db.execute("INSERT INTO secret VALUES (?, ?)", (name, made))
    return made
