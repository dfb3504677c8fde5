"""Who is signed in on this host: one session a person, known to all terminals of the store.

Source: CMS ARS 5.01 AC-10. A session whose process is gone does not count, however it went.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar

from spot_tui.backend.problems import Problem
from spot_tui.backend.store.files import (
    StoreLock,
    UnsafeFile,
    private_folder,
    read_private,
    replace_private,
)
from spot_tui.backend.store.records import boot_id

FILE_NAME = "sessions.json"
T = TypeVar("T")
Second = Literal["end_first", "refuse"]


@dataclass(frozen=True, slots=True)
class Process:
    """One process of one boot: its number alone may be given out again."""

    pid: int
    boot: str
    started: int
    """When it began, in ticks since the boot (field 22 of /proc/PID/stat)."""


class SessionRegistry:
    """The sessions of a profile's store `folder`. Verbs that write raise `Problem` ``session.registry``.

    A file that cannot be understood counts as nobody: each session that lives puts itself down again.
    """

    def __init__(
        self,
        folder: Path,
        process: Process | None = None,
        is_alive: Callable[[Process], bool] | None = None,
    ) -> None:
        self._path = folder / FILE_NAME
        self._lock = StoreLock(folder / "sessions.lock")
        self._process = process or this_process()
        self._is_alive = is_alive or is_alive_here
        self._held: tuple[str, tuple[int, int] | None] = "", None

    def claim(self, subject: str, session_id: str, second: Second) -> bool:
        """Put a session down as the one of this person; tell whether it takes the place of another.

        Raises `Problem` ``session.second`` where there is another and `second` says ``refuse``.
        """

        def change(sessions: dict[str, Any]) -> bool:
            first = sessions.get(_key(subject))
            is_second = first is not None and first.get("session") != _key(session_id)
            if is_second and second == "refuse":
                raise Problem("session.second")
            sessions[_key(subject)] = self._entry(session_id)
            return is_second

        return self._change(change)

    def holds(self, subject: str, session_id: str) -> bool:
        """Tell whether this is still the session of this person: cheap enough to be asked every second."""
        state = self._state()
        if state is not None and self._held == (session_id, state):
            return True
        try:
            is_held = self._change(lambda sessions: self._kept(sessions, subject, session_id))
        except Problem:
            # A disk that fails ends nobody's work: the audit log decides that.
            return True
        self._held = (session_id, self._state()) if is_held else ("", None)
        return is_held

    def release(self, subject: str, session_id: str) -> None:
        """Strike a session out; one that is not there, or a file that cannot be written, is let be."""

        def change(sessions: dict[str, Any]) -> None:
            if sessions.get(_key(subject), {}).get("session") == _key(session_id):
                del sessions[_key(subject)]

        with suppress(Problem):
            self._change(change)

    def close(self) -> None:
        """Give the lock's file back."""
        self._lock.close()

    def _kept(self, sessions: dict[str, Any], subject: str, session_id: str) -> bool:
        entry = sessions.setdefault(_key(subject), self._entry(session_id))
        return bool(entry.get("session") == _key(session_id))

    def _entry(self, session_id: str) -> dict[str, Any]:
        process = self._process
        return {
            "session": _key(session_id),
            "pid": process.pid,
            "boot": process.boot,
            "started": process.started,
        }

    def _change(self, change: Callable[[dict[str, Any]], T]) -> T:
        """Change the sessions of living processes, alone, and write them only if they are others then."""
        try:
            private_folder(self._path.parent)
            with self._lock.held():
                found = self._read()
                sessions = {key: entry for key, entry in found.items() if self._lives(entry)}
                result = change(sessions)
                if sessions != found:
                    replace_private(self._path, json.dumps(sessions).encode())
        except (OSError, UnsafeFile) as error:
            raise Problem("session.registry", (), {"reason": str(error)}) from None
        return result

    def _read(self) -> dict[str, Any]:
        try:
            sessions = json.loads(read_private(self._path))
        except (FileNotFoundError, ValueError, RecursionError):
            return {}
        return sessions if isinstance(sessions, dict) else {}

    def _lives(self, entry: object) -> bool:
        if not isinstance(entry, dict):
            return False
        pid, boot, started = (entry.get(name) for name in ("pid", "boot", "started"))
        if not (isinstance(pid, int) and isinstance(boot, str) and isinstance(started, int)):
            return False
        return self._is_alive(Process(pid, boot, started))

    def _state(self) -> tuple[int, int] | None:
        try:
            found = self._path.lstat()
        except OSError:
            return None
        return found.st_ino, found.st_mtime_ns


def this_process() -> Process:
    """Return the running process, as Linux tells of it."""
    return Process(os.getpid(), boot_id(), _started(os.getpid()))


def is_alive_here(process: Process) -> bool:
    """Tell whether a process still runs: of this boot, with this number, begun at that time."""
    return process.boot == boot_id() and process.pid > 0 and _started(process.pid) == process.started


def _started(pid: int) -> int:
    """Return when a process began in ticks since the boot, -1 if there is none."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_bytes()
    except OSError:
        return -1
    # The name of the program, in brackets, may hold blanks and brackets itself.
    fields = stat.rpartition(b")")[2].split()
    return -1 if fields[0] in {b"Z", b"X"} else int(fields[19])


def _key(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
