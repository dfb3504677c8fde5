"""One claim of a remittance in words: its facts, its lines, and why what was not paid."""

from __future__ import annotations

from collections.abc import Iterator

from spot_tui.backend.eligibility.model import Party
from spot_tui.backend.eligibility.sheet import Row, Section, Tone
from spot_tui.backend.eligibility.tabs.phrases import insurance, money, number, span, when
from spot_tui.backend.formats import MBI_LENGTH, show_mbi
from spot_tui.backend.remittance.model import (
    Imbalance,
    Outcome,
    RemittanceAdjustment,
    RemittanceClaim,
    RemittanceLine,
)
from spot_tui.backend.x12.codes import word
from spot_tui.backend.x12.codes.adjustments import Explained, Road, explain_reason, explain_remark
from spot_tui.words import say

OUTCOME_TONES = {
    Outcome.RETURNED: Tone.STOP,
    Outcome.DENIED: Tone.STOP,
    Outcome.PARTLY: Tone.WARN,
    Outcome.REVERSED: Tone.WARN,
    Outcome.ELSEWHERE: Tone.WARN,
}
_PATIENTS = frozenset({"QC", "74", "IL"})
_QUIET = frozenset({None, Road.SETTLE})


def claim_sections(claim: RemittanceClaim, before: int, corrected_by: int | None) -> Iterator[Section]:
    """Yield the claim's facts, its lines, and its adjustments with words and what to do.

    Its number is its position and those `before` it; `corrected_by` is the position of what replaces it.
    """
    outcome = say(f"remit.outcome.{claim.outcome.value}")
    title = say("remit.claim", number=before + claim.position, outcome=outcome)
    replaced_by = corrected_by and before + corrected_by
    yield Section(title, tuple(_facts(claim, replaced_by)), notes=tuple(map(_imbalance, claim.imbalances)))
    if claim.lines:
        columns = tuple(
            say(f"remit.column.{name}")
            for name in ("line", "code", "date", "units", "charge", "allowed", "paid")
        )
        rows = tuple(_line(line, place) for place, line in enumerate(claim.lines, 1))
        yield Section(say("remit.lines"), rows, columns, frozenset({0, 3, 4, 5, 6}))
    if adjustments := tuple(_adjustments(claim)):
        columns = tuple(say(f"remit.column.{name}") for name in ("line", "code", "amount", "why"))
        yield Section(say("remit.adjustments"), adjustments, columns, frozenset({0, 2}))


def _facts(claim: RemittanceClaim, corrected_by: int | None) -> Iterator[Row]:
    yield Row((say("remit.claim.icn"), claim.number))
    yield Row((say("remit.claim.account"), claim.account))
    for name in ("patient", "corrected", "crossover"):
        party: Party | None = getattr(claim, name)
        if party:
            note = say("remit.claim.corrected.note") if name == "corrected" else ""
            tone = Tone.WARN if note else Tone.PLAIN
            yield Row((say(f"remit.claim.{name}"), named(party)), tone, note)
    for party in claim.parties:
        yield Row((word("party", party.role), named(party)))
    if claim.period:
        yield Row((say("remit.claim.dates"), span(claim.period)))
    yield _status(claim, corrected_by)
    if claim.facility or claim.frequency:
        frequency = word("claim_frequency", claim.frequency)
        kind = say("remit.claim.kind.words", facility=claim.facility or "-", frequency=frequency or "-")
        yield Row((say("remit.claim.kind"), kind))
    amounts = {"charge": claim.charge, "paid": claim.paid, "patient": claim.patient_share}
    words = say("remit.claim.money.words", **{name: money(amount) for name, amount in amounts.items()})
    yield Row((say("remit.claim.money"), words))
    if claim.drg:
        yield Row((say("remit.claim.drg"), claim.drg))
    yield from (_remark_row(code, claim) for code in claim.remarks)
    yield from _rest(claim)


def _status(claim: RemittanceClaim, corrected_by: int | None) -> Row:
    status = word("claim_payment", claim.status)
    if claim.filing:
        status = say("remit.claim.filing", status=status, filing=insurance(claim.filing))
    notes = []
    if claim.outcome is Outcome.REVERSED:
        notes.append(say("remit.claim.reversed"))
    if corrected_by:
        notes.append(say("remit.claim.corrected_by", number=corrected_by))
    return Row(
        (say("remit.claim.status"), status), OUTCOME_TONES.get(claim.outcome, Tone.PLAIN), " ".join(notes)
    )


