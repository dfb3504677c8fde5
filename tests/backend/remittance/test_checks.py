from __future__ import annotations

from decimal import Decimal

import pytest

from spot_tui.backend.remittance.model import Balance, Imbalance
from tests.backend.remittance.advices import HEAD, WHOLE, advice_of


def test_the_sums_of_a_right_advice_hold() -> None:
    told = advice_of(*WHOLE)
    assert told.imbalances == ()
    assert [claim.imbalances for claim in told.claims] == [()] * 5


def test_totals_add_claims_adjustments_and_outcomes_up() -> None:
    totals = advice_of(*WHOLE).totals
    assert (totals.claims, totals.charge, totals.paid) == (5, Decimal(265), Decimal("102.9"))
    assert (totals.patient_share, totals.provider_adjustments) == (Decimal("32.6"), Decimal("18.75"))
    assert totals.adjusted == (("CO", Decimal("145.8")), ("PR", Decimal("16.3")))
    assert totals.outcomes == (("returned", 1), ("denied", 1), ("reversed", 1), ("paid", 2))
    assert totals.needing_work == 3


def test_a_payment_that_is_not_the_sum_of_its_claims_is_told() -> None:
    told = advice_of(*(segment.replace("84.15", "84.16") for segment in WHOLE))
    assert told.imbalances == (Imbalance(Balance.PAYMENT, Decimal("84.16"), Decimal("84.15")),)


@pytest.mark.parametrize(
    ("segments", "found"),
    [
        (("CLP*A*1*10*8", "CAS*CO*45*1"), Imbalance(Balance.CLAIM, Decimal(8), Decimal(9))),
        (
            ("CLP*A*1*10*8", "SVC*HC:1*9*7", "CAS*CO*45*2"),
            Imbalance(Balance.LINES, Decimal(10), Decimal(9)),
        ),
        (("CLP*A*1*10*8*1", "CAS*PR*2*2"), Imbalance(Balance.PATIENT, Decimal(1), Decimal(2))),
        (
            ("CLP*A*1*10*8", "SVC*HC:1*5*5", "SVC*HC:2*5*3", "CAS*CO*45*1", "CAS*CO*45*1"),
            None,
        ),
        (
            ("CLP*A*1*10*7", "CAS*CO*45*1", "SVC*HC:1*10*7", "CAS*CO*45*2"),
            Imbalance(Balance.LINE, Decimal(7), Decimal(8), 1),
        ),
    ],
)
def test_each_sum_of_a_claim_is_checked(segments: tuple[str, ...], found: Imbalance | None) -> None:
    claim = advice_of(*HEAD, *segments).claims[0]
    assert (found in claim.imbalances) if found else claim.imbalances == ()


def test_a_claim_without_amounts_cannot_be_out_of_balance() -> None:
    assert advice_of(*HEAD, "CLP*A*1").claims[0].imbalances == ()
