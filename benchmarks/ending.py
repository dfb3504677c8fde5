"""From the end of the line, or the order to stop, to the end of the program."""

from __future__ import annotations

import signal
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.figures import Figure, Section
from tests.terminal.journeys import FIRST_SCREEN, kiosk
from tests.terminal.line import Terminal
from tests.terminal.test_crash import small_app

ROUNDS = 7
MOST_MS = 1000.0
HOW = (
    f"In a pseudo-terminal, medians of {ROUNDS}. The last two are a small app behind the same guard, whose "
    "event loop stands still, and whose far end has stopped reading. The audit entry comes before the end."
)


def run() -> Section:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        measured = {
            "kiosk, SIGTERM": [of_kiosk(home, stop) for _ in range(ROUNDS)],
            "kiosk, dropped line": [of_kiosk(home, Terminal.hang_up) for _ in range(ROUNDS)],
            "event loop stands still, SIGTERM": [of_still(home) for _ in range(ROUNDS)],
            "far end stopped reading, SIGTERM": [of_unread(home) for _ in range(ROUNDS)],
        }
    figures = (
        Figure(what, statistics.median(taken) * 1000, "ms", target=MOST_MS)
        for what, taken in measured.items()
    )
    return Section("End", HOW, tuple(figures))


def of_kiosk(home: Path, end: Callable[[Terminal], None]) -> float:
    with kiosk(home) as line:
        line.wait_for(FIRST_SCREEN)
        line.quiet()
        return seconds_to_end(line, end)


def of_still(home: Path) -> float:
    still = home / "still"
    still.unlink(missing_ok=True)
    with small_app(home, "plain") as line:
        line.wait_for("ready")
        line.press("b")
        line.wait_until(still.exists, "the loop to stand still")
        return seconds_to_end(line, stop)


def of_unread(home: Path) -> float:
    with small_app(home, "busy") as line:
        line.wait_for("####")
        line.fill()
        began = time.perf_counter()
        stop(line)
        line.wait_end_unread()
        return time.perf_counter() - began


def stop(line: Terminal) -> None:
    line.signal(signal.SIGTERM)


def seconds_to_end(line: Terminal, end: Callable[[Terminal], None]) -> float:
    began = time.perf_counter()
    end(line)
    line.wait_end()
    return time.perf_counter() - began


if __name__ == "__main__":
    print(run().markdown())
