"""Pictures of blocks, two points to a cell, so that a point is as high as it is wide."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Points = Sequence[bool]
"""A row of a picture; what is true is drawn."""

_CELLS = {
    (False, False): " ",
    (True, False): "\N{UPPER HALF BLOCK}",
    (False, True): "\N{LOWER HALF BLOCK}",
    (True, True): "\N{FULL BLOCK}",
}


def half_blocks(picture: Iterable[Points]) -> list[str]:
    """Return the rows of cells of a picture whose rows are all of one length; an odd last row is filled."""
    rows = list(picture)
    if len(rows) % 2:
        rows.append([False] * len(rows[0]))
    pairs = zip(rows[::2], rows[1::2], strict=True)
    return ["".join(_CELLS[pair] for pair in zip(upper, lower, strict=True)) for upper, lower in pairs]
