"""A correction request: the values of a claim that may change, before and after, and the kinds of change.

Source: SPOT quick steps for claim corrections (what may change); claim reopening request types and tips (the
types). Names of values are names of form fields, so that a problem stands beside its field.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from spot_tui.backend.claims.model import Claim, Line

MODIFIER_SLOTS = ("modifier_1", "modifier_2", "modifier_3", "modifier_4")
DIAGNOSIS_PLACES = ("diagnosis_1", "diagnosis_2", "diagnosis_3", "diagnosis_4")
HOSPICE_MODIFIERS = frozenset({"GV", "GW"})


class RequestType(StrEnum):
    """What kind of change a line asks for. Words: ``correction.type.NAME``."""

    SERVICE_FROM = "service_from"
    SERVICE_TO = "service_to"
    SERVICE_BOTH = "service_both"
    DIAGNOSIS = "diagnosis"
    PROCEDURE = "procedure"
    ADD_MODIFIER = "add_modifier"
    EDIT_MODIFIER = "edit_modifier"
    DELETE_MODIFIER = "delete_modifier"
    HOSPICE = "hospice"
    UNITS = "units"
    BILLED = "billed"
    PLACE = "place"


class WholeChange(StrEnum):
    """What is asked of a claim as a whole, not of one of its lines. Words: ``correction.type.NAME``."""

    HEADER = "header"
    """Who referred, and the diagnoses."""
    HISTORY = "history"
    """The whole claim once more, unchanged."""


@dataclass(frozen=True, slots=True)
class TypeFields:
    """The fields of a request type: what names it and is required, and what may change along with it."""

    primary: tuple[str, ...]
    secondary: tuple[str, ...] = ()


TYPE_FIELDS: Mapping[RequestType, TypeFields] = MappingProxyType(
    {
        RequestType.SERVICE_FROM: TypeFields(("service_from",)),
        RequestType.SERVICE_TO: TypeFields(("service_to",)),
        RequestType.SERVICE_BOTH: TypeFields(("service_from", "service_to")),
        RequestType.DIAGNOSIS: TypeFields(("diagnosis_1",)),
        RequestType.PROCEDURE: TypeFields(("procedure",), ("billed",)),
        RequestType.ADD_MODIFIER: TypeFields(MODIFIER_SLOTS),
        RequestType.EDIT_MODIFIER: TypeFields(MODIFIER_SLOTS),
        RequestType.DELETE_MODIFIER: TypeFields(MODIFIER_SLOTS),
        RequestType.HOSPICE: TypeFields(MODIFIER_SLOTS),
        RequestType.UNITS: TypeFields(("units",), ("service_from", "service_to", "billed")),
        RequestType.BILLED: TypeFields(("billed",)),
        RequestType.PLACE: TypeFields(("place",)),
    }
)

SLOT_TYPES = frozenset(kind for kind, named in TYPE_FIELDS.items() if named.primary == MODIFIER_SLOTS)
"""The kinds of change of one modifier, by its slot."""


@dataclass(frozen=True, slots=True)
class LineValues:
    """What of a line may change; an empty modifier slot, diagnosis or code is empty text.

    `diagnosis_1` is the primary diagnosis of the line, as a code; on the claim it is a pointer.
    """

    service_from: date | None = None
    service_to: date | None = None
    place: str = ""
    procedure: str = ""
    modifier_1: str = ""
    modifier_2: str = ""
    modifier_3: str = ""
    modifier_4: str = ""
    diagnosis_1: str = ""
    diagnosis_2: str = ""
    diagnosis_3: str = ""
    diagnosis_4: str = ""
    units: Decimal | None = None
    billed: Decimal | None = None

    @property
    def modifiers(self) -> tuple[str, str, str, str]:
        """The four slots."""
        return self.modifier_1, self.modifier_2, self.modifier_3, self.modifier_4


@dataclass(frozen=True, slots=True)
class HeaderValues:
    """What of a claim's header may change; `diagnoses` in their order, without dots."""

    referring_name: str = ""
    referring_npi: str = ""
    diagnoses: tuple[str, ...] = ()


LINE_FIELDS = tuple(each.name for each in fields(LineValues))
HEADER_FIELDS = tuple(each.name for each in fields(HeaderValues))

LOCKED_HEADER: Mapping[str, str] = MappingProxyType(
    {
        "mbi": "R18",
        "patient_first_name": "R18",
        "patient_last_name": "R18",
        "birth_date": "R18",
        "account": "R18",
        "rendering_npi": "R17",
        "billing_npi": "R19",
        "ptan": "R19",
        "assigned": "R20",
        "participating": "R20",
    }
)
"""Fields of the header that no correction changes, each with the rule that says why; any other is R25."""

