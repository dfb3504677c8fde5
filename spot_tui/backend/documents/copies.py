"""Encrypted copies of files that are on their way, so that a medium may be taken out meanwhile.

A copy is a row of blocks, each sealed by AES-256-GCM under a key that is made for this copy alone and kept in
its owner's vault. A block's place and the length of the whole are sealed along, so that none can be moved,
left out or cut off without being noticed.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from spot_tui.backend.documents.local_file import OpenFile
from spot_tui.backend.problems import Problem
from spot_tui.backend.store.files import FILE_MODE, UnsafeFile, private_folder, sync_folder

KEY_BYTES = 32
_BLOCK = 64 * 1024
_TAG = 16
_NONCE_BYTES = 12


class Copies:
    """The copies in one folder, named by the references of their uploads."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def make(self, reference: str, key: bytes, source: OpenFile) -> None:
        """Copy a file, whole or not at all. Raises `Problem` ``outbox.unwritable``, ``upload.*``."""
        try:
            await asyncio.to_thread(private_folder, self._folder)
            await self._write(reference, key, source)
        except (OSError, UnsafeFile) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise Problem("outbox.unwritable", (), {"reason": reason}) from None

    def has(self, reference: str) -> bool:
        """Tell whether there is a copy."""
        return self._path(reference).is_file()

    @contextmanager
    def opened(self, reference: str, key: bytes, size: int, name: str) -> Iterator[OpenFile]:
        """Open a copy of `size` bytes. Raises `Problem` ``upload.file_missing``."""
        try:
            descriptor = os.open(self._path(reference), os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        except OSError as error:
            told = {"file": name, "reason": error.strerror}
            raise Problem("upload.file_missing", ("files",), told) from None
        try:
            yield _SealedFile(descriptor, name, _Seal(reference, key, size))
        finally:
            os.close(descriptor)

    def drop(self, reference: str) -> None:
        """Remove a copy, if there is one, or what a kill left of one."""
        self._path(reference).unlink(missing_ok=True)
        self._begun(reference).unlink(missing_ok=True)

    async def _write(self, reference: str, key: bytes, source: OpenFile) -> None:
        begun = self._begun(reference)
        seal = _Seal(reference, key, source.size)
        begun.unlink(missing_ok=True)
        descriptor = os.open(begun, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, FILE_MODE)
        try:
            for number in range(seal.blocks):
                clear = await source.exactly(number * _BLOCK, seal.length(number))
                await asyncio.to_thread(_write_all, descriptor, seal.close(number, clear))
            await asyncio.to_thread(os.fsync, descriptor)
        except BaseException:
            begun.unlink(missing_ok=True)
            raise
        finally:
            os.close(descriptor)
        begun.replace(self._path(reference))
        sync_folder(self._folder)

    def _path(self, reference: str) -> Path:
        return self._folder / f"{reference}.copy"

    def _begun(self, reference: str) -> Path:
        """Return where a copy stands while it is made."""
        return self._folder / f"{reference}.part"


class _Seal:
    """How the blocks of one copy are sealed; `size` is that of the file in bytes."""

    def __init__(self, reference: str, key: bytes, size: int) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        self.size = size
        self._cipher = AESGCM(key)
        self._about = f"{reference} {size}".encode()

    @property
    def blocks(self) -> int:
        """How many there are."""
        return -(-self.size // _BLOCK)

    def length(self, number: int) -> int:
        """Return how many bytes of the file a block holds."""
        return min(_BLOCK, self.size - number * _BLOCK)

    def close(self, number: int, clear: bytes) -> bytes:
        """Return a block sealed."""
        return self._cipher.encrypt(self._nonce(number), clear, self._about)

    def open(self, number: int, sealed: bytes) -> bytes:
        """Return what a block holds. Raises `OSError` for one that is not as it was written."""
        from cryptography.exceptions import InvalidTag

        try:
            return self._cipher.decrypt(self._nonce(number), sealed, self._about)
        except (InvalidTag, ValueError):
            raise OSError(0, "the copy is damaged") from None

    def _nonce(self, number: int) -> bytes:
        return number.to_bytes(_NONCE_BYTES, "big")


class _SealedFile(OpenFile):
    """A copy that is read like the file itself."""

    def __init__(self, descriptor: int, name: str, seal: _Seal) -> None:
        super().__init__(descriptor, name)
        self._seal = seal

    @property
    def size(self) -> int:
        """The size of the file, in bytes."""
        return self._seal.size

    def _pread(self, length: int, start: int) -> bytes:
        """Return what stands in the block at `start`, at most `length` bytes of it."""
        number, within = divmod(start, _BLOCK)
        if start >= self._seal.size:
            return b""
        wanted = self._seal.length(number) + _TAG
        sealed = os.pread(self._descriptor, wanted, number * (_BLOCK + _TAG))
        return self._seal.open(number, sealed)[within : within + length]


def _write_all(descriptor: int, content: bytes) -> None:
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(descriptor, rest) :]
