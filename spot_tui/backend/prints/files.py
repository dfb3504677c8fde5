"""Writing an export: readable by its owner alone, whole or not at all, over nothing unasked."""

from __future__ import annotations

import csv
import errno
import io
import os
import secrets
from collections.abc import Sequence
from pathlib import Path

from spot_tui.backend.problems import Problem
from spot_tui.backend.spreadsheet import defused
from spot_tui.backend.store.files import FILE_MODE, sync_folder
from spot_tui.backend.text import clean_line

_LONGEST_CELL = 2000


def as_csv(table: Sequence[Sequence[str]]) -> bytes:
    """Return a table as CSV that no spreadsheet program takes for formulas."""
    text = io.StringIO()
    csv.writer(text).writerows([defused(clean_line(cell, _LONGEST_CELL)) for cell in row] for row in table)
    return text.getvalue().encode()


def write_export(path: Path, content: bytes, *, replace: bool) -> None:
    """Write `content` into a file of mode 0600 at `path`; a link there is never followed.

    Raises `Problem` ``print.exists`` where there is something already, unless `replace`, and
    ``print.unwritable``.
    """
    target = path.with_name(f".{path.name}.{secrets.token_hex(4)}") if replace else path
    try:
        _write_new(target, content)
        if replace:
            target.replace(path)
        sync_folder(path.parent)
    except FileExistsError:
        raise Problem("print.exists", (), {"file": clean_line(path.name)}) from None
    except OSError as error:
        if replace:
            target.unlink(missing_ok=True)
        reason = clean_line(error.strerror or str(error))
        raise Problem("print.unwritable", (), {"file": clean_line(path.name), "reason": reason}) from None


def _write_new(path: Path, content: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    descriptor = os.open(path, flags, FILE_MODE)
    try:
        os.fchmod(descriptor, FILE_MODE)
        rest = memoryview(content)
        while rest:
            written = os.write(descriptor, rest)
            if not written:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            rest = rest[written:]
        os.fsync(descriptor)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    finally:
        os.close(descriptor)
