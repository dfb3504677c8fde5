"""A body of lines with a line cursor, drawn by us so that a key costs the line a few bytes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.geometry import Offset, Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from spot_tui.widgets.line import Line, Tone, fit, folded, shown
from spot_tui.widgets.room import EDGE, MARGIN
from spot_tui.widgets.table import Table

Row = tuple[int, Line]
"""A row that is drawn, and the number of its line."""


class Lined(Widget, can_focus=True):
    """Lines, of which one has the cursor. One body is refilled, never built anew.

    A line that is too long for the window takes several rows.
    """

    DEFAULT_CSS = """
    Lined { height: 1fr; width: 100%; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("home,ctrl+home", "move(-1000000)", show=False),
        Binding("end,ctrl+end", "move(1000000)", show=False),
    ]

    class Moved(Message):
        """The cursor or the page moved, or the lines changed."""

    def __init__(self, lines: Sequence[Line] = (), *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, markup=False)
        self.lines: tuple[Line, ...] = tuple(lines)
        self.table = Table()
        """What the lines are laid out in; without columns they are no table."""
        self.cursor = 0
        self.top = 0
        """The first row that is seen."""
        self._folded: tuple[tuple[Line, ...], int] = ((), 0)
        self._rows: tuple[Row, ...] = ()

    def fill(self, lines: Sequence[Line], cursor: int = 0, table: Table | None = None) -> None:
        """Show other lines, the cursor on line `cursor`, from the top if it fits; in `table` from now on."""
        before = self._seen()
        self._hold(lines, table)
        self.cursor = max(0, min(cursor, len(self.lines) - 1))
        self.top = 0
        self._keep_cursor_in_sight()
        self._repaint_changes(before)
        self._tell()

    def _hold(self, lines: Sequence[Line], table: Table | None) -> None:
        """Take these lines in place of those before, in another table if there is one."""
        self.lines = tuple(lines)
        self.table = (table or self.table).of(self.lines)

    @property
    def rows(self) -> int:
        """How many rows are seen at once."""
        return max(self.size.height, 1)

    @property
    def all_rows(self) -> int:
        """How many rows the lines take in the width there is."""
        return len(self._rows_in(self.size.width))

    def _rows_in(self, width: int) -> tuple[Row, ...]:
        """Return the lines as they are folded in a width."""
        if self._folded[0] is not self.lines or self._folded[1] != width:
            self._folded = (self.lines, width)
            self._rows = tuple(self._laid_out(width - MARGIN - EDGE))
        return self._rows

    def _laid_out(self, room: int) -> Iterator[Row]:
        table = self.table
        columns = table.columns_in(room)
        for index, line in enumerate(self.lines):
            for row in folded(table.line_in(line, columns), room, table.breaks(columns)):
                yield index, row

    def _first_row(self, index: int) -> int:
        """Return the number of the first row of a line."""
        rows = self._rows_in(self.size.width)
        return next((number for number, (of, _) in enumerate(rows) if of == index), 0)

    @property
    def can_page_up(self) -> bool:
        """Whether there is something above what is seen."""
        return self.top > 0

    @property
    def can_page_down(self) -> bool:
        """Whether there is something below what is seen."""
        return self.top + self.rows < self.all_rows

    def page(self, pages: int) -> None:
        """Turn pages, forward if positive; one row of the page before stays in sight."""
        before = self._seen()
        rows = self._rows_in(self.size.width)
        last_top = max(len(rows) - self.rows, 0)
        self.top = max(0, min(self.top + pages * max(self.rows - 1, 1), last_top))
        seen = [index for index, _ in rows[self.top : self.top + self.rows]] or [0]
        self.cursor = max(seen[0], min(self.cursor, seen[-1]))
        self._repaint_changes(before)
        self._tell()

    def action_move(self, lines: int) -> None:
        """Move the cursor by `lines`."""
        before = self._seen()
        self.cursor = max(0, min(self.cursor + lines, len(self.lines) - 1))
        self._keep_cursor_in_sight()
        self._repaint_changes(before)
        self._tell()

    def on_resize(self) -> None:
        """Keep the cursor in sight in the new size."""
        self._keep_cursor_in_sight()
        self.refresh()

    def watch_has_focus(self, has_focus: bool) -> None:
        """Show or hide the line cursor."""
        super().watch_has_focus(has_focus)
        self.refresh(Region(0, self._first_row(self.cursor) - self.top, self.size.width, 1))
        self._tell()

    def render_line(self, y: int) -> Strip:
        """Return row `y` of what is seen."""
        plain, width = self.rich_style, self.size.width
        rows = self._rows_in(width)
        if self.top + y >= len(rows):
            return Strip.blank(width, plain)
        _, line = rows[self.top + y]
        has_cursor = self.has_focus and self.top + y == self._first_row(self.cursor)
        mark = (">", Tone.KEY) if has_cursor else (" ", Tone.PLAIN)
        segments: list[Segment] = []
        room = width
        for text, tone in (mark, (" " * (MARGIN - 1), Tone.PLAIN), *line):
            part = shown(text)
            if cell_len(part) > room:
                part = fit(part, room)
            room -= cell_len(part)
            segments.append(Segment(part, plain + self._look(tone)))
        return Strip([*segments, Segment(" " * room, plain)], width).simplify()

    def _look(self, tone: Tone) -> Style:
        from textual.style import Style as TextualStyle

        return TextualStyle.parse(str(tone), self.app.theme_variables).rich_style if tone else Style.null()

    def _seen(self) -> list[tuple[Line | None, bool]]:
        """Return what each row shows now, and whether it has the cursor."""
        rows, marked = self._rows_in(self.size.width), self._first_row(self.cursor)
        return [
            (rows[number][1] if number < len(rows) else None, number == marked)
            for number in range(self.top, self.top + self.rows)
        ]

    def _repaint_changes(self, before: list[tuple[Line | None, bool]]) -> None:
        """Draw only what shows something else than before: the line to the terminal may be thin."""
        for y, (old, new) in enumerate(zip(before, self._seen(), strict=True)):
            if old != new:
                first, cells = _changed_cells(old, new) or (0, self.size.width)
                self.refresh(Region(first, y, cells, 1))

    def _keep_cursor_in_sight(self) -> None:
        """Show the whole line with the cursor, or as much of its beginning as there is room for."""
        rows = self._rows_in(self.size.width)
        first = self._first_row(self.cursor)
        last = max((number for number, (of, _) in enumerate(rows) if of == self.cursor), default=first)
        if last >= self.top + self.rows:
            self.top = last - self.rows + 1
        self.top = min(self.top, first)
        self.top = max(0, min(self.top, max(len(rows) - self.rows, 0)))

    def _tell(self) -> None:
        self.post_message(self.Moved())

    @property
    def caret(self) -> Offset:
        """The beginning of the line with the cursor."""
        return self.content_region.offset + Offset(0, self._first_row(self.cursor) - self.top)


def _changed_cells(old: tuple[Line | None, bool], new: tuple[Line | None, bool]) -> tuple[int, int] | None:
    """Return where two states of a row begin to differ and over how many cells.

    None where that is not sure: the whole row is drawn then.
    """
    (was, had_cursor), (now, has_cursor) = old, new
    if was is None or now is None or had_cursor != has_cursor:
        return None
    if [(len(text), tone) for text, tone in was] != [(len(text), tone) for text, tone in now]:
        return None
    before, after = ("".join(text for text, _ in pieces) for pieces in (was, now))
    if not all(text.isascii() and text.isprintable() for text in (before, after)):
        return None
    differing = [at for at, (one, other) in enumerate(zip(before, after, strict=True)) if one != other]
    return MARGIN + differing[0], differing[-1] - differing[0] + 1
