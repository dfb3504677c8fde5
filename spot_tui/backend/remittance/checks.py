"""Does the arithmetic of a remittance hold, and what became of its claims (005010X221A1, balancing).

Line: charge less its adjustments is paid. Claim: charge less all adjustments is paid, and its lines' charges
add up to its own. Payment: what the claims were paid less the provider's adjustments is its amount.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal

from spot_tui.backend.remittance.model import (
    Balance,
    Imbalance,
    Outcome,
    ProviderAdjustment,
    RemittanceAdjustment,
    RemittanceClaim,
    RemittanceLine,
    RemittanceTotals,
)
from spot_tui.backend.x12.codes.adjustments import PATIENT, UNPROCESSABLE

ZERO = Decimal(0)
_DENIED, _REVERSED = "4", "22"
_ELSEWHERE, _ESTIMATE = "23", "25"
_COST_SHARES = frozenset({"1", "2", "3", "66", "247", "248"})
# Reasons that reduce a service without refusing it: fee schedule, other payer, programs, reporting codes.
_REDUCTIONS = frozenset(
    {"23", "44", "45", "59", "94", "103", "104", "131", "132", "237", "245", "246", "253"}
)


def claim_imbalances(claim: RemittanceClaim) -> tuple[Imbalance, ...]:
    """Return the sums of a claim and its lines that do not hold; none for a claim without amounts."""
    found = [one for number, line in enumerate(claim.lines, 1) for one in _line_imbalance(line, number)]
    if claim.charge is None or claim.paid is None:
        return tuple(found)
    adjusted = total(each.amount for each in claim.all_adjustments)
    if claim.charge - adjusted != claim.paid:
        found.append(Imbalance(Balance.CLAIM, claim.paid, claim.charge - adjusted))
    if claim.lines and (charges := total(line.charge for line in claim.lines)) != claim.charge:
        found.append(Imbalance(Balance.LINES, claim.charge, charges))
    if claim.patient_share is not None:
        shares = _patients(claim.all_adjustments)
        if shares != claim.patient_share and claim.status != _REVERSED:
            found.append(Imbalance(Balance.PATIENT, claim.patient_share, shares))
    return tuple(found)


def _line_imbalance(line: RemittanceLine, number: int) -> Iterable[Imbalance]:
    if line.charge is None or line.paid is None:
        return
    counted = line.charge - total(each.amount for each in line.adjustments)
    if counted != line.paid:
        yield Imbalance(Balance.LINE, line.paid, counted, number)


def payment_imbalances(amount: Decimal | None, totals: RemittanceTotals) -> tuple[Imbalance, ...]:
    """Return whether the payment is what its claims and provider adjustments add up to."""
    counted = totals.paid - totals.provider_adjustments
    if amount is None or amount == counted:
        return ()
    return (Imbalance(Balance.PAYMENT, amount, counted),)


def outcome_of(claim: RemittanceClaim) -> Outcome:
    """Return what became of a claim."""
    if claim.status == _REVERSED:
        return Outcome.REVERSED
    if UNPROCESSABLE in claim.all_remarks:
        return Outcome.RETURNED
    if claim.status in (_DENIED, _ELSEWHERE, _ESTIMATE):
        return _BY_STATUS[claim.status]
    if _is_refused(claim.charge, claim.paid, claim.all_adjustments):
        return Outcome.DENIED
    if any(_is_refused(line.charge, line.paid, line.adjustments) for line in claim.lines):
        return Outcome.PARTLY
    return Outcome.PATIENT if not claim.paid and _shared(claim.all_adjustments) else Outcome.PAID


_BY_STATUS = {_DENIED: Outcome.DENIED, _ELSEWHERE: Outcome.ELSEWHERE, _ESTIMATE: Outcome.ESTIMATE}


def _is_refused(
    charge: Decimal | None, paid: Decimal | None, adjustments: Sequence[RemittanceAdjustment]
) -> bool:
    """Tell whether nothing was paid, though neither cost sharing nor plain reductions took all of it."""
    if not charge or paid or _shared(adjustments):
        return False
    return not adjustments or any(each.amount and each.reason not in _REDUCTIONS for each in adjustments)


def _shared(adjustments: Iterable[RemittanceAdjustment]) -> bool:
    return any(each.group == PATIENT and each.reason in _COST_SHARES and each.amount for each in adjustments)


def _patients(adjustments: Iterable[RemittanceAdjustment]) -> Decimal:
    return total(each.amount for each in adjustments if each.group == PATIENT)


def totals_of(
    claims: Sequence[RemittanceClaim], adjustments: Iterable[ProviderAdjustment]
) -> RemittanceTotals:
    """Return what the claims of a payment add up to."""
    adjusted: dict[str, Decimal] = {}
    for claim in claims:
        for each in claim.all_adjustments:
            adjusted[each.group] = adjusted.get(each.group, ZERO) + (each.amount or ZERO)
    outcomes = Counter(claim.outcome.value for claim in claims)
    return RemittanceTotals(
        claims=len(claims),
        charge=total(claim.charge for claim in claims),
        paid=total(claim.paid for claim in claims),
        patient_share=total(claim.patient_share for claim in claims),
        provider_adjustments=total(each.amount for each in adjustments),
        adjusted=tuple(sorted(adjusted.items())),
        outcomes=tuple((each.value, outcomes[each.value]) for each in Outcome if outcomes[each.value]),
        needing_work=sum(claim.needs_work for claim in claims),
    )


def total(amounts: Iterable[Decimal | None]) -> Decimal:
    """Add amounts up; an empty one counts as nothing."""
    return sum((amount for amount in amounts if amount is not None), ZERO)
