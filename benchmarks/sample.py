"""What the sample programs draw, so that each draws the same: a sign-in form, and a table in nine tabs.

Enter goes from the form to the table, a digit to another tab.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.terminal.line import Terminal

PROMPT_TOOLKIT = "prompt_toolkit==3.0.53"
TITLE = "Practice portal"
INTRODUCTION = (
    "Sign in with the user name and the password that your office has for the portal.",
    "Nobody else may use them, and what you look up here is written down.",
)
LABELS = ("User name", "Password")
HINT = "Tab Next field   Enter Sign in   F9 Quit"
TABS = ("Verdict", "Part A", "Part B", "Prevent", "Plans", "MSP", "Hospice", "Home", "Other")
ROWS = 30
FIRST_ROW = "Row  1 of"


def rows_of(tab: int) -> list[str]:
    """Return the lines of a tab, of which there are more than a screen shows."""
    return [
        f"Row {row:2} of {TABS[tab]:<8} 0{tab + 1}/{row:02}/2026    Remaining    ${row * 173 + tab:,}.00"
        for row in range(1, ROWS + 1)
    ]


@contextmanager
def samples() -> Iterator[Mapping[str, Sequence[str]]]:
    """Yield the command of each sample by the name of its library, as far as that can be had here."""
    with TemporaryDirectory() as folder:
        commands = {name: [sys.executable, *_module(name)] for name in ("curses", "Textual")}
        python = Path(folder) / "bin" / "python"
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        try:
            install = [str(python), "-m", "pip", "install", "--quiet", "--no-input", PROMPT_TOOLKIT]
            subprocess.run(install, check=True)
            commands["prompt_toolkit"] = [str(python), *_module("prompt_toolkit")]
        except subprocess.CalledProcessError:
            print("prompt_toolkit cannot be installed here: nothing is beside it.", file=sys.stderr)
        yield commands


def go_to_table(line: Terminal) -> None:
    """Go from the form to the table."""
    line.press("enter")
    line.wait_for(FIRST_ROW)
    line.quiet()


def _module(name: str) -> Sequence[str]:
    return ("-m", f"benchmarks.sample_{name.lower()}")
