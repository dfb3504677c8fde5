"""Files of patients: any order, any of the usual names, any separator, and what must not be guessed."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spot_tui.backend.eligibility.batch.cells import mended
from spot_tui.backend.eligibility.batch.columns import places_of
from spot_tui.backend.eligibility.batch.plan import plan_of
from spot_tui.backend.eligibility.batch.rules import BatchRules
from spot_tui.backend.formats import show_date
from spot_tui.backend.problems import Problem
from tests.backend.eligibility.batch.files import ALMA, DAY, HEADINGS, rows_of, written

SHAPES = (
    "{m:02}/{d:02}/{y}",
    "{m}/{d}/{y}",
    "{m}-{d}-{y}",
    "{y}-{m:02}-{d:02}",
    "{y}/{m}/{d}",
    "{y}{m:02}{d:02}",
    "{m:02}{d:02}{y}",
    "{m}/{d}/{y} 0:00",
    "{y}-{m:02}-{d:02}T00:00:00",
    "{m}/{d}/{y} 12:00:00 AM",
    '="{m:02}/{d:02}/{y}"',
    "'{m:02}/{d:02}/{y}",
)


@given(st.dates(date(1880, 1, 1), date(2026, 11, 22)), st.sampled_from(SHAPES))
def test_date_in_any_usual_shape_is_the_day_it_was_written_for(day: date, shape: str) -> None:
    cell = shape.format(y=day.year, m=day.month, d=day.day)
    assert mended("birth_date", cell, DAY) == show_date(day)


@pytest.mark.parametrize(
    "cell", ["5-Jan-1950", "5 JAN 1950", "Jan 5, 1950", "January 5 1950", "1/5/50", "5-Jan-50"]
)
def test_named_month_and_past_century_have_one_meaning(cell: str) -> None:
    assert mended("birth_date", cell, DAY) == "01/05/1950"


@pytest.mark.parametrize(
    ("cell", "code"),
    [("1/5/20", "date.century"), ("18264", "date.day_number"), ("18264.0", "date.day_number")],
)
def test_what_may_be_two_days_is_not_guessed(cell: str, code: str) -> None:
    with pytest.raises(Problem) as caught:
        mended("birth_date", cell, DAY)
    assert caught.value.code == code


def test_year_of_two_digits_of_a_service_is_in_this_century() -> None:
    assert mended("service_date", "11/20/26", DAY) == "11/20/2026"


def test_day_before_month_is_refused_and_never_turned_round(tmp_path: Path) -> None:
    (row,) = rows_of(tmp_path, f"{HEADINGS}\n{ALMA.replace('03/02/1948', '25/12/1948')}")
    assert [problem.code for problem in row.problems] == ["date.calendar"]


@pytest.mark.parametrize("cell", ["1EG4-TE5-MK73", " 1eg4te5mk73 ", '="1EG4TE5MK73"', "\xa01EG4TE5MK73"])
def test_number_is_mended_as_from_the_card(tmp_path: Path, cell: str) -> None:
    text = io.StringIO()
    csv.writer(text).writerows([HEADINGS.split(","), [cell, *ALMA.split(",")[1:]]])
    (row,) = rows_of(tmp_path, text.getvalue())
    assert row.inquiry is not None
    assert row.inquiry.mbi == "1EG4TE5MK73"


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_separator_and_encoding_are_found_out(tmp_path: Path, separator: str, encoding: str) -> None:
    headings = ["Visit", "DOB", "Patient Last Name", "Medicare #", "FIRST", "Clinic où", "MRN"]
    cells = ["11/20/2026", "1948-03-02", "Quillfeather", "1EG4-TE5-MK73", "Alma", "Miami", "77"]
    (row,) = rows_of(tmp_path, separator.join(headings) + "\r\n" + separator.join(cells), encoding)
    assert row.inquiry is not None, row.problems
    assert (row.reference, row.inquiry.last_name, row.inquiry.birth_date) == (
        "77",
        "Quillfeather",
        date(1948, 3, 2),
    )
    assert row.inquiry.service.first == DAY  # no column of service dates is named so


@pytest.mark.parametrize(
    ("encoding", "code"),
    [("utf-8", "name.letters"), ("cp1252", "name.letters"), ("cp850", "name.shape")],
)
def test_a_name_that_is_garbled_or_beyond_the_wire_is_refused(
    tmp_path: Path, encoding: str, code: str
) -> None:
    (row,) = rows_of(tmp_path, f"{HEADINGS}\n{ALMA.replace('Quillfeather', 'MUÑOZ')}", encoding)
    assert [problem.code for problem in row.problems] == [code]


def test_a_file_in_an_unknown_code_is_refused_whole(tmp_path: Path) -> None:
    file = written(tmp_path, "")
    file.path.write_bytes(f"Note,{HEADINGS}\n\x81,{ALMA}\n".encode("latin-1"))
    with pytest.raises(Problem) as caught:
        plan_of(file, BatchRules())
    assert caught.value.code == "batch.encoding"


def test_titles_above_and_blank_lines_are_passed_over(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, f"sep=,\nSchedule of Monday\n\n{HEADINGS}\n\n{ALMA}\n,,,,\n")
    assert [row.number for row in rows] == [6]
    assert rows[0].inquiry is not None


def test_quoted_cells_may_hold_separators_and_lines(tmp_path: Path) -> None:
    note = '"a, b\nc"'
    rows = rows_of(tmp_path, f"Note,{HEADINGS}\n{note},{ALMA}\n{note},{ALMA}")
    assert all(row.inquiry for row in rows)
    assert len(rows) == 2


def test_all_that_is_wrong_with_a_row_is_told_and_others_go(tmp_path: Path) -> None:
    plan = plan_of(written(tmp_path, f"{HEADINGS}\n{ALMA}\nBAD,,Doe,1/5/20,11/20/2026\n{ALMA}"), BatchRules())
    assert (plan.good, plan.twice, plan.sent, plan.bad_rows) == (2, 1, 1, 1)
    assert {problem.code for problem in plan.bad[0].problems} == {
        "date.century",
        "mbi.length",
        "field.missing",
    }


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "batch.columns_missing"),
        ("Name,Phone\nAlma,1", "batch.columns_missing"),
        (f"Member ID,{HEADINGS}\nx,{ALMA}", "batch.columns_twice"),
        (HEADINGS, "batch.no_rows"),
        (f"{HEADINGS}\n" + f"{ALMA}\n" * 4, "batch.too_many"),
        (f"{HEADINGS}\n" + "x" * 200_000, "batch.file"),
    ],
)
def test_file_that_is_none_is_refused_whole(tmp_path: Path, text: str, code: str) -> None:
    with pytest.raises(Problem) as caught:
        plan_of(written(tmp_path, text), BatchRules(most_rows=3))
    assert caught.value.code == code


def test_missing_file_is_told(tmp_path: Path) -> None:
    file = written(tmp_path, "")
    file.path.unlink()
    with pytest.raises(Problem) as caught:
        plan_of(file, BatchRules())
    assert caught.value.code == "batch.file"


@given(st.binary(max_size=400))
def test_no_bytes_whatever_raise_anything_but_a_problem(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(f"{HEADINGS}\n{ALMA}\n".encode() + content)
    file = written(path.parent, "")
    file.path.write_bytes(path.read_bytes())
    try:
        plan = plan_of(file, BatchRules())
    except Problem:
        return
    assert plan.good + plan.bad_rows >= 1


@given(st.permutations(HEADINGS.split(",")))
def test_order_of_columns_does_not_matter(headings: list[str]) -> None:
    assert sorted(places_of(headings).values()) == list(range(len(headings)))
