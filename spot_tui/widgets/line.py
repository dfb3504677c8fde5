"""Lines as widgets draw them: pieces of text, each in a tone that the style sheet gives its look.

Everything is cleaned here again, so that no text of a server, a file or a form can steer the terminal, and
no text is ever read as markup.
"""

from __future__ import annotations

import re
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

_NARROWEST = 20
_BEGINS = re.compile(r" *\S+(?: \S+)* {2,}")
"""What stands before the text of a line: a digit, a sign or a label, with blanks around it."""

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


def shown(text: str) -> str:
    """Return `text` as a row shows it: cleaned, on one line."""
    return clean(text).replace("\n", " ").replace("\t", " ")


def folded(line: Line, width: int) -> list[Line]:
    """Return a line in rows of at most `width` cells: as it is if it fits.

    It breaks between columns if there are any, else between words; what goes on hangs below its text.
    """
    pieces = tuple((shown(text), tone) for text, tone in line)
    text = "".join(piece for piece, _ in pieces)
    if cell_len(text) <= width or width < _NARROWEST:
        return [line]
    begins = _BEGINS.match(text)
    hanging = len(text) - len(text.lstrip()) + len("  ")
    if begins is not None and begins.end() <= width // 2:
        hanging = begins.end()
    indent = " " * min(hanging, width // 2)
    rows: list[Line] = []
    start, room = 0, width
    while cell_len(text[start:]) > room:
        end = _break(text, start, room)
        rows.append(((indent if rows else "", Tone.PLAIN), *_part(pieces, start, end)))
        start = end + len(text[end:]) - len(text[end:].lstrip())
        room = width - len(indent)
    if start < len(text):
        rows.append(((indent, Tone.PLAIN), *_part(pieces, start, len(text))))
    return rows


def _break(text: str, start: int, room: int) -> int:
    """Return where a row ends that begins at `start` and has so much `room`."""
    end = start + room
    while cell_len(text[start:end]) > room:
        end -= 1
    between_columns = text.rfind("  ", start, end + 2)
    if between_columns >= start + room // 2:
        return len(text[:between_columns].rstrip())
    between_words = text.rfind(" ", start, end + 1)
    return between_words if between_words > start and text[start:between_words].strip() else end


def _part(pieces: Line, start: int, end: int) -> Line:
    """Return what stands from the character at `start` to before that at `end`."""
    parts: list[Piece] = []
    at = 0
    for text, tone in pieces:
        part = text[max(start - at, 0) : max(end - at, 0)]
        at += len(text)
        if part:
            parts.append((part, tone))
    return tuple(parts)


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
