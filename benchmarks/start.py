"""From the command to the first painted screen and to the sign-in form, beside samples in other libraries."""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.bare_app import LINES
from benchmarks.figures import Figure, Section
from benchmarks.sample import HINT, samples
from tests.terminal.journeys import FIRST_SCREEN, PROGRAM, go_to_sign_in
from tests.terminal.line import Terminal, plain_environment

ROUNDS = 15
HOW = (
    "A new process each time, in a pseudo-terminal of 80 by 24, until the last line of the first screen "
    f"stands; all take turns {ROUNDS} times, medians. Files are in the page cache, as on the second "
    "start of a day. The bare Textual app shows as many lines as our first screen and nothing else; the "
    "other samples begin with a sign-in form. Ours comes after the choice of language and a notice, which "
    "are answered as soon as they stand."
)
LAST_LINE = "F9 Quit"
BARE = [sys.executable, "-m", "benchmarks.bare_app"]
TARGET = 1.3


def run() -> Section:
    with tempfile.TemporaryDirectory() as folder, samples() as commands:
        home = Path(folder)
        first, form, bare = [], [], []
        beside: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(ROUNDS):
            first.append(seconds_to_screen(PROGRAM, home, (FIRST_SCREEN, LAST_LINE)))
            form.append(seconds_to_form(home))
            bare.append(seconds_to_screen(BARE, home, (f"Line {LINES} ",)))
            for name, command in commands.items():
                beside[name].append(seconds_to_screen(command, home, (HINT,)))
    figures = [_figure("start to first painted screen", first, bare, "bare Textual app", TARGET)]
    for name, taken in beside.items():
        target = TARGET if name == "Textual" else None
        figures.append(_figure("start to first painted screen", first, taken, f"{name} form", target))
    figures.append(_figure("start to the sign-in form", form, beside["Textual"], "Textual form"))
    return Section("Start", HOW, tuple(figures))


def _figure(
    what: str, ours: list[float], theirs: list[float], beside: str, target: float | None = None
) -> Figure:
    return Figure(
        what, statistics.median(ours) * 1000, "ms", statistics.median(theirs) * 1000, beside, target
    )


def seconds_to_screen(command: Sequence[str], home: Path, texts: tuple[str, ...]) -> float:
    began = time.perf_counter()
    with Terminal(command, plain_environment(home)) as line:
        line.wait_for(*texts)
        return time.perf_counter() - began


def seconds_to_form(home: Path) -> float:
    began = time.perf_counter()
    with Terminal(PROGRAM, plain_environment(home)) as line:
        go_to_sign_in(line)
        return time.perf_counter() - began


if __name__ == "__main__":
    print(run().markdown())
