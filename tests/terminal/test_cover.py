"""What a terminal holds after the lock: nothing of what it covers, wherever a person scrolls."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from spot_tui.terminal.wipe import WIPE
from tests.terminal.line import DEADLINE, Terminal, plain_environment

SENTINEL = "1EG4TE5MK73"


def lock_app(folder: Path) -> Terminal:
    command = [sys.executable, "-m", "tests.terminal.lock_app", str(folder)]
    return Terminal(command, plain_environment(folder))


def covered(line: Terminal) -> None:
    """Lock once there is something to hide, on the screen and above it."""
    line.wait_for(f"typed {SENTINEL}")
    assert SENTINEL in line.scrollback
    line.press("f10")
    line.wait_for("covered")


def count(folder: Path) -> int:
    text = (folder / "count").read_text()
    return int(text) if text else 0


def go_on(line: Terminal, folder: Path) -> None:
    """Read on until the covered screen has redrawn itself many times."""
    seen = count(folder)

    end = time.monotonic() + DEADLINE
    while count(folder) <= seen + 20:
        assert time.monotonic() < end, "the covered screen stands still"
        line.quiet(0.05)


def test_nothing_of_the_covered_screen_is_left_on_the_terminal(tmp_path: Path) -> None:
    with lock_app(tmp_path) as line:
        covered(line)
        assert SENTINEL not in line.text
        assert SENTINEL not in line.scrollback


def test_the_terminal_is_cleared_before_the_lock_is_drawn(tmp_path: Path) -> None:
    with lock_app(tmp_path) as line:
        covered(line)
        wiped = line.received.rfind(WIPE.encode())
        assert 0 <= wiped < line.received.find(b"covered")


def test_screens_under_the_lock_go_on_without_drawing(tmp_path: Path) -> None:
    with lock_app(tmp_path) as line:
        covered(line)
        go_on(line, tmp_path)
        after = bytes(line.received[line.received.rfind(WIPE.encode()) :])
        assert SENTINEL.encode() not in after
        assert SENTINEL not in line.text + line.scrollback


def test_under_the_lock_an_idle_line_carries_nothing(tmp_path: Path) -> None:
    with lock_app(tmp_path) as line:
        covered(line)
        go_on(line, tmp_path)
        before = len(line.received)
        go_on(line, tmp_path)
        assert len(line.received) == before


def test_unlocking_draws_everything_again_and_leaves_nothing_of_the_lock(tmp_path: Path) -> None:
    with lock_app(tmp_path) as line:
        covered(line)
        go_on(line, tmp_path)
        line.press("f5")
        line.wait_for(f"{SENTINEL} ", f"typed {SENTINEL}")
        line.wait_until(lambda: line.text.count(SENTINEL) == 19, "the whole screen")
        assert "covered" not in line.text + line.scrollback


def test_it_covers_each_time(tmp_path: Path) -> None:
    with lock_app(tmp_path) as line:
        covered(line)
        line.press("f5")
        line.wait_for(f"typed {SENTINEL}")
        line.press("f10")
        line.wait_for("covered")
        go_on(line, tmp_path)
        assert SENTINEL not in line.text + line.scrollback
        line.press("f9")
        assert line.wait_end() == 0
