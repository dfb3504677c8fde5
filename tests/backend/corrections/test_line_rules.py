"""Changes of one line. Each rule on both sides."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spot_tui.backend.claims.model import Adjustment
from spot_tui.backend.corrections.line_rules import is_anesthesia, units_of_minutes
from spot_tui.backend.corrections.request import (
    LineValues,
    RequestType,
    changed_fields,
    request_types,
)
from tests.backend.corrections.cases import book, claim, fields_of, findings, line, practice, refused, warned

TWO_DAYS = "9926000000149"


def test_r32_a_first_day_is_not_after_the_last() -> None:
    assert findings(practice(TWO_DAYS), {"service_from": "11/11/2026"}) == ()
    found = findings(practice(TWO_DAYS), {"service_from": "11/12/2026"})
    assert refused(found) == {"R32"}
    assert fields_of(found, "R32") == ("service_from",)


def test_r33_a_last_day_is_not_before_the_first() -> None:
    assert findings(practice(TWO_DAYS), {"service_to": "11/10/2026"}) == ()
    assert refused(findings(practice(TWO_DAYS), {"service_to": "11/09/2026"})) == {"R33"}


def test_r34_both_days_move_in_their_order() -> None:
    assert findings(practice(TWO_DAYS), {"service_from": "11/12/2026", "service_to": "11/12/2026"}) == ()
    wrong = findings(practice(TWO_DAYS), {"service_from": "11/13/2026", "service_to": "11/12/2026"})
    assert refused(wrong) == {"R34"}


def test_r35_a_service_does_not_lie_ahead() -> None:
    assert "R35" not in refused(findings(practice(TWO_DAYS), {"service_to": "11/22/2026"}))
    found = findings(practice(TWO_DAYS), {"service_to": "11/23/2026"})
    assert refused(found) == {"R35"}
    assert fields_of(found, "R35") == ("service_to",)


def test_r36_the_first_diagnosis_of_a_line_changes_and_no_other() -> None:
    wrong = practice("9926000000110")
    assert findings(wrong, {"diagnosis_1": "E03.9"}) == ()
    assert refused(findings(wrong, {"diagnosis_2": "E03.9"})) == {"R36"}
    assert findings(wrong, {"diagnosis_2": "E03.9"}, by=book(primary_diagnosis_only=False)) == ()


def test_r37_another_procedure_is_taken_unless_a_list_leaves_it_out() -> None:
    assert findings(claim(), {"procedure": "99214", "billed": "210.00"}) == ()
    assert warned(findings(claim(), {"procedure": "81225"})) == {"R37"}


def test_r38_a_modifier_is_added() -> None:
    assert findings(claim(), {"modifier_1": "25"}) == ()
    assert findings(claim(line(modifiers=("25",))), {"modifier_2": "59"}) == ()
    assert "R44" in refused(findings(claim(), {"modifier_2": "25"}))


def test_r39_a_modifier_takes_the_place_of_another() -> None:
    assert findings(practice("9926000000140"), {"modifier_1": "RT"}) == ()
    assert "R48" in warned(findings(practice("9926000000140"), {"modifier_1": "22"}))


def test_r40_a_modifier_is_taken_away() -> None:
    assert findings(practice("9926000000140"), {"modifier_1": ""}) == ()
    assert "R51" in refused(findings(claim(line(modifiers=("GZ",))), {"modifier_1": ""}))


def test_r41_minutes_of_anesthesia_are_warned_of_and_units_are_offered() -> None:
    minutes = practice("9926000000118")
    assert findings(minutes, {"units": "5"}) == ()
    found = findings(minutes, {"units": "80"})
    assert warned(found) == {"R41"}
    told = found[0].problem
    assert (told.fields, told.parameters) == (("units",), {"minutes": "80", "units": "5.3"})
    assert findings(claim(), {"units": "80"}) == ()


def test_r42_what_is_billed_covers_what_is_allowed() -> None:
    paid = practice("9926000000101")
    assert findings(paid, {"billed": "92.40"}) == ()
    assert refused(findings(paid, {"billed": "92.39"})) == {"R42"}
    along = findings(paid, {"units": "2", "billed": "10.00"})
    assert refused(along) == {"R42"}


def test_r43_hospice_adds_gv_or_gw_to_a_line_that_has_neither() -> None:
    assert findings(practice("9926000000116"), {"modifier_1": "GW"}) == ()
    assert "R43" in refused(findings(practice("9926000000117"), {"modifier_2": "GV"}))


def test_r44_a_modifier_goes_into_the_first_empty_slot() -> None:
    found = findings(claim(line(modifiers=("25",))), {"modifier_3": "59"})
    assert refused(found) == {"R44"}
    assert found[0].problem.parameters == {"slot": "2"}
    assert findings(claim(line(modifiers=("25",))), {"modifier_2": "59"}) == ()


def test_r45_there_is_no_fifth_slot() -> None:
    full = practice("9926000000139")
    assert "R45" in refused(findings(full, {"modifier_5": "RT"}))
    assert "R45" not in refused(findings(full, {"modifier_4": "59"}))


def test_r46_an_empty_slot_holds_nothing_to_take_away() -> None:
    assert "R46" in refused(findings(claim(line(modifiers=("25",))), {"modifier_2": ""}))
    assert "R46" not in refused(findings(claim(line(modifiers=("25",))), {"modifier_1": ""}))


def test_r47_one_modifier_of_a_line_changes() -> None:
    found = findings(claim(), {"modifier_1": "25", "modifier_2": "59"})
    assert refused(found) == {"R47"}
    assert fields_of(found, "R47") == ("modifier_1", "modifier_2")
    off = book(one_type_per_line=False)
    assert findings(claim(), {"modifier_1": "25", "modifier_2": "59"}, by=off) == ()


def test_r48_an_excluded_modifier_is_warned_of_with_its_list() -> None:
    found = findings(practice("9926000000141"), {"billed": "1700.00"})
    assert warned(found) == {"R48"}
    assert found[0].problem.parameters["list"] == "Noridian, modifiers not corrected"
    assert "R48" not in warned(findings(claim(), {"modifier_1": "25"}))


def test_r49_an_excluded_procedure_is_warned_of() -> None:
    assert warned(findings(practice("9926000000145"), {"diagnosis_1": "Z79.4"})) == {"R49"}
    assert "R49" not in warned(findings(claim(), {"diagnosis_1": "Z79.4"}))


def test_r50_a_modifier_that_a_list_does_not_allow_is_warned_of() -> None:
    therapy = practice("9926000000113")
    assert warned(findings(therapy, {"modifier_2": "KX"})) == {"R50"}
    assert findings(therapy, {"modifier_2": "59"}) == ()


@pytest.mark.parametrize("held", ["GA", "GX"])
def test_r51_liability_is_decided_by_a_redetermination(held: str) -> None:
    assert "R51" in refused(findings(claim(line(modifiers=(held,))), {"units": "2"}))
    paid = line(modifiers=(held,), allowed=Decimal(90), paid=Decimal(70), adjustments=())
    assert "R51" not in refused(findings(claim(paid), {"units": "2"}))
    assert "R51" in refused(findings(claim(line(modifiers=("GZ",))), {"modifier_1": "59"}))
    assert "R51" not in refused(findings(claim(line(modifiers=("GZ",))), {"units": "2"}))


def test_r52_a_denial_on_no_list_is_open() -> None:
    denied = claim(line(adjustments=(Adjustment("CO", "B7", Decimal(150)),)))
    assert findings(denied, {"modifier_1": "25"}) == ()


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("procedure", "9921"),
        ("modifier_1", "2"),
        ("diagnosis_1", "11.9"),
        ("units", "two"),
        ("units", "0"),
        ("billed", "$150"),
        ("service_from", "2026-11-02"),
        ("place", "1"),
    ],
)
def test_r53_a_value_in_a_wrong_format_is_refused_beside_its_field(field: str, text: str) -> None:
    found = findings(claim(), {field: text})
    assert "R53" in refused(found)
    assert fields_of(found, "R53") == (field,)
    assert "R53" not in refused(findings(claim(), {"procedure": "G0008"}))


def test_r53_a_modifier_that_the_line_has_already_is_refused_beside_its_slot() -> None:
    held = claim(line(modifiers=("25", "59")))
    again = findings(held, {"modifier_3": "25"})
    assert refused(again) == {"R53"}
    assert fields_of(again, "R53") == ("modifier_3",)
    assert again[0].problem.parameters == {"code": "25"}
    assert refused(findings(held, {"modifier_1": "59"})) == {"R53"}
    assert findings(held, {"modifier_3": "RT"}) == ()
    twice = claim(line(modifiers=("25", "25")))
    assert findings(twice, {"units": "2"}) == (), "so it was billed"
    assert findings(twice, {"modifier_2": ""}) == ()


@pytest.mark.parametrize(
    ("minutes", "units"), [("15", "1"), ("75", "5"), ("80", "5.3"), ("7", "0.5"), ("22.5", "1.5")]
)
def test_fifteen_minutes_are_a_unit(minutes: str, units: str) -> None:
    assert units_of_minutes(Decimal(minutes)) == Decimal(units)


def test_anesthesia_is_known_by_its_range() -> None:
    assert is_anesthesia("00790")
    assert not any(map(is_anesthesia, ("99213", "0001U", "G0008", "10021", "")))


CODES = st.sampled_from(["", "25", "59", "GV", "GW", "RT"])
VALUES = st.builds(
    LineValues,
    service_from=st.dates(date(2026, 1, 1), date(2026, 1, 4)),
    service_to=st.dates(date(2026, 1, 1), date(2026, 1, 4)),
    place=st.sampled_from(["11", "22"]),
    procedure=st.sampled_from(["99213", "99214"]),
    modifier_1=CODES,
    modifier_2=CODES,
    diagnosis_1=st.sampled_from(["E119", "I10"]),
    units=st.sampled_from([Decimal(1), Decimal(2)]),
    billed=st.sampled_from([Decimal(100), Decimal(150)]),
)


@given(VALUES, VALUES)
def test_kinds_of_change_are_told_exactly_where_something_changed(
    before: LineValues, after: LineValues
) -> None:
    kinds = request_types(before, after)
    assert bool(kinds) == bool(changed_fields(before, after))
    assert len(set(kinds)) == len(kinds)
    dates = {RequestType.SERVICE_FROM, RequestType.SERVICE_TO, RequestType.SERVICE_BOTH}
    assert len(dates.intersection(kinds)) <= 1
    if RequestType.UNITS in kinds:
        assert not dates.intersection(kinds)
        assert RequestType.BILLED not in kinds
