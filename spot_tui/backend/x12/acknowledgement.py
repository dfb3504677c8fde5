"""Acknowledgements: TA1 for an interchange, 999 (005010X231A1) and 997 for its transactions.

Each refusal says which layer refused, where, and why. A copy of bad data (IK404) may hold patient data: it is
not part of a refusal's representation.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from spot_tui.backend.x12.codes import word
from spot_tui.backend.x12.reader import Interchange, Segment, TransactionSet, element

ACCEPTED = frozenset({"A", "E"})
KINDS = frozenset({"999", "997"})


class Layer(StrEnum):
    """How deep the refusing check looks, outermost first."""

    INTERCHANGE = "interchange"
    GROUP = "group"
    SET = "set"
    SEGMENT = "segment"
    ELEMENT = "element"


_TABLES = {
    Layer.INTERCHANGE: "ta1",
    Layer.GROUP: "group_error",
    Layer.SET: "set_error",
    Layer.SEGMENT: "segment_error",
    Layer.ELEMENT: "element_error",
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason: `layer`, the code of that layer, and the place as far as it is told.

    `position` counts segments from the ST (1); `element` is the number of the element, `component` within it;
    `context` are CTX texts and `copy` is the bad data itself: both may hold patient data and reach no log.
    """

    layer: Layer
    code: str
    control_number: str = ""
    segment: str = ""
    position: str = ""
    loop: str = ""
    element: str = ""
    component: str = ""
    context: tuple[str, ...] = field(default=(), repr=False)
    copy: str = field(default="", repr=False)

    @property
    def words(self) -> str:
        """Our words for the code, or the code."""
        return word(_TABLES[self.layer], self.code)

    @property
    def place(self) -> str:
        """The place in one word, such as ``NM1 (8), element 9``; blank where none is told."""
        where = f"{self.segment} ({self.position})" if self.position else self.segment
        inside = f"{self.element}:{self.component}" if self.component else self.element
        return f"{where} {inside.rjust(2, '0') if inside else ''}".strip()


@dataclass(frozen=True, slots=True)
class SetOutcome:
    """What became of one transaction set: AK2, then IK5 or AK5."""

    kind: str
    control_number: str
    status: str


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """An acknowledgement. `kind` is TA1, 999 or 997; `status` its own code (A, E, P, R, ...)."""

    kind: str
    status: str
    control_number: str
    refusals: tuple[Refusal, ...] = ()
    sets: tuple[SetOutcome, ...] = ()
    sent: str = ""
    received: str = ""
    accepted_count: str = ""

    @property
    def accepted(self) -> bool:
        """Tell whether everything was accepted, with errors noted or not."""
        return self.status in ACCEPTED and all(outcome.status in ACCEPTED for outcome in self.sets)

    @property
    def words(self) -> str:
        """Our words for the status, or the status."""
        return word("ta1_status" if self.kind == "TA1" else "set_status", self.status)


def read_ta1(segment: Segment) -> Acknowledgement:
    """Return what a TA1 says; its control number is the ISA13 that it answers."""
    status, note, control = element(segment, 4), element(segment, 5), element(segment, 1)
    refused = note not in ("", "000")
    refusals = (Refusal(Layer.INTERCHANGE, note, control),) if refused else ()
    return Acknowledgement("TA1", status, control, refusals)


def read_functional(transaction: TransactionSet) -> Acknowledgement:
    """Return what a 999 or 997 says; its control number is the GS06 that it answers."""
    group = next((s for s in transaction.segments if s[0] == "AK1"), ())
    end = next((s for s in transaction.segments if s[0] == "AK9"), ())
    refusals = [*_refusals(transaction.segments), *_group_refusals(end, element(group, 2))]
    return Acknowledgement(
        kind=transaction.kind,
        status=element(end, 1),
        control_number=element(group, 2),
        refusals=tuple(refusals),
        sets=tuple(_outcomes(transaction.segments)),
        sent=element(end, 2),
        received=element(end, 3),
        accepted_count=element(end, 4),
    )


def read_acknowledgements(interchange: Interchange) -> tuple[Acknowledgement, ...]:
    """Return all acknowledgements of an interchange, TA1 first."""
    return (
        *(read_ta1(segment) for segment in interchange.acknowledgements),
        *(read_functional(transaction) for transaction in interchange.sets if transaction.kind in KINDS),
    )


def _outcomes(segments: Sequence[Segment]) -> Iterator[SetOutcome]:
    kind = control = ""
    for segment in segments:
        if segment[0] == "AK2":
            kind, control = element(segment, 1), element(segment, 2)
        elif segment[0] in ("IK5", "AK5"):
            yield SetOutcome(kind, control, element(segment, 1))


def _refusals(segments: Sequence[Segment]) -> Iterator[Refusal]:
    """Yield segment, element and set errors in their order; an IK3 whose IK4 say more yields those too."""
    control, place = "", Refusal(Layer.SEGMENT, "")
    for number, segment in enumerate(segments):
        name = segment[0]
        if name == "AK2":
            control = element(segment, 2)
        elif name in ("IK3", "AK3"):
            place = _segment_refusal(segment, control, _contexts(segments, number))
            yield place
        elif name in ("IK4", "AK4"):
            yield _element_refusal(segment, place, _contexts(segments, number))
        elif name in ("IK5", "AK5"):
            yield from (Refusal(Layer.SET, code, control) for code in segment[2:] if code)


def _contexts(segments: Sequence[Segment], number: int) -> tuple[str, ...]:
    texts = []
    for segment in segments[number + 1 :]:
        if segment[0] != "CTX":
            break
        texts.append(" ".join(part for part in segment[1:] if part))
    return tuple(texts)


def _segment_refusal(segment: Segment, control: str, context: tuple[str, ...]) -> Refusal:
    return Refusal(
        layer=Layer.SEGMENT,
        code=element(segment, 4),
        control_number=control,
        segment=element(segment, 1),
        position=element(segment, 2),
        loop=element(segment, 3),
        context=context,
    )


def _element_refusal(segment: Segment, place: Refusal, context: tuple[str, ...]) -> Refusal:
    number, component = _position(element(segment, 1))
    return Refusal(
        layer=Layer.ELEMENT,
        code=element(segment, 3),
        control_number=place.control_number,
        segment=place.segment,
        position=place.position,
        loop=place.loop,
        element=number,
        component=component,
        context=context,
        copy=element(segment, 4),
    )


def _position(text: str) -> tuple[str, str]:
    """Split IK401 into element and component, whatever separates them."""
    digits = "".join(character if character.isdigit() else " " for character in text).split()
    return (digits[0] if digits else ""), (digits[1] if len(digits) > 1 else "")


def _group_refusals(end: Segment, control: str) -> Iterator[Refusal]:
    return (Refusal(Layer.GROUP, code, control) for code in end[5:] if code)
