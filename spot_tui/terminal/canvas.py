"""What Textual wants on the screen: the cells that result from all it has written."""

from __future__ import annotations

import re
from unicodedata import combining

from rich.cells import split_graphemes

from spot_tui.terminal.cells import BLANK, PLAIN, Cell, blank_style, pen_for, styled

ERASE = "\x1b[0m\x1b[H\x1b[2J"
"""The order to clear the screen; what it showed is forgotten."""

_TOKEN = re.compile(
    r"\x1b\[(?P<parameters>[0-?]*)(?P<between>[ -/]*)(?P<final>[@-~])"
    r"|(?P<text>[^\x00-\x1f\x7f-\x9f]+)"
    r"|(?P<operating>\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?)"
    r"|(?P<other>\x1b.?|.)",
    re.DOTALL,
)
_ALTERNATE_ON, _ALTERNATE_OFF = "\x1b[?1049h", "\x1b[?1049l"
_CURSOR_OFF, _CURSOR_ON = "\x1b[?25l", "\x1b[?25h"
_ERASE_DISPLAY = "\x1b[2J"
_NUMBERS = re.compile(r"[0-9;]*")
_MODE = re.compile(r"\x1b\[(?:3J|\?[0-9;]+[hl]|[<>][0-9;]*u)")
# Synchronised output, which would cost 16 bytes a frame, and in-band resizing: neither asked for nor used.
_UNWANTED = frozenset({"\x1b[?2026$p", "\x1b[?2048$p", "\x1b[?2026h", "\x1b[?2026l"})
_MOST_ORDERS = 64
_MOST_JOINED = 16


class Canvas:
    """The cells wanted, where the cursor belongs, and orders that go to the terminal before any cell.

    It reads what Textual 8.2.8 writes: absolute moves, styles, text, line ends and modes. Operating system
    commands (titles, links, the clipboard, pointer shapes) draw no cell and are dropped. Whatever else
    comes is passed on as it is, counted in `not_understood`, and has everything drawn anew.

    Blanks that look alike are the same cell, whatever colour their letters would have.

    Before and after the alternate screen it draws nothing, and all that is written is an order.
    """

    def __init__(self, columns: int, rows: int) -> None:
        self.columns, self.rows = columns, rows
        self.cells: list[list[Cell]] = []
        self.touched: set[int] = set()
        self.orders: list[str] = []
        self.caret = (0, 0)
        self.not_understood = 0
        self.is_on = False
        self._style = PLAIN
        self._blank()

    def resize(self, columns: int, rows: int) -> None:
        """Forget everything: a terminal of another size shows nobody knows what."""
        if (columns, rows) != (self.columns, self.rows):
            self.columns, self.rows = columns, rows
            self._blank()
        self.forget()

    def give_up(self) -> bytes:
        """Return the orders alone, which give the terminal back; nothing is left to draw."""
        orders, self.orders = "".join(self.orders), []
        self.touched.clear()
        return orders.encode()

    def forget(self) -> None:
        """Have everything drawn anew, whatever the terminal shows."""
        if self.is_on:
            self._order(ERASE)

    def touch_all(self) -> None:
        """Have every row compared."""
        self.touched = set(range(self.rows))

    def write(self, data: str) -> None:
        """Take in what Textual writes."""
        for token in _TOKEN.finditer(data):
            if not self.is_on:
                self._set_up(token[0])
            elif token["text"]:
                self._put(token["text"])
            elif token["final"]:
                self._control(token[0], token["parameters"] + token["between"], token["final"])
            elif token["other"]:
                self._move_on(token["other"])

    def _set_up(self, token: str) -> None:
        if token in _UNWANTED:
            return
        self.orders.append(token)
        if token == _ALTERNATE_ON:
            self.is_on = True
            self._blank()
            self._order(ERASE)

    def _control(self, token: str, parameters: str, final: str) -> None:
        if final == "m" and _NUMBERS.fullmatch(parameters):
            self._style = styled(self._style, parameters)
        elif final == "H" and _NUMBERS.fullmatch(parameters):
            row, _, column = parameters.partition(";")
            self.caret = (int(row or 1) - 1, int(column or 1) - 1)
        elif token == _ERASE_DISPLAY:
            self._blank()
            self._order(ERASE)
        elif token == _ALTERNATE_OFF:
            self.is_on = False
            self.orders.append(token)
        elif token == _CURSOR_OFF:
            # The terminal's own cursor stays: it costs nothing; magnifiers and braille displays follow it.
            self._order(_CURSOR_ON)
        elif token in _UNWANTED:
            return
        elif _MODE.fullmatch(token):
            self._order(token)
        else:
            self._pass_on(token)

    def _move_on(self, control: str) -> None:
        if control in "\r\n":
            self.caret = (self.caret[0] + (control == "\n"), 0)
        elif control == "\a":
            self._order(control)
        else:
            self._pass_on(control)

    def _pass_on(self, token: str) -> None:
        self.not_understood += 1
        self._order(token)
        self._order(ERASE)

    def _order(self, order: str) -> None:
        """Add an order; the same one given before and not yet carried out is out of date."""
        if order in self.orders:
            self.orders.remove(order)
        self.orders.append(order)
        del self.orders[:-_MOST_ORDERS]

    def _blank(self) -> None:
        self.cells = [[BLANK] * self.columns for _ in range(self.rows)]
        self.touch_all()

    def _put(self, text: str) -> None:
        row, column = self.caret
        if not 0 <= row < self.rows:
            return
        cells = self._cells_of(text, row, column)
        self.caret = (row, column + len(cells))
        room = max(self.columns - column, 0)
        if room < len(cells) and not cells[room].text:
            cells[room - 1 : room] = [Cell(" ", blank_style(self._style))]
        kept = cells[:room]
        if not kept:
            return
        line, end = self.cells[row], column + len(kept)
        self._break_wide(line, column)
        self._break_wide(line, end)
        line[column:end] = kept
        self.touched.add(row)

    def _cells_of(self, text: str, row: int, column: int) -> list[Cell]:
        style = self._style
        if text.isascii():
            blank = Cell(" ", blank_style(style))
            return [blank if letter == " " else Cell(letter, style) for letter in text]
        cells: list[Cell] = []
        for start, end, width in split_graphemes(text)[0]:
            joined = text[start : min(end, start + _MOST_JOINED)]
            if joined == " ":
                cells.append(Cell(joined, blank_style(style)))
            elif width:
                cells += [Cell(joined, style), *[Cell("", style)] * (width - 1)]
            else:
                self._join(joined, row, column)
        return cells

    def _join(self, marks: str, row: int, column: int) -> None:
        """Join accents at the begin of a text to the cell before it; a joiner there joins nothing."""
        marks = "".join(mark for mark in marks if combining(mark))
        line = self.cells[row]
        place = min(column, self.columns) - 1
        if place > 0 and not line[place].text:
            place -= 1
        if place >= 0:
            cell = line[place]
            line[place] = Cell((cell.text + marks)[:_MOST_JOINED], pen_for(cell, self._style))
            self.touched.add(row)

    @staticmethod
    def _break_wide(line: list[Cell], column: int) -> None:
        """Leave blanks of a wide character that is about to be cut in two before `column`."""
        if 0 < column < len(line) and not line[column].text:
            for place in (column - 1, column):
                line[place] = Cell(" ", blank_style(line[place].style))
