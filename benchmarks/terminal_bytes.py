"""Bytes that reach the terminal: for the start, one key in a field, and one change of tab."""

from __future__ import annotations

import statistics
import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from benchmarks.bare_app import LINES
from benchmarks.figures import Figure, Section
from benchmarks.sample import HINT, go_to_table, samples
from tests.terminal.journeys import FIRST_SCREEN, ask, go_home, go_to_sign_in, kiosk, sign_in
from tests.terminal.line import Terminal, plain_environment

HOW = (
    "In a pseudo-terminal of 80 by 24 with TERM=xterm-256color: all that the program writes until it has "
    "nothing more to write. Beside it a bare Textual app, its start with as many lines, and samples in three "
    "libraries: a key in a field of theirs, the next field, and a change of tab with as many rows. To our "
    "sign-in form it goes over the first two screens, whose bytes count."
)
KEYS = "aeiu"
TABS = "21"
BESIDE = "bare Textual app"
EVENTS = ("one key in a field", "next field", "change of tab")


def run() -> Section:
    with tempfile.TemporaryDirectory() as folder, samples() as commands:
        home = Path(folder)
        start, form, *ours = ours_in(home)
        figures = [
            Figure("start", start, "bytes", bare_start(home), BESIDE, 1.0),
            Figure("start to the sign-in form", form, "bytes", target=5120),
            Figure("next field", ours[1], "bytes", target=600),
        ]
        for name, command in commands.items():
            first, *theirs = sample_in(home, command)
            figures.append(Figure("start to the sign-in form", form, "bytes", first, name))
            for what, our, its in zip(EVENTS, ours, theirs, strict=True):
                figures.append(Figure(what, our, "bytes", its, name, 1.0 if name == "Textual" else None))
    return Section("Bytes to the terminal", HOW, tuple(figures))


def ours_in(home: Path) -> tuple[float, float, float, float, float]:
    with kiosk(home) as line:
        line.wait_for(FIRST_SCREEN)
        line.quiet()
        start = len(line.received)
        go_to_sign_in(line)
        line.quiet()
        form = len(line.received)
        key = per_key(line, KEYS)
        field = per_key(line, ("tab", "shift+tab"))
    with kiosk(home) as line:
        sign_in(line)
        go_home(line)
        ask(line)
        line.press("1")
        line.quiet()
        return start, form, key, field, per_key(line, TABS)


def bare_start(home: Path) -> float:
    with Terminal([sys.executable, "-m", "benchmarks.bare_app"], plain_environment(home)) as line:
        line.wait_for(f"Line {LINES} ")
        line.quiet()
        return len(line.received)


def sample_in(home: Path, command: Sequence[str]) -> tuple[float, float, float, float]:
    with Terminal(command, plain_environment(home)) as line:
        line.wait_for(HINT)
        line.quiet()
        start = len(line.received)
        key = per_key(line, KEYS)
        field = per_key(line, ("tab", "tab"))
        go_to_table(line)
        return start, key, field, per_key(line, TABS)


def per_key(line: Terminal, keys: str | tuple[str, ...]) -> float:
    return statistics.median(bytes_of(line, partial(line.press, key)) for key in keys)


def bytes_of(line: Terminal, act: Callable[[], object]) -> int:
    before = len(line.received)
    act()
    line.quiet()
    return len(line.received) - before


if __name__ == "__main__":
    print(run().markdown())
