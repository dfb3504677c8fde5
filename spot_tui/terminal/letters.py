"""Which characters can be written to the terminal: any, or ASCII only; its stream's encoding says so."""

from __future__ import annotations

import io
import sys
from enum import StrEnum
from typing import TextIO

from spot_tui.terminal.environment import Surroundings

_BLOCKS = "\N{UPPER HALF BLOCK}\N{LOWER HALF BLOCK}\N{FULL BLOCK}"


class Characters(StrEnum):
    """What is written to the terminal. The values are those of the setting ``display.characters``."""

    UNICODE = "unicode"
    ASCII = "ascii"


def choose_characters(setting: str, surroundings: Surroundings) -> Characters:
    """Return what can be written. `setting` is that of ``display.characters``; ``auto`` asks the locale."""
    if setting in set(Characters):
        return Characters(setting)
    return Characters.UNICODE if surroundings.is_utf8 else Characters.ASCII


def fix_characters(characters: Characters, stream: TextIO | None = sys.__stderr__) -> None:
    """Let nothing but these characters through to the terminal from now on: Textual writes to `stream`."""
    if characters is Characters.ASCII and isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding="ascii", errors="replace")


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
