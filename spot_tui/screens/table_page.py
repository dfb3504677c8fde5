"""A screen that is a table to choose from: heads, one thing a line, and the marked one in full below."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import ClassVar

from textual import on
from textual.widget import Widget

from spot_tui.screens.paged import Paged
from spot_tui.widgets.choices import BEFORE, Choice, Choices
from spot_tui.widgets.line import GAP, Line, Tone, columns_of, fit
from spot_tui.widgets.plain import Plain
from spot_tui.words import say


class TablePage(Paged):
    """`COLUMNS` are names and widths. Their words are ``TOPIC.column.NAME``; `TOPIC` is `NAME` if not set."""

    COLUMNS: ClassVar[tuple[tuple[str, int], ...]] = ()
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
        widths = [width for _, width in self.COLUMNS]
        columns = self.choices.columns = columns_of(widths, len(BEFORE))
        fitted = ([fit(cell, width) for cell, width in zip(row, widths, strict=True)] for row in rows)
        self.choices.offer(
            [
                Choice(str(number), first, GAP.join(rest), ticked=number in starred)
                for number, (first, *rest) in enumerate(fitted)
            ]
        )
        self.choices.point_at(here)
        topic = self.TOPIC or self.NAME
        heads = GAP.join(fit(say(f"{topic}.column.{name}"), width) for name, width in self.COLUMNS)
        told = ((f"{BEFORE}{heads}", Tone.QUIET),) if self.choices.choices else ((nothing, Tone.QUIET),)
        self.query_one("#heads", Plain).show_heads(told, columns if self.choices.choices else ())
        self._tell_marked()

    @on(Choices.Moved)
    def _tell_marked(self) -> None:
        self.query_one("#marked", Plain).show(self.about_marked() if self.choices.choices else "")
        self.tell_keys()

    @on(Choices.Chosen)
    def _choose(self) -> None:
        if self.choices.choices and self.works("choose"):
            self.choose()
