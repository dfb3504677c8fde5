"""Pages as PDF, in the Courier that every reader and printer has.

Its letters are those of Windows code page 1252, so names with the accents of western Europe stand as they
are. What it lacks is shown as a question mark, and the page says so.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from spot_tui.backend.eligibility.sheet import WIDTH, Tone
from spot_tui.backend.prints.pages import ROWS, Page, Paper
from spot_tui.backend.prints.printout import PrintLine
from spot_tui.words import say

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

_ENCODING = "cp1252"
_SIZE, _LEADING = 10.0, 12.0
_COURIER_WIDTH = 0.6
_POINTS: dict[Paper, tuple[float, float]] = {"letter": (612.0, 792.0), "a4": (595.28, 841.89)}
_BOLD = frozenset({Tone.HEADING, Tone.COLUMNS, Tone.STOP, Tone.WARN})


def as_pdf(pages: Sequence[Page], title: str, made_at: datetime, paper: Paper) -> bytes:
    """Return the pages as one PDF; its properties hold `title` and the time, nothing of a patient."""
    from reportlab.pdfgen.canvas import Canvas

    written = io.BytesIO()
    canvas = Canvas(written, pagesize=_POINTS[paper], invariant=1, pageCompression=1, lang="en-US")
    canvas.setTitle(title)
    canvas.setAuthor("spot-tui")
    canvas.setCreator("spot-tui")
    canvas.setProducer("spot-tui")
    canvas.setSubject(f"{made_at:%Y-%m-%dT%H:%M:%SZ}")
    for page in pages:
        _draw(canvas, page, paper)
        canvas.showPage()
    canvas.save()
    return written.getvalue()


def _draw(canvas: Canvas, page: Page, paper: Paper) -> None:
    width, height = _POINTS[paper]
    left = (width - WIDTH * _SIZE * _COURIER_WIDTH) / 2
    top = height - (height - ROWS[paper] * _LEADING) / 2 - _LEADING
    lines = [*page.head, *page.body]
    for row, line in enumerate(lines):
        _write(canvas, left, top - row * _LEADING, line)
    below = ROWS[paper] - len(page.foot)
    for row, line in enumerate(page.foot, start=below):
        _write(canvas, left, top - row * _LEADING, line)
    if any(lacks(line.text) for line in (*lines, *page.foot)):
        missing = PrintLine(say("prints.missing"), Tone.MUTED)
        _write(canvas, left, top - ROWS[paper] * _LEADING, missing)


def _write(canvas: Canvas, left: float, base: float, line: PrintLine) -> None:
    if not line.text:
        return
    canvas.setFont("Courier-Bold" if line.tone in _BOLD else "Courier", _SIZE)
    canvas.drawString(left, base, line.text.encode(_ENCODING, "replace").decode(_ENCODING))


def lacks(text: str) -> bool:
    """Tell whether the font lacks a character of `text`."""
    try:
        text.encode(_ENCODING)
    except UnicodeEncodeError:
        return True
    return False
