"""What this machine remembers of sign-ins: the last one, its device, and whether a password was refused.

A script must not try a user again whose password was refused, until a person has signed in: a stale timed job
would lock the account. User IDs stand there as digests only.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from spot_tui.backend.problems import Problem

FILE_NAME = "sign-ins.json"
_MOST_USERS = 500


class SignInMarks:
    """The marks in a profile's store `folder`, shared by all terminals of the host.

    What cannot be read counts as nothing remembered; what cannot be written is let go, since the audit log
    holds the record.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE_NAME

    def require_unrefused(self, user_id: str) -> None:
        """For scripts, before a password is sent. Raises `Problem` ``identity.refused_before``."""
        if self._entry(user_id).get("refused") is True:
            raise Problem("identity.refused_before", (), {"user_id": user_id})

    def last_sign_in(self, user_id: str) -> datetime | None:
        """Return when the user last signed in here, in UTC."""
        try:
            return datetime.fromisoformat(str(self._entry(user_id).get("signed_in_at"))).astimezone(UTC)
        except ValueError:
            return None

    def last_device(self, user_id: str) -> str:
        """Return the id of the device used then, or nothing."""
        return str(self._entry(user_id).get("device", ""))

    def note_refused(self, user_id: str) -> None:
        """Remember that the user's password was refused."""
        with self._changed() as users:
            users.setdefault(_key(user_id), {})["refused"] = True

    def note_signed_in(self, user_id: str, at: datetime | None, device_id: str) -> None:
        """Remember when the user signed in to the portal, if she ever did, and with which device."""
        with self._changed() as users:
            users.pop(_key(user_id), None)
            users[_key(user_id)] = {"signed_in_at": at.isoformat() if at else None, "device": device_id}
            for oldest in list(users)[: max(len(users) - _MOST_USERS, 0)]:
                del users[oldest]

    def _entry(self, user_id: str) -> dict[str, Any]:
        entry = self._read().get(_key(user_id))
        return entry if isinstance(entry, dict) else {}

    def _read(self) -> dict[str, Any]:
        try:
            users = json.loads(self._path.read_bytes())
        except (OSError, ValueError, RecursionError):
            return {}
        return users if isinstance(users, dict) else {}

    @contextmanager
    def _changed(self) -> Iterator[dict[str, Any]]:
        """Give the marks to be changed, alone, and write them whole."""
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = os.open(self._path.with_suffix(".lock"), os.O_CREAT | os.O_RDWR | os.O_NOFOLLOW, 0o600)
        except OSError:
            yield {}
            return
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            users = self._read()
            yield users
            self._write(users)
        except OSError:
            return
        finally:
            os.close(lock)

    def _write(self, users: dict[str, Any]) -> None:
        fresh = self._path.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        descriptor = os.open(fresh, os.O_CREAT | os.O_WRONLY | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(json.dumps(users).encode())
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._path)


def _key(user_id: str) -> str:
    return hashlib.sha256(user_id.strip().lower().encode("utf-8", "replace")).hexdigest()