def _step(told: Explained, claim: RemittanceClaim) -> tuple[Tone, str]:
    """Return tone and next step of a code; nothing where nothing is to do on this claim."""
    idle = told.road is Road.APPEAL and not claim.needs_work
    if told.road in _QUIET or idle or claim.outcome is Outcome.REVERSED:
        return Tone.PLAIN, ""
    return Tone.WARN, told.next


def _remark_row(code: str, claim: RemittanceClaim) -> Row:
    told = explain_remark(code)
    label = say("remit.claim.remark", code=code)
    return Row((label, told.words or say("remit.unknown")), *_step(told, claim))


def _rest(claim: RemittanceClaim) -> Iterator[Row]:
    """Yield dates, numbers and amounts under the words of their codes."""
    yield from (Row((word("remittance_date", each.qualifier), when(each.period))) for each in claim.dates)
    yield from (Row((word("remittance_reference", kind), value)) for kind, value in claim.references)
    yield from (Row((word("remittance_amount", kind), money(value))) for kind, value in claim.amounts)
    yield from (Row((word("remittance_quantity", kind), number(value))) for kind, value in claim.quantities)
    yield from (Row((word("adjudication", place), number(value))) for place, value in claim.measures)
    yield from (Row((say("remit.claim.other"), text), raw=(text,)) for text in claim.other)


def _line(line: RemittanceLine, place: int) -> Row:
    cells = (
        str(place),
        " ".join((line.code or line.revenue_code, *line.modifiers)),
        span(line.period) if line.period else "",
        number(line.units) if line.units is not None else "",
        money(line.charge),
        money(line.allowed) if line.allowed is not None else "",
        money(line.paid),
    )
    return Row(cells, note="; ".join(_line_notes(line)))


def _line_notes(line: RemittanceLine) -> Iterator[str]:
    if line.billed_code:
        yield say("remit.line.billed", code=" ".join((line.billed_code, *line.billed_modifiers)))
    if line.billed_units is not None:
        yield say("remit.line.units", units=number(line.billed_units))
    yield from (say("remit.line.policy", number=policy) for policy in line.policies)
    if line.line_id:
        yield say("remit.line.id", number=line.line_id)
    yield from (f"{word('remittance_reference', kind)} {value}" for kind, value in line.references)
    yield from (f"{word('remittance_amount', kind)} {money(value)}" for kind, value in line.amounts)
    yield from (f"{word('remittance_quantity', kind)} {number(value)}" for kind, value in line.quantities)
    yield from line.other


def _adjustments(claim: RemittanceClaim) -> Iterator[Row]:
    """Yield the adjustments of the claim, then line by line with the line's remarks."""
    yield from (_adjustment(each, say("remit.whole"), claim) for each in claim.adjustments)
    for place, line in enumerate(claim.lines, 1):
        yield from (_adjustment(each, str(place), claim) for each in line.adjustments)
        for code in line.remarks:
            told = explain_remark(code)
            yield Row((str(place), code, "", told.words or say("remit.unknown")), *_step(told, claim))


def _adjustment(each: RemittanceAdjustment, where: str, claim: RemittanceClaim) -> Row:
    told = explain_reason(each.reason, each.group)
    words = told.words or say("remit.unknown")
    if each.quantity is not None:
        words = say("remit.quantity", words=words, quantity=number(each.quantity))
    code = f"{each.group} {each.reason}".strip()
    return Row((where, code, money(each.amount), words), *_step(told, claim))


def _imbalance(one: Imbalance) -> str:
    words = {"said": money(one.said), "counted": money(one.counted), "line": one.line}
    return "! " + say(f"remit.unbalanced.{one.kind.value}", **words)


def named(party: Party | None) -> str:
    """Return a person or organisation with its number, or blank."""
    if party is None:
        return ""
    shown = show_mbi(party.id) if party.role in _PATIENTS and len(party.id) == MBI_LENGTH else party.id
    return " ".join(filter(None, (", ".join(filter(None, (party.name, party.first_name))), shown)))
