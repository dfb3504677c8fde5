"""A table: lines of cells under heads, in columns that grow to what stands in them where there is room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rich.cells import cell_len

from spot_tui.backend.text import clean_line
from spot_tui.widgets.line import Column, Columns, Line, Tone, cut, fit
from spot_tui.widgets.room import LINE_WIDTH


@dataclass(frozen=True, slots=True)
class Table:
    """The last pieces of each line are its cells, one a column. Lines of no columns stay as they are.

    `columns` are those in a window of the usual size, in which some cut what is longer. Cells of the columns
    `to_the_right` end where their column does, and so do the heads of `heads_to_the_right`. A line that is
    longer than the window goes on in the next row: before a column, or where any text would if the table is
    `as_text`.
    """

    columns: Columns = ()
    heads: tuple[str, ...] = ()
    tone: Tone = Tone.QUIET
    to_the_right: frozenset[int] = frozenset()
    heads_to_the_right: frozenset[int] = frozenset()
    as_text: bool = False
    needs: tuple[int, ...] = ()
    """How many cells each column would take to show everything."""

    def of(self, lines: Sequence[Line]) -> Table:
        """Return this table with all its `lines`, whichever of them are seen."""
        if not self.columns:
            return self
        count = len(self.columns)
        rows = [self.heads or ("",) * count, *([text for text, _ in line[-count:]] for line in lines)]
        needs = (max(cell_len(clean_line(text)) for text in cells) for cells in zip(*rows, strict=True))
        return replace(self, needs=tuple(needs))

    def columns_in(self, room: int) -> Columns:
        """Return the columns in so many cells."""
        if room <= LINE_WIDTH or not self.needs:
            return self.columns
        widths = [column.end - column.start for column in self.columns]
        grown = widened(widths, self.needs, sum(widths) + room - self.columns[-1].end)
        moved = 0
        columns: list[Column] = []
        for column, width in zip(self.columns, grown, strict=True):
            start = column.start + moved
            columns.append(Column(start, start + width))
            moved = start + width - column.end
        return tuple(columns)

    def breaks(self, columns: Columns) -> Columns:
        """Return the columns between which long lines break, if they do."""
        return () if self.as_text else columns

    def heads_in(self, columns: Columns) -> Line:
        """Return the line of heads."""
        return _line_in(tuple((head, self.tone) for head in self.heads), columns, self.heads_to_the_right)

    def line_in(self, line: Line, columns: Columns) -> Line:
        """Return a line with its cells in these columns."""
        if not columns:
            return line
        return _line_in(line, columns, self.to_the_right)


def _line_in(line: Line, columns: Columns, to_the_right: frozenset[int]) -> Line:
    before, cells = line[: -len(columns)], line[-len(columns) :]
    laid = list(before)
    at = columns[0].start if before else 0
    for place, (column, (text, tone)) in enumerate(zip(columns, cells, strict=True)):
        width = column.end - column.start
        fitted = cut(text, width).rjust(width) if place in to_the_right else fit(text, width)
        # Blanks take the tone of what follows: a change of colour that nobody sees costs bytes.
        laid.append((" " * (column.start - at) + fitted, tone))
        at = column.end
    return tuple(laid)


def widened(widths: Sequence[int], needs: Sequence[int], room: int) -> tuple[int, ...]:
    """Return `widths`, of which those that need more grow into what `room` they leave.

    Those that lack least are met first, so that as many as can be show everything.
    """
    grown, left = list(widths), max(room - sum(widths), 0)
    lacks = sorted((need - grown[place], place) for place, need in enumerate(needs) if need > grown[place])
    for done, (lack, place) in enumerate(lacks):
        more = min(lack, left // (len(lacks) - done))
        grown[place] += more
        left -= more
    return tuple(grown)
