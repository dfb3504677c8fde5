"""Whatever Textual writes, the terminal shows the same as if it had got all of it."""

from __future__ import annotations

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spot_tui.terminal.canvas import Canvas
from spot_tui.terminal.painter import Painter, erases_in_colour
from spot_tui.terminal.wipe import WIPE
from tests.terminal.exact_screen import ExactTerminal, seen

CASES = 3000 if os.environ.get("SPOT_TUI_SOAK") else 60
COLUMNS, ROWS = 24, 6
SET_UP = "\x1b[?1049h\x1b[?25l\x1b[?1004h\x1b[?2026$p\x1b[?2048$p\x1b[?2004h\x1b[?7l"


class Line:
    """A canvas and its painter, the terminal at the other end, and one that gets all that Textual writes."""

    def __init__(self, columns: int = COLUMNS, rows: int = ROWS, *, in_colour: bool = True) -> None:
        self.canvas = Canvas(columns, rows)
        self.painter = Painter(self.canvas, in_colour=in_colour)
        self.far = ExactTerminal(columns, rows)
        self.stock = ExactTerminal(columns, rows)
        self.write(SET_UP)

    def write(self, data: str) -> None:
        self.canvas.write(data)
        self.stock.feed(data.replace("\x1b[?2026$p", "").replace("\x1b[?2048$p", "").replace("\n", "\r\n"))

    def take(self) -> bool:
        """Let the line take one piece; tell whether there was one."""
        piece = self.painter.take().decode()
        self.far.feed(piece)
        return bool(piece)

    def settle(self) -> str:
        """Let the line take all there is, and return it."""
        taken = ""
        while piece := self.painter.take().decode():
            taken += piece
            self.far.feed(piece)
        return taken


def shown(data: str, **options: bool) -> str:
    """Return what is sent for `data` after the set-up."""
    line = Line(**options)
    line.settle()
    line.write(data)
    return line.settle()


COLOURS = st.sampled_from(["31", "39", "38;5;221", "38;2;1;2;3", "97"])
BACKGROUNDS = st.sampled_from(["44", "49", "48;5;17", "48;2;9;8;7", "107"])
ATTRIBUTES = st.lists(st.sampled_from(["1", "3", "4", "7", "9"]), unique=True)
ACUTE, JOINER, AS_EMOJI = "\N{COMBINING ACUTE ACCENT}", "\N{ZERO WIDTH JOINER}", "\N{VARIATION SELECTOR-16}"
ASTRONAUT = f"\N{WOMAN}{JOINER}\N{ROCKET}"
LETTERS = ["a", "b", " ", "│", "é", "漢", "字", "☺", ACUTE, f"☺{AS_EMOJI}", ASTRONAUT]
TEXTS = st.lists(st.sampled_from(LETTERS), min_size=1, max_size=12).map("".join)


@st.composite
def segments(draw: st.DrawFn) -> str:
    """One text as Textual writes it: a style before it, a reset behind it, or neither."""
    text = draw(st.one_of(TEXTS, st.integers(1, COLUMNS).map(lambda count: " " * count)))
    codes = draw(ATTRIBUTES) + draw(st.lists(COLOURS, max_size=1)) + draw(st.lists(BACKGROUNDS, max_size=1))
    return f"\x1b[{';'.join(codes)}m{text}\x1b[0m" if codes else text


@st.composite
def frames(draw: st.DrawFn) -> str:
    """One frame as Textual's compositor writes it: from the top down."""
    rows = sorted(draw(st.lists(st.integers(1, ROWS), min_size=1, max_size=4, unique=True)))
    parts = [
        f"\x1b[{row};{draw(st.integers(1, COLUMNS))}H"
        + "".join(draw(st.lists(segments(), min_size=1, max_size=4)))
        for row in rows
    ]
    caret = f"\x1b[{draw(st.integers(1, ROWS))};{draw(st.integers(1, COLUMNS))}H"
    return "\n".join(parts) + caret


OTHERS = st.sampled_from(["\a", "\x1b[?1004l", "\x1b[?2004h", "\x1b]22;text\x07", "\x1b]8;;\x1b\\", WIPE])


