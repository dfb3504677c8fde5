from __future__ import annotations

from decimal import Decimal

import pytest

from spot_tui.backend.remittance.model import Outcome, ProviderAdjustment, RemittanceAdjustment
from tests.backend.eligibility.answers import day, period
from tests.backend.remittance.advices import DENIED, HEAD, PAID, PATIENT, RETURNED, WHOLE, advice_of


def test_the_payment_is_read_without_anybodys_bank_account() -> None:
    told = advice_of(*WHOLE)
    assert (told.amount, told.method, told.handling) == (Decimal("84.15"), "ACH", "I")
    assert (told.number, told.payer_id) == ("EFT0001", "1512345678")
    assert (told.paid_on, told.made_on) == (day("2026-11-20"), day("2026-11-19"))
    assert told.payer
    assert (told.payer.name, told.payer.city) == ("PRACTICE CONTRACTOR", "MIAMI")
    assert told.payer.telephones == ("3055550100",)
    assert told.payee
    assert told.payee.id == "1234567893"
    assert told.references == (("EV", "SUBMITTER"), ("2U", "09999"))
    assert "999999999" not in repr(told)


def test_a_claim_has_its_numbers_money_people_and_dates() -> None:
    claim = advice_of(*HEAD, *PAID).claims[0]
    assert (claim.position, claim.account, claim.number) == (1, "ACCT-1", "2026310000001")
    assert (claim.charge, claim.paid, claim.patient_share) == (
        Decimal(150),
        Decimal("102.9"),
        Decimal("16.3"),
    )
    assert (claim.status, claim.filing, claim.facility, claim.frequency) == ("1", "MB", "11", "1")
    assert claim.patient
    assert (claim.patient.name, claim.patient.id) == ("QUILLFEATHER", "1AA0AA0AA01")
    assert claim.crossover
    assert claim.crossover.name == "PRACTICE MEDIGAP"
    assert [party.role for party in claim.parties] == ["82"]
    assert claim.remarks == ("MA01", "MA18")
    assert claim.references == (("EA", "CHART-1"),)
    assert [(each.qualifier, each.period.first) for each in claim.dates] == [("050", day("2026-11-02"))]


def test_a_line_has_its_code_money_dates_and_numbers() -> None:
    first, second = advice_of(*HEAD, *PAID).claims[0].lines
    assert (first.kind, first.code, first.modifiers) == ("HC", "99213", ("25",))
    assert (first.charge, first.paid, first.allowed, first.units) == (
        Decimal(100),
        Decimal("63.7"),
        Decimal("81.5"),
        Decimal(1),
    )
    assert (first.line_id, first.period) == ("L1", period("2026-11-01", "2026-11-01"))
    assert second.period == period("2026-11-01", "2026-11-01")


def test_a_line_keeps_what_was_billed_and_the_policy_behind_a_denial() -> None:
    (line,) = advice_of(*HEAD, *DENIED).claims[0].lines
    assert (line.code, line.billed_code, line.units, line.billed_units) == (
        "80061",
        "80053",
        Decimal(0),
        Decimal(1),
    )
    assert (line.policies, line.remarks) == (("L99999",), ("N115",))
    assert line.adjustments == (RemittanceAdjustment("CO", "50", Decimal(40), Decimal(1)),)


def test_up_to_six_adjustments_stand_in_one_segment() -> None:
    six = "CAS*CO*45*1**97*2*3*96*3**50*4**16*5**253*6"
    claim = advice_of(*HEAD, "CLP*A*1*21*0**MB*I", six).claims[0]
    assert [each.reason for each in claim.adjustments] == ["45", "97", "96", "50", "16", "253"]
    assert [each.amount for each in claim.adjustments] == [1, 2, 3, 4, 5, 6]
    assert claim.adjustments[1].quantity == 3


def test_each_adjustment_of_a_provider_is_read() -> None:
    told = advice_of(*WHOLE)
    assert told.provider_adjustments == (
        ProviderAdjustment("1234567893", day("2026-12-31"), "WO", "FCN-1", Decimal(20)),
        ProviderAdjustment("1234567893", day("2026-12-31"), "L6", "", Decimal("-1.25")),
    )


def test_inpatient_remarks_and_numbers_are_read_from_their_places() -> None:
    inpatient = "MIA*4*10**1736.5*MA01***********0******N115"
    claim = advice_of(*HEAD, "CLP*A*1*0*0**MA*I*11*1**470", inpatient).claims[0]
    assert claim.remarks == ("MA01", "N115")
    assert claim.measures == (("MIA01", Decimal(4)), ("MIA02", Decimal(10)), ("MIA04", Decimal("1736.5")))
    assert claim.drg == "470"


