"""Claim status answers: 277 (005010X212) and 277CA (005010X214) as one typed report.

Money is `Decimal` dollars; an empty amount is None. Statuses carry codes; their words are in the code tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from spot_tui.backend.eligibility.benefit import read_amount, read_day, read_parties, read_period
from spot_tui.backend.eligibility.model import Party, Period
from spot_tui.backend.x12.header import Delimiters
from spot_tui.backend.x12.reader import Interchange, Segment, TransactionSet, components, element

ACKNOWLEDGEMENT_VERSION = "005010X214"

_PAYER, _PROVIDER, _RECEIVER, _SUBSCRIBER, _DEPENDENT, _PATIENT = "20", "19", "21", "22", "23", "PT"
_PATIENTS = frozenset({_SUBSCRIBER, _DEPENDENT, _PATIENT})
_STATUS_PLACES = (1, 10, 11)


@dataclass(frozen=True, slots=True)
class Status:
    """One state: category (A1, F2, ...), status code, whom it is about, and if codes are pharmacy ones."""

    category: str
    code: str
    entity: str = ""
    pharmacy: bool = False


@dataclass(frozen=True, slots=True)
class StatusInformation:
    """An STC: up to three states, their date, the action of a 277CA (WQ accept, U reject) and the money."""

    states: tuple[Status, ...]
    on: date | None = None
    action: str = ""
    charge: Decimal | None = None
    paid: Decimal | None = None
    paid_on: date | None = None
    check_number: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """A line of a claim (SVC)."""

    code: str
    modifiers: tuple[str, ...] = ()
    charge: Decimal | None = None
    paid: Decimal | None = None
    units: Decimal | None = None
    period: Period | None = None
    line_id: str = ""
    statuses: tuple[StatusInformation, ...] = ()


@dataclass(frozen=True, slots=True)
class ClaimStatus:
    """One claim, or a refusal of the receiver's or provider's whole request (no patient, then)."""

    loop: str
    patient: Party | None
    provider: Party | None
    trace: str
    statuses: tuple[StatusInformation, ...]
    period: Period | None = None
    references: tuple[tuple[str, str], ...] = ()
    lines: tuple[ServiceLine, ...] = ()

    def reference(self, qualifier: str) -> str:
        """Return the first number of a kind, or "".

        Kinds are 1K payer's claim number (ICN, DCN), BLT type of bill, EJ patient account, and others.
        """
        return next((number for kind, number in self.references if kind == qualifier), "")


@dataclass(frozen=True, slots=True)
class ClaimReport:
    """All claims of a 277 or 277CA."""

    version: str
    reference: str
    payer: Party | None
    receiver: Party | None
    claims: tuple[ClaimStatus, ...]

    @property
    def is_acknowledgement(self) -> bool:
        """Tell whether this is a 277CA: whether claims were taken in, not what became of them."""
        return self.version.startswith(ACKNOWLEDGEMENT_VERSION)


def read_claim_report(interchange: Interchange, transaction: TransactionSet) -> ClaimReport:
    """Return what a 277 or 277CA says, claim by claim in its order."""
    parties: dict[str, Party | None] = {}
    claims: list[ClaimStatus] = []
    for level, segments in _loops(transaction.segments):
        party = next(read_parties(segments), None)
        parties[level] = party
        claims.extend(_claim(level, group, parties, interchange.delimiters) for group in _traced(segments))
    start = next((segment for segment in transaction.segments if segment[0] == "BHT"), ())
    return ClaimReport(
        version=transaction.version,
        reference=element(start, 3),
        payer=parties.get(_PAYER),
        receiver=parties.get(_RECEIVER),
        claims=tuple(claims),
    )


def _loops(segments: Sequence[Segment]) -> list[tuple[str, list[Segment]]]:
    loops: list[tuple[str, list[Segment]]] = []
    for segment in segments:
        if segment[0] == "HL":
            loops.append((element(segment, 3), []))
        elif loops and segment[0] != "SE":
            loops[-1][1].append(segment)
    return loops


def _traced(segments: Sequence[Segment]) -> list[list[Segment]]:
    """Return the groups that begin with a TRN; statuses before any TRN make a group of their own."""
    groups: list[list[Segment]] = []
    for segment in segments:
        if segment[0] == "TRN" or (segment[0] == "STC" and not groups):
            groups.append([])
        if groups:
            groups[-1].append(segment)
    return [group for group in groups if any(segment[0] == "STC" for segment in group)]


def _claim(
    level: str, group: Sequence[Segment], parties: dict[str, Party | None], delimiters: Delimiters
) -> ClaimStatus:
    first_line = next((n for n, segment in enumerate(group) if segment[0] == "SVC"), len(group))
    head = group[:first_line]
    about_patient = level in _PATIENTS
    return ClaimStatus(
        loop=level,
        patient=parties.get(level) if about_patient else None,
        provider=parties.get(_PROVIDER) if about_patient or level == _PROVIDER else None,
        trace=next((element(segment, 2) for segment in head if segment[0] == "TRN"), ""),
        statuses=_statuses(head, delimiters),
        period=_period(head),
        references=tuple((element(s, 1), element(s, 2)) for s in head if s[0] == "REF"),
        lines=tuple(_line(line, delimiters) for line in _lines(group[first_line:])),
    )


def _lines(segments: Sequence[Segment]) -> list[list[Segment]]:
    lines: list[list[Segment]] = []
    for segment in segments:
        if segment[0] == "SVC":
            lines.append([])
        lines[-1].append(segment)
    return lines


def _line(segments: Sequence[Segment], delimiters: Delimiters) -> ServiceLine:
    service = segments[0]
    procedure = components(element(service, 1), delimiters)
    return ServiceLine(
        code=procedure[1] if len(procedure) > 1 else "",
        modifiers=tuple(part for part in procedure[2:6] if part),
        charge=read_amount(element(service, 2)),
        paid=read_amount(element(service, 3)),
        units=read_amount(element(service, 7)),
        period=_period(segments),
        line_id=next((element(s, 2) for s in segments if s[0] == "REF" and element(s, 1) == "FJ"), ""),
        statuses=_statuses(segments, delimiters),
    )


def _period(segments: Sequence[Segment]) -> Period | None:
    period = next((read_period(element(s, 3)) for s in segments if s[0] == "DTP"), None)
    return period and Period(period.first, period.last or period.first)


def _statuses(segments: Sequence[Segment], delimiters: Delimiters) -> tuple[StatusInformation, ...]:
    return tuple(_status(segment, delimiters) for segment in segments if segment[0] == "STC")


def _status(segment: Segment, delimiters: Delimiters) -> StatusInformation:
    composites = (components(element(segment, place), delimiters) for place in _STATUS_PLACES)
    return StatusInformation(
        states=tuple(_state(parts) for parts in composites if parts),
        on=read_day(element(segment, 2)),
        action=element(segment, 3),
        charge=read_amount(element(segment, 4)),
        paid=read_amount(element(segment, 5)),
        paid_on=read_day(element(segment, 6)),
        check_number=element(segment, 9),
        text=element(segment, 12),
    )


def _state(parts: tuple[str, ...]) -> Status:
    padded = (*parts, "", "", "", "")
    return Status(padded[0], padded[1], padded[2], pharmacy=padded[3] == "RX")
