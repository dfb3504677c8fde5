"""What a correction may touch. Each rule on both sides."""

from __future__ import annotations

import pytest

from spot_tui.backend.claims.model import Referring
from tests.backend.corrections.cases import book, claim, fields_of, findings, line, practice, refused

CHANGE = {"modifier_1": "25"}


def test_r15_refuses_a_line_that_the_claim_does_not_have() -> None:
    found = findings(claim(), CHANGE, number=9)
    assert refused(found) == {"R15"}
    assert "R15" not in refused(findings(claim(), CHANGE))


def test_r16_refuses_to_take_a_line_away() -> None:
    found = findings(claim(line(), line(number=2)), lines={2: None})
    assert refused(found) == {"R16"}
    assert "R16" not in refused(findings(claim(line(), line(number=2)), CHANGE, number=2))


def test_r17_keeps_the_rendering_provider() -> None:
    found = findings(claim(), {"rendering_npi": "1234567893"})
    assert refused(found) == {"R17"}
    assert fields_of(found, "R17") == ("rendering_npi",)
    assert "R17" in refused(findings(claim(), header={"rendering_npi": "1234567893"}))
    assert "R17" not in refused(findings(claim(), header={"referring_npi": "1234567893"}))


@pytest.mark.parametrize(
    ("field", "rule"),
    [("mbi", "R18"), ("birth_date", "R18"), ("billing_npi", "R19"), ("ptan", "R19"), ("assigned", "R20")],
)
def test_r18_r19_r20_keep_patient_billing_provider_and_assignment(field: str, rule: str) -> None:
    assert refused(findings(claim(), header={field: "x"})) == {rule}
    assert rule not in refused(findings(claim(), CHANGE))


def test_r21_keeps_the_year_of_service() -> None:
    found = findings(claim(), {"service_from": "11/02/2025", "service_to": "11/02/2025"})
    assert "R21" in refused(found)
    assert "R21" not in refused(findings(claim(), {"service_from": "11/01/2026"}))


def test_r22_allows_another_referring_provider_with_a_right_npi() -> None:
    right = {"referring_name": "Dorothea Fennimore", "referring_npi": "1234567893"}
    assert findings(claim(), header=right) == ()
    wrong = findings(claim(), header={"referring_npi": "1234567890"})
    assert "R53" in refused(wrong)
    assert fields_of(wrong, "R53") == ("referring_npi",)


def test_r23_allows_a_diagnosis_more_or_another() -> None:
    assert findings(claim(), header={"diagnoses": "E11.9 I10 E78.5"}) == ()
    assert findings(claim(), header={"diagnoses": "E11.65, I10"}) == ()
    assert "R53" in refused(findings(claim(), header={"diagnoses": "E11.9 sugar"}))


def test_r24_allows_another_place_of_service() -> None:
    assert findings(practice("9926000000147"), {"place": "21"}) == ()
    assert "R53" in refused(findings(practice("9926000000147"), {"place": "hospital"}))


def test_r25_refuses_any_other_field_and_what_is_taken_away() -> None:
    assert refused(findings(claim(), {"revenue": "0450"})) == {"R25"}
    assert refused(findings(claim(), header={"type_of_bill": "131"})) == {"R25"}
    assert refused(findings(claim(), header={"diagnoses": "E11.9"})) == {"R25"}
    referred = claim(referring=Referring("Dorothea Fennimore", "1000000046"))
    assert refused(findings(referred, header={"referring_npi": ""})) == {"R25"}
    assert "R25" not in refused(findings(claim(), CHANGE))


def test_r26_refuses_a_correction_that_changes_nothing() -> None:
    assert refused(findings(claim())) == {"R26"}
    assert refused(findings(claim(), {"procedure": "99213"})) == {"R26"}
    assert "R26" not in refused(findings(claim(), CHANGE))


def test_r27_allows_a_history_correction() -> None:
    assert findings(claim(), history=True) == ()
    assert "R05" in refused(findings(practice("9926000000122"), history=True))


def test_r28_refuses_changes_along_with_a_history_correction() -> None:
    assert refused(findings(claim(), CHANGE, history=True)) == {"R28"}
    assert refused(findings(claim(), header={"diagnoses": "I10 E11.9"}, history=True)) == {"R28"}
    assert "R28" not in refused(findings(claim(), {"procedure": "99213"}, history=True))


TWO_KINDS = {"procedure": "99214", "place": "22"}


def test_r29_refuses_several_kinds_of_change_on_one_line() -> None:
    found = findings(claim(), TWO_KINDS)
    assert refused(found) == {"R29"}
    assert fields_of(found, "R29") == ("place", "procedure")
    apart = claim(line(), line(number=2))
    assert findings(apart, lines={1: {"procedure": "99214"}, 2: {"place": "22"}}) == ()


def test_r29_counts_what_a_kind_of_change_takes_along_for_none() -> None:
    assert "R29" not in refused(findings(claim(), {"procedure": "99214", "billed": "210.00"}))
    along = {"units": "2", "billed": "300.00", "service_from": "11/01/2026"}
    assert "R29" not in refused(findings(claim(), along))


def test_r30_allows_several_where_the_setting_is_off() -> None:
    assert findings(claim(), TWO_KINDS, by=book(one_type_per_line=False)) == ()
    assert "R29" in refused(findings(claim(), TWO_KINDS, by=book()))


@pytest.mark.parametrize("field", ["units", "procedure", "billed", "service_from", "service_to", "place"])
def test_r31_keeps_what_names_the_change_from_being_emptied(field: str) -> None:
    found = findings(claim(), {field: ""})
    assert "R31" in refused(found)
    assert fields_of(found, "R31") == (field,)
    assert "R31" not in refused(findings(claim(line(modifiers=("25",))), {"modifier_1": ""}))
