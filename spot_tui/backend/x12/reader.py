"""Reading interchanges as they really come (X12 00401 and 00501).

Delimiters are taken from the ISA. What is odd but readable (an unpadded ISA, wrong counts, a missing trailer)
is reported as an `Oddity` with its position and never stops the reading; every segment is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import accumulate

from spot_tui.backend.problems import Problem
from spot_tui.backend.text import clean
from spot_tui.backend.x12.header import Delimiters, find_header, interchange_end, next_header
from spot_tui.backend.x12.interchange import (
    Group,
    Interchange,
    Oddity,
    Segment,
    TransactionSet,
    components,
    element,
    repeats,
)

__all__ = [
    "Group",
    "Interchange",
    "Oddity",
    "Segment",
    "TransactionSet",
    "components",
    "element",
    "read_interchanges",
    "repeats",
]

MOST_BYTES = 16 * 1024 * 1024
MOST_ODDITIES = 50
LONGEST_PLAIN = 20_000

_NOTHING = "\ufeff \t\r\n\0\x03\x1a"
_OLD_FRAME = re.compile(r"(\x01\d{10}\x02)?")


def read_interchanges(data: bytes, most_bytes: int = MOST_BYTES) -> tuple[Interchange, ...]:
    """Return all interchanges of a file or payload.

    Raises `Problem`: ``file.empty``, ``file.too_big``, ``file.unreadable`` (no ISA; with byte offset) or
    ``file.header`` (an ISA that cannot be split; with byte offset and element number).
    """
    if len(data) > most_bytes:
        raise Problem("file.too_big", parameters={"most": most_bytes // (1024 * 1024) or 1})
    text = _decode(data)
    if not text.strip(_NOTHING):
        raise Problem("file.empty")
    start = next_header(text, 0)
    if start < 0:
        raise Problem("file.unreadable", parameters={"offset": 0})
    found: list[Interchange] = []
    place, number = 0, 0
    while start >= 0:
        try:
            interchange, end = _read_one(text, start)
        except Problem:
            if not found:
                raise
            break
        if not _OLD_FRAME.fullmatch(text[place:start].strip(_NOTHING)):
            interchange.oddities.insert(0, Oddity("text_before", number + 1, _bytes(text, place)))
        found.append(interchange)
        number += interchange.segment_count
        place = end
        start = next_header(text, end)
    if text[place:].strip(_NOTHING):
        found[-1].oddities.append(Oddity("text_after", found[-1].segment_count, _bytes(text, place)))
    return tuple(found)


def _decode(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _bytes(text: str, place: int) -> int:
    return place if text.isascii() else len(text[:place].encode("utf-8", "surrogatepass"))


def _read_one(text: str, start: int) -> tuple[Interchange, int]:
    header = find_header(text, start)
    end, closed = interchange_end(text, header)
    delimiters = header.delimiters
    pieces = text[start:end].split(delimiters.terminator)
    walk = _Walk(text, start, pieces, delimiters, header.oddities)
    return walk.interchange(closed), end


class _Walk:
    """One pass over the segments of an interchange, filling groups and sets."""

    def __init__(
        self, text: str, start: int, pieces: list[str], delimiters: Delimiters, oddities: Iterable[str]
    ) -> None:
        self._text, self._start, self._pieces = text, start, pieces
        self._offsets: list[int] = []
        self._segments, self._texts, self._places = _split(pieces, delimiters)
        self._found = Interchange(delimiters, self._segments[0])
        self._group: Group | None = None
        self._set: TransactionSet | None = None
        for code in oddities:
            self._odd(code, 0)

    def interchange(self, closed: bool) -> Interchange:
        found, segments = self._found, self._segments
        found.segment_count = len(segments)
        steps = {"ST": self._st, "SE": self._se, "GS": self._gs, "GE": self._ge, "IEA": self._iea}
        steps["TA1"] = self._ta1
        number = 1
        while number < len(segments):
            step = steps.get(segments[number][0])
            if step is not None:
                step(number)
                number += 1
                continue
            number = self._body(number)
        self._close_group(len(segments) - 1)
        if not closed or not found.complete:
            self._odd("interchange_cut", len(segments) - 1)
        return found

    def _body(self, number: int) -> int:
        """Take segments up to the next envelope segment into the running set; return the next number."""
        segments, end = self._segments, number + 1
        while end < len(segments) and segments[end][0] not in _ENVELOPE:
            end += 1
        if self._set is None:
            self._odd("segment_outside", number, segments[number][0])
            self._found.loose.extend(self._texts[number:end])
        else:
            self._set.segments.extend(segments[number:end])
            self._set.texts.extend(self._texts[number:end])
        return end

    def _gs(self, number: int) -> None:
        self._close_group(number)
        self._group = Group(self._segments[number])
        self._found.groups.append(self._group)

    def _st(self, number: int) -> None:
        self._close_set(number)
        if self._group is None:
            self._odd("group_missing", number)
            self._group = Group(("GS",))
            self._found.groups.append(self._group)
        segment = self._segments[number]
        version = element(segment, 3) or self._group.version
        self._set = TransactionSet(element(segment, 1), element(segment, 2), version, number + 1)
        self._set.segments.append(segment)
        self._set.texts.append(self._texts[number])
        self._group.sets.append(self._set)

    def _se(self, number: int) -> None:
        if self._set is None:
            self._odd("segment_outside", number, "SE")
            self._found.loose.append(self._texts[number])
            return
        current, segment = self._set, self._segments[number]
        current.segments.append(segment)
        current.texts.append(self._texts[number])
        current.complete = True
        self._expect_count("set_count", number, element(segment, 1), len(current.segments))
        self._expect("set_control", number, element(segment, 2), current.control_number)
        self._set = None

    def _ge(self, number: int) -> None:
        self._close_set(number)
        if self._group is None:
            self._odd("segment_outside", number, "GE")
            self._found.loose.append(self._texts[number])
            return
        segment = self._segments[number]
        self._group.complete = True
        self._expect_count("group_count", number, element(segment, 1), len(self._group.sets))
        self._expect("group_control", number, element(segment, 2), self._group.control_number)
        self._group = None

    def _iea(self, number: int) -> None:
        self._close_group(number)
        segment, found = self._segments[number], self._found
        found.complete = True
        if found.groups or not found.acknowledgements:
            self._expect_count("interchange_count", number, element(segment, 1), len(found.groups))
        self._expect("interchange_control", number, element(segment, 2).strip(), found.control_number)

    def _ta1(self, number: int) -> None:
        self._found.acknowledgements.append(self._segments[number])

    def _close_set(self, number: int) -> None:
        if self._set is not None:
            self._odd("set_cut", number, self._set.control_number)
            self._set = None

    def _close_group(self, number: int) -> None:
        self._close_set(number)
        if self._group is not None and not self._group.complete and element(self._group.header, 1):
            self._odd("group_cut", number, self._group.control_number)
        self._group = None

    def _expect_count(self, code: str, number: int, said: str, counted: int) -> None:
        if not (said.isdecimal() and said.isascii() and said.lstrip("0") == str(counted or "")):
            self._odd(code, number, f"{said or '-'} / {counted}")

    def _expect(self, code: str, number: int, said: str, meant: str) -> None:
        if said != meant:
            self._odd(code, number, f"{said or '-'} / {meant or '-'}")

    def _odd(self, code: str, number: int, details: str = "") -> None:
        if len(self._found.oddities) >= MOST_ODDITIES:
            return
        if not self._offsets:
            self._offsets = [0, *accumulate(len(piece) + 1 for piece in self._pieces)]
        place = self._start + self._offsets[self._places[number]]
        offset = _bytes(self._text, place)
        self._found.oddities.append(Oddity(code, number + 1, offset, clean(details, 80)))


_ENVELOPE = frozenset({"ISA", "GS", "ST", "SE", "GE", "IEA", "TA1"})


def _split(pieces: list[str], delimiters: Delimiters) -> tuple[list[Segment], list[str], list[int]]:
    """Return the segments, their texts, and the piece that each one came from."""
    separator = delimiters.element
    stripped = [piece.strip(" \t\r\n") for piece in pieces]
    while not stripped[-1]:
        stripped.pop()
    joined = "".join(stripped)
    plain = all(stripped) and joined.isascii() and joined.isprintable()
    if not plain or max(map(len, stripped)) > LONGEST_PLAIN:
        return _split_carefully(stripped, separator)
    segments: list[Segment] = [text.split(separator) for text in stripped]
    return segments, stripped, list(range(len(stripped)))


def _split_carefully(stripped: list[str], separator: str) -> tuple[list[Segment], list[str], list[int]]:
    segments: list[Segment] = []
    texts: list[str] = []
    places: list[int] = []
    shown = separator if separator.isprintable() else "*"
    for place, text in enumerate(stripped):
        joined = text.replace("\r", "").replace("\n", "")
        if not joined:
            continue
        elements = [clean(part) for part in joined.split(separator)]
        segments.append(elements)
        texts.append(shown.join(elements))
        places.append(place)
    return segments, texts, places
