"""What plain prompts write on a terminal: whole words, a code for a phone, and nothing of it afterwards."""

from __future__ import annotations

import io
import os

import pytest

from spot_tui.terminal import paper as paper_module
from spot_tui.terminal.environment import Surroundings
from spot_tui.terminal.paper import LEAST_WORDS, Paper
from spot_tui.terminal.qr import drawn, modules_of
from spot_tui.terminal.wipe import WIPE

URI = "otpauth://totp/idm.cms.gov:wren.applegarth?secret=JBSWY3DPEHPK3PXP&issuer=idm.cms.gov"
ADDRESS = f"https://account.practice.example/{'activate/' * 12}"


class Sheet(io.StringIO):
    """A terminal of a given size that remembers what was written."""

    size = os.terminal_size((80, 24))

    def fileno(self) -> int:
        return 0


@pytest.fixture
def sheet(monkeypatch: pytest.MonkeyPatch) -> Sheet:
    made = Sheet()
    monkeypatch.setattr(os, "get_terminal_size", lambda _: made.size)
    monkeypatch.setattr(paper_module, "has_blocks", lambda: True)
    return made


def paper(sheet: Sheet, term: str = "xterm-256color", *, no_colour: bool = False) -> Paper:
    return Paper(sheet, Surroundings(term, "", no_colour))


def test_a_line_breaks_between_words(sheet: Sheet) -> None:
    sheet.size = os.terminal_size((20, 24))
    paper(sheet).tell("Registered devices give passcodes that open nothing twice.")
    assert sheet.getvalue() == "Registered devices\ngive passcodes that\nopen nothing twice.\n"


def test_a_question_keeps_the_blank_before_what_is_typed(sheet: Sheet) -> None:
    sheet.size = os.terminal_size((20, 24))
    paper(sheet).ask("Do you accept these terms? (yes/no) ")
    assert sheet.getvalue() == "Do you accept these\nterms? (yes/no) "


def test_a_numbered_line_goes_on_below_its_words(sheet: Sheet) -> None:
    sheet.size = os.terminal_size((20, 24))
    paper(sheet).tell("  1  Authenticator app, Google")
    assert sheet.getvalue() == "  1  Authenticator\n     app, Google\n"


def test_an_address_is_left_whole_to_be_copied(sheet: Sheet) -> None:
    paper(sheet).tell(f"Open this: {ADDRESS}")
    assert sheet.getvalue() == f"Open this:\n{ADDRESS}\n"


def test_what_could_steer_a_terminal_is_cleaned(sheet: Sheet) -> None:
    paper(sheet).tell("red \x1b[31m")
    assert "\x1b" not in sheet.getvalue()


@pytest.mark.parametrize(("no_colour", "style"), [(False, "\x1b[30;47;107m"), (True, "\x1b[7m")])
def test_a_code_is_drawn_dark_on_light_whatever_the_terminal_has(
    sheet: Sheet, no_colour: bool, style: str
) -> None:
    assert paper(sheet, no_colour=no_colour).draw_code(URI)
    rows = [row.strip(" ") for row in sheet.getvalue().splitlines()]
    assert rows == [f"{style}{row}\x1b[0m" for row in drawn(modules_of(URI), zone=4)]


def test_the_words_stand_beside_the_code(sheet: Sheet) -> None:
    assert paper(sheet).draw_code(URI, "Scan the square with the authenticator app.", "", "JBSW Y3DP")
    left = [row.partition("\x1b")[0] for row in sheet.getvalue().splitlines()]
    assert [row.rstrip() for row in left[:4]] == [
        "Scan the square with the",
        "authenticator app.",
        "",
        "JBSW Y3DP",
    ]
    assert {len(row) for row in left} == {80 - len(modules_of(URI)) - 8}


def test_a_code_leaves_a_row_for_the_question(sheet: Sheet) -> None:
    least = (len(modules_of(URI)) + 3) // 2
    sheet.size = os.terminal_size((80, least + 1))
    assert paper(sheet).draw_code(URI)
    assert sheet.getvalue().count("\n") == least
    sheet.size = os.terminal_size((80, least))
    assert not paper(sheet).draw_code(URI)


@pytest.mark.parametrize("words", ["", "word " * 200])
def test_without_room_for_code_and_words_nothing_is_written(sheet: Sheet, words: str) -> None:
    sheet.size = os.terminal_size((80 if words else LEAST_WORDS + len(modules_of(URI)) + 1, 24))
    assert not paper(sheet).draw_code(URI, words)
    assert sheet.getvalue() == ""


@pytest.mark.parametrize("term", ["", "dumb", "unknown"])
def test_a_terminal_without_sequences_gets_none(sheet: Sheet, term: str) -> None:
    written = paper(sheet, term)
    assert not written.draw_code(URI)
    written.wipe()
    assert sheet.getvalue() == ""


def test_a_code_is_not_drawn_where_blocks_cannot_be_written(
    sheet: Sheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paper_module, "has_blocks", lambda: False)
    assert not paper(sheet).draw_code(URI)


def test_clearing_takes_screen_and_scrollback(sheet: Sheet) -> None:
    paper(sheet).wipe()
    assert sheet.getvalue() == WIPE


def test_clearing_a_terminal_that_is_gone_hides_no_other_error(sheet: Sheet) -> None:
    sheet.close()
    paper(sheet).wipe()
