"""What a process has started, as /proc tells it."""

from __future__ import annotations

import os
import signal
from pathlib import Path

_CHILDREN_FAULTS = (8, 10)
"""Places of cminflt and cmajflt behind the name, proc(5): page faults of children that were waited for."""


def children_of(pid: int) -> list[int]:
    """Return the children of a process, those that have ended unnoticed too."""
    return [
        int(entry.name)
        for entry in Path("/proc").iterdir()
        if entry.name.isdigit() and _parent_of(entry) == pid
    ]


def descendants_of(pid: int) -> list[int]:
    """Return all processes that lead back to this one."""
    children = children_of(pid)
    return [*children, *(below for child in children for below in descendants_of(child))]


def command_of(pid: int) -> bytes:
    """Return the command of a process, empty where there is none any more."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def started_by(pid: int) -> str:
    """Tell what a living process has ever started, empty for nothing.

    A child is there, or was waited for, and then its page faults are counted; where ends of children are
    ignored, the system would forget them, so that must not be.
    """
    ignored = int(_status(pid, "SigIgn"), 16)
    if ignored >> (signal.SIGCHLD - 1) & 1:
        return "ends of children are ignored"
    if children := children_of(pid):
        return f"children {[command_of(child) for child in children]}"
    stat = _stat(Path(f"/proc/{pid}"))
    return "a child that has ended" if any(int(stat[place]) for place in _CHILDREN_FAULTS) else ""


def written_by(pid: int) -> list[str]:
    """Return the files that a process has open for writing, devices and pipes left out.

    Only root is told of a process that hides its memory; anybody else gets nothing.
    """
    found = []
    for entry in _open_in(pid):
        try:
            path = str(entry.readlink())
            flags = int(_field(Path(f"/proc/{pid}/fdinfo/{entry.name}").read_text(), "flags"), 8)
        except OSError:  # closed meanwhile
            continue
        if path.startswith("/") and not path.startswith("/dev/") and flags & os.O_ACCMODE:
            found.append(path)
    return found


def _open_in(pid: int) -> list[Path]:
    try:
        return list(Path(f"/proc/{pid}/fd").iterdir())
    except PermissionError:
        return []


def _parent_of(entry: Path) -> int:
    try:
        return int(_stat(entry)[1])
    except OSError:
        return 0


def _stat(entry: Path) -> list[str]:
    return (entry / "stat").read_text().rpartition(")")[2].split()


def _status(pid: int, name: str) -> str:
    return _field(Path(f"/proc/{pid}/status").read_text(), name)


def _field(text: str, name: str) -> str:
    return next(line.split()[1] for line in text.splitlines() if line.startswith(f"{name}:"))
