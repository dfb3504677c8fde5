"""What a thin line has to carry: budgets in bytes, which do not wobble as times do."""

from __future__ import annotations

from pathlib import Path

from tests.terminal.journeys import FIRST_SCREEN, ask, go_home, kiosk, sign_in
from tests.terminal.line import Terminal

MOST_FOR_START = 2 * 1024
MOST_TO_SIGN_IN = 5 * 1024
MOST_FOR_A_KEY = 60
MOST_FOR_A_FIELD = 600
MOST_FOR_A_TAB = 2 * 1024


def bytes_of(line: Terminal, key: str) -> int:
    """Press a key that draws something, and return how many bytes that took."""
    before = len(line.received)
    line.press(key)
    line.wait_until(lambda: len(line.received) > before, "the key to be shown")
    line.quiet(1.0)
    return len(line.received) - before


def test_start_keys_and_fields_stay_within_their_budgets(tmp_path: Path) -> None:
    with kiosk(tmp_path) as line:
        line.wait_for(FIRST_SCREEN, "F9 Quit")
        line.quiet(1.0)
        assert len(line.received) <= MOST_FOR_START
        line.press("1")
        line.wait_for("Before you sign in")
        line.press("f5")
        line.wait_for("wren.applegarth", "F9 Quit")
        line.quiet(1.0)
        assert len(line.received) <= MOST_TO_SIGN_IN
        assert bytes_of(line, "a") <= MOST_FOR_A_KEY
        assert bytes_of(line, "b") <= MOST_FOR_A_KEY
        assert bytes_of(line, "backspace") <= MOST_FOR_A_KEY
        assert bytes_of(line, "tab") <= MOST_FOR_A_FIELD
        assert bytes_of(line, "c") <= MOST_FOR_A_KEY
        assert bytes_of(line, "shift+tab") <= MOST_FOR_A_FIELD


def test_a_change_of_tab_stays_within_its_budget_and_an_idle_line_carries_nothing(tmp_path: Path) -> None:
    with kiosk(tmp_path) as line:
        sign_in(line)
        go_home(line)
        ask(line)
        line.quiet(1.0)
        for tab in "1237s":
            assert bytes_of(line, tab) <= MOST_FOR_A_TAB
        before = len(line.received)
        line.quiet(2.0)
        assert len(line.received) == before
