"""A terminal's screen as xterm keeps it: pyte's, put right where pyte is wrong.

pyte 0.8.2 leaves the other half of a wide character standing that is half overwritten, drops the rest of a
text after a joiner, and measures characters by another table than Textual. What it erases keeps more than the
background; that is as well, since then every cell can be compared whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import pyte
from pyte.screens import Char
from rich.cells import split_graphemes


class ExactScreen(pyte.Screen):
    """With wrapping off, as Textual sets it: what does not fit into a line is not shown.

    `width_of` are widths of characters about which it is of another mind than Textual.
    """

    width_of: Mapping[str, int] = MappingProxyType({})

    def draw(self, data: str) -> None:
        for start, end, usual in split_graphemes(data)[0]:
            width = self.width_of.get(data[start:end], usual)
            if width == 0:
                self._join(data[start:end])
            elif self.cursor.x + width <= self.columns:
                self._place(data[start:end], width)
            elif self.cursor.x < self.columns:
                self._place(" ", 1)
                self.cursor.x = self.columns + width

    def _place(self, text: str, width: int) -> None:
        line, column = self.buffer[self.cursor.y], self.cursor.x
        for edge in (column, column + width):
            if 0 < edge < self.columns and line[edge].data == "":
                for half in (edge - 1, edge):
                    line[half] = line[half]._replace(data=" ")
        line[column] = self.cursor.attrs._replace(data=text)
        if width == 2:
            line[column + 1] = self.cursor.attrs._replace(data="")
        self.cursor.x += width

    def _join(self, marks: str) -> None:
        line, column = self.buffer[self.cursor.y], min(self.cursor.x, self.columns) - 1
        if column > 0 and line[column].data == "":
            column -= 1
        if column >= 0:
            line[column] = line[column]._replace(data=line[column].data + marks)

    @property
    def cells(self) -> list[list[Char]]:
        """Every cell with all that it shows."""
        return [[self.buffer[row][column] for column in range(self.columns)] for row in range(self.lines)]


class ExactTerminal:
    """A screen, and the stream that feeds it; what pyte cannot read is not to be written to it."""

    def __init__(self, columns: int, rows: int) -> None:
        self.screen = ExactScreen(columns, rows)
        self._stream: Any = pyte.Stream(self.screen)

    def feed(self, data: str) -> None:
        self._stream.feed(data)

    @property
    def cells(self) -> list[list[Char]]:
        return self.screen.cells

    @property
    def cursor(self) -> tuple[int, int]:
        return self.screen.cursor.y, self.screen.cursor.x


def seen(terminal: ExactTerminal) -> list[list[Char]]:
    """Return the cells as a person sees them: a blank's letter colour and weight are not, unless reversed."""
    return [[_seen(cell) for cell in row] for row in terminal.cells]


def _seen(cell: Char) -> Char:
    if not cell.data.startswith(" ") or cell.underscore or cell.strikethrough or cell.reverse:
        return cell
    return cell._replace(fg="default", bold=False, italics=False)
