"""A file of the office while it is sent: opened once, hashed, and read in blocks, off the event loop."""

from __future__ import annotations

import asyncio
import hashlib
import os
import stat
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from spot_tui.backend.documents.upload import LocalFile
from spot_tui.backend.problems import Problem

_BLOCK_BYTES = 1024 * 1024
_AHEAD_BYTES = 256 * 1024


class OpenFile:
    """What was opened stays what is read, whatever happens to its name."""

    def __init__(self, descriptor: int, name: str) -> None:
        self._descriptor = descriptor
        self._name = name

    @property
    def size(self) -> int:
        """Its size now, in bytes."""
        return os.fstat(self._descriptor).st_size

    async def sha256(self) -> str:
        """Return the SHA-256 of all of it, in hex."""
        return await asyncio.to_thread(self._hash)

    async def blocks(self, start: int, length: int) -> AsyncIterator[bytes]:
        """Yield `length` bytes from `start`. Raises `Problem` ``upload.file_changed``."""
        end = start + length
        while start < end:
            ahead = await self.read(start, min(_AHEAD_BYTES, end - start))
            yield ahead
            start += len(ahead)

    async def read(self, start: int, length: int) -> bytes:
        """Return up to `length` bytes, at least one. Raises as `blocks` does, and ``upload.file_missing``."""
        try:
            found = await asyncio.to_thread(self._pread, length, start)
        except OSError as error:
            raise _missing(self._name, error) from None
        if not found:
            raise Problem("upload.file_changed", ("files",), {"file": self._name})
        return found

    async def exactly(self, start: int, length: int) -> bytes:
        """Return `length` bytes from `start`. Raises as `read` does."""
        found = b""
        while len(found) < length:
            found += await self.read(start + len(found), length - len(found))
        return found

    def _pread(self, length: int, start: int) -> bytes:
        return os.pread(self._descriptor, length, start)

    def _hash(self) -> str:
        digest, at = hashlib.sha256(), 0
        try:
            while block := self._pread(_BLOCK_BYTES, at):
                digest.update(block)
                at += len(block)
        except OSError as error:
            raise _missing(self._name, error) from None
        return digest.hexdigest()


@contextmanager
def opened(path: Path, name: str) -> Iterator[OpenFile]:
    """Open a plain file, not through a link. Raises `Problem` ``upload.file_missing``."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise _missing(name, error) from None
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise Problem("upload.file_missing", ("files",), {"file": name, "reason": "no plain file"})
        yield OpenFile(descriptor, name)
    finally:
        os.close(descriptor)


async def chosen(path: Path, media_type: str) -> LocalFile:
    """Return a file, whose `path` is absolute, as it is now. Raises `Problem` ``upload.file_missing``."""
    named = LocalFile(path, media_type, 0, "")
    with opened(path, named.name) as file:
        return replace(named, size=file.size, sha256=await file.sha256())


async def refuse_changed(open_file: OpenFile, file: LocalFile) -> None:
    """Raise `Problem` ``upload.file_changed`` unless it is still the file that was chosen."""
    if open_file.size != file.size or await open_file.sha256() != file.sha256:
        raise Problem("upload.file_changed", ("files",), {"file": file.name})


def _missing(name: str, error: OSError) -> Problem:
    reason = error.strerror or type(error).__name__
    return Problem("upload.file_missing", ("files",), {"file": name, "reason": reason})
