from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from spot_tui.backend.eligibility.sheet import WIDTH, Row, Section, Tab, Tone, section_lines, tab_lines

CELLS = st.lists(st.text("abc xyz-$.,0", max_size=60), min_size=1, max_size=6)


@given(st.lists(CELLS, max_size=6), CELLS, st.text("note words ", max_size=200))
def test_no_line_is_wider_than_asked(table: list[list[str]], columns: list[str], note: str) -> None:
    rows = tuple(Row(tuple(cells), note=note) for cells in table)
    section = Section("Title", rows, tuple(columns), frozenset({1}), (note,))
    assert all(len(line.text) <= WIDTH for line in section_lines(section))


def test_columns_are_as_wide_as_what_stands_in_them() -> None:
    section = Section(
        "", (Row(("A", "1.00")), Row(("Long name", "10.00"))), ("What", "Amount"), frozenset({1})
    )
    assert [line.text for line in section_lines(section)] == [
        "What       Amount",
        "A            1.00",
        "Long name   10.00",
    ]


def test_a_long_cell_wraps_within_its_column() -> None:
    section = Section("", (Row(("Label", "word " * 20)),))
    lines = [line.text for line in section_lines(section)]
    assert len(lines) > 1
    assert all(line.startswith(" " * 7) for line in lines[1:])


def test_a_head_breaks_before_a_date_does() -> None:
    table = Section("", (Row(("10/15/2026", "99214", "denied")),), ("Service", "Procedimiento", ""))
    assert [line.text for line in section_lines(table, 28)] == [
        "Service     Procedim",
        "            iento",
        "10/15/2026  99214     denied",
    ]


def test_every_line_of_a_row_carries_its_tone_and_raw_segments() -> None:
    row = Row(("Label", "word " * 20), Tone.WARN, "note", ("EB*1",))
    lines = list(section_lines(Section("", (row,))))
    assert {(line.tone, line.raw) for line in lines} == {(Tone.WARN, ("EB*1",))}


def test_sections_of_a_tab_are_apart() -> None:
    tab = Tab("id", "Label", (Section("One", (Row(("a",)),)), Section("Two", (Row(("b",)),))), ("Note.",))
    assert [line.text for line in tab_lines(tab)] == ["Note.", "", "One", "a", "", "Two", "b"]
