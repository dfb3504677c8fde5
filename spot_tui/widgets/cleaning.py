"""The last gate before the terminal: every drawn line is cleaned once more, whichever widget drew it."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from spot_tui.backend.text import clean


class CleanLines(LineFilter):
    """Shows what could steer a terminal as a replacement character; a line keeps its width."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments of one line, cleaned and without links or meta data."""
        return [_cleaned(segment) for segment in segments]


def _cleaned(segment: Segment) -> Segment:
    text, style, control = segment
    if text.isascii() and text.isprintable():
        return segment
    safe = clean(text).replace("\n", " ").replace("\t", " ")
    return segment if safe == text else Segment(set_cell_size(safe, cell_len(text)), style, control)