LOCKED_LINE: Mapping[str, str] = MappingProxyType({"rendering_npi": "R17"})
"""Fields of a line that no correction changes; further diagnoses are R36, any other is R25."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What an office asks a contractor to correct in one claim.

    `history` sends the claim again as it is. `header` is None where nothing of it was edited; `lines` has the
    lines that were edited, by number, as they shall be. `added` and `removed` are numbers of lines that the
    claim does not have, or shall not have; `locked_header` and `locked_lines` are fields that were to change
    and that no correction opens.
    """

    number: str
    first_name: str = field(default="", repr=False)
    last_name: str = field(default="", repr=False)
    history: bool = False
    header: HeaderValues | None = None
    lines: Mapping[int, LineValues] = field(default_factory=dict)
    added: tuple[int, ...] = ()
    removed: tuple[int, ...] = ()
    locked_header: tuple[str, ...] = ()
    locked_lines: tuple[tuple[int, str], ...] = ()


def header_values(claim: Claim) -> HeaderValues:
    """Return the header of a claim as it is."""
    referring = claim.referring
    return HeaderValues(
        referring.name if referring else "", referring.npi if referring else "", claim.diagnoses
    )


def line_values(claim: Claim, line: Line) -> LineValues:
    """Return a line of a claim as it is."""
    values: dict[str, str] = dict(zip(MODIFIER_SLOTS, line.modifiers, strict=False))
    values |= zip(DIAGNOSIS_PLACES, _pointed(claim, line), strict=False)
    return LineValues(
        service_from=line.first,
        service_to=line.last or line.first,
        place=line.place,
        procedure=line.procedure,
        units=line.units,
        billed=line.billed,
        **values,
    )


def _pointed(claim: Claim, line: Line) -> Iterator[str]:
    for pointer in line.pointers:
        place = ord(pointer[:1] or "@") - ord("A")
        yield claim.diagnoses[place] if 0 <= place < len(claim.diagnoses) else ""


def changed_fields(before: LineValues | HeaderValues, after: LineValues | HeaderValues) -> tuple[str, ...]:
    """Return the names of what differs, in their order."""
    return tuple(
        each.name for each in fields(before) if getattr(before, each.name) != getattr(after, each.name)
    )


def request_types(before: LineValues, after: LineValues) -> tuple[RequestType, ...]:
    """Return the kinds of change of a line, as few as tell everything.

    What a type takes along counts as no type of its own: units take dates and amount, a procedure the amount.
    """
    left = set(changed_fields(before, after))
    return tuple(_types(before, after, left))


def _types(before: LineValues, after: LineValues, left: set[str]) -> Iterator[RequestType]:
    for kind in (RequestType.UNITS, RequestType.PROCEDURE):
        named = TYPE_FIELDS[kind]
        if left.intersection(named.primary):
            left.difference_update(named.primary, named.secondary)
            yield kind
    if {"service_from", "service_to"} <= left:
        yield RequestType.SERVICE_BOTH
    elif "service_from" in left:
        yield RequestType.SERVICE_FROM
    elif "service_to" in left:
        yield RequestType.SERVICE_TO
    if "billed" in left:
        yield RequestType.BILLED
    yield from dict.fromkeys(_of_slot(old, new) for _, old, new in changed_slots(before, after))
    if left.intersection(DIAGNOSIS_PLACES):
        yield RequestType.DIAGNOSIS
    if "place" in left:
        yield RequestType.PLACE


def _of_slot(old: str, new: str) -> RequestType:
    if not old:
        return RequestType.HOSPICE if new in HOSPICE_MODIFIERS else RequestType.ADD_MODIFIER
    return RequestType.EDIT_MODIFIER if new else RequestType.DELETE_MODIFIER


def changed_slots(before: LineValues, after: LineValues) -> tuple[tuple[str, str, str], ...]:
    """Return the modifier slots that differ: name, what stood there, what shall stand there."""
    slots = zip(MODIFIER_SLOTS, before.modifiers, after.modifiers, strict=True)
    return tuple((name, old, new) for name, old, new in slots if old != new)


def first_empty_slot(values: LineValues) -> str:
    """Return the name of the first empty modifier slot; empty where all are filled."""
    return next((name for name, held in zip(MODIFIER_SLOTS, values.modifiers, strict=True) if not held), "")
