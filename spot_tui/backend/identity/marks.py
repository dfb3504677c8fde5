"""What this machine remembers of sign-ins: the last one, its device, refused tries, and a refused password.

A script must not try a user again whose password was refused, until a person has signed in: a stale timed job
would lock the account. Refused tries count on all terminals of the host together. User IDs stand there as
digests keyed with the store's key only.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from spot_tui.backend.identity.refused_tries import RefusedTries
from spot_tui.backend.problems import Problem
from spot_tui.backend.store.user_marks import Entry, UserMarks

FILE_NAME = "sign-ins.json"
TURNED_AWAY_FOR = timedelta(hours=1)
"""How long a sign-in that was turned away makes the next one a second try rather than a first."""


class SignInMarks:
    """The marks in a profile's store `folder`, shared by all terminals of the host."""

    def __init__(self, folder: Path) -> None:
        self._users = UserMarks(folder, FILE_NAME)

    def require_unrefused(self, user_id: str) -> None:
        """For scripts, before a password is sent. Raises `Problem` ``identity.refused_before``."""
        if self._entry(user_id).get("refused") is True:
            raise Problem("identity.refused_before", (), {"user_id": user_id})

    def last_sign_in(self, user_id: str) -> datetime | None:
        """Return when the user last signed in here, in UTC."""
        return _moment(self._entry(user_id).get("signed_in_at"))

    def last_device(self, user_id: str) -> str:
        """Return the id of the device used then, or nothing."""
        return str(self._entry(user_id).get("device", ""))

    def refused_tries(self, user_id: str) -> RefusedTries:
        """Return the user's refused tries in a row, on all terminals, however old the last one is."""
        return _tries(self._entry(user_id))

    def note_refused(self, user_id: str) -> None:
        """Remember that the user's password was refused."""
        self._change(user_id, lambda entry: {**entry, "refused": True})

    def was_turned_away(self, user_id: str, now: datetime) -> bool:
        """Tell whether the user was turned away without a role, on any terminal, not long before `now`."""
        at = _moment(self._entry(user_id).get("turned_away"))
        return at is not None and abs(now - at) < TURNED_AWAY_FOR

    def note_turned_away(self, user_id: str, now: datetime) -> None:
        """Remember that the user was turned away without a role."""
        self._change(user_id, lambda entry: {**entry, "turned_away": now.isoformat()})

    def note_tries(self, user_id: str, change: Callable[[RefusedTries], RefusedTries]) -> None:
        """Replace the user's refused tries by what `change` makes of those remembered."""

        def changed(entry: Entry) -> Entry:
            tries = change(_tries(entry))
            told = {"count": tries.count, "last": tries.last.isoformat(), "locked": tries.is_locked}
            return {**entry, "tries": told}

        self._change(user_id, changed)

    def forget_tries(self, user_id: str) -> None:
        """Forget the user's refused tries; whether a script may try again stays as it is."""
        if "tries" in self._entry(user_id):
            self._change(user_id, lambda entry: {k: v for k, v in entry.items() if k != "tries"})

    def note_signed_in(self, user_id: str, at: datetime | None, device_id: str) -> None:
        """Remember when the user signed in to the portal, if she ever did, and with which device."""
        signed_in = {"signed_in_at": at.isoformat() if at else None, "device": device_id}
        self._change(user_id, lambda _: signed_in)

    def _entry(self, user_id: str) -> Entry:
        return self._users.entry(user_id)

    def _change(self, user_id: str, change: Callable[[Entry], Entry]) -> None:
        self._users.change(user_id, change)


def _tries(entry: Entry) -> RefusedTries:
    told = entry.get("tries")
    told = told if isinstance(told, dict) else {}
    count, last = told.get("count"), _moment(told.get("last"))
    if type(count) is not int or count < 0 or last is None:
        return RefusedTries()
    return RefusedTries(count, last, told.get("locked") is True)


def _moment(told: object) -> datetime | None:
    try:
        return datetime.fromisoformat(str(told)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
