"""The driver in a real pseudo-terminal: the picture of Textual's own, and never in the way of the program."""

from __future__ import annotations

import re
import signal
import sys
from codecs import getincrementaldecoder
from pathlib import Path

from spot_tui.terminal.wipe import WIPE
from tests.terminal.exact_screen import ExactTerminal, seen
from tests.terminal.journeys import FIRST_SCREEN, NAME, fill_in, go_home, kiosk, sign_in
from tests.terminal.line import Terminal, plain_environment
from tests.terminal.test_crash import small_app
from tests.terminal.test_guard import WITHIN

LAST_LINES = ("No F-keys?", "F9 Quit")
OPENED_FROM_HOME = {"5": "Search claims", "6": "General inquiry", "7": "Records for", "9": "Your access"}
_UNREADABLE = re.compile(r"\x1b\[[<>=][0-9;]*[a-z]|\x1b\[\?[0-9;]*\$p|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)")
_SIZE = re.compile(r"\x1b\[8;(\d+);(\d+)t")


class TwoTerminals:
    """The terminal at the end of the line, and one that gets all that Textual wrote."""

    def __init__(self, line: Terminal, folder: Path) -> None:
        self.line = line
        self.compared = 0
        self.received, self.written = 0, 0
        self._file = folder / "written"
        self._decode = getincrementaldecoder("utf-8")().decode
        self._far = ExactTerminal(80, 24)
        self._stock = ExactTerminal(80, 24)

    def compare(self, *texts: str) -> None:
        """Wait until `texts` are on the screen and no cell differs."""
        self.line.wait_for(*texts)
        self.line.wait_until(self._is_alike, "every cell to be as Textual wrote it")
        self.compared += 1

    def press(self, key: str, *texts: str) -> None:
        """Press a key, and compare once something came back."""
        before = len(self.line.received)
        self.line.press(key)
        self.line.wait_until(lambda: len(self.line.received) > before, f"what {key} does")
        self.compare(*texts)

    def resize(self, columns: int, rows: int, *texts: str) -> None:
        """Change the size of the window, and compare once the program has followed."""
        before = self._is_alike() and len(self.line.received)
        self._far.screen.resize(rows, columns)
        self.line.resize(columns, rows)
        self.line.wait_until(lambda: len(self.line.received) > before, "the new size")
        self.line.wait_until(self._is_alike, "the new size")
        self.compare(*texts)

    def _is_alike(self) -> bool:
        received = bytes(self.line.received[self.received :])
        self.received += len(received)
        self._far.feed(_UNREADABLE.sub("", self._decode(received)))
        written = self._file.read_bytes()[self.written :]
        self.written += len(written)
        before, *resized = _SIZE.split(written.decode())
        self._stock.feed(readable(before))
        for rows, columns, after in zip(resized[::3], resized[1::3], resized[2::3], strict=True):
            self._stock = ExactTerminal(int(columns), int(rows))
            self._stock.feed(readable(after))
        return seen(self._far) == seen(self._stock)


def readable(written: str) -> str:
    return _UNREADABLE.sub("", written).replace("\n", "\r\n")


def test_no_cell_of_any_screen_differs_from_what_textual_writes(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.terminal.recorded_kiosk", str(tmp_path)]
    with Terminal(command, plain_environment(tmp_path)) as line:
        line.wait_for(FIRST_SCREEN)
        both = TwoTerminals(line, tmp_path)
        both.compare(FIRST_SCREEN)
        both.press("f1", "Keys of this screen")
        both.press("f3", FIRST_SCREEN)
        both.press("f4", "Questions?")
        both.press("f3", FIRST_SCREEN)
        sign_in(line)
        go_home(line)
        both.compare("What would you like")
        fill_in(line)
        both.compare("Last date of service")
        both.press("f5", NAME, "Can I bill Medicare?")
        for tab in "234567890os1":
            both.press(tab, f"[{tab}")
        both.press("f8", "-33 of 33")
        both.press("f7", "Lines 1-18")
        both.press("down")
        both.press("down")
        both.press("f1", "Keys of this screen")
        both.press("f3", NAME)
        both.resize(120, 40, NAME)
        both.resize(80, 24, NAME)
        both.press("ctrl+r", NAME)
        both.press("f10", "This screen is locked")
        line.type("Only4Practice-Portal")
        both.press("enter", NAME)
        both.press("f3", "Last date of service")
        both.press("f3", "What would you like")
        for key, text in OPENED_FROM_HOME.items():
            both.press(key, text)
            both.press("f3", "What would you like")
        assert both.compared >= 34
        assert both.received < both.written / 4
        assert not (tmp_path / "not_understood").exists()


def test_the_repaint_key_mends_what_something_else_wrote(tmp_path: Path) -> None:
    with kiosk(tmp_path) as line:
        line.wait_for(FIRST_SCREEN, *LAST_LINES)
        line.scribble("\x1b[H" + "broadcast message\r\n" * 24)
        assert FIRST_SCREEN not in line.text
        line.press("ctrl+r")
        line.wait_for(FIRST_SCREEN, *LAST_LINES)
        assert "broadcast" not in line.text


def test_a_window_that_went_back_and_forth_is_drawn_anew(tmp_path: Path) -> None:
    with kiosk(tmp_path) as line:
        line.wait_for(FIRST_SCREEN, *LAST_LINES)
        for columns, rows in ((60, 18), (100, 30), (40, 10), (80, 24)):
            line.resize(columns, rows)
        line.scribble("\x1b[2J")
        line.wait_for(FIRST_SCREEN, *LAST_LINES)


def test_textuals_own_driver_draws_by_setting(tmp_path: Path) -> None:
    (tmp_path / "spot-tui.toml").write_text('[display]\ndriver = "textual"\n')
    with kiosk(tmp_path, "--config", str(tmp_path / "spot-tui.toml")) as line:
        line.wait_for(FIRST_SCREEN, "F9 Quit")
        line.quiet()
        assert b"\x1b[?2026$p" in line.received
        before = len(line.received)
        line.press("ctrl+r")
        line.wait_until(lambda: len(line.received) - before > 1920, "everything drawn anew")


def test_the_program_goes_on_while_the_far_end_does_not_read(tmp_path: Path) -> None:
    with small_app(tmp_path, "busy") as line:
        line.wait_for("####")
        line.fill()
        line.press("b")
        line.wait_until_unread((tmp_path / "still").exists, "the key to be heard")


def test_what_the_far_end_reads_after_an_end_is_an_empty_screen(tmp_path: Path) -> None:
    with small_app(tmp_path, "busy") as line:
        line.wait_for("####")
        line.fill()
        line.signal(signal.SIGTERM)
        line.wait_end_unread(WITHIN)
        line.quiet()
        assert b"\x1b[?1049l" in line.received[line.received.rfind(WIPE.encode()) :]
        assert line.text.strip() == ""


def test_what_stopped_and_goes_on_is_drawn_anew(tmp_path: Path) -> None:
    with small_app(tmp_path, "plain") as line:
        shown = line.wait_for("ready")
        line.signal(signal.SIGSTOP)
        line.scribble("\x1b[Hstopped")
        line.signal(signal.SIGCONT)
        line.wait_until(lambda: line.text == shown, "the screen as it was")
