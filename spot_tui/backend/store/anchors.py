"""Anchors: how far the audit log had come, written in another place.

A chain cannot show that its tail was cut off. An anchor file on another machine's disk, or of another account
that lets this one only append, holds (count, last MAC) of many moments, and the log must still hold them all.
One log, one anchor file.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from spot_tui.backend.store.files import FILE_MODE
from spot_tui.backend.store.lines import Position

ANCHOR_EVERY = 100


@dataclass(frozen=True, slots=True)
class Anchor:
    """The log had `seq` records, the last with this MAC."""

    seq: int
    mac: str


class AnchorFile:
    """The operator's file of anchors: one JSON line each, appended."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, position: Position, moment: datetime, boot_id: str) -> None:
        """Append an anchor and sync it. Raises `OSError`."""
        line = {
            "count": position.seq,
            "mac": position.mark.decode(),
            "ts": moment.isoformat(timespec="milliseconds"),
            "boot": boot_id,
        }
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
        descriptor = os.open(self.path, flags, FILE_MODE)
        try:
            os.write(descriptor, json.dumps(line, sort_keys=True).encode() + b"\n")
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def read(self) -> tuple[list[Anchor], int]:
        """Return all anchors, and how many lines are none. Raises `OSError` when the file cannot be read.

        A line is none when its writing was cut; the others bind all the same.
        """
        anchors = [_parse(line) for line in self.path.read_bytes().split(b"\n") if line]
        found = [anchor for anchor in anchors if anchor is not None]
        return found, len(anchors) - len(found)


def _parse(line: bytes) -> Anchor | None:
    try:
        found = json.loads(line)
        return Anchor(int(found["count"]), str(found["mac"]))
    except (ValueError, KeyError, TypeError):
        return None
