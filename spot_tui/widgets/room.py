"""How much room a window has: the size that the screens are made for, and the least that they can do with."""

from __future__ import annotations

from textual.geometry import Size

DESIGN = Size(80, 24)
SMALLEST = Size(60, 18)


def is_short(size: Size) -> bool:
    """Tell whether a window has fewer rows than the screens are made for."""
    return size.height < DESIGN.height


def is_too_small(size: Size) -> bool:
    """Tell whether nothing can be shown rightly."""
    return size.width < SMALLEST.width or size.height < SMALLEST.height
