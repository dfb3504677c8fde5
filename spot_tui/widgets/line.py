"""Lines as widgets draw them: pieces of text, each in a tone that the style sheet gives its look.

Everything is cleaned here again, so that no text of a server, a file or a form can steer the terminal, and
no text is ever read as markup.
"""

from __future__ import annotations

import textwrap
from enum import StrEnum

from rich.cells import cell_len, set_cell_size
from textual.content import Content

from spot_tui.backend.text import clean, clean_line


class Tone(StrEnum):
    """How a piece of text looks. The tone never says anything that the words do not say."""

    PLAIN = ""
    STRONG = "bold"
    QUIET = "$quiet"
    GOOD = "bold $success"
    WARN = "bold $warning"
    BAD = "bold $error"
    KEY = "bold $accent"
    MARKED = "reverse"


Piece = tuple[str, Tone]
Line = tuple[Piece, ...]

ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"


def line(text: str, tone: Tone = Tone.PLAIN) -> Line:
    """Return a line of one piece."""
    return ((text, tone),)


def content(*pieces: Piece | str) -> Content:
    """Return pieces as Textual draws them: cleaned, never read as markup."""
    parts = ((piece, Tone.PLAIN) if isinstance(piece, str) else piece for piece in pieces)
    return Content.assemble(*((clean(text), str(tone)) if tone else clean(text) for text, tone in parts))


def wrapped(text: str, width: int, tone: Tone = Tone.PLAIN, indent: str = "") -> list[Line]:
    """Return `text` folded into lines of at most `width` cells.

    Later lines begin with `indent`; those of a list's item hang under its text.
    Line feeds of the text begin a new line; a word that is too long is broken.
    """
    folded: list[Line] = []
    for paragraph in clean(text).split("\n"):
        hanging = "  " if paragraph.startswith("- ") else indent
        rows = textwrap.wrap(paragraph, max(width, 1), subsequent_indent=hanging) or [""]
        folded.extend(line(row, tone) for row in rows)
    return folded


def fit(text: str, width: int) -> str:
    """Return `text` on one line in exactly `width` cells, cut with an ellipsis or filled with blanks."""
    shown = clean_line(text)
    if width <= 0:
        return ""
    if cell_len(shown) > width:
        return set_cell_size(shown, width - 1) + ELLIPSIS
    return set_cell_size(shown, width)


def cut(text: str, width: int) -> str:
    """Return `text` on one line in at most `width` cells, cut with an ellipsis."""
    return fit(text, width).rstrip() if cell_len(clean_line(text)) > width else clean_line(text)
