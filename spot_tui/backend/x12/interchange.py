"""What an interchange is once it is read: groups, transaction sets, segments, oddities."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import overload

from spot_tui.backend.x12.header import Delimiters

Segment = Sequence[str]
"""A segment's elements; number 0 is its id."""


class Segments(Sequence[Segment]):
    """The segments of texts, cut into elements when looked at, so that a long file is held but once."""

    __slots__ = ("_separator", "_texts")

    def __init__(self, texts: Sequence[str], separator: str) -> None:
        """Cut `texts` at `separator`; texts that are added later belong to it too."""
        self._texts = texts
        self._separator = separator

    def __len__(self) -> int:
        """Return how many segments there are."""
        return len(self._texts)

    @overload
    def __getitem__(self, place: int) -> Segment: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Segment]: ...

    def __getitem__(self, place: int | slice) -> Segment | Sequence[Segment]:
        """Return one segment, or the segments of a slice."""
        if isinstance(place, slice):
            return Segments(self._texts[place], self._separator)
        return self._texts[place].split(self._separator)

    def __iter__(self) -> Iterator[Segment]:
        """Yield the segments one after the other."""
        separator = self._separator
        return (text.split(separator) for text in self._texts)


@dataclass(frozen=True, slots=True)
class Oddity:
    """Something unusual at a place: `segment` counts from 1 (the ISA), `offset` is the byte in the file."""

    code: str
    segment: int
    offset: int
    details: str = ""


@dataclass(slots=True)
class TransactionSet:
    """ST to SE. `first` is the ST's segment number; `texts` are the segments as they came, cleaned."""

    kind: str
    control_number: str
    version: str
    first: int
    segments: Sequence[Segment]
    texts: list[str]
    complete: bool = False


@dataclass(slots=True)
class Group:
    """GS to GE."""

    header: Segment
    sets: list[TransactionSet] = field(default_factory=list)
    complete: bool = False

    @property
    def functional_id(self) -> str:
        """GS01, such as HB for a 271."""
        return element(self.header, 1)

    @property
    def control_number(self) -> str:
        """GS06."""
        return element(self.header, 6)

    @property
    def version(self) -> str:
        """GS08, such as 005010X279A1."""
        return element(self.header, 8)


@dataclass(slots=True)
class Interchange:
    """ISA to IEA with all that stands between. `loose` are segments outside any transaction set."""

    delimiters: Delimiters
    header: Segment
    groups: list[Group] = field(default_factory=list)
    acknowledgements: list[Segment] = field(default_factory=list)
    loose: list[str] = field(default_factory=list)
    oddities: list[Oddity] = field(default_factory=list)
    segment_count: int = 0
    complete: bool = False

    @property
    def sender(self) -> str:
        """ISA06."""
        return element(self.header, 6).strip()

    @property
    def receiver(self) -> str:
        """ISA08."""
        return element(self.header, 8).strip()

    @property
    def control_number(self) -> str:
        """ISA13."""
        return element(self.header, 13).strip()

    @property
    def usage(self) -> str:
        """ISA15: P production, T test."""
        return element(self.header, 15).strip()

    @property
    def sets(self) -> Iterator[TransactionSet]:
        """All transaction sets of all groups."""
        return (transaction for group in self.groups for transaction in group.sets)


def element(segment: Segment, number: int) -> str:
    """Return element `number` (1 is the first after the id), or "" where the segment is shorter."""
    return segment[number] if number < len(segment) else ""


def repeats(value: str, delimiters: Delimiters) -> tuple[str, ...]:
    """Return the repetitions of an element; none where it is empty."""
    if not value:
        return ()
    if not delimiters.repetition:
        return (value,)
    return tuple(part for part in value.split(delimiters.repetition) if part)


def components(value: str, delimiters: Delimiters) -> tuple[str, ...]:
    """Return the components of an element; none where it is empty."""
    return tuple(value.split(delimiters.component)) if value else ()
