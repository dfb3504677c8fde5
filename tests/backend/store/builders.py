"""Small builders for logs and journals, a clock to set, and a machine that dies at a chosen step."""

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from spot_tui.backend.store.audit import AuditLog
from spot_tui.backend.store.lines import Document
from spot_tui.backend.store.records import Environment, Facts
from spot_tui.backend.store.segments import parse, read_lines, segment_file, segments

SOAK = os.environ.get("SPOT_TUI_SOAK") == "1"
MBI = "1EG4TE5MK73"
FACTS = Facts(
    host="desk-1",
    app="spot-tui",
    version="0.1.0",
    pid=4711,
    os_user="frontdesk",
    boot_id="boot-a",
    tty="/dev/pts/3",
)


class SetClock:
    """A clock that stands still until it is moved."""

    def __init__(self, moment: datetime = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)) -> None:
        self.moment = moment
        self.seconds = 1000.0

    def now(self) -> datetime:
        return self.moment

    def monotonic(self) -> float:
        return self.seconds

    def forward(self, **by: float) -> None:
        self.moment += timedelta(**by)
        self.seconds += timedelta(**by).total_seconds()

    def set_back(self, **by: float) -> None:
        """Move the wall clock back, as somebody with the right to do so could; time itself goes on."""
        self.moment -= timedelta(**by)


def new_log(
    store: Path,
    clock: SetClock | None = None,
    *,
    environment: Environment = "practice",
    anchor: Path | None = None,
    facts: Facts = FACTS,
) -> AuditLog:
    numbers = count(1)
    return AuditLog(
        store,
        clock=clock or SetClock(),
        new_id=lambda: f"act-{next(numbers)}",
        environment=environment,
        facts=facts,
        anchor=anchor,
    )


def log_of_days(store: Path, days: int = 3, records: int = 3, anchor: Path | None = None) -> SetClock:
    """Write `records` views on each of `days` days and return the clock on the last of them."""
    clock = SetClock()
    log = new_log(store, clock, anchor=anchor)
    for day in range(days):
        if day:
            clock.forward(days=1)
        for _ in range(records):
            log.record_now("record.view", patient=MBI)
    log.close()
    return clock


def records(store: Path) -> list[Document]:
    """Return all records with their sequence number under ``seq``."""
    found = []
    for name in segments(store / "audit"):
        path = segment_file(store / "audit", name)
        for line in read_lines(path):
            seq, document = parse(path, line)
            found.append({"seq": seq, **document})
    return found


def events(store: Path) -> list[str]:
    return [record["event"] for record in records(store)]


def last_segment(store: Path) -> Path:
    return segment_file(store / "audit", segments(store / "audit")[-1])


class Died(BaseException):
    """The machine lost its power here."""


_STEPS = (
    "open",
    "mkdir",
    "fsync",
    "fdatasync",
    "pwrite",
    "write",
    "rename",
    "link",
    "unlink",
    "chmod",
    "fchmod",
)


@contextmanager
def dying_at(step: int) -> Iterator[Callable[[], bool]]:
    """Let the machine die at the `step`-th call that changes the disk, and do nothing any more from then on.

    A write dies half done. Yields a function that tells whether that step was reached.
    """
    taken = 0

    def wrap(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            nonlocal taken
            taken += 1
            if taken < step:
                return real(*arguments, **options)
            if taken == step and name in ("pwrite", "write"):
                descriptor, data, *offset = arguments
                real(descriptor, data[: len(data) // 2], *offset)
            raise Died

        return call

    with pytest.MonkeyPatch.context() as patch:
        for name in _STEPS:
            patch.setattr(os, name, wrap(name, getattr(os, name)))
        patch.setattr("spot_tui.backend.store.journal._sync_data", os.fdatasync)
        yield lambda: taken >= step


@contextmanager
def full_disk(*, after_bytes: int | None) -> Iterator[None]:
    """Let writes to journals end after some bytes: short as a full disk does, or an error when None."""
    real = os.pwrite

    def pwrite(descriptor: int, data: bytes, offset: int) -> int:
        if after_bytes is None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(descriptor, data[:after_bytes], offset)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "pwrite", pwrite)
        yield


@contextmanager
def failing_sync() -> Iterator[None]:
    """Let every data sync fail with an input/output error."""

    def sync(descriptor: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("spot_tui.backend.store.journal._sync_data", sync)
        yield


def touch_later(path: Path) -> None:
    """Touch a file once the file system's clock has ticked since it was last changed."""
    left_at = path.stat().st_ctime_ns
    while path.stat().st_ctime_ns == left_at:
        path.chmod(path.stat().st_mode)
