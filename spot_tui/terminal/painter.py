"""From the cells that are wanted to what must be sent: only cells that differ from those shown."""

from __future__ import annotations

from spot_tui.terminal.canvas import ERASE, Canvas
from spot_tui.terminal.cells import (
    BLANK,
    PLAIN,
    Cell,
    Style,
    absolute_move,
    is_certain,
    is_like_erased,
    pen_for,
    shortest_move,
    style_change,
)

_PIECE = 2048
"""Characters after which a piece ends with its row: what is wanted may change while it is on its way."""
_ERASE_LINE = "\x1b[K"
_WORTH_ERASING = 4
_WORTH_ERASING_BETWEEN = 10


_ERASERS = (
    "xterm",
    "linux",
    "putty",
    "konsole",
    "vte",
    "gnome",
    "rxvt",
    "tmux",
    "alacritty",
    "foot",
    "wezterm",
)


def erases_in_colour(term: str) -> bool:
    """Tell whether the terminal erases a line, and a part of one, with the background colour in force.

    That is bce and ech of terminfo, whose files are seldom all installed. GNU screen, for one, does not.
    """
    return term.startswith(_ERASERS)


class Painter:
    """Knows what the terminal shows, and what it must get to show what the canvas wants.

    `encoding` is that of the line; a character that it lacks is sent as question marks, one for each cell.
    `in_colour` is what `erases_in_colour` says.
    """

    def __init__(self, canvas: Canvas, *, encoding: str = "utf-8", in_colour: bool = False) -> None:
        self._canvas = canvas
        self._in_colour = in_colour
        self._encoding = encoding
        self._shown: list[list[Cell]] = []
        self._cursor: tuple[int, int] | None = None
        """Where the terminal's cursor is; None after what terminals disagree about."""
        self._pen = PLAIN
        self._sent: list[str] = []

    def take(self) -> bytes:
        """Return what must be sent next: orders, some rows, at last the cursor; nothing once all is done."""
        self._sent = []
        self._carry_out_orders()
        if self._canvas.is_on and self._paint_rows():
            self._put_cursor_at_caret()
        return "".join(self._sent).encode(self._encoding, "replace")

    def _carry_out_orders(self) -> None:
        canvas = self._canvas
        for order in canvas.orders:
            if order == ERASE:
                self._shown = [[BLANK] * canvas.columns for _ in range(canvas.rows)]
                canvas.touch_all()
                self._cursor, self._pen = (0, 0), PLAIN
            else:
                self._use(PLAIN)
            self._sent.append(order)
        canvas.orders = []

    def _paint_rows(self) -> bool:
        """Paint touched rows until the piece is full; tell whether it was the last one."""
        touched = self._canvas.touched
        for row in sorted(touched):
            if sum(map(len, self._sent)) >= _PIECE:
                return False
            touched.discard(row)
            self._paint(row)
        return True

    def _paint(self, row: int) -> None:
        wanted, shown = self._canvas.cells[row], self._shown[row]
        column, is_doubtful = 0, False
        while column < len(wanted) and (is_doubtful or wanted != shown):
            cell = wanted[column]
            if not cell.text or (cell == shown[column] and not is_doubtful):
                column += 1
                continue
            self._go_along(row, column, wanted)
            self._use(pen_for(cell, self._pen))
            is_doubtful = not is_certain(cell.text)
            column += self._erase(wanted, shown, column) or self._draw(wanted, row, column)
        self._shown[row] = wanted.copy()

    def _erase(self, wanted: list[Cell], shown: list[Cell], column: int) -> int:
        """Erase equal blanks at the cursor and return how many; 0 where drawing them is less."""
        cell, end = wanted[column], column
        if not is_like_erased(cell) or (cell.style.background and not self._in_colour):
            return 0
        while end < len(wanted) and wanted[end] == cell:
            end += 1
        changed = end
        while changed > column and shown[changed - 1] == cell:
            changed -= 1
        if end == len(wanted) and changed - column >= _WORTH_ERASING:
            self._sent.append(_ERASE_LINE)
            return end - column
        if self._in_colour and changed - column >= _WORTH_ERASING_BETWEEN:
            self._sent.append(f"\x1b[{changed - column}X")
            return changed - column
        return 0

    def _go_along(self, row: int, column: int, wanted: list[Cell]) -> None:
        """Go to a cell of a row that is right up to there: over a short way by drawing that again."""
        if self._cursor == (row, column):
            return
        if self._cursor is None:
            self._go_to(row, column)
            return
        move = shortest_move(self._cursor, (row, column))
        between = wanted[self._cursor[1] : column] if self._cursor[0] == row else []
        again = "".join(cell.text for cell in between)
        if (
            0 < len(self._encoded(again)) <= len(move)
            and all(pen_for(cell, self._pen) == self._pen for cell in between)
            and all(map(is_certain, again))
        ):
            move = again
        self._sent.append(move)
        self._cursor = (row, column)

    def _go_to(self, row: int, column: int) -> None:
        if self._cursor is None:
            self._sent.append(absolute_move(row, column))
        elif self._cursor != (row, column):
            self._sent.append(shortest_move(self._cursor, (row, column)))
        self._cursor = (row, column)

    def _draw(self, wanted: list[Cell], row: int, column: int) -> int:
        """Draw a cell where the cursor is and return its width.

        Terminals disagree about the width of some characters: their place is blanked first, and the cursor
        may be anywhere afterwards. So it may after the last column.
        """
        text, after = wanted[column].text, wanted[column + 1 : column + 2]
        width = 2 if after and not after[0].text else 1
        if is_certain(text):
            self._sent.append(self._letters(text, width))
            self._cursor = (row, column + width)
        else:
            self._sent += [" " * width, absolute_move(row, column), self._letters(text, width)]
            self._cursor = None
        if column + width == len(wanted):
            self._cursor = None
        return width

    def _use(self, style: Style) -> None:
        if style != self._pen:
            self._sent.append(style_change(self._pen, style))
            self._pen = style

    def _letters(self, text: str, width: int) -> str:
        """Return `text` as it can be sent."""
        return text if text.isascii() or self._encoded(text) else "?" * width

    def _encoded(self, text: str) -> bytes:
        """Return the bytes of `text`, none where the line has no letters for it."""
        try:
            return text.encode(self._encoding)
        except UnicodeEncodeError:
            return b""

    def _put_cursor_at_caret(self) -> None:
        row, column = self._canvas.caret
        self._go_to(min(row, self._canvas.rows - 1), min(column, self._canvas.columns - 1))
