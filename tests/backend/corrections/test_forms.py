"""Forms of corrections: what rules refuse stands beside the field, the rest is none of a form's business."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from spot_tui.backend.claims.model import Claim
from spot_tui.backend.corrections.forms import (
    header_form,
    line_form,
    names_form,
    same_form,
    show_values,
)
from spot_tui.backend.corrections.request import RequestType, header_values, line_values
from spot_tui.backend.problems import Problem
from spot_tui.words import knows
from tests.backend.corrections.cases import TODAY, book, claim, line, practice


def of_line(of: Claim, fields: Mapping[str, str]) -> dict[str, str]:
    """Problem codes by field when `fields` of a line are typed over what stands there."""
    there = of.lines[0]
    form = line_form(of, there, TODAY, book())
    shown = show_values(line_values(of, there))
    return {
        name: problem.code for problem in form.read({**shown, **fields}).problems for name in problem.fields
    }


@pytest.mark.parametrize("number", ["9926000000102", "9926000000118", "9926000000149"])
def test_a_line_as_it_is_has_nothing_wrong(number: str) -> None:
    assert of_line(practice(number), {}) == {}


def test_what_a_rule_refuses_stands_beside_its_field() -> None:
    assert of_line(practice("9926000000101"), {"billed": "50.00"}) == {"billed": "rule.R42"}
    assert of_line(claim(), {"service_to": "11/23/2026"}) == {"service_to": "rule.R35"}
    assert of_line(claim(), {"units": "x"}) == {"units": "units.shape"}
    assert of_line(claim(), {"units": ""}) == {"units": "rule.R31"}
    assert of_line(claim(), {"modifier_2": "25"}) == {"modifier_2": "rule.R44"}


def test_what_a_rule_warns_of_is_no_mistake_of_the_form() -> None:
    assert of_line(practice("9926000000118"), {"units": "80"}) == {}


def test_further_diagnoses_are_fields_only_where_the_setting_opens_them() -> None:
    names = {each.name for each in line_form(claim(), line(), TODAY, book()).fields}
    assert "diagnosis_1" in names
    assert "diagnosis_2" not in names
    opened = line_form(claim(), line(), TODAY, book(primary_diagnosis_only=False))
    assert "diagnosis_2" in {each.name for each in opened.fields}


def test_names_are_needed_and_must_be_those_of_the_claim() -> None:
    form = names_form(claim(), TODAY, book())
    assert form.read({"first_name": "Ada", "last_name": "Byford"}).problems == ()
    assert [p.code for p in form.read({"first_name": "Ada", "last_name": "Byron"}).problems] == ["rule.R09"]
    assert form.read({"first_name": "Ada"}).problems[0].code == "rule.R10"


def test_the_header_takes_more_diagnoses_and_not_fewer() -> None:
    form, shown = header_form(claim(), TODAY, book()), show_values(header_values(claim()))
    assert form.read(shown).problems == ()
    assert form.read({**shown, "diagnoses": "E11.9 I10 E78.5"}).problems == ()
    assert [p.code for p in form.read({**shown, "diagnoses": "E11.9"}).problems] == ["rule.R25"]


@pytest.mark.parametrize("kind", tuple(RequestType))
def test_every_kind_of_change_has_a_form_that_asks_for_what_names_it(kind: RequestType) -> None:
    form = same_form(kind)
    assert knows(f"correction.type.{kind}")
    problems = form.read({"bulk_lines": "1"}).problems
    assert {"rule.R31", "field.missing"} >= {problem.code for problem in problems} != set()
    for field in form.fields:
        assert knows(f"field.{field.name}.label")
        assert knows(field.help_key)


def test_hospice_takes_gv_or_gw_alone() -> None:
    field = same_form(RequestType.HOSPICE).field("modifier")
    assert field.read("gw") == "GW"
    with pytest.raises(Problem) as refused:
        field.read("25")
    assert refused.value.code == "rule.R43"


def test_units_take_dates_and_amount_along() -> None:
    named = [each.name for each in same_form(RequestType.UNITS).fields]
    assert named == ["bulk_lines", "units", "service_from", "service_to", "billed"]
