"""Lines as widgets draw them: pieces of text, each in a tone that the style sheet gives its look.

Everything is cleaned here again, so that no text of a server, a file or a form can steer the terminal, and
no text is ever read as markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

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


class Column(NamedTuple):
    """A column of a table: the cells from `start` to before `end`."""

    start: int
    end: int


Columns = tuple[Column, ...]
Piece = tuple[str, Tone]
Line = tuple[Piece, ...]

GAP = "  "
"""Between two columns."""

_NARROWEST = 20
ITEM = "- "
"""Before each thing that is listed."""
_WORDS_TO_SPARE = 3
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
    for given in clean(text).split("\n"):
        paragraph = shown(given).rstrip()
        begins = len(ITEM) if paragraph.startswith(ITEM) else len(indent)
        rows = folds(paragraph, max(width, 1), hanging=begins - _blanks(paragraph))
        folded.extend(line(" " * row.indent + paragraph[row.start : row.end], tone) for row in rows)
    return folded


def _blanks(text: str) -> int:
    """Return how many blanks stand before a text."""
    return len(text) - len(text.lstrip(" "))


def shown(text: str) -> str:
    """Return `text` as a row shows it: cleaned, on one line."""
    return clean(text).replace("\n", " ").replace("\t", " ")


def folded(line: Line, width: int, columns: Columns = ()) -> list[Line]:
    """Return a line in rows of at most `width` cells: as it is if it fits.

    It breaks between columns if there are any, else between words; what goes on hangs below its text.
    The lines of a table with `columns` break between the same ones.
    """
    pieces = tuple((shown(text), tone) for text, tone in line)
    text = "".join(piece for piece, _ in pieces)
    if width < _NARROWEST:
        return [line]
    rows = folds(text, width, columns)
    if len(rows) == 1 and rows[0].end == len(text):
        return [line]
    return [((" " * row.indent, Tone.PLAIN), *_part(pieces, row.start, row.end)) for row in rows]


class Fold(NamedTuple):
    """A row of a text: the characters from `start` to before `end`, after `indent` blanks."""

    indent: int
    start: int
    end: int


def folds(text: str, width: int, columns: Columns = (), hanging: int = len("  ")) -> list[Fold]:
    """Return the rows of a text of one line in at most `width` cells.

    What goes on after plain words is indented by `hanging`.
    """
    if columns and columns[-1].end > width:
        return _table_folds(text, width, columns)
    if cell_len(text) <= width:
        return [Fold(0, 0, len(text))]
    begins = _BEGINS.match(text)
    indent = _blanks(text) + hanging
    if begins is not None and begins.end() <= width // 2:
        indent = begins.end()
    indent = min(indent, width // 2)
    rows: list[Fold] = []
    start, room = 0, width
    while cell_len(text[start:]) > room:
        end = _break(text, start, room)
        rows.append(Fold(indent if rows else 0, start, end))
        start = end + _blanks(text[end:])
        room = width - indent
    if start < len(text):
        rows.append(_joined(rows, text, Fold(indent, start, len(text)), room))
    return rows


def _table_folds(text: str, width: int, columns: Columns) -> list[Fold]:
    """Return the rows of a table's line: each takes the columns that it has room for."""
    rows: list[Fold] = []
    left, first, indent = list(columns), 0, 0
    while left:
        taken = [column for column in left if column.end - first <= width - indent] or left[:1]
        start, end = _at_cell(text, first), _at_cell(text, taken[-1].end)
        if text[start:end].strip() or not rows:
            rows.append(Fold(indent, start, min(end, len(text))))
        left = left[len(taken) :]
        first, indent = left[0].start if left else 0, columns[0].start
    return rows


def _at_cell(text: str, cell: int) -> int:
    """Return the place of the first character at a cell or beyond."""
    if text.isascii():
        return cell
    return next((at for at in range(len(text)) if cell_len(text[:at]) >= cell), len(text))


def _joined(rows: list[Fold], text: str, last: Fold, room: int) -> Fold:
    """Return the last row; a word alone is joined by the one before, if that row has words to spare."""
    before = rows[-1]
    words = text[before.start : before.end]
    kept, _, moved = words.rpartition(" ")
    spares = len(words.split()) >= _WORDS_TO_SPARE and not kept.endswith(" ")
    is_alone = " " not in text[last.start :].strip() and last.start - before.end == 1
    start = before.start + len(kept) + 1
    if not moved or not is_alone or not spares or cell_len(text[start:]) > room:
        return last
    rows[-1] = before._replace(end=before.start + len(kept))
    return last._replace(start=start)


def _break(text: str, start: int, room: int) -> int:
    """Return where a row ends that begins at `start` and has so much `room`."""
    end = start + room
    while cell_len(text[start:end]) > room and end > start + 1:
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


def columns_of(widths: Iterable[int], first: int = 0, gap: int = len(GAP)) -> Columns:
    """Return the columns of a table, the first at cell `first`."""
    columns: list[Column] = []
    for width in widths:
        columns.append(Column(first, first + width))
        first += width + gap
    return tuple(columns)


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
