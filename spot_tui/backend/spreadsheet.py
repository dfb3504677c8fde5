"""Cells of files that people open in a spreadsheet program, which would take some of them for formulas."""

from __future__ import annotations

import re

from spot_tui.backend.text import REPLACEMENT, clean

_NUMBER = re.compile(r"[+-]?\$?[0-9][0-9,]*(?:\.[0-9]+)?%?")
# Full-width signs act as the plain ones in some programs, and so does a cell that begins with a tab. A
# carriage return has been cleaned to the replacement character. A semicolon begins a cell where a comma is
# the decimal sign, a line feed where quotes are not understood.
_FORMULA = re.compile(rf"(^(?=[\t{REPLACEMENT}])|(?:^|[;\t\n])(?=\s*[=+\-@\uff1d\uff0b\uff0d\uff20]))")


def defused(text: str) -> str:
    """Return a CSV cell that no spreadsheet program takes for a formula, cleaned as for the terminal.

    What would act as a formula gets an apostrophe before it, also behind a semicolon or a line feed within
    the cell. Numbers stay numbers: ``-12.50`` is returned as it is.
    """
    if _NUMBER.fullmatch(text):
        return text
    return _FORMULA.sub(r"\1'", clean(text))
