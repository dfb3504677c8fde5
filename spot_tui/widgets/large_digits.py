"""Digits that are read from a step away: five rows high, made of blocks."""

from __future__ import annotations

_ROWS = {
    "0": ("###", "# #", "# #", "# #", "###"),
    "1": (" # ", "## ", " # ", " # ", "###"),
    "2": ("###", "  #", "###", "#  ", "###"),
    "3": ("###", "  #", "###", "  #", "###"),
    "4": ("# #", "# #", "###", "  #", "  #"),
    "5": ("###", "#  ", "###", "  #", "###"),
    "6": ("###", "#  ", "###", "# #", "###"),
    "7": ("###", "  #", "  #", "  #", "  #"),
    "8": ("###", "# #", "###", "# #", "###"),
    "9": ("###", "# #", "###", "  #", "###"),
}
_BLOCK = "\N{FULL BLOCK}" * 2


def large(number: str) -> list[str]:
    """Return the rows of a number's digits; other characters are left out."""
    digits = [_ROWS[character] for character in number if character in _ROWS]
    rows = zip(*digits, strict=True)
    return ["  ".join(part.replace(" ", "  ").replace("#", _BLOCK) for part in row) for row in rows]
