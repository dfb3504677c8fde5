from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.terminal.line import Terminal, plain_environment
from tests.terminal.test_crash import small_app

WITHIN = 10.0  # a deadline for a loaded machine; the guard itself takes 0.6 s at most


def audit(folder: Path) -> str:
    path = folder / "audit"
    return path.read_text() if path.exists() else ""


def drop(line: Terminal) -> None:
    line.hang_up()


def terminate(line: Terminal) -> None:
    line.signal(signal.SIGTERM)


def hang_up_signal(line: Terminal) -> None:
    line.signal(signal.SIGHUP)


ENDS = pytest.mark.parametrize(
    ("end", "number"),
    [(drop, signal.SIGHUP), (terminate, signal.SIGTERM), (hang_up_signal, signal.SIGHUP)],
)


@ENDS
def test_ends_with_its_audit_entry(tmp_path: Path, end: Callable[[Terminal], None], number: int) -> None:
    with small_app(tmp_path, "plain") as line:
        line.wait_for("ready")
        end(line)
        assert line.wait_end(WITHIN) == 128 + number
        assert audit(tmp_path) == f"ended {number}\n"


@ENDS
def test_ends_while_the_event_loop_stands_still(
    tmp_path: Path, end: Callable[[Terminal], None], number: int
) -> None:
    with small_app(tmp_path, "plain") as line:
        line.wait_for("ready")
        line.press("b")
        line.wait_until((tmp_path / "still").exists, "the loop to stand still")
        end(line)
        assert line.wait_end(WITHIN) == 128 + number
        assert audit(tmp_path) == f"ended {number}\n"


@ENDS
def test_ends_when_the_far_end_has_stopped_reading(
    tmp_path: Path, end: Callable[[Terminal], None], number: int
) -> None:
    with small_app(tmp_path, "busy") as line:
        line.wait_for("####")
        line.fill()
        end(line)
        assert line.wait_end_unread(WITHIN) == 128 + number
        assert audit(tmp_path) == f"ended {number}\n"


@pytest.mark.parametrize("controlling", [True, False])
def test_ends_on_a_dropped_line_that_sends_no_signal(tmp_path: Path, controlling: bool) -> None:
    with small_app(tmp_path, "plain", controlling=controlling, hang_up_ignored=controlling) as line:
        line.wait_for("ready")
        line.hang_up()
        assert line.wait_end(WITHIN) == 128 + signal.SIGHUP
        assert audit(tmp_path) == f"ended {signal.SIGHUP}\n"


@pytest.mark.parametrize("what", ["audit fails", "audit hangs"])
def test_ends_although_the_audit_entry_cannot_be_written(tmp_path: Path, what: str) -> None:
    with small_app(tmp_path, what) as line:
        line.wait_for("ready")
        line.signal(signal.SIGTERM)
        assert line.wait_end(WITHIN) == 128 + signal.SIGTERM
        assert b"hunter2" not in line.received


def test_gives_the_terminal_back_when_it_is_stopped(tmp_path: Path) -> None:
    with small_app(tmp_path, "plain") as line:
        line.wait_for("ready")
        line.signal(signal.SIGTERM)
        line.wait_end(WITHIN)
        assert line.modes == line.modes_before
        assert line.received.rfind(b"\x1b[?1049l") > line.received.rfind(b"\x1b[?1049h")
        assert line.text.strip() == ""


def test_gives_the_terminal_back_when_the_event_loop_stands_still(tmp_path: Path) -> None:
    with small_app(tmp_path, "plain") as line:
        line.wait_for("ready")
        line.press("b")
        line.wait_until((tmp_path / "still").exists, "the loop to stand still")
        line.signal(signal.SIGTERM)
        line.wait_end(WITHIN)
        assert line.modes == line.modes_before
        assert line.received.endswith(b"\x1b[0m")
        assert line.text.strip() == ""


def test_resize_does_not_end_the_program(tmp_path: Path) -> None:
    with small_app(tmp_path, "plain") as line:
        line.wait_for("ready")
        line.signal(signal.SIGWINCH)
        line.press("w")
        line.wait_for("wiped")
        line.press("q")
        assert line.wait_end() == 0
        assert audit(tmp_path) == ""


def test_ends_when_its_parent_is_gone(tmp_path: Path) -> None:
    parent = "import signal, subprocess, sys; subprocess.Popen(sys.argv[1:]); signal.pause()"
    command = [sys.executable, "-m", "tests.terminal.small_app", str(tmp_path), "plain"]
    environment = plain_environment(tmp_path)
    with Terminal([sys.executable, "-c", parent, *command], environment, controlling=False) as line:
        line.wait_for("ready")
        line.process.kill()
        line.process.wait()
        line.wait_until(lambda: b"\x1b[?1049l" in line.received, "the terminal to be given back", WITHIN)
        assert audit(tmp_path) == f"ended {signal.SIGHUP}\n"
