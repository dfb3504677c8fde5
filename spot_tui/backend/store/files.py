"""Files of the store: private to one account whatever the umask, never followed through a link, synced."""

from __future__ import annotations

import errno
import fcntl
import os
import secrets
import stat
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Literal

FOLDER_MODE = 0o700
FILE_MODE = 0o600
_OTHERS = 0o077
_OTHERS_WRITE = 0o022

Unsafe = Literal["symlink", "kind", "owner", "mode"]


class UnsafeFile(Exception):
    """A file or folder of the store is not what the program made: a link, another kind, owner or mode."""

    def __init__(self, path: Path, reason: Unsafe) -> None:
        self.path = path
        self.reason = reason
        super().__init__(f"{path}: {reason}")


def private_folder(path: Path) -> Path:
    """Make `path` and what is missing above it, mode 0700, and return it. Raises `UnsafeFile`, `OSError`.

    A folder that an operator made before may be readable by others, since its files are not, but not
    writable.
    """
    if not path.parent.exists():
        private_folder(path.parent)
    try:
        path.mkdir(FOLDER_MODE)
    except FileExistsError:
        _check(path, path.lstat(), stat.S_ISDIR, _OTHERS_WRITE)
    else:
        path.chmod(FOLDER_MODE)
        sync_folder(path.parent)
    return path


def open_private(path: Path, *, create: bool = False) -> int:
    """Return a descriptor of `path` for reading and writing; a new file gets mode 0600 and its folder a sync.

    Raises `FileNotFoundError` unless `create`, `UnsafeFile`, `OSError`.
    """
    flags = os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC
    if create:
        with suppress(FileExistsError):
            made = os.open(path, flags | os.O_CREAT | os.O_EXCL, FILE_MODE)
            os.fchmod(made, FILE_MODE)
            sync_folder(path.parent)
            return made
    return _checked(path, flags)


def open_for_reading(path: Path) -> int:
    """Return a descriptor of the private file `path` for reading. Raises as `open_private` does."""
    return _checked(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)


def _checked(path: Path, flags: int) -> int:
    try:
        descriptor = os.open(path, flags)
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise UnsafeFile(path, "symlink") from None
        if error.errno == errno.EISDIR:
            raise UnsafeFile(path, "kind") from None
        raise
    try:
        _check(path, os.fstat(descriptor), stat.S_ISREG, _OTHERS)
    except UnsafeFile:
        os.close(descriptor)
        raise
    return descriptor


def _check(path: Path, found: os.stat_result, is_kind: Callable[[int], bool], forbidden: int) -> None:
    if stat.S_ISLNK(found.st_mode):
        raise UnsafeFile(path, "symlink")
    if not is_kind(found.st_mode):
        raise UnsafeFile(path, "kind")
    if found.st_uid != os.geteuid():
        raise UnsafeFile(path, "owner")
    if found.st_mode & forbidden:
        raise UnsafeFile(path, "mode")


def read_private(path: Path) -> bytes:
    """Return what the private file `path` holds. Raises as `open_private` does."""
    with os.fdopen(open_for_reading(path), "rb") as file:
        return file.read()


def replace_private(path: Path, content: bytes) -> None:
    """Put `content` in place of `path` in one step that survives a power cut, and blank what was there.

    Under the lock of its owner only: the new file's temporary name is fixed.
    """
    beside = path.with_name(path.name + ".new")
    beside.unlink(missing_ok=True)
    _write_synced(beside, content)
    try:
        old = open_private(path)
    except FileNotFoundError:
        old = -1
    beside.rename(path)
    sync_folder(path.parent)
    if old >= 0:
        _blank(old)


def create_private(path: Path, content: bytes) -> bool:
    """Make `path` with `content`, whole or not at all; tell whether it was this call that made it."""
    beside = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    _write_synced(beside, content)
    try:
        os.link(beside, path, follow_symlinks=False)
    except FileExistsError:
        return False
    finally:
        beside.unlink()
        sync_folder(path.parent)
    return True


def _write_synced(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, FILE_MODE)
    try:
        os.fchmod(descriptor, FILE_MODE)
        if os.write(descriptor, content) != len(content):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.fsync(descriptor)
    except OSError:
        path.unlink(missing_ok=True)
        raise
    finally:
        os.close(descriptor)


def _blank(descriptor: int) -> None:
    try:
        os.pwrite(descriptor, bytes(os.fstat(descriptor).st_size), 0)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(path: Path) -> None:
    """Make the names in a folder survive a power cut."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class StoreLock:
    """Excludes other processes (flock) and other threads; waits `patience` seconds, then `TimeoutError`.

    It waits by asking again rather than in the kernel: a process that was stopped while it held the lock must
    not freeze every terminal of the host without a word. The file is never renamed, and a file put in its
    place is noticed, since a lock on a replaced file excludes nobody.
    """

    def __init__(self, path: Path, patience: float = 10.0) -> None:
        self._path = path
        self._name = str(path)
        self._patience = patience
        self._threads = threading.Lock()
        self._descriptor = -1

    @contextmanager
    def held(self, *, shared: bool = False) -> Iterator[None]:
        """Hold the lock for the block; `shared` only keeps writers away."""
        until = time.monotonic() + self._patience
        if not self._threads.acquire(timeout=self._patience):
            raise _busy(self._path)
        try:
            self._take(fcntl.LOCK_SH if shared else fcntl.LOCK_EX, until)
            try:
                yield
            finally:
                if self._descriptor >= 0:
                    fcntl.flock(self._descriptor, fcntl.LOCK_UN)
        finally:
            self._threads.release()

    def close(self) -> None:
        """Give the file back."""
        with self._threads:
            self._forget()

    def _take(self, kind: int, until: float) -> None:
        while True:
            if self._descriptor < 0:
                self._descriptor = open_private(self._path, create=True)
            self._wait(kind, until)
            if self._is_in_place():
                return
            self._forget()

    def _wait(self, kind: int, until: float) -> None:
        pause = 0.000_2
        while True:
            try:
                fcntl.flock(self._descriptor, kind | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= until:
                    raise _busy(self._path) from None
                time.sleep(pause)
                pause = min(pause * 2, 0.005)
            else:
                return

    def _is_in_place(self) -> bool:
        try:
            return os.path.samestat(os.fstat(self._descriptor), os.lstat(self._name))
        except FileNotFoundError:
            return False

    def _forget(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


def _busy(path: Path) -> TimeoutError:
    return TimeoutError(errno.ETIMEDOUT, "another program holds the lock", str(path))
