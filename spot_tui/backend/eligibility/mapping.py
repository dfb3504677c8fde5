"""From a 271 to the typed answer: loops, beneficiary, rejects, and each EB to the rule that takes it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from spot_tui.backend.eligibility.benefit import (
    UNREAD_LENGTH,
    Benefit,
    read_amount,
    read_benefit,
    read_dated,
    read_day,
    read_parties,
)
from spot_tui.backend.eligibility.dispatch import Found, Reading, take
from spot_tui.backend.eligibility.model import (
    Beneficiary,
    Dated,
    Eligibility,
    Layout,
    Note,
    Party,
    Period,
    Raw,
    Reject,
    Source,
    Trace,
)
from spot_tui.backend.x12.reader import Interchange, Segment, TransactionSet, element

__all__ = ["ANSWER", "DEFAULT_READING", "Reading", "read_answers"]

ANSWER = "271"
DEFAULT_READING = Reading()

_PAYER, _PROVIDER, _SUBSCRIBER, _DEPENDENT = "20", "21", "22", "23"
_LOOP_LETTERS = {_PAYER: "A", _PROVIDER: "B", _SUBSCRIBER: "C", _DEPENDENT: "D"}
_ASKED = ("307", "472", "291")
_DIED, _OLD_MBI = "442", "357"


@dataclass(slots=True)
class _Loop:
    """An HL with its segments: those before the first EB, and one group for each EB."""

    level: str
    head: list[Segment] = field(default_factory=list)
    head_texts: list[str] = field(default_factory=list)
    benefits: list[tuple[list[Segment], list[str]]] = field(default_factory=list)


def read_answers(
    interchange: Interchange, transaction: TransactionSet, reading: Reading = DEFAULT_READING
) -> tuple[Eligibility, ...]:
    """Return an answer for each patient of a 271; one without a beneficiary where it was refused before.

    No EB is lost: what no rule takes is among `Eligibility.other`.
    """
    loops = _loops(transaction)
    outer = [loop for loop in loops if loop.level not in (_SUBSCRIBER, _DEPENDENT)]
    patients = [
        loop
        for number, loop in enumerate(loops)
        if loop.level == _DEPENDENT or (loop.level == _SUBSCRIBER and not _only_names(loops, number))
    ]
    if not patients:
        patients = [_Loop("")]
    stray = [group for loop in outer for group in loop.benefits]
    patients[0].benefits[:0] = stray
    outer_rejects = tuple(reject for loop in outer for reject in _rejects(loop))
    payer = _first_party(outer, _PAYER)
    provider = _first_party(outer, _PROVIDER)
    notes = tuple(Note(o.code, o.segment, o.offset, o.details) for o in interchange.oddities)
    notes = (*notes, *_unread(transaction))
    return tuple(
        _answer(interchange, transaction, patient, (payer, provider), outer_rejects, notes, reading)
        for patient in patients
    )


def _loops(transaction: TransactionSet) -> list[_Loop]:
    loops = [_Loop("")]
    group: tuple[list[Segment], list[str]] | None = None
    for segment, text in zip(transaction.segments, transaction.texts, strict=True):
        name = segment[0]
        if name == "HL":
            loops.append(_Loop(element(segment, 3)))
            group = None
        elif name == "EB":
            group = ([segment], [text])
            loops[-1].benefits.append(group)
            continue
        elif name == "SE":
            continue
        elif name == "NM1" and loops[-1].level == "" and element(segment, 1) == "IL":
            loops.append(_Loop(_SUBSCRIBER))
        if group is None:
            loops[-1].head.append(segment)
            loops[-1].head_texts.append(text)
        else:
            group[0].append(segment)
            group[1].append(text)
    return loops


def _only_names(loops: Sequence[_Loop], number: int) -> bool:
    """Tell whether a subscriber only stands above a dependent, who is the patient."""
    following = loops[number + 1].level if number + 1 < len(loops) else ""
    loop = loops[number]
    return following == _DEPENDENT and not loop.benefits and all(s[0] != "AAA" for s in loop.head)


def _first_party(loops: Sequence[_Loop], level: str) -> Party | None:
    return next((party for loop in loops if loop.level == level for party in read_parties(loop.head)), None)


def _answer(
    interchange: Interchange,
    transaction: TransactionSet,
    patient: _Loop,
    parties: tuple[Party | None, Party | None],
    outer_rejects: tuple[Reject, ...],
    notes: tuple[Note, ...],
    reading: Reading,
) -> Eligibility:
    found = Found()
    delimiters = interchange.delimiters
    letter = _LOOP_LETTERS.get(patient.level, "C")
    benefits = [read_benefit(segments, tuple(texts), delimiters) for segments, texts in patient.benefits]
    for benefit in benefits:
        take(benefit, found, reading)
        found.rejects.extend(_benefit_rejects(benefit, letter))
    dates = [dated for segment in patient.head if segment[0] == "DTP" and (dated := read_dated(segment))]
    source = replace(_source(interchange, transaction, parties, benefits, dates), notes=notes)
    answer = Eligibility(
        source=source,
        beneficiary=_beneficiary(patient, dates),
        asked=_asked(dates),
        traces=tuple(_traces(patient)),
    )
    rejects = _with_wrapped_texts((*outer_rejects, *_rejects(patient), *found.rejects), benefits)
    return replace(answer, rejects=rejects, **found.parts())


def _traces(patient: _Loop) -> Iterator[Trace]:
    for segment in patient.head:
        if segment[0] == "TRN":
            yield Trace(element(segment, 1), element(segment, 2), element(segment, 3))


def _beneficiary(patient: _Loop, dates: Sequence[Dated]) -> Beneficiary | None:
    name = next((segment for segment in patient.head if segment[0] == "NM1"), None)
    if name is None:
        return None
    party = next(iter(read_parties(patient.head)))
    birth = next((segment for segment in patient.head if segment[0] == "DMG"), ())
    insured = next((segment for segment in patient.head if segment[0] == "INS"), ())
    days = {dated.qualifier: dated.period.first for dated in dates}
    told = {*_ASKED, _DIED, _OLD_MBI}
    return Beneficiary(
        mbi=element(name, 9),
        last_name=element(name, 3),
        first_name=element(name, 4),
        middle_name=element(name, 5),
        suffix=element(name, 7),
        address=party.address,
        city=party.city,
        state=party.state,
        zip=party.zip,
        birth_date=read_day(element(birth, 2)),
        sex=element(birth, 3),
        died=days.get(_DIED),
        corrected=(element(insured, 3), element(insured, 4)) == ("001", "25"),
        dependent=patient.level == _DEPENDENT,
        old_mbi_ended=_old_mbi_ended(dates),
        other_dates=tuple(dated for dated in dates if dated.qualifier not in told),
        raw=tuple(patient.head_texts),
    )


def _asked(dates: Sequence[Dated]) -> Period | None:
    """Return the dates asked; a single date is that day alone."""
    found = next((dated.period for code in _ASKED for dated in dates if dated.qualifier == code), None)
    return found and Period(found.first, found.last or found.first)


def _old_mbi_ended(dates: Sequence[Dated]) -> date | None:
    period = next((dated.period for dated in dates if dated.qualifier == _OLD_MBI), None)
    return (period.last or period.first) if period else None


def _rejects(loop: _Loop) -> Iterator[Reject]:
    """Yield the AAA of a loop's head: in 2000x before its NM1, in 2100x after."""
    letter = _LOOP_LETTERS.get(loop.level, "A")
    named = False
    for number, segment in enumerate(loop.head):
        named = named or segment[0] == "NM1"
        if segment[0] == "AAA":
            texts = _following_texts(loop.head, number)
            raw = tuple(loop.head_texts[number : number + 1 + len(texts)])
            yield _reject(segment, f"{'2100' if named else '2000'}{letter}", texts, raw)


