"""TA1: what the practice portal checks of the interchange around a request (X12 005010, element I18)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from spot_tui.backend.x12.reader import Interchange, element

_QUALIFIERS = frozenset({"01", "14", "20", "27", "28", "29", "30", "33", "ZZ"})
_VERSION = "00501"

# The reader's oddities that break the envelope, in the order of what they say.
_BROKEN = {
    "interchange_cut": "023",
    "interchange_control": "001",
    "interchange_count": "021",
    "header_unpadded": "022",
    "component_missing": "027",
    "segment_outside": "024",
    "text_after": "022",
}


def check_interchange(interchanges: Sequence[Interchange]) -> str:
    """Return the TA1 note of the first thing that is wrong with a request, or nothing."""
    interchange = interchanges[0]
    for number, note, is_right in _ELEMENTS:
        if not is_right(element(interchange.header, number)):
            return note
    found = {oddity.code for oddity in interchange.oddities}
    for code, note in _BROKEN.items():
        if code in found:
            return note
    if not interchange.groups:
        return "024"
    return "022" if len(interchanges) > 1 else ""


def _is(pattern: str) -> Callable[[str], bool]:
    compiled = re.compile(pattern)
    return lambda value: compiled.fullmatch(value) is not None


_DATE = r"\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])"
_TIME = r"([01]\d|2[0-3])[0-5]\d"
_ELEMENTS: tuple[tuple[int, str, Callable[[str], bool]], ...] = (
    (12, "003", _VERSION.__eq__),
    (1, "010", _is("00|03")),
    (3, "012", _is("00|01")),
    (5, "005", _QUALIFIERS.__contains__),
    (6, "006", _is(r".*\S.*")),
    (7, "007", _QUALIFIERS.__contains__),
    (8, "008", _is(r".*\S.*")),
    (9, "014", _is(_DATE)),
    (10, "015", _is(_TIME)),
    (11, "016", _is(r"[^A-Za-z0-9\s]")),
    (13, "018", _is(r"\d{9}")),
    (14, "019", _is("[01]")),
    (15, "020", _is("[PT]")),
)
