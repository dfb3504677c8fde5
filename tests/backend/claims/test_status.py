from __future__ import annotations

from decimal import Decimal

import pytest

from spot_tui.backend.claims.status import ClaimReport, Status, read_claim_report
from spot_tui.backend.x12.reader import read_interchanges
from spot_tui.backend.x12.writer import Composite, Element, NewSet, write_interchange
from tests.backend.eligibility.answers import day, period
from tests.backend.x12.interchanges import envelope

HEAD = (
    "BHT*0010*08*R-1*20260102*0304*DG",
    *("HL*1**20*1", "NM1*PR*2*PRACTICE CONTRACTOR*****PI*00000"),
    *("HL*2*1*21*1", "NM1*41*2*PRACTICE CLINIC*****46*SUB"),
)
PROVIDER = ("HL*3*2*19*1", "NM1*1P*2*PRACTICE CLINIC*****XX*1234567893")
PATIENT = ("HL*4*3*22*0", "NM1*IL*1*QUILLFEATHER*ALMA****MI*1AA0AA0AA01")


def element(text: str) -> Element:
    return Composite(text.split("|")) if "|" in text else text


def report_text(*segments: str, version: str = "005010X212") -> str:
    body = [tuple(map(element, text.split("*"))) for text in (*HEAD, *segments)]
    return write_interchange(envelope(version=version), [NewSet("277", "0001", body)])


def report(*segments: str, version: str = "005010X212") -> ClaimReport:
    (interchange,) = read_interchanges(report_text(*segments, version=version).encode())
    return read_claim_report(interchange, next(interchange.sets))


def test_a_claim_has_its_patient_provider_status_numbers_and_dates() -> None:
    found = report(
        *(*PROVIDER, *PATIENT, "TRN*2*T-1", "STC*F1|65|PR*20260110**200*160*20260112**20260112*CHK9"),
        *("REF*1K*ICN0001", "REF*BLT*131", "REF*EJ*ACCT-1", "DTP*472*RD8*20260101-20260102"),
    )
    (claim,) = found.claims
    (told,) = claim.statuses
    assert claim.patient
    assert (claim.patient.id, claim.provider and claim.provider.id) == ("1AA0AA0AA01", "1234567893")
    assert (claim.reference("1K"), claim.reference("EJ"), claim.trace) == ("ICN0001", "ACCT-1", "T-1")
    assert claim.period == period("2026-01-01", "2026-01-02")
    assert told.states == (Status("F1", "65", "PR"),)
    assert (told.charge, told.paid, told.paid_on) == (Decimal(200), Decimal(160), day("2026-01-12"))
    assert told.check_number == "CHK9"


def test_a_single_date_of_service_is_that_day_alone() -> None:
    found = report(*PROVIDER, *PATIENT, "TRN*2*T-1", "STC*F0|3*20260110", "DTP*472*D8*20260101")
    assert found.claims[0].period == period("2026-01-01", "2026-01-01")


def test_lines_carry_their_own_statuses() -> None:
    found = report(
        *(*PROVIDER, *PATIENT, "TRN*2*T-1", "STC*F2|88*20260110"),
        *("SVC*HC|99203|25*150*0****1", "STC*F2|88|QC*20260110", "REF*FJ*L1", "DTP*472*D8*20260101"),
        *("SVC*HC|G0101*50*50", "STC*F1|65*20260110"),
    )
    (claim,) = found.claims
    assert [(line.code, line.modifiers, line.charge, line.line_id) for line in claim.lines] == [
        ("99203", ("25",), Decimal(150), "L1"),
        ("G0101", (), Decimal(50), ""),
    ]
    assert [line.statuses[0].states[0].category for line in claim.lines] == ["F2", "F1"]
    assert len(claim.statuses) == 1


def test_several_claims_and_states_of_one_patient_are_told_apart() -> None:
    found = report(
        *(*PROVIDER, *PATIENT, "TRN*2*T-1", "STC*A7|21*20260110*U*******A7|125*A7|153"),
        *("TRN*2*T-2", "STC*A2|20*20260110*WQ"),
    )
    assert [claim.trace for claim in found.claims] == ["T-1", "T-2"]
    assert [state.code for state in found.claims[0].statuses[0].states] == ["21", "125", "153"]
    assert [claim.statuses[0].action for claim in found.claims] == ["U", "WQ"]


@pytest.mark.parametrize(
    ("segments", "loop"),
    [(("TRN*1*0", "STC*E0|24|41*20260110"), "21"), ((*PROVIDER, "TRN*1*0", "STC*E0|24"), "19")],
)
def test_a_refused_request_is_a_status_without_a_patient(segments: tuple[str, ...], loop: str) -> None:
    (refused,) = report(*segments).claims
    assert (refused.loop, refused.patient) == (loop, None)
    assert refused.statuses[0].states[0].category == "E0"


def test_a_pharmacy_status_is_marked() -> None:
    found = report(*PROVIDER, *PATIENT, "TRN*2*T-1", "STC*F2|80||RX*20260110")
    assert found.claims[0].statuses[0].states == (Status("F2", "80", "", pharmacy=True),)


def test_a_277ca_is_told_from_a_277_by_its_version() -> None:
    assert report(version="005010X214").is_acknowledgement
    assert not report(version="005010X212").is_acknowledgement
