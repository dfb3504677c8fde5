"""The ISA: where it begins, what its delimiters are, and where its interchange ends.

Read by position first; a header that is not padded to its 106 bytes is split at its element separator.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from spot_tui.backend.problems import Problem

HEADER_LENGTH = 106
ELEMENTS = 16
_COMPONENT_AT = 104
_LONGEST_LINE = 4096
_BLANKS = " \t\r\n"
_START = re.compile(r"ISA(?=[^A-Za-z0-9 \r\n])")


@dataclass(frozen=True, slots=True)
class Delimiters:
    """The four delimiters; `repetition` is empty where ISA11 is a standards id (U, before 00402)."""

    element: str = "*"
    repetition: str = "^"
    component: str = "|"
    terminator: str = "~"


@dataclass(frozen=True, slots=True)
class Header:
    """An ISA that starts at `start`; `after` is the first character behind its terminator."""

    start: int
    after: int
    delimiters: Delimiters
    oddities: tuple[str, ...] = ()


def next_header(text: str, place: int) -> int:
    """Return where the next ISA begins, or -1."""
    for match in _START.finditer(text, place):
        start = match.start()
        if start == 0 or not text[start - 1].isalnum():
            return start
    return -1


def find_header(text: str, start: int) -> Header:
    """Return the header that begins at `start`. Raises ``file.header`` where it has too few elements."""
    separator = text[start + 3]
    head = text[start : start + HEADER_LENGTH]
    padded = (
        len(head) == HEADER_LENGTH
        and head.count(separator) == ELEMENTS
        and head[_COMPONENT_AT - 1] == separator
        and _can_end(head[-1])
    )
    if padded:
        return _finish(text, start, start + _COMPONENT_AT, ())
    return _finish(text, start, _sixteenth(text, start, separator), ("header_unpadded",))


def _sixteenth(text: str, start: int, separator: str) -> int:
    place = start
    for number in range(ELEMENTS):
        found = text.find(separator, place)
        if found < 0:
            raise Problem("file.header", parameters={"offset": start, "element": number})
        place = found + 1
    return place


def _finish(text: str, start: int, last: int, oddities: tuple[str, ...]) -> Header:
    """Take component separator and terminator from `last` on, where ISA16 stands."""
    separator = text[start + 3]
    component, terminator, after = text[last : last + 1], text[last + 1 : last + 2], last + 2
    if not component:
        raise Problem("file.header", parameters={"offset": start, "element": ELEMENTS})
    if terminator == "\r" and text[after : after + 1] == "\n":
        terminator, after = "\n", after + 1
    if _component_is_missing(text, after, component, terminator):
        component, terminator, after = "", component, last + 1
        oddities = (*oddities, "component_missing")
    if not terminator or not _can_end(terminator) or terminator == separator:
        raise Problem("file.header", parameters={"offset": start, "element": ELEMENTS})
    elements = text[start:last].split(separator)
    repetition = elements[11] if len(elements) > 11 else ""
    if len(repetition) != 1 or repetition.isalnum() or repetition in _BLANKS:
        repetition = ""
    return Header(start, after, Delimiters(separator, repetition, component or ":", terminator), oddities)


def _component_is_missing(text: str, place: int, component: str, terminator: str) -> bool:
    """Tell whether what stands where ISA16 should be is already the terminator."""
    if component in _BLANKS or component.isalnum():
        return component in "\r\n"
    if terminator.isalnum():
        return True
    if terminator not in _BLANKS:
        return False
    line = text[place : place + _LONGEST_LINE].partition("\n")[0]
    return line.rstrip(_BLANKS).endswith(component)


def _can_end(character: str) -> bool:
    return not character.isalnum() and character != " "


def interchange_marks(text: str, header: Header) -> tuple[list[int], int, bool]:
    """Return where an interchange's envelope stands: its marks, its end, and whether its IEA was found.

    A mark is the place of the terminator before a GS, ST, SE, GE, TA1 or IEA.
    """
    separator, terminator = header.delimiters.element, header.delimiters.terminator
    marks: list[int] = []
    for match in _envelope(terminator, separator).finditer(text, header.start):
        behind_header = match.start() >= header.after - 1
        if match.group(1) == "ISA":
            if behind_header:
                return marks, match.start(1), False
            continue
        marks.append(match.start())
        if match.group(1) and behind_header:
            return marks, _end_of_trailer(text, match.end(), f"ISA{separator}", terminator), True
    return marks, len(text), False


def _end_of_trailer(text: str, place: int, next_start: str, terminator: str) -> int:
    """Return where the IEA at `place` ends, at the latest where the next interchange begins."""
    end = text.find(terminator, place)
    if end < 0:
        return len(text)
    following = text.find(next_start, place, end)
    return following if following > 0 else end + 1


@cache
def _envelope(terminator: str, separator: str) -> re.Pattern[str]:
    """Return what finds a segment of the envelope by the terminator before it; group 1 begins or ends one."""
    ends, cut, blank = re.escape(terminator), re.escape(separator), r"[ \t\r\n]*"
    inner = rf"(?:GS|ST|SE|GE|TA1|IEA)(?={cut}|{blank}(?:{ends}|\Z))"
    # The look ahead at one letter makes it twice as fast: most segments begin with another one.
    return re.compile(rf"{ends}(?=[GIST \t\r\n]){blank}(?:(ISA|IEA)(?={cut})|{inner})")
