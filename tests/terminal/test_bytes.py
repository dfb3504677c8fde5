"""What a thin line has to carry: budgets in bytes, which do not wobble as times do."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.terminal.journeys import FIRST_SCREEN, ask, go_home, kiosk, sign_in

MOST_FOR_START = 6 * 1024
MOST_FOR_A_KEY = 200
MOST_FOR_A_TAB = 5 * 1024


def test_start_and_key_stay_within_their_budgets(tmp_path: Path) -> None:
    with kiosk(tmp_path) as line:
        line.wait_for(FIRST_SCREEN)
        line.quiet(1.0)
        assert len(line.received) <= MOST_FOR_START
        line.press("1")
        line.wait_for("Before you sign in")
        line.press("f5")
        line.wait_for("wren.applegarth")
        line.quiet(1.0)
        before = len(line.received)
        line.press("a")
        line.wait_until(lambda: len(line.received) > before, "the key to be shown")
        line.quiet(1.5)
        assert len(line.received) - before <= MOST_FOR_A_KEY


@pytest.mark.parametrize("tab", ["1", "2", "3"])
def test_change_of_tab_stays_within_its_budget(tmp_path: Path, tab: str) -> None:
    with kiosk(tmp_path) as line:
        sign_in(line)
        go_home(line)
        ask(line)
        line.quiet(1.0)
        before = len(line.received)
        line.press(tab)
        line.quiet(1.0)
        assert 0 < len(line.received) - before <= MOST_FOR_A_TAB
