"""Writing interchanges: right counts, right control numbers, data that cannot break the delimiters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from spot_tui.backend.x12.header import Delimiters

FIRST_5010_REPETITION = "00402"
HETS_DELIMITERS = Delimiters()


class Exact(str):
    """Text written in the case it has (a web address, a message); delimiters are stripped all the same."""

    __slots__ = ()


class Composite(tuple[str, ...]):
    """An element of several components."""

    __slots__ = ()


class Repeated(tuple["str | Composite", ...]):
    """An element that repeats."""

    __slots__ = ()


Element = str | Composite | Repeated
Body = Sequence[Sequence[Element]]
"""Segments between ST and SE, each a sequence of elements with the segment id first."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """What ISA and GS say. Times are written as they are: pass them in the zone that the partner expects.

    `version` is GS08, such as 005010X279A1 (a 00501 ISA) or 004010X092A1 (a 00401 ISA, no repetition).
    """

    sender: str
    receiver: str
    functional_id: str
    version: str
    control_number: int
    created: datetime
    usage: str = "P"
    acknowledgement_wanted: bool = False
    group_control: int = 1
    sender_qualifier: str = "ZZ"
    receiver_qualifier: str = "ZZ"
    delimiters: Delimiters = HETS_DELIMITERS
    line_end: str = ""

    @property
    def standard(self) -> str:
        """ISA12."""
        return f"00{self.version[2:5]}" if len(self.version) >= len("00x0x") else "00501"


@dataclass(frozen=True, slots=True)
class NewSet:
    """A transaction set to write: ST01, ST02 and the segments between ST and SE."""

    kind: str
    control_number: str
    body: Body


def write_interchange(envelope: Envelope, sets: Sequence[NewSet]) -> str:
    """Return an interchange of one group with `sets`, SE01, GE01 and IEA01 counted."""
    lines: list[Sequence[Element]] = [
        (
            "GS",
            envelope.functional_id,
            envelope.sender,
            envelope.receiver,
            f"{envelope.created:%Y%m%d}",
            f"{envelope.created:%H%M%S}",
            str(envelope.group_control),
            "X",
            envelope.version,
        )
    ]
    for new in sets:
        lines.extend(_set(new, envelope))
    lines.append(("GE", str(len(sets)), str(envelope.group_control)))
    return _interchange(envelope, lines, groups=1)


def write_ta1(
    envelope: Envelope, refused_control: str, refused_at: datetime, status: str, note: str, groups: int = 0
) -> str:
    """Return an interchange that holds only a TA1: `status` A, E or R, `note` its three-digit code.

    IEA01 is `groups`: 0 is right, 1 has been seen on the wire.
    """
    segment = ("TA1", refused_control, f"{refused_at:%y%m%d}", f"{refused_at:%H%M}", status, note)
    return _interchange(envelope, [segment], groups)


def write_header_only(envelope: Envelope) -> str:
    """Return an interchange without any group: it says who asks whom, and nothing else."""
    return _interchange(envelope, [], groups=0)


def write_segment(segment: Sequence[Element], delimiters: Delimiters) -> str:
    """Return one segment without its terminator; empty elements at the end are left out."""
    elements = [_element(part, delimiters) for part in segment]
    while elements and not elements[-1]:
        elements.pop()
    return delimiters.element.join(elements)


def _set(new: NewSet, envelope: Envelope) -> list[Sequence[Element]]:
    start = ("ST", new.kind, new.control_number)
    if envelope.standard >= FIRST_5010_REPETITION:
        start = (*start, envelope.version)  # type: ignore[assignment]
    return [start, *new.body, ("SE", str(len(new.body) + 2), new.control_number)]


def _interchange(envelope: Envelope, lines: list[Sequence[Element]], groups: int) -> str:
    delimiters = envelope.delimiters
    lines.append(("IEA", str(groups), f"{envelope.control_number:09}"))
    end = delimiters.terminator + envelope.line_end
    return end.join([_header(envelope), *(write_segment(line, delimiters) for line in lines), ""])


def _header(envelope: Envelope) -> str:
    delimiters = envelope.delimiters
    repeating = envelope.standard >= FIRST_5010_REPETITION
    elements = (
        "ISA",
        "00",
        " " * 10,
        "00",
        " " * 10,
        envelope.sender_qualifier[:2].ljust(2),
        _padded(envelope.sender, delimiters),
        envelope.receiver_qualifier[:2].ljust(2),
        _padded(envelope.receiver, delimiters),
        f"{envelope.created:%y%m%d}",
        f"{envelope.created:%H%M}",
        delimiters.repetition if repeating else "U",
        envelope.standard,
        f"{envelope.control_number:09}",
        "1" if envelope.acknowledgement_wanted else "0",
        envelope.usage,
        delimiters.component,
    )
    return delimiters.element.join(elements)


def _padded(identifier: str, delimiters: Delimiters) -> str:
    return _stripper(delimiters).sub("", identifier)[:15].ljust(15)


def _element(value: Element, delimiters: Delimiters) -> str:
    if isinstance(value, Repeated):
        return delimiters.repetition.join(_element(part, delimiters) for part in value)
    if isinstance(value, Composite):
        parts = [_element(part, delimiters) for part in value]
        while parts and not parts[-1]:
            parts.pop()
        return delimiters.component.join(parts)
    assert isinstance(value, str)
    kept = _stripper(delimiters).sub("", value)
    return kept if isinstance(value, Exact) else kept.upper()


@cache
def _stripper(delimiters: Delimiters) -> re.Pattern[str]:
    active = delimiters.element + delimiters.repetition + delimiters.component + delimiters.terminator
    return re.compile(f"[{re.escape(active)}\\x00-\\x1f\\x7f]")
