"""A remittance in words: the payment, its totals, the claims that need work, then every claim."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from spot_tui.backend.eligibility.model import Party
from spot_tui.backend.eligibility.sheet import Row, Section, Tone
from spot_tui.backend.eligibility.tabs.phrases import address, day, money, telephone
from spot_tui.backend.remittance.checks import ZERO
from spot_tui.backend.remittance.claim_view import OUTCOME_TONES, claim_sections, named
from spot_tui.backend.remittance.model import Outcome, Remittance, RemittanceClaim
from spot_tui.backend.x12.codes import word
from spot_tui.backend.x12.codes.adjustments import explain_group, explain_reason
from spot_tui.words import say

_NO_PAYMENT = "NON"


def remittance_sections(told: Remittance, before: int = 0, *, work_only: bool = False) -> Iterator[Section]:
    """Yield the payment, its totals and what needs work; then each claim, or only those that need work.

    Claims are numbered from `before` + 1: as many stand before them in the file.
    """
    yield from _summary(told, before)
    later = _corrections(told.claims)
    for claim in told.claims:
        if claim.needs_work or not work_only:
            yield from claim_sections(claim, before, later.get(claim.position))


def one_claim_sections(told: Remittance, position: int, before: int = 0) -> Iterator[Section]:
    """Yield the payment and the claim at `position` of it (from 1)."""
    later = _corrections(told.claims)
    yield _payment(told)
    for claim in told.claims[position - 1 : position]:
        yield from claim_sections(claim, before, later.get(claim.position))


def _summary(told: Remittance, before: int) -> Iterator[Section]:
    """Yield what stands above the claims."""
    yield _payment(told)
    yield _totals(told)
    yield _work(told, before)
    if reasons := tuple(_reasons(told.claims)):
        columns = _columns("reason", "count", "amount", "why")
        yield Section(say("remit.reasons"), reasons, columns, frozenset({1, 2}))
    if told.provider_adjustments:
        yield _provider(told)
    if told.other:
        rows = tuple(Row((text,), raw=(text,)) for text in told.other)
        yield Section(say("remit.other"), rows)


def _columns(*names: str) -> tuple[str, ...]:
    return tuple(say(f"remit.column.{name}") for name in names)


def _payment(told: Remittance) -> Section:
    handling = word("payment_handling", told.handling)
    if told.method == _NO_PAYMENT:
        paid = say("remit.payment.none", handling=handling)
    else:
        method = word("payment_method", told.method)
        paid = say("remit.payment.on", amount=money(told.amount), method=method, date=day(told.paid_on))
    facts = (
        ("payer", _organisation(told.payer)),
        ("payee", _organisation(told.payee)),
        ("payment", paid),
        ("number", told.number),
        ("handling", handling if told.method != _NO_PAYMENT else ""),
        ("made_on", day(told.made_on) if told.made_on else ""),
    )
    rows = [Row((say(f"remit.{name}"), value)) for name, value in facts if value]
    rows.extend(Row((word("remittance_reference", kind), number)) for kind, number in told.references)
    return Section("", tuple(rows))


def _organisation(party: Party | None) -> str:
    if party is None:
        return ""
    parts = (party.name, party.id, address(party), *map(telephone, party.telephones), *party.urls)
    return "; ".join(part for part in parts if part)


def _totals(told: Remittance) -> Section:
    totals = told.totals
    counts = ", ".join(
        say("remit.count", words=say(f"remit.outcome.{name}"), count=count) for name, count in totals.outcomes
    )
    rows = [
        Row((say("remit.total.claims"), str(totals.claims), counts)),
        Row((say("remit.total.charge"), money(totals.charge))),
    ]
    for code, amount in totals.adjusted:
        group = explain_group(code)
        label = say("remit.total.adjusted", group=code or "-")
        rows.append(Row((label, money(amount), group.words), note=group.next))
    rows.append(Row((say("remit.total.paid"), money(totals.paid))))
    if told.provider_adjustments:
        rows.append(Row((say("remit.total.provider"), money(totals.provider_adjustments))))
    rows.append(Row((say("remit.total.amount"), money(told.amount))))
    rows.append(Row((say("remit.total.patient"), money(totals.patient_share))))
    return Section(say("remit.totals"), tuple(rows), right=frozenset({1}), notes=tuple(_balance(told)))


def _balance(told: Remittance) -> Iterator[str]:
    unbalanced = sum(bool(claim.imbalances) for claim in told.claims)
    for one in told.imbalances:
        difference = money(abs(one.said - one.counted))
        said, counted = money(one.said), money(one.counted)
        yield "! " + say("remit.unbalanced.payment", said=said, counted=counted, difference=difference)
    if unbalanced:
        yield "! " + say("remit.unbalanced.claims", count=unbalanced)
    for note in told.notes:
        odd = say(f"x12.oddity.{note.code}", details=note.details)
        yield "! " + say("x12.oddity.at", what=odd, segment=note.segment)
    if not unbalanced and not told.imbalances:
        yield say("remit.balanced")


def _work(told: Remittance, before: int) -> Section:
    """Return the claims that need work, most serious first."""
    order = {outcome: number for number, outcome in enumerate(Outcome)}
    found = sorted((c for c in told.claims if c.needs_work), key=lambda c: (order[c.outcome], c.position))
    if not found:
        return Section(say("remit.work.none"), ())
    columns = _columns("number", "icn", "patient", "outcome", "charge", "paid")
    rows = tuple(_work_row(claim, before) for claim in found)
    return Section(say("remit.work", count=len(found)), rows, columns, frozenset({0, 4, 5}))


def _work_row(claim: RemittanceClaim, before: int) -> Row:
    outcome = say(f"remit.outcome.{claim.outcome.value}")
    if claim.imbalances and claim.outcome not in OUTCOME_TONES:
        outcome = say("remit.outcome.unbalanced")
    cells = (
        str(before + claim.position),
        claim.number or claim.account,
        named(claim.patient),
        outcome,
        money(claim.charge),
        money(claim.paid),
    )
    return Row(cells, OUTCOME_TONES.get(claim.outcome, Tone.WARN))


def _reasons(claims: Iterable[RemittanceClaim]) -> Iterator[Row]:
    """Yield each pair of group and CARC with how often and how much, the largest amount first."""
    sums: dict[tuple[str, str], tuple[int, Decimal]] = {}
    for claim in claims:
        for each in claim.all_adjustments:
            key = each.group, each.reason
            count, amount = sums.get(key, (0, ZERO))
            sums[key] = count + 1, amount + (each.amount or ZERO)
    for (group, reason), (count, amount) in sorted(sums.items(), key=lambda item: (-item[1][1], item[0])):
        words = explain_reason(reason, group).words or say("remit.unknown")
        yield Row((f"{group} {reason}", str(count), money(amount), words))


def _provider(told: Remittance) -> Section:
    columns = _columns("reason", "reference", "amount", "why")
    rows = tuple(
        Row((each.reason, each.reference, money(each.amount), word("provider_adjustment", each.reason)))
        for each in told.provider_adjustments
    )
    notes = (say("remit.provider.note"),)
    return Section(say("remit.provider"), rows, columns, frozenset({2}), notes)


def _corrections(claims: Iterable[RemittanceClaim]) -> dict[int, int]:
    """Return for each reversed claim the position of the one that replaces it: same account and patient."""
    found: dict[int, int] = {}
    waiting: dict[tuple[str, str], int] = {}
    for claim in claims:
        key = claim.account, claim.patient.id if claim.patient else ""
        if claim.outcome is Outcome.REVERSED:
            waiting[key] = claim.position
        elif claim.account and key in waiting:
            found[waiting.pop(key)] = claim.position
    return found
