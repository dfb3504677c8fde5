"""A QR code as rows of half blocks, for whatever draws them black on white.

A phone finds the code by the quiet zone around it, hence that is drawn too: four modules wide where there is
room, one at least (ISO/IEC 18004 asks for four; readers of today take one). The lowest error correction keeps
it small enough for 24 rows.
"""

from __future__ import annotations

from spot_tui.terminal.half_blocks import half_blocks

Modules = tuple[tuple[bool, ...], ...]
"""The rows of a QR code without its quiet zone; a dark module is true."""

WIDEST_ZONE, NARROWEST_ZONE = 4, 1


def modules_of(text: str) -> Modules:
    """Return the QR code of `text`; nothing where it is empty or too long for any."""
    import segno

    if not text:
        return ()
    try:
        code = segno.make(text, error="l", boost_error=False, micro=False)
    except segno.DataOverflowError:
        return ()
    return tuple(tuple(bool(module) for module in row) for row in code.matrix)


def widest_zone(modules: Modules, columns: int, rows: int) -> int:
    """Return how wide a quiet zone there is room for, 0 where the code does not fit."""
    for zone in range(WIDEST_ZONE, NARROWEST_ZONE - 1, -1):
        side = len(modules) + 2 * zone
        if modules and side <= columns and side <= 2 * rows:
            return zone
    return 0


def drawn(modules: Modules, zone: int) -> list[str]:
    """Return the rows of cells, the quiet zone around the code."""
    light = [(False,) * (len(modules) + 2 * zone)] * zone
    around = (False,) * zone
    return half_blocks([*light, *(around + row + around for row in modules), *light])
