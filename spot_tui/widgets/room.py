"""How much room a window has: the size that the screens are made for, and the least that they can do with."""

from __future__ import annotations

from textual.geometry import Size

DESIGN = Size(80, 24)
SMALLEST = Size(60, 18)

MARGIN = 2
"""Cells before each line of a body: the line cursor's mark stands there."""

EDGE = 1
"""Cells that stay free behind each line."""

LINE_WIDTH = DESIGN.width - MARGIN - EDGE
"""How many cells a line has in a window of the size that the screens are made for."""


def is_short(size: Size) -> bool:
    """Tell whether a window has fewer rows than the screens are made for."""
    return size.height < DESIGN.height


def is_too_small(size: Size) -> bool:
    """Tell whether nothing can be shown rightly."""
    return size.width < SMALLEST.width or size.height < SMALLEST.height
