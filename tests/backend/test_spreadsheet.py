"""Cells of CSV that a spreadsheet program would take for formulas."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spot_tui.backend.spreadsheet import defused

SIGNS = "=+-@\uff1d\uff0b\uff0d\uff20"


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+SUM(A1)",
        "-2+3+cmd|' /C calc'!A0",
        '@HYPERLINK("x")',
        "\t=1",
        "\r=1",
        "  =1",
        "\uff1d1+1",
        "-",
        "-1-1",
    ],
)
def test_a_cell_that_begins_like_a_formula_is_defused(cell: str) -> None:
    assert defused(cell).startswith("'")


@pytest.mark.parametrize(
    "cell", ["-12.50", "+5", "0", "1,736.00", "-$3.10", "20%", "1EG4TE5MK73", "O'Neil-Ray", ""]
)
def test_numbers_and_plain_words_stay_as_they_are(cell: str) -> None:
    assert defused(cell) == cell


def test_no_formula_begins_behind_a_semicolon_or_on_another_line_of_the_cell() -> None:
    assert defused("Ray;=1+1") == "Ray;'=1+1"
    assert defused("Ray\n=1+1") == "Ray\n'=1+1"


def test_what_could_steer_a_terminal_is_cleaned_too() -> None:
    assert "\x1b" not in defused("\x1b]0;=x\x07")


@given(st.text(alphabet=st.one_of(st.sampled_from(SIGNS + "\t\r\n ;'\",|0"), st.characters()), max_size=12))
def test_whatever_is_written_no_cell_read_back_begins_with_a_sign_unless_it_is_a_number(text: str) -> None:
    file = io.StringIO()
    csv.writer(file).writerow([defused(text)])
    (row,) = csv.reader(io.StringIO(file.getvalue()))
    cell = row[0] if row else ""
    start = cell.lstrip()[:1]
    assert not start or start not in SIGNS or cell.lstrip("+-$")[:1].isdigit()
    assert not cell.startswith(("\t", "\r"))
