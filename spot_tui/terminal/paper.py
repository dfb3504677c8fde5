"""The terminal as plain prompts write on it: lines that break between words, and what must not stay there."""

from __future__ import annotations

import contextlib
import os
import re
import textwrap
from dataclasses import dataclass
from itertools import zip_longest
from typing import TextIO

from spot_tui.backend.text import clean
from spot_tui.terminal.colour import Colours, choose_colours
from spot_tui.terminal.environment import Surroundings
from spot_tui.terminal.letters import has_blocks
from spot_tui.terminal.qr import drawn, modules_of, widest_zone
from spot_tui.terminal.wipe import WIPE

LEAST_WORDS = 35
"""Cells that words beside a code need."""

_WITHOUT_SEQUENCES = frozenset({"", "dumb", "unknown"})
_USUAL = os.terminal_size((80, 24))
_HANGING = re.compile(r" *(?:\d+  )?")
# Bright white is not known everywhere: white comes first, for who passes the bright one over.
_BLACK_ON_WHITE, _REVERSE, _PLAIN = "\x1b[30;47;107m", "\x1b[7m", "\x1b[0m"


@dataclass(frozen=True, slots=True)
class Paper:
    """A terminal that is written on from top to bottom; `terminal` leads to it."""

    terminal: TextIO
    surroundings: Surroundings

    def tell(self, text: str) -> None:
        """Write lines, none broken within a word that fits one."""
        self.write(f"{self._fitted(text)}\n")

    def ask(self, question: str) -> None:
        """Write a question, with what is typed going beside its end."""
        self.write(self._fitted(question))

    def draw_code(self, text: str, *words: str) -> bool:
        """Draw the QR code of `text` at the right of `words`, with a row left for a question below.

        Tells whether there was room; where not, nothing is written.
        """
        if not self._takes_sequences or not has_blocks():
            return False
        columns, rows = self._size
        modules = modules_of(text)
        zone = widest_zone(modules, columns - LEAST_WORDS, rows - 1)
        if not zone:
            return False
        code = drawn(modules, zone)
        room = columns - len(code[0])
        beside = [row for line in words for row in _broken(clean(line), room - 1)]
        if len(beside) > len(code):
            return False
        style = _REVERSE if choose_colours("auto", self.surroundings) is Colours.NONE else _BLACK_ON_WHITE
        for left, right in zip_longest(beside, code, fillvalue=""):
            self.write(f"{left:<{room}}{style}{right}{_PLAIN}\n")
        return True

    def wipe(self) -> None:
        """Clear screen and scrollback, where the terminal still listens and knows how."""
        if self._takes_sequences:
            with contextlib.suppress(OSError, ValueError):
                self.write(WIPE)

    def write(self, text: str) -> None:
        """Write at once, as it is."""
        self.terminal.write(text)
        self.terminal.flush()

    @property
    def _takes_sequences(self) -> bool:
        return self.surroundings.term not in _WITHOUT_SEQUENCES

    @property
    def _size(self) -> os.terminal_size:
        with contextlib.suppress(OSError, ValueError):
            size = os.get_terminal_size(self.terminal.fileno())
            if size.columns and size.lines:
                return size
        return _USUAL

    def _fitted(self, text: str) -> str:
        columns = self._size.columns
        return "\n".join(row for line in clean(text).split("\n") for row in _broken(line, columns))


def _broken(line: str, columns: int) -> list[str]:
    """Return a line in rows; what is longer than a row, such as an address, is left whole to be copied."""
    if len(line) <= columns:
        return [line]
    hanging = _HANGING.match(line)
    assert hanging is not None
    rows = textwrap.wrap(
        line,
        columns,
        subsequent_indent=" " * hanging.end(),
        break_long_words=False,
        break_on_hyphens=False,
    )
    ending = line[len(line.rstrip()) :]
    return [*rows[:-1], rows[-1] + ending] if rows else [""]
