"""An 835 read claim by claim (X12 005010X221A1; 004010X091A1 alike), with its checks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

from spot_tui.backend.eligibility.benefit import UNREAD_LENGTH, read_amount, read_day
from spot_tui.backend.eligibility.model import Note, Party
from spot_tui.backend.remittance.checks import payment_imbalances, totals_of
from spot_tui.backend.remittance.claim import read_claim
from spot_tui.backend.remittance.model import ProviderAdjustment, Remittance, RemittanceClaim
from spot_tui.backend.x12.header import Delimiters
from spot_tui.backend.x12.reader import Interchange, Segment, TransactionSet, components, element

REMITTANCE = "835"

_PAYER, _PAYEE = "PR", "PE"
_MADE_ON = "405"
_DEBIT = "D"
_MOST_NOTES = 50
# Between claims: headers of groups of claims, and what a provider's claims of a group add up to.
_BETWEEN = frozenset({"LX", "TS2", "TS3", "PLB", "SE"})
_AMOUNTS = {
    "BPR": (2,),
    "CLP": (3, 4, 5),
    "SVC": (2, 3, 5, 7),
    "AMT": (2,),
    "QTY": (2,),
    "CAS": tuple(n for n in range(3, 20) if n % 3 != 2),
    "PLB": tuple(range(4, 15, 2)),
}
_KNOWN_HEAD = frozenset({"ST", "BPR", "TRN", "DTM", "N1", "N3", "N4", "PER", "REF", "LX", "SE"})


@dataclass(slots=True)
class _Parts:
    """A transaction cut up: what stands before the claims, and between or behind them."""

    head: list[Segment] = field(default_factory=list)
    between: list[Segment] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def read_remittance(interchange: Interchange, transaction: TransactionSet) -> Remittance:
    """Return what an 835 says. Nothing stops the reading; what has no place of its own is in `other`."""
    parts = _Parts()
    delimiters = interchange.delimiters
    claims = tuple(_claims(transaction, delimiters, parts))
    adjustments = tuple(_provider_adjustments(parts.between, delimiters))
    payment = _first(parts.head, "BPR")
    trace = _first(parts.head, "TRN")
    amount = read_amount(element(payment, 2))
    if amount is not None and element(payment, 3) == _DEBIT:
        amount = -amount
    parties = dict(_parties(parts.head))
    totals = totals_of(claims, adjustments)
    return Remittance(
        version=transaction.version,
        amount=amount,
        handling=element(payment, 1),
        method=element(payment, 4),
        paid_on=read_day(element(payment, 16)),
        number=element(trace, 2),
        payer_id=element(trace, 3),
        made_on=_made_on(parts.head),
        payer=parties.get(_PAYER),
        payee=parties.get(_PAYEE),
        references=tuple((element(s, 1), element(s, 2)) for s in parts.head if s[0] == "REF"),
        claims=claims,
        provider_adjustments=adjustments,
        totals=totals,
        imbalances=payment_imbalances(amount, totals),
        other=tuple(parts.texts),
        notes=tuple(parts.notes),
    )


def _claims(transaction: TransactionSet, delimiters: Delimiters, parts: _Parts) -> Iterator[RemittanceClaim]:
    """Yield the claims one after the other; what stands around them goes into `parts`."""
    claim: list[Segment] = []
    texts: list[str] = []
    position, begun = 0, False
    for number, (segment, text) in enumerate(zip(transaction.segments, transaction.texts, strict=True)):
        name = segment[0]
        _note_unread(segment, transaction.first + number, parts.notes)
        if name == "CLP" or name in _BETWEEN:
            if claim:
                yield read_claim(position, claim, texts, delimiters)
            claim, texts = [], []
            begun = True
        if name == "CLP":
            position += 1
        if name == "CLP" or claim:
            claim.append(segment)
            texts.append(text)
        elif not begun:
            parts.head.append(segment)
            if name not in _KNOWN_HEAD:
                parts.texts.append(text)
        else:
            parts.between.append(segment)
            if name not in ("LX", "PLB", "SE"):
                parts.texts.append(text)
    if claim:
        yield read_claim(position, claim, texts, delimiters)


def _note_unread(segment: Segment, number: int, notes: list[Note]) -> None:
    on = element(segment, 2) if segment[0] == "DTM" else ""
    if on and read_day(on) is None and len(notes) < _MOST_NOTES:
        notes.append(Note("date_unreadable", number, None, on[:UNREAD_LENGTH]))
    for place in _AMOUNTS.get(segment[0], ()):
        if place >= len(segment):
            return
        value = segment[place]
        if value and read_amount(value) is None and len(notes) < _MOST_NOTES:
            notes.append(Note("amount_unreadable", number, None, value[:UNREAD_LENGTH]))


def _first(segments: Iterable[Segment], name: str) -> Segment:
    return next((segment for segment in segments if segment[0] == name), ())


def _made_on(head: Iterable[Segment]) -> date | None:
    return next((read_day(element(s, 2)) for s in head if s[0] == "DTM" and element(s, 1) == _MADE_ON), None)


def _parties(head: Sequence[Segment]) -> Iterator[tuple[str, Party]]:
    """Yield each N1 with its N3, N4 and PER by its role."""
    starts = [number for number, segment in enumerate(head) if segment[0] == "N1"]
    for start, end in pairwise((*starts, len(head))):
        party = _party(head[start:end])
        yield party.role, party


def _party(group: Sequence[Segment]) -> Party:
    name = group[0]
    party = Party(element(name, 1), element(name, 2), "", element(name, 3), element(name, 4))
    for segment in group[1:]:
        if segment[0] == "N3":
            party = replace(party, address=tuple(part for part in segment[1:] if part))
        elif segment[0] == "N4":
            party = replace(
                party, city=element(segment, 1), state=element(segment, 2), zip=element(segment, 3)
            )
        elif segment[0] == "PER":
            pairs = list(zip(segment[3::2], segment[4::2], strict=False))
            telephones = tuple(value for kind, value in pairs if kind == "TE")
            urls = tuple(value for kind, value in pairs if kind == "UR")
            party = replace(party, telephones=(*party.telephones, *telephones), urls=(*party.urls, *urls))
    return party


def _provider_adjustments(
    segments: Iterable[Segment], delimiters: Delimiters
) -> Iterator[ProviderAdjustment]:
    """Yield each of the up to six adjustments of each PLB."""
    for segment in segments:
        if segment[0] != "PLB":
            continue
        for place in range(3, len(segment), 2):
            reason = components(segment[place], delimiters)
            amount: Decimal | None = read_amount(element(segment, place + 1))
            if reason or amount is not None:
                padded = (*reason, "", "")
                yield ProviderAdjustment(
                    element(segment, 1), read_day(element(segment, 2)), padded[0], padded[1], amount
                )
