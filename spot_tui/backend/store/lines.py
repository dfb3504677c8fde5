"""Lines of a journal: ``mark SP seq SP body LF``, and how they are proved and read back.

The mark proves the line: it covers the line before, so nothing can be changed, dropped, added or moved
without breaking what follows. What the mark and the body are is the codec's affair: a checksum or MAC over
JSON here, sealed text in an encrypted journal.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol

Document = dict[str, Any]

MOST_LINE_BYTES = 64 * 1024
GENESIS = b"0" * 64
_MARK = re.compile(rb"[0-9a-f]{64}")
# Longer than any group of lines whose write a power cut could have left as zeroes.
_MOST_REST = 4 * 1024 * 1024
_CHUNK = 256 * 1024
_ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)

Reason = Literal[
    "line",  # a line is not what its mark says
    "shortened",  # the file is shorter than it was
    "replaced",  # another file stands in its place
    "removed",  # the file is gone
    "unlinked",  # a segment does not continue the one before
    "key_removed",
    "key_damaged",
    "key_other",  # the first key given is not that of this log, or a segment is missing
    "unsafe",  # a link, or another kind of file, owner or mode
    "unknown",  # a segment that no other names
    "anchor",  # an anchor knows what the log no longer holds
]


class Damage(Exception):
    """A journal is not what was written. It is never repaired and never extended."""

    def __init__(self, path: Path, reason: Reason, seq: int | None = None) -> None:
        self.path = path
        self.reason = reason
        self.seq = seq
        super().__init__(f"{path}: {reason}" + (f" at {seq}" if seq is not None else ""))


class LineTooLong(ValueError):
    """A document is longer than a line may be."""


class LineCodec(Protocol):
    """What a journal's lines are made of."""

    def seal(self, previous: bytes, seq: int, document: Mapping[str, Any]) -> tuple[bytes, bytes]:
        """Return mark and body of the line that holds `document`; neither has a line feed."""
        ...

    def holds(self, previous: bytes, mark: bytes, seq: int, body: bytes) -> bool:
        """Tell whether this line was written by the holder of the key after the line marked `previous`."""
        ...

    def document(self, previous: bytes, mark: bytes, seq: int, body: bytes) -> Document:
        """Return the document of a line that was proved. Raises `ValueError` for a body that is none."""
        ...


class JsonBody:
    """The body of a line as canonical JSON."""

    def document(self, previous: bytes, mark: bytes, seq: int, body: bytes) -> Document:
        """Return the document of a line."""
        return self.parse(body)

    @staticmethod
    def parse(body: bytes) -> Document:
        """Return the document that `body` holds. Raises `ValueError`."""
        try:
            found = json.loads(body)
        except RecursionError:
            raise ValueError("nested too deeply") from None
        if not isinstance(found, dict):
            raise ValueError("no JSON object")
        return found


class ChecksumChain(JsonBody):
    """Lines chained by SHA-256: shows damage, but not a forger."""

    def seal(self, previous: bytes, seq: int, document: Mapping[str, Any]) -> tuple[bytes, bytes]:
        """Return checksum and canonical JSON."""
        body = canonical(document)
        return self._mark(previous, seq, body), body

    def holds(self, previous: bytes, mark: bytes, seq: int, body: bytes) -> bool:
        """Tell whether the checksum is right."""
        return mark == self._mark(previous, seq, body)

    @staticmethod
    def _mark(previous: bytes, seq: int, body: bytes) -> bytes:
        return hashlib.sha256(_covered(previous, seq, body)).hexdigest().encode()