def _following_texts(segments: Sequence[Segment], number: int) -> tuple[str, ...]:
    texts = []
    for segment in segments[number + 1 :]:
        if segment[0] != "MSG":
            break
        texts.append(element(segment, 1))
    return tuple(texts)


def _benefit_rejects(benefit: Benefit, letter: str) -> Iterator[Reject]:
    for segment in benefit.rejects:
        yield _reject(segment, f"2110{letter}", tuple(benefit.texts), benefit.raw)


def _with_wrapped_texts(rejects: tuple[Reject, ...], benefits: Sequence[Benefit]) -> tuple[Reject, ...]:
    """Give a silent last reject the messages of an EB*V that follows it: so clearinghouses wrap a refusal."""
    texts = tuple(t for b in benefits if b.information == "V" and not b.rejects for t in b.texts)
    if not texts or not rejects or rejects[-1].texts:
        return rejects
    return (*rejects[:-1], replace(rejects[-1], texts=texts))


def _reject(segment: Segment, loop: str, texts: tuple[str, ...], raw: Raw) -> Reject:
    return Reject(
        code=element(segment, 3),
        loop=loop,
        action=element(segment, 4),
        valid_request=element(segment, 1) == "Y",
        texts=texts,
        raw=raw,
    )


def _source(
    interchange: Interchange,
    transaction: TransactionSet,
    parties: tuple[Party | None, Party | None],
    benefits: Sequence[Benefit],
    dates: Sequence[Dated],
) -> Source:
    start = next((segment for segment in transaction.segments if segment[0] == "BHT"), ())
    return Source(
        layout=_layout(transaction, benefits, dates),
        version=transaction.version,
        sender=interchange.sender,
        receiver=interchange.receiver,
        control_number=interchange.control_number,
        reference=element(start, 3),
        created=f"{element(start, 4)} {element(start, 5)}".strip(),
        payer=parties[0],
        provider=parties[1],
        segments=len(transaction.segments),
        benefits=len(benefits),
    )


def _unread(transaction: TransactionSet) -> Iterator[Note]:
    """Yield the dates and amounts that could not be read; their raw segments are shown all the same."""
    for number, segment in enumerate(transaction.segments):
        if segment[0] == "DTP" and read_dated(segment) is None:
            yield Note(
                "date_unreadable", transaction.first + number, None, element(segment, 3)[:UNREAD_LENGTH]
            )
        elif segment[0] == "EB":
            for value in (element(segment, 7), element(segment, 8), element(segment, 10)):
                if value and read_amount(value) is None:
                    yield Note("amount_unreadable", transaction.first + number, None, value[:UNREAD_LENGTH])


def _layout(transaction: TransactionSet, benefits: Sequence[Benefit], dates: Sequence[Dated]) -> Layout:
    """Tell the generation by its marks; every layout is read whatever this says."""
    if transaction.version.startswith("004"):
        return Layout.Y2009
    if any(b.information in ("R", "U") and b.reference("18") and b.reference("N6") for b in benefits):
        return Layout.Y2018
    if any(dated.qualifier == "472" for dated in dates) or any(_of_2012(benefit) for benefit in benefits):
        return Layout.Y2012
    return Layout.Y2014


def _of_2012(benefit: Benefit) -> bool:
    hospital = benefit.insurance_type == "MA" and "47" in benefit.service_types and benefit.time == "29"
    return hospital or benefit.quantity_kind in ("LA", "P6")