@settings(max_examples=CASES)
@given(st.lists(st.one_of(frames(), frames(), frames(), OTHERS), max_size=8), st.booleans(), st.data())
def test_every_cell_shows_what_it_would_with_the_stock_driver(
    written: list[str], in_colour: bool, data: st.DataObject
) -> None:
    line = Line(in_colour=in_colour)
    for each in written:
        line.write(each)
        for _ in range(data.draw(st.integers(0, 2))):
            line.take()
    line.settle()
    assert seen(line.far) == seen(line.stock)
    assert line.far.cursor == line.canvas.caret
    assert line.settle() == ""


def whole(draw: st.DrawFn, columns: int, rows: int) -> str:
    """A frame that draws every cell, as the one after a resize does."""
    letters = draw(st.text("xy", min_size=columns * rows, max_size=columns * rows))
    lines = (letters[row * columns : (row + 1) * columns] for row in range(rows))
    return "\n".join(f"\x1b[{row};1H{line}" for row, line in enumerate(lines, start=1)) + "\x1b[1;1H"


@settings(max_examples=CASES)
@given(st.lists(frames(), max_size=3), st.lists(frames(), max_size=2), st.data())
def test_after_a_resize_every_cell_is_drawn_and_late_frames_of_the_old_size_leave_nothing(
    before: list[str], late: list[str], data: st.DataObject
) -> None:
    line = Line()
    line.write("".join(before))
    for _ in range(data.draw(st.integers(0, 2))):
        line.take()
    columns, rows = data.draw(st.integers(1, 40)), data.draw(st.integers(1, 10))
    line.far.screen.resize(rows, columns)
    line.stock = ExactTerminal(columns, rows)
    line.canvas.resize(columns, rows)
    line.canvas.write("".join(late))
    line.take()
    line.write(data.draw(st.composite(whole)(columns, rows)))
    line.settle()
    assert seen(line.far) == seen(line.stock)


@settings(max_examples=CASES)
@given(frames())
def test_a_terminal_told_its_own_size_again_is_drawn_anew(frame: str) -> None:
    line = Line()
    line.write(frame)
    line.settle()
    line.far.feed("\x1b[0m\x1b[2J")
    line.canvas.resize(COLUMNS, ROWS)
    line.settle()
    assert seen(line.far) == seen(line.stock)


@settings(max_examples=CASES)
@given(frames(), frames())
def test_a_forced_repaint_mends_what_something_else_wrote(frame: str, scribbled: str) -> None:
    line = Line()
    line.write(frame)
    line.settle()
    line.far.feed(scribbled)
    line.canvas.forget()
    line.settle()
    assert seen(line.far) == seen(line.stock)


@settings(max_examples=CASES)
@given(frames().filter(lambda frame: ACUTE not in frame))
def test_a_frame_that_changes_nothing_sends_nothing(frame: str) -> None:
    line = Line()
    line.write(frame)
    line.settle()
    line.write(f"\x1b[?2026h{frame}\x1b[?2026l")
    assert line.settle() == ""


@pytest.mark.parametrize("width", [1, 2])
def test_a_terminal_of_another_mind_about_a_width_still_shows_all_the_rest(width: int) -> None:
    line = Line()
    line.write("\x1b[1;1Habcdefgh")
    line.settle()
    line.far.screen.width_of = {"漢": width, "☺": width}
    line.write("\x1b[1;2H漢\x1b[1;6H☺")
    line.settle()
    row = [cell.data for cell in line.far.cells[0]]
    assert (row[0], row[3], row[4], row[6], row[7]) == ("a", "d", "e", "g", "h")


def test_letters_that_the_line_lacks_become_question_marks_of_their_width() -> None:
    canvas = Canvas(COLUMNS, ROWS)
    painter = Painter(canvas, encoding="latin-1")
    canvas.write(SET_UP + "\x1b[1;1Hé漢│x")
    piece = painter.take().decode("latin-1")
    far = ExactTerminal(COLUMNS, ROWS)
    far.feed(piece)
    assert "".join(cell.data for cell in far.cells[0]).rstrip() == "é???x"


