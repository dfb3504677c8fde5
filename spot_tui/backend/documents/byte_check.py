"""What the bytes of a file tell by themselves: its kind, whether its end is there, whether it is locked.

In this process and without a parser: a few reads of an open descriptor. Source: ISO 32000-1, 7.5 (header,
trailer, ``startxref``); TIFF 6.0, section 2, and BigTIFF (first four bytes).
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import Literal

from spot_tui.backend.documents.limits import PaperKind

_PDF = b"%PDF-"
_TIFFS = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
_TAIL = 2048
_CHUNK = 64 * 1024
_END = re.compile(rb"startxref\s+(\d{1,12})\s+%%EOF\s*\Z")
_TABLE = re.compile(rb"\s{0,8}(xref\s|\d+\s+\d+\s+obj\b)")
_AFTER_TRAILER = re.compile(rb"startxref|stream\r?\n")
_ENCRYPT = re.compile(rb"/Encrypt\b")
_OVERLAP = 64


@dataclass(frozen=True, slots=True)
class ByteLook:
    """What was seen. `kind` is None for neither PDF nor TIFF; `fault` is what is wrong at first sight."""

    kind: PaperKind | None
    fault: Literal["", "cut", "locked"] = ""


def look_at_bytes(descriptor: int, size: int) -> ByteLook:
    """Look at the beginning and the end of an open file of `size` bytes. Raises `OSError`."""
    head = os.pread(descriptor, 8, 0)
    if head[:4] in _TIFFS:
        return ByteLook(PaperKind.TIFF)
    if not head.startswith(_PDF):
        return ByteLook(None)
    end = _END.search(os.pread(descriptor, _TAIL, max(size - _TAIL, 0)))
    if end is None or not _TABLE.match(os.pread(descriptor, 40, int(end[1]))):
        return ByteLook(PaperKind.PDF, "cut")
    return ByteLook(PaperKind.PDF, "locked" if _is_locked(descriptor, int(end[1])) else "")


def _is_locked(descriptor: int, place: int) -> bool:
    """Tell whether the trailer of the table at `place` names an encryption; read no further than that."""
    kept = b""
    while chunk := os.pread(descriptor, _CHUNK, place):
        window = kept + chunk
        after = _AFTER_TRAILER.search(window)
        if _ENCRYPT.search(window, 0, after.start() if after else len(window)):
            return True
        if after:
            return False
        kept, place = window[-_OVERLAP:], place + len(chunk)
    return False
