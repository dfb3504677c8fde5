"""From the command to the first painted screen, beside a bare Textual app with a screen of the same size."""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.bare_app import LINES
from benchmarks.figures import Figure, Section
from tests.terminal.journeys import FIRST_SCREEN, PROGRAM
from tests.terminal.line import Terminal, plain_environment

ROUNDS = 15
HOW = (
    "A new process each time, in a pseudo-terminal of 80 by 24, until the last line of the first screen "
    f"stands; the two take turns {ROUNDS} times, medians. Files are in the page cache, as on the second "
    "start of a day."
)
LAST_LINE = "F9 Quit"
BARE = [sys.executable, "-m", "benchmarks.bare_app"]


def run() -> Section:
    ours, bare = [], []
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        for _ in range(ROUNDS):
            ours.append(seconds_to_screen(PROGRAM, home, (FIRST_SCREEN, LAST_LINE)))
            bare.append(
                seconds_to_screen([sys.executable, "-m", "benchmarks.bare_app"], home, (f"Line {LINES} ",))
            )
    figure = Figure(
        "start to first painted screen",
        statistics.median(ours) * 1000,
        "ms",
        statistics.median(bare) * 1000,
        "bare Textual app",
        1.3,
    )
    return Section("Start", HOW, (figure,))


def seconds_to_screen(command: Sequence[str], home: Path, texts: tuple[str, ...]) -> float:
    began = time.perf_counter()
    with Terminal(command, plain_environment(home)) as line:
        line.wait_for(*texts)
        return time.perf_counter() - began


if __name__ == "__main__":
    print(run().markdown())
