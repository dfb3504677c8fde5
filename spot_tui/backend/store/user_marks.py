"""Small facts about users that all terminals of the host share: one JSON file, users as keyed digests.

What cannot be read counts as nothing remembered; what cannot be written is remembered by this program until
it ends, since the audit log holds the record.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from spot_tui.backend.store.files import UnsafeFile
from spot_tui.backend.store.keys import Keys, Pseudonyms
from spot_tui.backend.store.lines import Damage

_MOST_USERS = 500

Entry = dict[str, Any]
"""What is remembered of one user, as JSON."""


class UserMarks:
    """The entries of a file in a profile's store `folder`; of too many users the longest unchanged go."""

    def __init__(self, folder: Path, file_name: str) -> None:
        self._path = folder / file_name
        self._keys = Keys(folder / "keys")
        self._pseudonyms: Pseudonyms | None = None
        self._unwritten: dict[str, Entry] = {}

    def entry(self, user_id: str) -> Entry:
        """Return what is remembered of a user, nothing if that is nothing."""
        kept = self._unwritten.get(_typed(user_id))
        if kept is not None:
            return kept
        try:
            return _entry_of(self._read(), self._name(user_id))
        except (OSError, UnsafeFile, Damage):
            return {}

    def change(self, user_id: str, change: Callable[[Entry], Entry]) -> None:
        """Change one user's entry in the file, alone, or in memory where the file cannot be had."""
        try:
            self._change_file(user_id, change)
        except (OSError, UnsafeFile, Damage):
            self._unwritten[_typed(user_id)] = change(self.entry(user_id))

    def _change_file(self, user_id: str, change: Callable[[Entry], Entry]) -> None:
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = os.open(self._path.with_suffix(".lock"), os.O_CREAT | os.O_RDWR | os.O_NOFOLLOW, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            users, name = self._read(), self._name(user_id)
            before = self._unwritten.get(_typed(user_id), _entry_of(users, name))
            users.pop(name, None)
            users[name] = change(before)
            for oldest in list(users)[: max(len(users) - _MOST_USERS, 0)]:
                del users[oldest]
            self._write(users)
            self._unwritten.pop(_typed(user_id), None)
        finally:
            os.close(lock)

    def _name(self, user_id: str) -> str:
        """Return what stands for a user. Raises `Damage`, `UnsafeFile`, `OSError` without the store's key."""
        if self._pseudonyms is None:
            self._pseudonyms = Pseudonyms(self._keys.store_key())
        return self._pseudonyms.of_user(user_id)

    def _read(self) -> dict[str, Any]:
        try:
            users = json.loads(self._path.read_bytes())
        except (OSError, ValueError, RecursionError):
            return {}
        return users if isinstance(users, dict) else {}

    def _write(self, users: dict[str, Any]) -> None:
        fresh = self._path.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        descriptor = os.open(fresh, os.O_CREAT | os.O_WRONLY | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(json.dumps(users).encode())
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._path)


def _typed(user_id: str) -> str:
    return user_id.strip().lower()


def _entry_of(users: dict[str, Any], name: str) -> Entry:
    entry = users.get(name)
    return entry if isinstance(entry, dict) else {}
