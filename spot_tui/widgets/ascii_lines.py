"""The gate for terminals that show ASCII only: every drawn line is put into it, whichever widget drew it."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

_TWINS = {
    ".": "\u2026",
    "-": "\u2010-\u2015\u2212\u2500\u2501\u2504\u2505\u2508\u2509\u254c\u254d\u2550\u2574\u2576\u2578\u257a",
    "|": "\u2502\u2503\u2506\u2507\u250a\u250b\u254e\u254f\u2551\u2575\u2577\u2579\u257b\u258f\u2595",
    "+": "\u250c-\u254b\u2552-\u2573",
    "#": "\u2580-\u258e\u2590-\u2594\u2596-\u259f\u25a0",
    "*": "\u2022\u2023\u2219\u25aa\u25cb\u25cf\u25e6\u00b7",
    ">": "\u2192\u25b6\u25b8\u25ba\u203a\u00bb",
    "<": "\u2190\u25c0\u25c2\u25c4\u2039\u00ab",
    "^": "\u2191\u25b2\u25b4",
    "v": "\u2193\u25bc\u25be",
    "x": "\u2713\u2714\u00d7",
    "'": "\u2018-\u201b\u2032\u00b4",
    '"': "\u201c-\u201f \u2033",
    "?": "\u00bf",
    "!": "\u00a1",
}
"""What stands for which characters: single ones and ranges."""


class AsciiLines(LineFilter):
    """Shows the nearest ASCII character, else a question mark; a line keeps its width.

    No widget knows of it. Pictures of blocks are not drawn at all where it is on, see `has_blocks`.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments of one line in ASCII."""
        return [
            segment
            if segment.text.isascii()
            else Segment(_ascii(segment.text), segment.style, segment.control)
            for segment in segments
        ]


@lru_cache(1024)
def _ascii(text: str) -> str:
    return set_cell_size("".join(map(_twin, text)), cell_len(text))


def _twin(character: str) -> str:
    """Return what stands for a character, in as many cells as it takes."""
    cells = cell_len(character)
    if character.isascii() or cells != 1:
        return character if character.isascii() else "?" * cells
    bare = unicodedata.normalize("NFKD", character)[0]
    return _twins().get(character) or (bare if bare.isascii() else "?")


@cache
def _twins() -> dict[str, str]:
    return {
        chr(code): twin
        for twin, characters in _TWINS.items()
        for first, last in re.findall("([^ ])(?:-([^ ]))?", characters)
        for code in range(ord(first), ord(last or first) + 1)
    }
