from collections.abc import Iterator

import pytest

from spot_tui.backend.formats import read_mbi, read_name
from spot_tui.backend.forms import Field, Form, Values
from spot_tui.backend.problems import Problem


def same(values: Values) -> Iterator[Problem]:
    if {"first", "last"} <= values.keys() and values["first"] == values["last"]:
        yield Problem("dates.order", ("first", "last"))


FORM = Form(
    "sample",
    (
        Field("mbi", read_mbi, 20),
        Field("first", lambda text: read_name(text, "first"), 60),
        Field("last", lambda text: read_name(text, "last"), 60, required=False),
    ),
    (same,),
)


def test_right_text_gives_a_value_for_each_field() -> None:
    reading = FORM.read({"mbi": "1eg4te5mk73", "first": "Alma", "last": ""})
    assert reading.values == {"mbi": "1EG4TE5MK73", "first": "Alma", "last": None}
    assert not reading.problems
    assert reading.first_gap is None


def test_the_first_gap_is_the_first_empty_field_even_behind_a_wrong_one() -> None:
    assert FORM.read({"mbi": "1EG4-TE5-MK73"}).first_gap == "first"


def test_without_empty_fields_the_first_wrong_one_is_the_gap() -> None:
    assert FORM.read({"mbi": "1EG4-TE5-MK73", "first": "Alma"}).first_gap == "mbi"


def test_checks_see_only_values_that_are_right() -> None:
    reading = FORM.read({"mbi": "", "first": "Alma", "last": "Alma"})
    assert [(problem.code, problem.fields) for problem in reading.problems] == [
        ("field.missing", ("mbi",)),
        ("dates.order", ("first", "last")),
    ]


def test_a_field_is_found_by_its_name() -> None:
    assert FORM.field("last").required is False
    with pytest.raises(KeyError):
        FORM.field("middle")
