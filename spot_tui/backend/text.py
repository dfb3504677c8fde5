"""Cleaning of text that comes from a server, a file or a form, before it can reach a terminal."""

from __future__ import annotations

import unicodedata

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

# Cc controls, Cf bidi and zero-width, Cs lone surrogates, Co private use, Cn unassigned, Zl Zp separators.
_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_MARKS = frozenset({"Mn", "Me"})
_MOST_MARKS = 2


def clean(text: str, most: int = 20_000) -> str:
    """Return `text` in NFC with every character that could steer a terminal shown as U+FFFD.

    Line feeds and tabs stay, CR LF becomes LF, floods of combining marks are cut to two a character, and what
    is longer than `most` characters is cut with an ellipsis.
    """
    if text.isascii() and text.isprintable() and len(text) <= most:
        return text
    shown: list[str] = []
    marks = 0
    for character in unicodedata.normalize("NFC", text[: most * 2].replace("\r\n", "\n")):
        category = unicodedata.category(character)
        if category in _MARKS:
            marks += 1
            if marks > _MOST_MARKS:
                continue
        else:
            marks = 0
        shown.append(REPLACEMENT if category in _UNSAFE and character not in "\n\t" else character)
    cleaned = "".join(shown)
    return cleaned if len(cleaned) <= most else cleaned[: most - 1] + "…"


def clean_line(text: str, most: int = 300) -> str:
    """Return `text` cleaned and folded to one line."""
    return clean(" ".join(text.split()), most)
