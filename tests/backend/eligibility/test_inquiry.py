from __future__ import annotations

from datetime import date

import pytest

from spot_tui.backend.eligibility.inquiry import inquiry_form, make_inquiry, read_inquiry
from spot_tui.backend.formats import ServiceDates
from spot_tui.backend.problems import Kind, Problem
from spot_tui.backend.upstreams import EligibilityRules
from spot_tui.words import say

TODAY = date(2026, 11, 22)
RULES = EligibilityRules()
TYPED = {
    "mbi": "1aa0aa0aa01",
    "first_name": "Alma",
    "last_name": "Quillfeather",
    "birth_date": "03/02/1948",
}


def codes(typed: dict[str, str], rules: EligibilityRules = RULES) -> list[tuple[str, tuple[str, ...]]]:
    reading = inquiry_form(TODAY, rules).read(TYPED | typed)
    return [(problem.code, problem.fields) for problem in reading.problems]


def test_without_dates_the_inquiry_is_about_today() -> None:
    inquiry = read_inquiry(TYPED, TODAY, RULES)
    assert inquiry.service == ServiceDates(TODAY, TODAY)
    assert (inquiry.mbi, inquiry.first_name, inquiry.last_name) == ("1AA0AA0AA01", "Alma", "Quillfeather")
    assert inquiry.birth_date == date(1948, 3, 2)


def test_one_date_is_first_and_last() -> None:
    inquiry = read_inquiry(TYPED | {"service_date": "11/01/2026"}, TODAY, RULES)
    assert inquiry.service == ServiceDates(date(2026, 11, 1), date(2026, 11, 1))


def test_two_dates_are_a_range() -> None:
    typed = TYPED | {"service_date": "11/01/2026", "service_date_to": "11/22/2026"}
    assert read_inquiry(typed, TODAY, RULES).service == ServiceDates(date(2026, 11, 1), TODAY)


def test_a_form_with_problems_makes_no_inquiry() -> None:
    form = inquiry_form(TODAY, RULES)
    with pytest.raises(ValueError, match="without problems"):
        make_inquiry(form.read(TYPED | {"service_date": "soon"}).values, TODAY)


def test_all_four_of_number_names_and_birth_are_asked() -> None:
    reading = inquiry_form(TODAY, RULES).read({})
    assert [p.fields[0] for p in reading.problems] == ["mbi", "first_name", "last_name", "birth_date"]
    assert {p.kind for p in reading.problems} == {Kind.INCOMPLETE}
    assert reading.first_gap == "mbi"


def test_every_field_has_its_label_and_help() -> None:
    for field in inquiry_form(TODAY, RULES).fields:
        assert say(f"field.{field.name}.label")
        assert say(f"field.{field.name}.help")


def test_a_dash_is_refused_and_its_shortcut_makes_the_number_right() -> None:
    field = inquiry_form(TODAY, RULES).field("mbi")
    with pytest.raises(Problem) as refused:
        field.read("1AA0-AA0-AA01")
    assert refused.value.code == field.shortcut_for
    assert field.shortcut is not None
    assert field.read(field.shortcut("1AA0-AA0-AA01")) == "1AA0AA0AA01"
    assert len(" 1AA0-AA0-AA01 ") <= field.most


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        (
            {"service_date": "11/20/2026", "service_date_to": "11/19/2026"},
            ("dates.order", ("service_date", "service_date_to")),
        ),
        ({"service_date_to": "11/21/2026"}, ("dates.order", ("service_date", "service_date_to"))),
        (
            {"birth_date": "11/21/2026", "service_date": "11/20/2026"},
            ("dates.before_birth", ("service_date", "birth_date")),
        ),
        (
            {"service_date": "11/21/2024", "service_date_to": "11/22/2026"},
            ("dates.span", ("service_date", "service_date_to")),
        ),
    ],
)
def test_values_that_do_not_fit_mark_both_fields(
    typed: dict[str, str], problem: tuple[str, tuple[str, ...]]
) -> None:
    assert codes(typed) == [problem]


@pytest.mark.parametrize(
    "typed",
    [
        {"service_date": "11/22/2024", "service_date_to": "11/22/2026"},
        {"service_date": "11/22/2022"},
        {"birth_date": "11/22/2026"},
    ],
)
def test_the_edges_are_right(typed: dict[str, str]) -> None:
    assert codes(typed) == []


def test_dates_outside_the_window_are_told_by_field() -> None:
    assert codes({"service_date": "11/23/2026"}) == [("service.future", ("service_date",))]
    assert codes({"service_date": "11/21/2022"}) == [("service.early", ("service_date",))]
    ahead = EligibilityRules(allow_future_dates=True)
    assert codes({"service_date": "03/22/2027"}, ahead) == []
    assert codes({"service_date": "03/23/2027"}, ahead) == [("service.late", ("service_date",))]


def test_checks_wait_until_each_value_is_right() -> None:
    assert codes({"service_date": "11/20/2026", "service_date_to": "soon"}) == [
        ("date.shape", ("service_date_to",))
    ]


def test_the_first_gap_speaks_before_other_problems() -> None:
    with pytest.raises(Problem) as refused:
        read_inquiry(TYPED | {"mbi": "1AA0-AA0-AA01", "birth_date": ""}, TODAY, RULES)
    assert (refused.value.code, refused.value.fields) == ("field.missing", ("birth_date",))


@pytest.mark.parametrize(
    ("word", "first", "last"),
    [
        ("today", TODAY, TODAY),
        ("yesterday", date(2026, 11, 21), date(2026, 11, 21)),
        ("first", date(2026, 11, 1), date(2026, 11, 1)),
        ("month", date(2026, 11, 1), TODAY),
        ("last-month", date(2026, 10, 1), date(2026, 10, 31)),
    ],
)
def test_a_word_stands_for_dates(word: str, first: date, last: date) -> None:
    assert read_inquiry(TYPED | {"service_date": word}, TODAY, RULES).service == ServiceDates(first, last)
