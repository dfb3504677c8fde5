"""Lines and tabs that are too long for the window take several rows, and nothing of them is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from spot_tui.screens.appeals import AppealsPage
from spot_tui.screens.corrections import CorrectionsPage
from spot_tui.screens.deadlines import DeadlinesPage
from spot_tui.screens.documents_sent import DocumentsSentPage
from spot_tui.screens.mailbox import MailboxPage
from spot_tui.screens.table_page import TablePage
from spot_tui.widgets.choices import BEFORE
from spot_tui.widgets.line import Line, Tone, columns_of, folded, shown
from spot_tui.widgets.room import LINE_WIDTH
from tests.screens.desk import TestDesk
from tests.screens.looking import kiosk, press, screen_text
from tests.screens.places import PLACES

PIECES = st.lists(
    st.tuples(st.text(alphabet="ab, -\u65e5\u0301", max_size=40), st.sampled_from(Tone)), max_size=5
)


def texts(rows: list[Line]) -> list[str]:
    return ["".join(text for text, _ in row) for row in rows]


def letters(rows: list[Line]) -> list[tuple[str, Tone]]:
    """Return every character but blanks, with its tone."""
    return [(c, tone) for row in rows for text, tone in row for c in shown(text) if c != " "]


@given(PIECES, st.integers(20, 90))
def test_no_row_is_too_long_and_no_letter_or_tone_is_lost(pieces: list[tuple[str, Tone]], width: int) -> None:
    line = tuple(pieces)
    rows = folded(line, width)
    assert all(cell_len(shown(text)) <= width for text in texts(rows))
    assert letters(rows) == letters([line])


def test_a_line_that_fits_is_left_as_it_is() -> None:
    line = (("1  ", Tone.KEY), ("Check eligibility", Tone.STRONG))
    assert folded(line, 20) == [line]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("one two three four five six", ["one two three four", "  five six"]),
        ("- one two three four five", ["- one two three", "  four five"]),
        ("1  one two three four five", ["1  one two three", "   four five"]),
        ("Codes  Paid (F1), paid (65)", ["Codes  Paid (F1),", "       paid (65)"]),
        ("12/01/2026  paid      10.00", ["12/01/2026  paid", "  10.00"]),
        ("  a label that is long  x y z", ["  a label that is", "    long  x y z"]),
        ("aaaaaaaaaaaaaaaaaaaaaaaaa", ["aaaaaaaaaaaaaaaaaaaa", "  aaaaa"]),
    ],
)
def test_what_goes_on_hangs_below_its_text(text: str, rows: list[str]) -> None:
    assert texts(folded(((text, Tone.PLAIN),), 20)) == rows


@pytest.mark.parametrize(
    "page", [AppealsPage, CorrectionsPage, DeadlinesPage, DocumentsSentPage, MailboxPage]
)
def test_a_table_needs_one_row_a_line_in_a_window_of_the_usual_size(page: type[TablePage]) -> None:
    columns = columns_of((width for _, width in page.COLUMNS), len(BEFORE))
    assert columns[-1].end <= LINE_WIDTH


def test_the_lines_of_a_table_break_between_the_same_columns() -> None:
    columns = columns_of((12, 6, 4))
    rows = [f"{'Claim':12}  {'State':6}  Next", f"{'992600000010':12}  {'waits':6}", f"{'1':12}  {'':6}  now"]
    assert [texts(folded(((row, Tone.PLAIN),), 20, columns)) for row in rows] == [
        ["Claim         State ", "Next"],
        ["992600000010  waits "],
        ["1                   ", "now"],
    ]


def test_a_line_of_a_table_whose_last_columns_are_empty_is_no_longer_than_the_window() -> None:
    pieces = (("1  ", Tone.KEY), (f"{'992600000010':12}", Tone.STRONG), (f"  {'':6}  {'':4}", Tone.PLAIN))
    (row,) = folded(pieces, 20, columns_of((12, 6, 4), 3))
    assert "".join(text for text, _ in row).rstrip() == "1  992600000010"
    assert cell_len("".join(text for text, _ in row)) <= 20


async def test_tabs_fold_between_tabs_and_the_open_one_keeps_its_brackets() -> None:
    desk = TestDesk()
    async with kiosk(desk, (60, 18)) as pilot:
        await PLACES["answer"](pilot, desk)
        rows = screen_text(pilot.app).splitlines()
        first = next(row for row, text in enumerate(rows) if text.startswith("[s:Sum]1:Elig"))
        assert rows[first + 1].startswith(" 9-PBID 0-ACO")
        await press(pilot, "9")
        assert screen_text(pilot.app).splitlines()[first + 1].startswith("[9-PBID]0-ACO")
        await press(pilot, "8")
        assert screen_text(pilot.app).splitlines()[first].endswith("[8-QMB]")
