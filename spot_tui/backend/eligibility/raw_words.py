"""A segment of a 271 in plain words, element by element: what F1 says of the line under the cursor.

Elements and their code lists: X12 005010X279A1, loop 2110C. The words are those of our own tables.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from spot_tui.backend.x12.codes import names, word

REPETITION = "^"

# The tables that a coded element is looked up in, the first that knows the code wins.
_CODED: Mapping[tuple[str, int], tuple[str, ...]] = MappingProxyType(
    {
        ("EB", 1): ("information",),
        ("EB", 3): ("service_type",),
        ("EB", 4): ("msp", "plan", "insurance"),
        ("EB", 6): ("time",),
        ("EB", 9): ("quantity",),
        ("HSD", 1): ("quantity",),
        ("HSD", 5): ("time",),
        ("DTP", 1): ("date",),
        ("REF", 1): ("reference",),
        ("NM1", 1): ("party",),
    }
)


def meanings(segment: str) -> Iterator[str]:
    """Yield what a raw segment is, then each of its elements that has a code: ``EB01 1: Active``.

    An element whose code no table knows is left out; the raw segment shows it.
    """
    separator = next((character for character in segment if not character.isalnum()), "*")
    name, *elements = segment.split(separator)
    if name in names("segment"):
        yield f"{name}: {word('segment', name)}"
    for number, element in enumerate(elements, start=1):
        tables = _CODED.get((name, number), ())
        codes = [code for code in element.split(REPETITION) if code]
        words = [found for code in codes if (found := _word(tables, code))]
        if words:
            yield f"{name}{number:02} {element}: {', '.join(words)}"


def _word(tables: tuple[str, ...], code: str) -> str:
    table = next((table for table in tables if code in names(table)), None)
    return word(table, code) if table else ""
