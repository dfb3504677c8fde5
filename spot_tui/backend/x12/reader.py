"""Reading interchanges as they really come (X12 00401 and 00501).

Delimiters are taken from the ISA. What is odd but readable (an unpadded ISA, wrong counts, a missing trailer)
is reported as an `Oddity` with its position and never stops the reading; every segment is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from spot_tui.backend.problems import Problem
from spot_tui.backend.text import clean
from spot_tui.backend.x12.header import Delimiters, find_header, interchange_marks, next_header
from spot_tui.backend.x12.interchange import (
    Group,
    Interchange,
    Oddity,
    Segment,
    Segments,
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

SHOWN_SEPARATOR = "*"
"""What stands between elements in the text of a segment whose own separator cannot be printed."""

_ENVELOPE = frozenset({"GS", "ST", "SE", "GE", "IEA", "TA1"})
_CONTROLS = bytes((*range(32), 127))
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
    simple = data.isascii() and len(data.translate(None, _CONTROLS)) == len(data)
    if not text.strip(_NOTHING):
        raise Problem("file.empty")
    start = next_header(text, 0)
    if start < 0:
        raise Problem("file.unreadable", parameters={"offset": 0})
    found: list[Interchange] = []
    place, number = 0, 0
    while start >= 0:
        try:
            interchange, end = _read_one(text, start, simple)
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


def _read_one(text: str, start: int, simple: bool) -> tuple[Interchange, int]:
    header = find_header(text, start)
    marks, end, closed = interchange_marks(text, header)
    walk = _Walk(text, start, end, header.delimiters, header.oddities, simple)
    return walk.interchange(marks, closed), end


class _Walk:
    """One pass over the segments of an interchange, filling groups and sets."""

    def __init__(
        self,
        text: str,
        start: int,
        end: int,
        delimiters: Delimiters,
        oddities: Iterable[str],
        simple: bool,
    ) -> None:
        self._text, self._start, self._end = text, start, end
        self._offsets: list[int] = []
        self._separator = delimiters.element
        self._segments, self._texts, self._places = _split(text[start:end], delimiters, simple)
        self._found = Interchange(delimiters, self._segments[0])
        self._group: Group | None = None
        self._set: TransactionSet | None = None
        self._cut: list[Segment] | None = None
        for code in oddities:
            self._odd(code, 0)

    def interchange(self, marks: list[int], closed: bool) -> Interchange:
        found, count = self._found, len(self._texts)
        found.segment_count = count
        steps = {"ST": self._st, "SE": self._se, "GS": self._gs, "GE": self._ge, "IEA": self._iea}
        steps["TA1"] = self._ta1
        number = 1
        for mark in self._numbers(marks):
            if number < mark:
                self._body(number, mark)
            step = steps[self._segments[mark][0]]
            step(mark)
            number = mark + 1
        if number < count:
            self._body(number, count)
        self._close_group(count - 1)
        if not closed or not found.complete:
            self._odd("interchange_cut", count - 1)
        return found

    def _numbers(self, marks: list[int]) -> Iterator[int]:
        """Yield the numbers of the envelope's segments behind the ISA."""
        if not isinstance(self._segments, Segments):
            found = (number for number, segment in enumerate(self._segments) if segment[0] in _ENVELOPE)
            yield from (number for number in found if number)
            return
        # Every piece is a segment here: a segment's number is the count of terminators before it.
        text, place, number = self._text, self._start, 0
        terminator = self._found.delimiters.terminator
        for mark in marks:
            number += text.count(terminator, place, mark) + 1
            place = mark + 1
            if number < len(self._texts):
                yield number

    def _body(self, number: int, end: int) -> None:
        """Take the segments from `number` up to `end` into the running set."""
        if self._set is None:
            self._odd("segment_outside", number, self._segments[number][0])
            self._found.loose.extend(self._texts[number:end])
        else:
            self._take(self._set, number, end)

    def _take(self, current: TransactionSet, number: int, end: int) -> None:
        current.texts.extend(self._texts[number:end])
        if self._cut is not None:
            self._cut.extend(self._segments[number:end])

    def _begin(self, number: int, group: Group) -> TransactionSet:
        """Return the set of an ST; its segments are cut from its texts, or were cut already."""
        segment, texts = self._segments[number], list[str]()
        lazy = isinstance(self._segments, Segments)
        self._cut = None if lazy else []
        segments = Segments(texts, self._separator) if self._cut is None else self._cut
        version = element(segment, 3) or group.version
        return TransactionSet(element(segment, 1), element(segment, 2), version, number + 1, segments, texts)

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
        self._set = self._begin(number, self._group)
        self._take(self._set, number, number + 1)
        self._group.sets.append(self._set)

    def _se(self, number: int) -> None:
        if self._set is None:
            self._odd("segment_outside", number, "SE")
            self._found.loose.append(self._texts[number])
            return
        current, segment = self._set, self._segments[number]
        self._take(current, number, number + 1)
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
            pieces = self._text[self._start : self._end].split(self._found.delimiters.terminator)
            self._offsets = [0, *accumulate(len(piece) + 1 for piece in pieces)]
        place = self._start + self._offsets[self._places[number]]
        offset = _bytes(self._text, place)
        self._found.oddities.append(Oddity(code, number + 1, offset, clean(details, 80)))


def _split(
    text: str, delimiters: Delimiters, simple: bool
) -> tuple[Sequence[Segment], list[str], Sequence[int]]:
    """Return the segments, their texts, and the piece of `text` that each one came from.

    `simple`: nothing in `text` has to be cleaned.
    """
    pieces = [piece.strip(" \t\r\n") for piece in text.split(delimiters.terminator)]
    while not pieces[-1]:
        pieces.pop()
    if not simple:
        joined = "".join(pieces)
        simple = joined.isascii() and joined.isprintable()
    if not simple or not all(pieces) or _has_longer(text, delimiters.terminator, LONGEST_PLAIN):
        return _split_carefully(pieces, delimiters.element)
    return Segments(pieces, delimiters.element), pieces, range(len(pieces))


def _has_longer(text: str, terminator: str, most: int) -> bool:
    """Tell whether a segment of `text` has more than `most` characters."""
    place = 0
    while len(text) - place > most:
        found = text.rfind(terminator, place, place + most + 1)
        if found < 0:
            return True
        place = found + 1
    return False


def _split_carefully(stripped: list[str], separator: str) -> tuple[list[Segment], list[str], list[int]]:
    segments: list[Segment] = []
    texts: list[str] = []
    places: list[int] = []
    shown = separator if separator.isprintable() else SHOWN_SEPARATOR
    for place, text in enumerate(stripped):
        joined = text.replace("\r", "").replace("\n", "")
        if not joined:
            continue
        elements = [clean(part) for part in joined.split(separator)]
        segments.append(elements)
        texts.append(shown.join(elements))
        places.append(place)
    return segments, texts, places
