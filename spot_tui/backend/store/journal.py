"""The append-only journal: one line a record, on disk before it is acknowledged.

A write is: lock, catch up with what other processes appended (each line proved), one `pwrite` at the known
end, `fdatasync`, unlock. Its cost does not depend on the length of the journal.
"""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

from spot_tui.backend.store.files import StoreLock, open_for_reading, open_private, private_folder
from spot_tui.backend.store.lines import (
    MOST_LINE_BYTES,
    Damage,
    Document,
    Line,
    LineCodec,
    LineTooLong,
    Position,
    checked_lines,
    unfinished_bytes,
)

_sync_data = getattr(os, "fdatasync", os.fsync)


class JournalFile:
    """One file of lines, for the holder of its lock.

    `end` is the place behind the last line that was proved, `last` that line, `digest` the SHA-256 of
    everything before `end`. `follow` hears of each document in turn, read or written. Raises
    `FileNotFoundError` when made for a file that is not there and `create` is false, and `UnsafeFile`.
    """

    def __init__(
        self,
        path: Path,
        codec: LineCodec,
        start: Position,
        *,
        create: bool,
        follow: Callable[[Document], None] | None = None,
    ) -> None:
        self.path = path
        self.start = start
        self.end = start
        self.last: Line | None = None
        self._codec = codec
        self._follow = follow
        self._name = str(path)
        self._hash = hashlib.sha256()
        self._left_at = 0
        self._descriptor = open_private(path, create=create)

    @property
    def digest(self) -> str:
        """SHA-256 of the lines so far, in hex."""
        return self._hash.hexdigest()

    @property
    def count(self) -> int:
        """How many lines there are."""
        return self.end.seq - self.start.seq

    @property
    def in_place(self) -> bool:
        """Whether its path still leads to this file and not to another. Raises `Damage` when to none."""
        try:
            found = os.lstat(self._name)
        except FileNotFoundError:
            raise Damage(self.path, "removed") from None
        return os.path.samestat(found, os.fstat(self._descriptor))

    def catch_up(self) -> int:
        """Prove the lines that came since; return how many bytes of an unfinished last write were cut off.

        Raises `Damage` for anything but an unfinished last write.
        """
        if not self.in_place:
            raise Damage(self.path, "replaced")
        found = os.fstat(self._descriptor)
        size = found.st_size
        if size < self.end.offset:
            raise Damage(self.path, "shortened", self.end.seq)
        if size == self.end.offset and found.st_ctime_ns != self._left_at:
            self._prove_anew()
        for line in checked_lines(self.path, self._descriptor, self.end, size, self._codec):
            self._advance(line)
        unfinished = unfinished_bytes(self.path, self._descriptor, self.end, size, self._codec)
        if unfinished:
            os.ftruncate(self._descriptor, self.end.offset)
            _sync_data(self._descriptor)
        self._leave()
        return unfinished

    def append(self, documents: Sequence[Mapping[str, Any]]) -> list[int]:
        """Write all `documents`, or none, behind `end` and return their sequence numbers.

        Only after `catch_up` under the same lock. Raises `OSError` when they are not all on disk.
        """
        lines = self._seal(documents)
        data = b"".join(line.text for line in lines)
        try:
            written = os.pwrite(self._descriptor, data, self.end.offset)
            if written != len(data):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self.path))
            _sync_data(self._descriptor)
        except OSError:
            # If this fails as well, the next catch-up finds an unfinished write and cuts it.
            with suppress(OSError):
                os.ftruncate(self._descriptor, self.end.offset)
            raise
        self._leave()
        for line in lines:
            self._advance(line)
        return [line.end.seq for line in lines]

    def document(self, line: Line) -> Document:
        """Return the document of a line."""
        return self._codec.document(line.previous, line.end.mark, line.end.seq, line.body)

    def close(self) -> None:
        """Give the file back."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def _seal(self, documents: Sequence[Mapping[str, Any]]) -> list[Line]:
        lines: list[Line] = []
        at = self.end
        for seq, document in enumerate(documents, start=at.seq + 1):
            mark, body = self._codec.seal(at.mark, seq, document)
            text = b"%b %d %b\n" % (mark, seq, body)
            if len(text) > MOST_LINE_BYTES:
                raise LineTooLong(f"a record of {len(text)} bytes is too long")
            end = Position(at.offset + len(text), seq, mark)
            lines.append(Line(at.mark, text, body, end))
            at = end
        return lines

    def _leave(self) -> None:
        """Remember when the file was last changed: if it is later, and no line came, somebody altered it."""
        self._left_at = os.fstat(self._descriptor).st_ctime_ns

    def _prove_anew(self) -> None:
        """Prove all lines once more. Raises `Damage`."""
        end = self.start
        for line in checked_lines(self.path, self._descriptor, self.start, self.end.offset, self._codec):
            end = line.end
        if end != self.end:
            raise Damage(self.path, "line", end.seq + 1)

    def _advance(self, line: Line) -> None:
        self._hash.update(line.text)
        self.last = line
        self.end = line.end
        if self._follow is not None:
            self._follow(self.document(line))


class Journal:
    """One journal in one file, shared by processes and threads through a lock file beside it."""

    def __init__(self, path: Path, codec: LineCodec) -> None:
        private_folder(path.parent)
        self.path = path
        self._codec = codec
        with ExitStack() as unless_opened:
            self._lock = StoreLock(path.with_name(path.name + ".lock"))
            unless_opened.callback(self._lock.close)
            with self._lock.held():
                self._file = JournalFile(path, codec, Position(), create=True)
                unless_opened.callback(self._file.close)
                self.cut_bytes = self._file.catch_up()
            unless_opened.pop_all()

    def append(self, documents: Sequence[Mapping[str, Any]]) -> list[int]:
        """Write all `documents` or none; return their sequence numbers once they are on disk.

        Raises `Damage` for a journal that is not what was written, `OSError` when it cannot be written.
        """
        with self._lock.held():
            self.cut_bytes += self._file.catch_up()
            return self._file.append(documents)

    def stream(self) -> Iterator[tuple[int, Document]]:
        """Yield sequence number and document of each line that is there now. Raises `Damage`."""
        descriptor = open_for_reading(self.path)
        try:
            size = os.fstat(descriptor).st_size
            for line in checked_lines(self.path, descriptor, Position(), size, self._codec):
                yield line.end.seq, self._file.document(line)
        finally:
            os.close(descriptor)

    def close(self) -> None:
        """Give the files back."""
        self._file.close()
        self._lock.close()
