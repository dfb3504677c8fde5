"""Text on the screen."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from spot_tui.backend.text import clean
from spot_tui.widgets.line import Line, content

Text = str | Line | Content


class Plain(Static):
    """Text that is shown as it is: cleaned, never read as markup, repainted only when it changes."""

    DEFAULT_CSS = """
    Plain { width: 1fr; height: auto; }
    """

    def __init__(self, text: Text = "", *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        self.text = _drawn(text)
        super().__init__(self.text, markup=False, id=id, classes=classes)
        self.set_class(not self.text.plain, "-empty")

    def show(self, text: Text) -> None:
        """Show `text` from now on."""
        drawn = _drawn(text)
        if drawn.plain == self.text.plain and drawn.spans == self.text.spans:
            return
        rows = self._rows()
        self.text = drawn
        self.set_class(not drawn.plain, "-empty")
        self.update(drawn, layout=self._rows() != rows)

    def _rows(self) -> int:
        """Return the rows that the text takes; none while it is empty, which may hide the widget."""
        if not self.text.plain:
            return 0
        return self.text.get_height(self.styles.get_rules(), max(self.size.width, 1))


def _drawn(text: Text) -> Content:
    if isinstance(text, tuple):
        return content(*text)
    if isinstance(text, Content):
        return text if clean(text.plain) == text.plain else Content(clean(text.plain))
    return Content(clean(text))
