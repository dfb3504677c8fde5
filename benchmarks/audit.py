"""One record of the audit log, at two sizes of the log, beside a bare append and stock TinyDB."""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tinydb import TinyDB

from benchmarks.figures import Figure, Section
from spot_tui.backend.clock import SystemClock, new_uuid
from spot_tui.backend.store.audit import AuditLog
from spot_tui.backend.store.records import facts_of_this_process

SIZES = (1_000, 50_000)
ROUNDS = 300
SECONDS_FOR_STOCK = 4.0
MBI = "1EG4TE5MK73"
HOW = (
    "One process, one run, medians; our append and the bare one take turns, so that both meet the same disk. "
    "A record is composed, chained by HMAC, locked, written and synced before it is acknowledged. The bare "
    "append writes a line of the same length and syncs it, with no lock, chain or check."
)


def run() -> Section:
    """Measure and return the section of docs/performance.md."""
    figures = [figure for stored in SIZES for figure in _at(stored)]
    return Section("Audit append", HOW, tuple(figures))


def _at(stored: int) -> list[Figure]:
    with tempfile.TemporaryDirectory(dir=os.environ.get("SPOT_TUI_BENCH_FOLDER")) as name:
        folder = Path(name)
        log = _filled_log(folder / "store", stored)
        line = _last_line(folder / "store")
        bare = _filled_file(folder / "bare", line, stored)
        stock = _filled_stock(folder / "stock.json", line, stored)
        document = json.loads(line.split(b" ", 2)[2])
        ours_ms, bare_ms = _in_turn(
            lambda: log.record_now("record.view", patient=MBI, correlation="trace"),
            lambda: _append(bare, line),
        )
        stock_ms = _alone(lambda: stock.insert(document))
        log.close()
        stock.close()
        os.close(bare)
    what = f"a record with {stored:,} stored".replace(",", " ")
    return [
        Figure(what, ours_ms, "ms", bare_ms, "bare append + fdatasync", target=2.0),
        Figure(what.replace("a record", "stock TinyDB"), stock_ms, "ms", ours_ms, "ours"),
    ]


def _filled_log(store: Path, stored: int) -> AuditLog:
    log = AuditLog(
        store, clock=SystemClock(), new_id=new_uuid, environment="practice", facts=facts_of_this_process()
    )

    async def fill() -> None:
        for _ in range(0, stored, 500):
            await asyncio.gather(
                *(log.record("record.view", patient=MBI, correlation="trace") for _ in range(500))
            )

    asyncio.run(fill())
    return log


def _last_line(store: Path) -> bytes:
    segment = next((store / "audit").glob("*/*/*.jsonl"))
    return segment.read_bytes().splitlines(keepends=True)[-1]


def _filled_file(path: Path, line: bytes, stored: int) -> int:
    path.write_bytes(line * stored)
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND)
    os.fsync(descriptor)
    return descriptor


def _filled_stock(path: Path, line: bytes, stored: int) -> TinyDB:
    document = json.loads(line.split(b" ", 2)[2])
    path.write_text(json.dumps({"_default": {str(number): document for number in range(1, stored + 1)}}))
    return TinyDB(path)


def _append(descriptor: int, line: bytes) -> None:
    os.write(descriptor, line)
    os.fdatasync(descriptor)


def _in_turn(one: Callable[[], object], other: Callable[[], object]) -> tuple[float, float]:
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        times[0].append(_milliseconds(one))
        times[1].append(_milliseconds(other))
    return statistics.median(times[0]), statistics.median(times[1])


def _alone(one: Callable[[], object]) -> float:
    times = [_milliseconds(one)]
    until = time.perf_counter() + SECONDS_FOR_STOCK
    while len(times) < ROUNDS and time.perf_counter() < until:
        times.append(_milliseconds(one))
    return statistics.median(times)


def _milliseconds(act: Callable[[], object]) -> float:
    begin = time.perf_counter()
    act()
    return (time.perf_counter() - begin) * 1000


if __name__ == "__main__":
    sys.stdout.write(run().markdown() + "\n")
