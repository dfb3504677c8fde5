"""A screen that is a table to choose from: heads, one thing a line, and the marked one in full below."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import ClassVar

from textual import on
from textual.widget import Widget

from spot_tui.screens.paged import Paged
from spot_tui.widgets.choices import BEFORE, Choice, Choices
from spot_tui.widgets.line import Line, Tone, columns_of, line
from spot_tui.widgets.plain import Plain
from spot_tui.widgets.table import Table
from spot_tui.words import say

Widths = Sequence[tuple[str, int]]
"""The names of a table's columns, and how wide each is in a window of the usual size."""


def table_of(widths: Widths, topic: str) -> Table:
    """Return a table to choose from; the words of its heads are ``topic.column.NAME``."""
    heads = tuple(say(f"{topic}.column.{name}") for name, _ in widths)
    return Table(columns_of((width for _, width in widths), len(BEFORE)), heads)


def show_table(
    choices: Choices, heads: Plain, table: Table, rows: Sequence[Choice], nothing: Line | str
) -> None:
    """List these rows of `table` under their heads, or show `nothing`."""
    choices.offer(rows, table)
    if rows:
        heads.show_heads(choices.table)
    else:
        heads.show(nothing)


class TablePage(Paged):
    """`COLUMNS` are names and widths. Their words are ``TOPIC.column.NAME``; `TOPIC` is `NAME` if not set."""

    COLUMNS: ClassVar[Widths] = ()
    TOPIC: ClassVar[str] = ""

    def body(self) -> Iterable[Widget]:
        """Yield the heads, the list, and the marked one in full."""
        yield from self.above()
        yield Plain(id="heads")
        yield Choices(id="listed")
        yield Plain(id="marked", classes="gap")

    def above(self) -> Iterator[Widget]:
        """Yield what stands above the table."""
        yield from ()

    def about_marked(self) -> Line | str:
        """Return what is told of the marked one; it is asked only where there is any."""
        raise NotImplementedError

    def choose(self) -> None:
        """Open the marked one."""
        raise NotImplementedError

    @property
    def choices(self) -> Choices:
        """The table."""
        return self.query_one(Choices)

    def fill_table(
        self, rows: Iterable[Sequence[str]], nothing: str, starred: Collection[int] = frozenset()
    ) -> None:
        """Show these cells, or `nothing` where there is no row; the cursor stays where it is.

        A star stands before the rows at the places `starred`.
        """
        here = self.choices.cursor if self.choices.choices else 0
        table = table_of(self.COLUMNS, self.TOPIC or self.NAME)
        listed = [
            Choice(str(number), first, cells=tuple(rest), ticked=number in starred)
            for number, (first, *rest) in enumerate(rows)
        ]
        show_table(self.choices, self.query_one("#heads", Plain), table, listed, line(nothing, Tone.QUIET))
        self.choices.point_at(here)
        self._tell_marked()

    @on(Choices.Moved)
    def _tell_marked(self) -> None:
        self.query_one("#marked", Plain).show(self.about_marked() if self.choices.choices else "")
        self.tell_keys()

    @on(Choices.Chosen)
    def _choose(self) -> None:
        if self.choices.choices and self.works("choose"):
            self.choose()