class MacChain(JsonBody):
    """Lines chained by HMAC-SHA-256 over previous mark, sequence and canonical JSON."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def seal(self, previous: bytes, seq: int, document: Mapping[str, Any]) -> tuple[bytes, bytes]:
        """Return MAC and canonical JSON."""
        body = canonical(document)
        return self._mark(previous, seq, body), body

    def holds(self, previous: bytes, mark: bytes, seq: int, body: bytes) -> bool:
        """Tell whether the MAC is right."""
        return hmac.compare_digest(mark, self._mark(previous, seq, body))

    def _mark(self, previous: bytes, seq: int, body: bytes) -> bytes:
        return hmac.digest(self._key, _covered(previous, seq, body), "sha256").hex().encode()


class UnprovedLines(JsonBody):
    """Lines whose key is gone: only their order can be seen."""

    def seal(self, previous: bytes, seq: int, document: Mapping[str, Any]) -> tuple[bytes, bytes]:
        """Refuse: without the key nothing is written."""
        raise TypeError("no key to write with")

    def holds(self, previous: bytes, mark: bytes, seq: int, body: bytes) -> bool:
        """Tell whether the line at least has the shape of one."""
        return bool(_MARK.fullmatch(mark)) and body.startswith(b"{") and body.endswith(b"}")


def _covered(previous: bytes, seq: int, body: bytes) -> bytes:
    # The marks have one length and a number no blank, so no two lines give the same bytes.
    return b"%b %d %b" % (previous, seq, body)


def canonical(document: Mapping[str, Any]) -> bytes:
    """Return the one way to write `document`: sorted keys, UTF-8, no blanks, no floats.

    Raises `ValueError` or `TypeError` for what JSON cannot hold, a float, or a lone surrogate.
    """
    refuse_floats(document)
    return _ENCODER.encode(document).encode("utf-8")


def refuse_floats(value: object) -> None:
    """Raise `ValueError` for a float anywhere within: two programs write one float in two ways."""
    kind = type(value)
    if kind is str or kind is int:
        return
    if isinstance(value, float):
        raise ValueError("a journal takes no floats")
    if isinstance(value, dict):
        for inner in value.values():
            refuse_floats(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            refuse_floats(inner)


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a journal: behind which byte, which sequence number and which mark the next line comes."""

    offset: int = 0
    seq: int = 0
    mark: bytes = GENESIS


@dataclass(frozen=True, slots=True)
class Line:
    """A line that was read: the mark before it, the whole of it with its line feed, the place behind it."""

    previous: bytes
    text: bytes
    body: bytes
    end: Position


def raw_lines(descriptor: int, offset: int, until: int) -> Iterator[bytes]:
    """Yield the whole lines between two offsets, without line feed; what has none at the end is left."""
    rest = b""
    while offset < until:
        chunk = os.pread(descriptor, min(_CHUNK, until - offset), offset)
        if not chunk:
            return
        offset += len(chunk)
        *whole, rest = (rest + chunk).split(b"\n")
        yield from whole
        if len(rest) > _MOST_REST:
            yield rest  # no line of ours: whoever proves it will say so
            return


def checked_lines(
    path: Path, descriptor: int, start: Position, until: int, codec: LineCodec
) -> Iterator[Line]:
    """Yield the whole lines from `start` to the offset `until`, each proved. Raises `Damage` at a bad one."""
    seq, mark, offset = start.seq, start.mark, start.offset
    for text in raw_lines(descriptor, offset, until):
        seq += 1
        previous = mark
        mark, body = prove(path, text, previous, seq, codec)
        offset += len(text) + 1
        yield Line(previous, text + b"\n", body, Position(offset, seq, mark))


def prove(path: Path, text: bytes, previous: bytes, seq: int, codec: LineCodec) -> tuple[bytes, bytes]:
    """Return mark and body of one line. Raises `Damage` when it is not the one that belongs here."""
    mark, _, numbered = text.partition(b" ")
    number, _, body = numbered.partition(b" ")
    if number != b"%d" % seq or not codec.holds(previous, mark, seq, body):
        raise Damage(path, "line", seq)
    return mark, body


def first_number(path: Path, descriptor: int, size: int) -> int:
    """Return the number of a file's first whole line, 1 when there is none. Raises `Damage`."""
    first = next(raw_lines(descriptor, 0, size), None)
    if first is None:
        return 1
    try:
        return int(first.split(b" ", 2)[1])
    except (IndexError, ValueError):
        raise Damage(path, "line") from None


def unfinished_bytes(path: Path, descriptor: int, end: Position, size: int, codec: LineCodec) -> int:
    """Return how many bytes of an unfinished write stand behind the last whole line, at `end`.

    A write that was cut is the beginning of a line. A whole line with another byte where its line feed was is
    not, and cutting it would lose an acknowledged record: this raises `Damage`.
    """
    length = size - end.offset
    if not 0 < length <= MOST_LINE_BYTES:
        return length
    tail = os.pread(descriptor, length, end.offset)
    try:
        prove(path, tail[:-1], end.mark, end.seq + 1, codec)
    except Damage:
        return length
    raise Damage(path, "line", end.seq + 1)
