"""Text on the screen."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual
from textual.widgets import Static

from spot_tui.backend.text import clean
from spot_tui.widgets.line import ITEM, Columns, Line, content, folds
from spot_tui.widgets.table import Table

Text = str | Line | Content


class Plain(Static):
    """Text that is shown as it is: cleaned, never read as markup, repainted only when it changes."""

    DEFAULT_CSS = """
    Plain { width: 1fr; height: auto; }
    """

    def __init__(self, text: Text = "", *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        self.text = _drawn(text)
        self._table = Table()
        super().__init__(Folding(self.text, self._table), markup=False, id=id, classes=classes)
        self.set_class(not self.text.plain, "-empty")

    def show(self, text: Text) -> None:
        """Show `text` from now on."""
        self._put(_drawn(text), Table())

    def show_heads(self, table: Table) -> None:
        """Show the heads of a table from now on, above its columns."""
        self._put(_drawn(table.heads_in(table.columns)), table)

    def _put(self, drawn: Content, table: Table) -> None:
        if (drawn.plain, drawn.spans, table) == (self.text.plain, self.text.spans, self._table):
            return
        rows = self._rows()
        self.text, self._table = drawn, table
        self.set_class(not drawn.plain, "-empty")
        self.update(Folding(drawn, table), layout=self._rows() != rows)

    def _rows(self) -> int:
        """Return the rows that the text takes; none while it is empty, which may hide the widget."""
        if not self.text.plain:
            return 0
        return len(Folding(self.text, self._table).rows(max(self.size.width, 1)))


class Folding(Visual):
    """Text folded as the lines of a list are: what goes on hangs under its item, or beside its label."""

    def __init__(self, text: Content, table: Table) -> None:
        self._text = text
        self._table = table
        self._rows: tuple[int, list[Content]] = (-1, [])

    def rows(self, width: int) -> list[Content]:
        """Return the rows in a width."""
        if self._rows[0] != width:
            text, breaks = self._laid_out(width)
            parts = text.split("\n", allow_blank=True)
            self._rows = (width, [row for part in parts for row in _folded(part, width, breaks)])
        return self._rows[1]

    def _laid_out(self, width: int) -> tuple[Content, Columns]:
        columns = self._table.columns_in(width)
        if not columns:
            return self._text, ()
        return content(*self._table.heads_in(columns)), self._table.breaks(columns)

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        """Draw it in a width."""
        return Content("\n").join(self.rows(width)).render_strips(width, height, style, options)

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """Return the width in which nothing is folded."""
        return self._text.get_optimal_width(rules, container_width)

    def get_height(self, rules: RulesMap, width: int) -> int:
        """Return how many rows it takes in a width."""
        return len(self.rows(max(width, 1)))


def _folded(part: Content, width: int, breaks: Columns) -> Iterator[Content]:
    hanging = len(ITEM) if part.plain.startswith(ITEM) else 0
    for indent, start, end in folds(part.plain, width, breaks, hanging):
        yield part[start:end].pad_left(indent)


def _drawn(text: Text) -> Content:
    if isinstance(text, tuple):
        return content(*text)
    if isinstance(text, Content):
        return text if clean(text.plain) == text.plain else Content(clean(text.plain))
    return Content(clean(text))
