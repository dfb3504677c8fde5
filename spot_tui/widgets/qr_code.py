"""A QR code in half blocks: black on white whatever the theme, so that a phone reads it.

What is drawn where there is room is `spot_tui.terminal.qr`'s.
"""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from spot_tui.terminal.qr import drawn, modules_of, widest_zone

_BLACK_ON_WHITE = Style(color="#000000", bgcolor="#ffffff")
_TWO_COLOURS = Style(reverse=True)
"""For a terminal without colours: most of these are light on dark."""


class QrCode(Widget):
    """Draws a text once `fit` found room for it; an empty text draws nothing."""

    DEFAULT_CSS = """
    QrCode { width: auto; height: auto; }
    """

    def __init__(self, text: str = "") -> None:
        super().__init__(markup=False)
        self._modules = modules_of(text)
        self._rows: list[str] = []
        self.display = False

    def hold(self, text: str) -> None:
        """Hold another text, and nothing of the one before; `fit` draws it."""
        self._modules = modules_of(text)
        self.fit(0, 0)

    def fit(self, columns: int, rows: int) -> bool:
        """Draw the code with as much quiet zone as this room allows; tell whether there is room at all."""
        zone = widest_zone(self._modules, columns, rows)
        self._rows = drawn(self._modules, zone) if zone else []
        self.display = bool(self._rows)
        self.refresh(layout=True)
        return self.display

    @property
    def columns(self) -> int:
        """How many cells it is wide; 0 where it is not drawn."""
        return len(self._rows[0]) if self._rows else 0

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """Return how many cells it is wide."""
        return self.columns

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many rows it takes."""
        return len(self._rows)

    def render_line(self, y: int) -> Strip:
        """Return one row, in one style: a change of colour for each cell would be dear on a thin line."""
        if y >= len(self._rows):
            return Strip.blank(self.size.width, self.rich_style)
        style = _TWO_COLOURS if self.app.no_color else _BLACK_ON_WHITE
        return Strip([Segment(self._rows[y], style)], len(self._rows[y]))
