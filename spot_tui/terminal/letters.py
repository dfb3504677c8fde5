"""Which characters can be written to the terminal at all."""

from __future__ import annotations

import sys

_BLOCKS = "\N{UPPER HALF BLOCK}\N{LOWER HALF BLOCK}\N{FULL BLOCK}"


def has_blocks(encoding: str | None = None) -> bool:
    """Tell whether block characters can be written in `encoding`; by default that of the terminal.

    Textual writes to standard error.
    """
    written = encoding if encoding is not None else getattr(sys.__stderr__, "encoding", None)
    try:
        _BLOCKS.encode(written or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