def test_a_debit_is_a_negative_payment() -> None:
    assert advice_of("BPR*I*10*D*ACH************20261120").amount == -10


def test_a_corrected_name_is_kept_apart() -> None:
    claim = advice_of(*HEAD, *RETURNED).claims[0]
    assert claim.corrected
    assert (claim.corrected.first_name, claim.corrected.id) == ("CLARISSA", "1AA0AA0AC03")


def test_of_a_social_security_number_only_four_digits_stay() -> None:
    told = advice_of(
        *HEAD, "CLP*A*1*0*0**MB*I", "NM1*QC*1*X*Y****34*000123456", "REF*SY*000123456", "REF*EA*1"
    )
    assert told.claims[0].references == (("SY", "*****3456"), ("EA", "1"))
    assert "000123456" not in repr(told)


@pytest.mark.parametrize(
    ("segment", "code"),
    [("DTM*472*20261341", "date_unreadable"), ("AMT*B6*many", "amount_unreadable")],
)
def test_what_cannot_be_read_is_noted_with_its_segment(segment: str, code: str) -> None:
    told = advice_of(*HEAD, "CLP*A*1*5*5**MB*I", "SVC*HC:99213*5*5", segment)
    (note,) = told.notes
    assert (note.code, note.segment) == (code, 3 + len(HEAD) + 3)


def test_no_segment_is_lost() -> None:
    claim = ("CLP*A*1*5*5**MB*I", "ZZ1*CLAIM", "SVC*HC:99213*5*5", "ZZ2*LINE", "LQ*RX*70")
    told = advice_of("CUR*PR*USD", *HEAD, "TS3*1234567893*11*20261231*1*5", *claim, "ZZ3*END")
    (read,) = told.claims
    assert (read.other, read.lines[0].other) == (("ZZ1*CLAIM",), ("ZZ2*LINE", "LQ*RX*70", "ZZ3*END"))
    assert told.other == ("CUR*PR*USD", "TS3*1234567893*11*20261231*1*5")


def test_an_advice_without_a_claim_is_read() -> None:
    told = advice_of("BPR*H*0*C*NON************20261120")
    assert (told.claims, told.method, told.imbalances) == ((), "NON", ())
    assert advice_of().amount is None


@pytest.mark.parametrize(
    ("segments", "outcome"),
    [
        (("CLP*A*1*10*8*2", "CAS*PR*2*2"), Outcome.PAID),
        (("CLP*A*4*10*0", "CAS*CO*31*10"), Outcome.DENIED),
        (("CLP*A*1*10*0", "CAS*CO*50*10"), Outcome.DENIED),
        (("CLP*A*1*10*0*10", "CAS*PR*96*10"), Outcome.DENIED),
        (("CLP*A*1*10*0*10", "CAS*PR*1*10"), Outcome.PATIENT),
        (("CLP*A*2*10*0", "CAS*OA*23*8", "CAS*CO*45*2"), Outcome.PAID),
        (("CLP*A*22*-10*-10",), Outcome.REVERSED),
        (("CLP*A*23*10*0",), Outcome.ELSEWHERE),
        (("CLP*A*25*10*0",), Outcome.ESTIMATE),
        (("CLP*A*1*10*0", "MOA***MA130", "CAS*CO*16*10"), Outcome.RETURNED),
        (("CLP*A*1*10*0", "SVC*HC:1*10*0", "CAS*CO*16*10", "LQ*HE*MA130"), Outcome.RETURNED),
        (("CLP*A*1*20*10", "SVC*HC:1*10*10", "SVC*HC:2*10*0", "CAS*CO*97*10"), Outcome.PARTLY),
        (
            ("CLP*A*1*20*0*10", "SVC*HC:1*10*0", "CAS*PR*1*10", "SVC*HC:2*10*0", "CAS*CO*97*10"),
            Outcome.PARTLY,
        ),
        (("CLP*A*1*10.01*10", "SVC*HC:1*10*10", "SVC*HC:G8427*.01*0", "CAS*CO*246*.01"), Outcome.PAID),
    ],
)
def test_what_became_of_a_claim(segments: tuple[str, ...], outcome: Outcome) -> None:
    assert advice_of(*HEAD, segments[0], PATIENT, *segments[1:]).claims[0].outcome is outcome