def test_a_line_that_does_not_take_anything_costs_no_memory_and_gets_the_last_frame_only() -> None:
    line = Line()
    line.settle()
    for count in range(2000):
        line.write(f"\x1b[2;1H\x1b[1mcount {count}\x1b[0m\x1b[1;1H\a\x1b[?{count};1z")
    assert len(line.canvas.orders) <= 64
    sent = line.settle()
    assert "count 1999" in sent
    assert "count 1998" not in sent


def test_what_a_wipe_hides_is_not_sent_any_more() -> None:
    line = Line()
    line.settle()
    line.write("\x1b[2;1Hsecret\x1b[1;1H")
    line.write(WIPE)
    line.write("\x1b[3;1Hlocked\x1b[1;1H")
    sent = line.settle()
    assert sent.startswith(WIPE)
    assert "secret" not in sent


def test_what_a_wipe_hides_is_not_sent_though_it_is_on_its_way() -> None:
    line = Line(300, 60)
    line.settle()
    line.write("\n".join(f"\x1b[{row};1H{'secret ' * 40}" for row in range(1, 61)))
    assert line.take()
    line.write(WIPE)
    assert "secret" not in line.settle()


def test_what_is_unknown_is_passed_on_counted_and_drawn_over() -> None:
    line = Line()
    line.write("\x1b[1;1Hkept")
    line.settle()
    sent = shown("\x1b[1;1Hkept\x1b[5L\x1b[1;1H")
    assert "\x1b[5L\x1b[0m\x1b[H\x1b[2J" in sent
    assert "kept" in sent
    line.canvas.write("\x1b[5L\x1bc\t\x1b[4A")
    assert line.canvas.not_understood == 4


@pytest.mark.parametrize(
    "dropped",
    [
        "\x1b]0;Alma Quillfeather\x07",
        "\x1b]52;c;U0VDUkVU\x07",
        "\x1b]22;pointer\x1b\\",
        "\x1b]8;id=1;https://example.org\x1b\\",
        "\x1b[?2026$p",
        "\x1b[?2026h",
    ],
)
def test_titles_links_clipboard_pointer_and_brackets_never_reach_the_terminal(dropped: str) -> None:
    assert shown(dropped) == ""


def test_blanks_between_words_send_no_style_and_a_blank_of_another_colour_nothing_at_all() -> None:
    line = Line()
    line.settle()
    line.write("\x1b[1;1H\x1b[1;31;44mab\x1b[0m\x1b[44m \x1b[0m\x1b[33;44mcd\x1b[0m")
    assert line.settle() == "\x1b[1;31;44mab \x1b[22;33mcd"
    line.write("\x1b[1;3H\x1b[1;32;44m \x1b[0m\x1b[1;6H")
    assert line.settle() == ""


def test_modes_pass_and_the_last_of_each_counts() -> None:
    assert shown("\x1b[?2004h\x1b[?2004l\x1b[?2004h\x1b[>25u") == "\x1b[?2004l\x1b[?2004h\x1b[>25u"


def test_the_cursor_of_the_terminal_stays_on() -> None:
    line = Line()
    assert "\x1b[?25h" in line.settle()


def test_after_the_alternate_screen_nothing_is_drawn_and_everything_passes() -> None:
    line = Line()
    line.settle()
    line.write("\x1b[1;1Htext")
    line.write(f"{WIPE}\x1b[?2004l\x1b[?7h\x1b[<u\x1b[?1049l\x1b[?25h\x1b[?1004l")
    assert line.settle() == f"{WIPE}\x1b[?2004l\x1b[?7h\x1b[<u\x1b[?1049l\x1b[?25h\x1b[?1004l"


@pytest.mark.parametrize(
    ("term", "erases"),
    [
        ("xterm-256color", True),
        ("linux", True),
        ("putty-256color", True),
        ("screen", False),
        ("vt220", False),
    ],
)
def test_only_terminals_that_fill_with_the_background_are_asked_to_erase(term: str, erases: bool) -> None:
    assert erases_in_colour(term) is erases
    erased = "\x1b[44m\x1b[K" in shown("\x1b[2;1H\x1b[44m" + " " * COLUMNS, in_colour=erases_in_colour(term))
    assert erased is erases
