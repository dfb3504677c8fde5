"""Results without tabs in words: acknowledgements, claim reports, and other kinds segment by segment."""

from __future__ import annotations

from collections.abc import Iterator

from spot_tui.backend.claims.status import ClaimReport, ClaimStatus, ServiceLine, Status, StatusInformation
from spot_tui.backend.eligibility.model import Party
from spot_tui.backend.eligibility.sheet import Row, Section, Tone
from spot_tui.backend.eligibility.tabs.phrases import day, money, number, span
from spot_tui.backend.x12.acknowledgement import ACCEPTED, Acknowledgement, Refusal
from spot_tui.backend.x12.codes import names, word
from spot_tui.words import say


def acknowledgement_sections(told: Acknowledgement) -> Iterator[Section]:
    """Yield outcome, transactions and refusals of a TA1, 999 or 997; copies of bad data are left out."""
    facts = [
        Row((say("read.ack.outcome"), told.words), Tone.GOOD if told.accepted else Tone.STOP),
        Row((say("read.ack.answers"), told.control_number)),
    ]
    if told.sent:
        counts = ", ".join((told.sent, told.received, told.accepted_count))
        facts.append(Row((say("read.ack.counts"), counts)))
    yield Section("", tuple(facts))
    if told.sets:
        rows = tuple(
            Row(
                (f"{outcome.kind} {outcome.control_number}", word("set_status", outcome.status)),
                Tone.GOOD if outcome.status in ACCEPTED else Tone.STOP,
            )
            for outcome in told.sets
        )
        yield Section(say("read.ack.sets"), rows, (say("read.column.set"), say("read.column.outcome")))
    if told.refusals:
        columns = tuple(say(f"read.column.{name}") for name in ("layer", "set", "place", "code", "words"))
        yield Section(say("read.ack.refusals"), tuple(map(_refusal, told.refusals)), columns)


def _refusal(refusal: Refusal) -> Row:
    layer = say(f"read.ack.layer.{refusal.layer.value}")
    place = " ".join(part for part in (refusal.place, refusal.loop) if part)
    return Row((layer, refusal.control_number, place, refusal.code, refusal.words), Tone.STOP)


def claim_sections(report: ClaimReport) -> Iterator[Section]:
    """Yield the report's parties, then a section for each claim or refused request."""
    facts = [
        Row((say(f"read.claim.{name}"), _name(party)))
        for name, party in (("payer", report.payer), ("receiver", report.receiver))
        if party
    ]
    notes = () if report.claims else (say("read.claim.none"),)
    yield Section(say("read.report.title"), tuple(facts), notes=notes)
    for claim in report.claims:
        yield _claim(claim)


def _claim(claim: ClaimStatus) -> Section:
    rows = [
        Row((say(f"read.claim.{name}"), value))
        for name, value in (
            ("patient", _name(claim.patient) if claim.patient else ""),
            ("provider", _name(claim.provider) if claim.provider else ""),
            ("dates", span(claim.period) if claim.period else ""),
            ("trace", claim.trace),
        )
        if value
    ]
    rows.extend(Row((word("reference", kind), value)) for kind, value in claim.references if kind != "1K")
    rows.extend(_status_rows(say("read.claim.status"), claim.statuses))
    for line in claim.lines:
        rows.extend(_line_rows(line))
    number_of_payer = claim.reference("1K") or claim.trace
    title = say("read.claim.title", number=number_of_payer) if claim.patient else say("read.claim.refused")
    return Section(title, tuple(rows))


def _line_rows(line: ServiceLine) -> Iterator[Row]:
    label = say("read.claim.line", code=" ".join((line.code, *line.modifiers)))
    facts = (
        say("read.claim.charge", amount=money(line.charge)) if line.charge is not None else "",
        say("read.claim.paid", amount=money(line.paid)) if line.paid is not None else "",
        f"x {number(line.units)}" if line.units is not None else "",
        span(line.period) if line.period else "",
    )
    yield Row((label, ", ".join(part for part in facts if part)))
    yield from _status_rows("", line.statuses)


def _status_rows(label: str, statuses: tuple[StatusInformation, ...]) -> Iterator[Row]:
    for told in statuses:
        states = "; ".join(_state(state) for state in told.states)
        facts = (
            say("read.claim.on", date=day(told.on)) if told.on else "",
            say("read.claim.charge", amount=money(told.charge)) if told.charge is not None else "",
            say("read.claim.paid", amount=money(told.paid)) if told.paid is not None else "",
            say("read.claim.paid_on", date=day(told.paid_on)) if told.paid_on else "",
            say("read.claim.check", number=told.check_number) if told.check_number else "",
            told.text,
        )
        yield Row((label, states), Tone.HEADING, ", ".join(part for part in facts if part))


def _state(state: Status) -> str:
    known = names("status")
    status = say("read.claim.status_unknown", code=state.code)
    if not state.pharmacy and state.code in known:
        status = say("read.claim.status_code", words=word("status", state.code), code=state.code)
    group, category = word("status_group", state.category), word("status_category", state.category)
    shown = category if group in (category, state.category) else f"{group}: {category}"
    words = say("read.claim.state", category=shown, code=state.category, status=status)
    if state.entity:
        return say("read.claim.about", state=words, entity=word("party", state.entity))
    return words


def _name(party: Party) -> str:
    return " ".join(
        part for part in (", ".join(filter(None, (party.name, party.first_name))), party.id) if part
    )


def segment_section(texts: tuple[str, ...]) -> Section:
    """Return the segments of a kind without a view of its own, numbered, each with what it is."""
    rows = tuple(
        Row((str(place), word_of_segment(text), text), raw=(text,))
        for place, text in enumerate(texts, start=1)
    )
    columns = tuple(say(f"read.column.{name}") for name in ("number", "meaning", "segment"))
    return Section("", rows, columns, frozenset({0}))


def word_of_segment(text: str) -> str:
    """Return what a segment is by its id, or "" for an id that the table does not have."""
    end = next((place for place, character in enumerate(text) if not character.isalnum()), len(text))
    return word("segment", text[:end]) if text[:end] in names("segment") else ""
