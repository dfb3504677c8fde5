"""A claim as screen, command and print show it: tabs of worded rows, each with the codes behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal

from spot_tui.backend.claims.codes import (
    FILED_APPEAL,
    FILED_CORRECTION,
    filed_token,
    group_words,
    is_denied,
    location_words,
    next_steps,
    procedure_token,
    reason_token,
    remark_token,
    short_codes,
    standing_tokens,
    standing_words,
)
from spot_tui.backend.claims.model import Adjustment, Claim, Group, Line
from spot_tui.backend.corrections.roads import Way
from spot_tui.backend.corrections.roads_view import road_rows
from spot_tui.backend.eligibility.sheet import Row, Section, Tab, Tone
from spot_tui.backend.formats import show_date, show_mbi
from spot_tui.backend.outbox.model import Kind, Submission
from spot_tui.backend.x12.codes.adjustments import explain_reason, explain_remark
from spot_tui.words import say

TABS = ("summary", "lines", "payment", "appeals")
GROUP_TONES = {
    Group.PAID: Tone.GOOD,
    Group.DENIED: Tone.STOP,
    Group.RETURNED: Tone.STOP,
    Group.ACTION_NEEDED: Tone.WARN,
}


@dataclass(frozen=True, slots=True)
class ClaimViewing:
    """As of when, and beside what, a claim is shown.

    `today` is the provider's, `zone` that in which moments are told. `ways` are the roads that lead on, where
    they are known; `sent` is what of this person's outbox the claim does not show yet.
    """

    today: date
    zone: tzinfo = UTC
    ways: tuple[Way, ...] = ()
    sent: tuple[Submission, ...] = ()


def claim_tabs(claim: Claim, viewing: ClaimViewing) -> tuple[Tab, ...]:
    """Return the tabs of a claim, `TABS` in their order, all of them always."""
    is_bare = not (claim.corrections or claim.appeals or claim.wanted or viewing.sent)
    return (
        _tab("summary", _summary(claim, viewing)),
        _tab("lines", _lines(claim)),
        _tab("payment", _payment(claim)),
        _tab("appeals", _so_far(claim, viewing), empty=is_bare),
    )


def not_on_claim(claim: Claim, submissions: Iterable[Submission]) -> tuple[Submission, ...]:
    """Return what was submitted about a claim as it is shown, and does not stand on it."""
    known = {each.number for each in claim.corrections} | {each.number for each in claim.appeals}
    return tuple(
        each
        for each in submissions
        if each.claim == claim.number and not (each.receipt and each.receipt.number in known)
    )


def headline(claim: Claim) -> str:
    """Return number, patient and dates, as they stand above every tab."""
    parts = (claim.number, claim.patient.name, show_service(claim.first, claim.last))
    return "  ".join(filter(None, parts))


def show_money(amount: Decimal | None) -> str:
    """Return dollars and cents; empty for what is not known."""
    return "" if amount is None else f"{amount:,.2f}"


def show_service(first: date | None, last: date | None) -> str:
    """Return dates of service, one if they are the same."""
    days = tuple(dict.fromkeys(show_date(day) for day in (first, last) if day))
    return say("claims.span", first=days[0], last=days[1]) if len(days) == 2 else "".join(days)


def show_procedure(line: Line) -> str:
    """Return procedure with modifiers; the revenue code where there is no procedure."""
    return "-".join(filter(None, (line.procedure or line.revenue, *line.modifiers)))


def _tab(name: str, sections: Iterable[Section], *, empty: bool = False) -> Tab:
    return Tab(name, say(f"claims.tab.{name}"), tuple(sections), empty=empty)


def _section(name: str, rows: Iterable[Row]) -> Section:
    return Section(say(f"claims.section.{name}"), tuple(rows))


def _fact(name: str, value: str, *, tone: Tone = Tone.PLAIN, raw: tuple[str, ...] = ()) -> Iterator[Row]:
    """Yield a label with its value, nothing where there is none."""
    if value:
        yield Row((say(f"claims.row.{name}"), value), tone, raw=raw)


def _summary(claim: Claim, viewing: ClaimViewing) -> Iterator[Section]:
    yield _section("status", _status(claim))
    steps = ((short_codes(tokens), words, tokens) for words, tokens in next_steps(claim))
    yield _section("next", (Row((codes, words) if codes else (words,), raw=t) for codes, words, t in steps))
    if viewing.ways and viewing.sent:
        yield _section("roads", (Row((say("claims.roads_before"),), Tone.WARN),))
        yield Section("", tuple(road_rows(viewing.ways)))
    elif viewing.ways:
        yield _section("roads", road_rows(viewing.ways))
    elif not claim.revision:
        yield _section("roads", (Row((say("claims.roads_unknown"),), Tone.MUTED),))
    yield _section("money", _money(claim))
    if claim.adjustments or claim.remarks:
        yield Section(say("claims.section.claim_reasons"), tuple(_reasons(claim.adjustments, claim.remarks)))
    yield _section("claim", _facts(claim))
    yield _section("patient", _patient(claim))


def _status(claim: Claim) -> Iterator[Row]:
    standing = claim.standing
    tokens = standing_tokens(standing)
    yield from _fact(
        "status", group_words(claim), tone=GROUP_TONES.get(standing.group, Tone.PLAIN), raw=tokens
    )
    for each in (standing, *claim.more_standings):
        yield from _fact("codes", standing_words(each), raw=standing_tokens(each))
    letters = (standing.location, location_words(standing.location))
    yield from _fact("location", ": ".join(filter(None, letters)), raw=tokens)
    yield from _fact("since", _day(standing.on))
    if claim.review:
        yield from _fact("review", say(f"claims.review.{claim.review}"), tone=Tone.WARN)
    yield from _fact("replaces", claim.replaces)
    yield from _fact("replaced_by", claim.replaced_by, tone=Tone.WARN)
    if claim.correctable is False:
        yield from _fact("not_correctable", say("claims.not_correctable"), tone=Tone.WARN)


def _money(claim: Claim) -> Iterator[Row]:
    amounts = {
        "billed": claim.billed,
        "allowed": claim.allowed,
        "deductible": claim.deductible,
        "coinsurance": claim.coinsurance,
        "paid": claim.paid,
    }
    shown = {name: show_money(amount) for name, amount in amounts.items() if amount is not None}
    width = max(map(len, shown.values()), default=0)
    for name, text in shown.items():
        yield from _fact(name, text.rjust(width))


def _facts(claim: Claim) -> Iterator[Row]:
    number = f"number.{claim.part}" if claim.part else "number"
    yield from _fact(number, claim.number)
    yield from _fact("part", claim.part or "")
    yield from _fact("type_of_bill", claim.type_of_bill)
    yield from _fact("service", show_service(claim.first, claim.last))
    yield from _fact("received", _day(claim.received_on))
    yield from _fact("determined", _day(claim.determined_on))
    yield from _fact("revised", _day(claim.revised_on))
    yield from _fact("diagnoses", "  ".join(_diagnoses(claim.diagnoses)))
    yield from _fact("billing", claim.billing_npi)
    yield from _fact("rendering", claim.rendering_npi)
    if claim.referring:
        told = say("claims.referring", name=claim.referring.name, npi=claim.referring.npi)
        yield from _fact("referring", told)
    if claim.assigned is not None:
        yield from _fact("assigned", say("claims.assigned" if claim.assigned else "claims.not_assigned"))


def _diagnoses(codes: tuple[str, ...]) -> Iterator[str]:
    """Yield each with the letter by which lines point at it."""
    for place, code in enumerate(codes):
        letter = chr(ord("A") + place) if place < 26 else str(place + 1)
        yield f"{letter} {show_diagnosis(code)}"


def show_diagnosis(code: str) -> str:
    """Return an ICD-10-CM code with its dot, as offices write it."""
    return f"{code[:3]}.{code[3:]}" if len(code) > 3 and "." not in code else code


def _patient(claim: Claim) -> Iterator[Row]:
    patient = claim.patient
    yield from _fact("patient", patient.name)
    yield from _fact("mbi", show_mbi(patient.mbi) if patient.mbi else "")
    yield from _fact("born", _day(patient.birth_date))
    yield from _fact("account", patient.account)


_LINE_COLUMNS = ("number", "service", "place", "procedure", "pointers", "units", "billed", "allowed", "paid")


def _lines(claim: Claim) -> Iterator[Section]:
    if not claim.lines:
        yield Section("", (Row((say("claims.no_lines"),), Tone.MUTED),))
        return
    place = "revenue" if claim.part == "A" else "place"
    columns = tuple(
        say(f"claims.column.{place if name == 'place' else name}") for name in (*_LINE_COLUMNS, "line_status")
    )
    rows = tuple(_line_row(line, claim) for line in claim.lines)
    yield Section("", rows, columns, frozenset({0, 5, 6, 7, 8}), (say("claims.quoted_by_line"),))
    for line in claim.lines:
        why = tuple(_reasons(line.adjustments, line.remarks))
        if line.correctable is False:
            why = (*why, Row((say("claims.line_not_correctable"),), Tone.WARN))
        if why:
            title = say("claims.line", number=line.number, procedure=show_procedure(line))
            yield Section(title, why)


def _line_row(line: Line, claim: Claim) -> Row:
    is_off = is_denied(line)
    cells = (
        str(line.number),
        show_date(line.first) if line.first else "",
        line.revenue if claim.part == "A" else line.place,
        "-".join(filter(None, (line.procedure, *line.modifiers))),
        "".join(line.pointers),
        f"{line.units.normalize():f}" if line.units is not None else "",
        show_money(line.billed),
        show_money(line.allowed),
        show_money(line.paid),
        say("claims.denied_mark") if is_off else "",
    )
    tokens = (
        *((procedure_token(line.procedure),) if line.procedure else ()),
        *(token for standing in line.standings for token in standing_tokens(standing)),
        *(reason_token(adjustment) for adjustment in line.adjustments),
        *(remark_token(code) for code in line.remarks),
    )
    return Row(cells, Tone.STOP if is_off else Tone.PLAIN, raw=tokens)


def _reasons(adjustments: Iterable[Adjustment], remarks: Iterable[str]) -> Iterator[Row]:
    """Yield each code with its words; what to do about it is told under F1 and on the summary."""
    for adjustment in adjustments:
        told = explain_reason(adjustment.code, adjustment.group)
        code = f"{adjustment.group} {adjustment.code}"
        words = told.words or say("claims.no_words")
        cells = (code, show_money(adjustment.amount).rjust(10), words)
        yield Row(cells, raw=(reason_token(adjustment),))
    for remark in remarks:
        words = explain_remark(remark).words or say("claims.no_words")
        yield Row((remark, "".rjust(10), words), raw=(remark_token(remark),))


def _payment(claim: Claim) -> Iterator[Section]:
    payment = claim.payment
    if payment is None:
        told = "claims.not_paid" if claim.standing.group.is_final else "claims.no_payment_yet"
        yield Section("", (Row((say(told),)),))
    else:
        method = say(f"claims.method.{payment.method}" if payment.method else "claims.method")
        rows = [
            Row((say("claims.row.payment", method=method), payment.number)),
            *_fact("payment_on", _day(payment.on)),
            *_fact("payment_status", payment.status),
            *_fact("payment_amount", show_money(payment.amount)),
        ]
        yield _section("payment", rows)
    totals = tuple(_reasons(_totals(claim.reasons), ()))
    none = say("claims.no_reasons" if claim.revision else "claims.reasons_unknown")
    yield Section(say("claims.section.reasons"), totals or (Row((none,), Tone.MUTED),))


def _totals(adjustments: Iterable[Adjustment]) -> Iterator[Adjustment]:
    sums: dict[tuple[str, str], Decimal] = {}
    for adjustment in adjustments:
        key = (adjustment.group, adjustment.code)
        sums[key] = sums.get(key, Decimal(0)) + adjustment.amount
    return (Adjustment(group, code, amount) for (group, code), amount in sums.items())


def _so_far(claim: Claim, viewing: ClaimViewing) -> Iterator[Section]:
    """Yield the letter that asks for records, what waits in the outbox, corrections and appeals."""
    if claim.wanted:
        wanted = claim.wanted
        rows = [
            *_fact("letter", wanted.letter),
            *_fact("letter_on", _day(wanted.letter_on)),
            *_fact("due_on", _due(wanted.due_on, viewing.today), tone=Tone.WARN),
        ]
        yield _section("wanted", rows)
    if viewing.sent:
        yield _table("sent", ("what", "sent", "state", "confirmation"), _sent(viewing))
    if claim.corrections:
        yield _table("corrections", ("correction", "sent", "state", "by"), _corrections(claim, viewing))
    if claim.appeals:
        yield _table("appeals", ("appeal", "level", "filed", "outcome", "decided"), _appeals(claim))
    if not (viewing.sent or claim.corrections or claim.appeals):
        none = say("claims.none_so_far" if claim.revision else "claims.so_far_unknown")
        yield Section("", (Row((none,), Tone.MUTED),))


def _table(name: str, columns: Iterable[str], rows: Iterable[Row]) -> Section:
    heads = tuple(say(f"claims.column.{column}") for column in columns)
    return Section(say(f"claims.section.{name}"), tuple(rows), heads)


def _sent(viewing: ClaimViewing) -> Iterator[Row]:
    for each in viewing.sent:
        number = each.receipt.number if each.receipt else ""
        tone = Tone.WARN if each.state.waits else Tone.PLAIN
        kind = FILED_CORRECTION if each.kind is Kind.CORRECTION else FILED_APPEAL
        what, state = say(f"outbox.kind.{each.kind}"), say(f"outbox.state.{each.state}")
        tokens = (filed_token(kind, number),) if number else ()
        yield Row((what, _day_of(each.created_at, viewing), state, number), tone, raw=tokens)


def _corrections(claim: Claim, viewing: ClaimViewing) -> Iterator[Row]:
    for each in claim.corrections:
        sent, status = _day_of(each.submitted_at, viewing), say(f"corrections.status.{each.status}")
        cells = (each.number, sent, status, each.submitted_by)
        yield Row(cells, raw=(filed_token(FILED_CORRECTION, each.number),))


def _appeals(claim: Claim) -> Iterator[Row]:
    for each in claim.appeals:
        level, outcome = say(f"claims.level.{each.level}"), say(f"claims.appeal.{each.status}")
        cells = (each.number, level, _day(each.filed_on), outcome, _day(each.decided_on))
        yield Row(cells, raw=(filed_token(FILED_APPEAL, each.number),))


def _due(due_on: date, today: date) -> str:
    days = (due_on - today).days
    if days < 0:
        return say("claims.due_over", date=show_date(due_on))
    if days == 0:
        return say("claims.due_today", date=show_date(due_on))
    return say("claims.due_left", date=show_date(due_on), days=days)


def _day_of(moment: datetime, viewing: ClaimViewing) -> str:
    return show_date(moment.astimezone(viewing.zone).date())


def _day(on: date | None) -> str:
    return show_date(on) if on else ""
