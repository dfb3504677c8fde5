"""Bytes that reach the terminal: for the start, one key in a field, and one change of tab."""

from __future__ import annotations

import statistics
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.bare_app import LINES
from benchmarks.figures import Figure, Section
from tests.terminal.journeys import FIRST_SCREEN, ask, go_home, kiosk, sign_in
from tests.terminal.line import Terminal, plain_environment

HOW = (
    "In a pseudo-terminal of 80 by 24 with TERM=xterm-256color: all that the program writes until it has "
    "nothing more to write. Beside it a bare Textual app: its start with as many lines, a key in its Input, "
    "and a change of tab in its TabbedContent with as many rows. To the sign-in form it goes over the first "
    "two screens, whose bytes count."
)
KEYS = "aeiu"
TABS = "21"


def run() -> Section:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        start, form, key, field, tab = ours_in(home)
        bare_start, bare_key, bare_tab = bare_in(home)
    beside = "bare Textual app"
    figures = (
        Figure("start", start, "bytes", bare_start, beside, 1.0),
        Figure("start to the sign-in form", form, "bytes", target=6144),
        Figure("one key in a field", key, "bytes", bare_key, beside, 1.0),
        Figure("next field", field, "bytes", target=600),
        Figure("change of tab", tab, "bytes", bare_tab, beside, 1.0),
    )
    return Section("Bytes to the terminal", HOW, figures)


def ours_in(home: Path) -> tuple[float, float, float, float, float]:
    with kiosk(home) as line:
        line.wait_for(FIRST_SCREEN)
        line.quiet()
        start = len(line.received)
        line.press("1")
        line.wait_for("Before you sign in")
        line.press("f5")
        line.wait_for("wren.applegarth")
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


def bare_in(home: Path) -> tuple[float, float, float]:
    command = [sys.executable, "-m"]
    with Terminal([*command, "benchmarks.bare_app"], plain_environment(home)) as line:
        line.wait_for(f"Line {LINES} ")
        line.quiet()
        start = len(line.received)
    with Terminal([*command, "benchmarks.bare_tabs"], plain_environment(home)) as line:
        line.wait_for("Row 1 of")
        line.quiet()
        key = per_key(line, KEYS)
        line.press("tab")
        line.quiet()
        return start, key, per_key(line, ("right", "left"))


def per_key(line: Terminal, keys: str | tuple[str, ...]) -> float:
    return statistics.median(bytes_of(line, partial(line.press, key)) for key in keys)


def bytes_of(line: Terminal, act: Callable[[], object]) -> int:
    before = len(line.received)
    act()
    line.quiet()
    return len(line.received) - before


if __name__ == "__main__":
    print(run().markdown())
