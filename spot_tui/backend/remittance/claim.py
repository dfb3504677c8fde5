"""One claim of an 835 with its lines and adjustments (X12 005010X221A1, loops 2100 and 2110)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from spot_tui.backend.eligibility.benefit import read_amount, read_day, read_parties
from spot_tui.backend.eligibility.model import Dated, Party, Period
from spot_tui.backend.remittance.checks import claim_imbalances, outcome_of
from spot_tui.backend.remittance.model import Pair, RemittanceAdjustment, RemittanceClaim, RemittanceLine, Sum
from spot_tui.backend.x12.header import Delimiters
from spot_tui.backend.x12.reader import Segment, components, element

_PATIENT, _CORRECTED, _CROSSOVER = "QC", "74", "TT"
_NAMED = frozenset({_PATIENT, _CORRECTED, _CROSSOVER})
_FROM, _TO = ("232", "150"), ("233", "151")
_ON = "472"
_ALLOWED = "B6"
_LINE_ID, _POLICY = "6R", "0K"
_REMARK = "HE"
_SSN, _SSN_OF_PARTY = "SY", "34"
_MEASURES = {"MIA": (1, 2, 3, 4, *range(6, 20), 24), "MOA": (1, 2, 8, 9)}
_REMARKS = {"MIA": (5, 20, 21, 22, 23), "MOA": (3, 4, 5, 6, 7)}
_CLAIM_SEGMENTS = frozenset({"CLP", "CAS", "NM1", "MIA", "MOA", "DTM", "AMT", "QTY", "REF", "PER"})
_LINE_SEGMENTS = frozenset({"SVC", "CAS", "DTM", "AMT", "QTY", "REF", "LQ"})


def read_claim(
    position: int, segments: Sequence[Segment], texts: Sequence[str], delimiters: Delimiters
) -> RemittanceClaim:
    """Return the claim of a CLP (the first of `segments`) and what follows it; `position` counts from 1."""
    starts = [number for number, segment in enumerate(segments) if segment[0] == "SVC"]
    end = starts[0] if starts else len(segments)
    head, clp = segments[:end], segments[0]
    parties = list(map(_masked_party, read_parties(head)))
    claim = RemittanceClaim(
        position=position,
        account=element(clp, 1),
        status=element(clp, 2),
        charge=read_amount(element(clp, 3)),
        paid=read_amount(element(clp, 4)),
        patient_share=read_amount(element(clp, 5)),
        filing=element(clp, 6),
        number=element(clp, 7),
        facility=element(clp, 8),
        frequency=element(clp, 9),
        drg=element(clp, 11),
        patient=_of_role(parties, _PATIENT),
        corrected=_of_role(parties, _CORRECTED),
        crossover=_of_role(parties, _CROSSOVER),
        parties=tuple(party for party in parties if party.role not in _NAMED),
        period=_period(head),
        dates=tuple(_dates(head)),
        adjustments=tuple(_adjustments(head)),
        remarks=tuple(_claim_remarks(head)),
        measures=tuple(_measures(head)),
        references=tuple(_references(head)),
        amounts=tuple(_sums(head, "AMT")),
        quantities=tuple(_sums(head, "QTY")),
        lines=tuple(
            _line(segments[start:stop], texts[start:stop], delimiters)
            for start, stop in pairwise((*starts, len(segments)))
        ),
        other=_other(head, texts[:end], _CLAIM_SEGMENTS),
    )
    return replace(claim, outcome=outcome_of(claim), imbalances=claim_imbalances(claim))


def _line(segments: Sequence[Segment], texts: Sequence[str], delimiters: Delimiters) -> RemittanceLine:
    service = segments[0]
    decided = components(element(service, 1), delimiters)
    billed = components(element(service, 6), delimiters)
    amounts = tuple(_sums(segments, "AMT"))
    references = tuple(_references(segments))
    return RemittanceLine(
        kind=decided[0] if decided else "",
        code=decided[1] if len(decided) > 1 else "",
        modifiers=tuple(part for part in decided[2:6] if part),
        charge=read_amount(element(service, 2)),
        paid=read_amount(element(service, 3)),
        allowed=next((amount for kind, amount in amounts if kind == _ALLOWED), None),
        units=read_amount(element(service, 5)),
        billed_code=billed[1] if len(billed) > 1 else "",
        billed_modifiers=tuple(part for part in billed[2:6] if part),
        billed_units=read_amount(element(service, 7)),
        revenue_code=element(service, 4),
        period=_period(segments),
        line_id=next((number for kind, number in references if kind == _LINE_ID), ""),
        adjustments=tuple(_adjustments(segments)),
        remarks=tuple(element(s, 2) for s in segments if s[0] == "LQ" and element(s, 1) == _REMARK),
        policies=tuple(number for kind, number in references if kind == _POLICY),
        references=tuple(pair for pair in references if pair[0] not in (_LINE_ID, _POLICY)),
        amounts=tuple(pair for pair in amounts if pair[0] != _ALLOWED),
        quantities=tuple(_sums(segments, "QTY")),
        other=_other_of_line(segments, texts),
    )


def masked(number: str) -> str:
    """Return a Social Security number with nothing but its last four digits."""
    return f"*****{number[-4:]}" if len(number) > 4 else "*" * len(number)


def _masked_party(party: Party) -> Party:
    return replace(party, id=masked(party.id)) if party.id_qualifier == _SSN_OF_PARTY else party


def _of_role(parties: Iterable[Party], role: str) -> Party | None:
    return next((party for party in parties if party.role == role), None)


def _adjustments(segments: Iterable[Segment]) -> Iterator[RemittanceAdjustment]:
    """Yield each of the up to six adjustments of each CAS: reason, amount, quantity."""
    for segment in segments:
        if segment[0] != "CAS":
            continue
        for place in range(2, len(segment), 3):
            reason, amount = segment[place], read_amount(element(segment, place + 1))
            if reason or amount is not None:
                quantity = read_amount(element(segment, place + 2))
                yield RemittanceAdjustment(element(segment, 1), reason, amount, quantity)


def _claim_remarks(segments: Iterable[Segment]) -> Iterator[str]:
    for segment in segments:
        yield from (code for place in _REMARKS.get(segment[0], ()) if (code := element(segment, place)))


def _measures(segments: Iterable[Segment]) -> Iterator[Sum]:
    """Yield the numbers of MIA and MOA that are not zero, each with its place, such as MIA04."""
    for segment in segments:
        for place in _MEASURES.get(segment[0], ()):
            value: Decimal | None = read_amount(element(segment, place))
            if value:
                yield f"{segment[0]}{place:02}", value


def _references(segments: Iterable[Segment]) -> Iterator[Pair]:
    """Yield the numbers of REF; of a Social Security number only its last four digits."""
    for segment in segments:
        if segment[0] == "REF":
            kind, number = element(segment, 1), element(segment, 2)
            yield kind, masked(number) if kind == _SSN else number


def _sums(segments: Iterable[Segment], name: str) -> Iterator[Sum]:
    for segment in segments:
        if segment[0] == name and (value := read_amount(element(segment, 2))) is not None:
            yield element(segment, 1), value


def _dates(segments: Iterable[Segment]) -> Iterator[Dated]:
    """Yield the dates of a claim that are not its dates of service."""
    for segment in segments:
        kind = element(segment, 1)
        if segment[0] == "DTM" and kind not in (*_FROM, *_TO, _ON) and (on := read_day(element(segment, 2))):
            yield Dated(kind, Period(on, on))


def _period(segments: Iterable[Segment]) -> Period | None:
    """Return the dates of service: DTM*472, or first (232, 150) and last day (233, 151)."""
    days = {element(s, 1): read_day(element(s, 2)) for s in segments if s[0] == "DTM"}
    first = next((day for kind in (_ON, *_FROM) if (day := days.get(kind))), None)
    last = next((day for kind in _TO if (day := days.get(kind))), None)
    if first is None:
        return Period(last, last) if last else None
    return Period(first, last if last and last >= first else first)


def _other(segments: Sequence[Segment], texts: Sequence[str], known: frozenset[str]) -> tuple[str, ...]:
    return tuple(text for segment, text in zip(segments, texts, strict=True) if segment[0] not in known)


def _other_of_line(segments: Sequence[Segment], texts: Sequence[str]) -> tuple[str, ...]:
    """Return the texts of segments that no field of a line holds; an LQ of another list is one."""
    pairs = zip(segments, texts, strict=True)
    return tuple(
        text
        for segment, text in pairs
        if segment[0] not in _LINE_SEGMENTS or (segment[0] == "LQ" and element(segment, 1) != _REMARK)
    )
