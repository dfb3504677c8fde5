from __future__ import annotations

import inspect
import stat
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from textual.app import App

from spot_tui.terminal.crash import MOST_REPORTS, Incidents
from tests.terminal.line import Terminal, plain_environment

SENTINEL = "hunter2-1EG4TE5MK73"
FORBIDDEN = (SENTINEL.encode(), b"Traceback", b"hunter2", b"1EG4TE5MK73")


def small_app(
    folder: Path,
    what: str,
    *,
    controlling: bool = True,
    hang_up_ignored: bool = False,
    switches: Mapping[str, str] | None = None,
) -> Terminal:
    command = [sys.executable, "-m", "tests.terminal.small_app", str(folder), what]
    environment = plain_environment(folder, **(switches or {}))
    return Terminal(command, environment, controlling=controlling, hang_up_ignored=hang_up_ignored)


def reports(folder: Path) -> list[str]:
    return [path.read_text() for path in (folder / "incidents").glob("*.txt")]


def assert_nothing_leaked(line: Terminal, folder: Path) -> None:
    for secret in FORBIDDEN:
        assert secret not in line.received
    for report in reports(folder):
        assert SENTINEL not in report


@pytest.mark.parametrize("what", ["compose", "mount", "css"])
def test_crash_at_the_start_shows_an_incident_and_nothing_else(tmp_path: Path, what: str) -> None:
    with small_app(tmp_path, what) as line:
        assert line.wait_end() == 1
        assert_nothing_leaked(line, tmp_path)
        assert "error of its own (incident" in line.text


@pytest.mark.parametrize(
    "what",
    [
        *("action", "render", "markup", "timer", "later", "async worker", "thread worker"),
        *("rich", "css later", "paint"),
    ],
)
def test_crash_while_running_shows_an_incident_and_gives_the_terminal_back(tmp_path: Path, what: str) -> None:
    with small_app(tmp_path, what) as line:
        line.wait_for("ready")
        line.press("x")
        assert line.wait_end() == 1
        assert_nothing_leaked(line, tmp_path)
        assert "error of its own (incident" in line.text
        assert line.modes == line.modes_before
        assert line.received.rfind(b"\x1b[?1049l") > line.received.rfind(b"\x1b[?1049h")
        assert b"\x1b[?25h" in line.received


def test_crash_of_the_input_thread_shows_an_incident_and_nothing_else(tmp_path: Path) -> None:
    with small_app(tmp_path, "input") as line:
        line.wait_for("ready")
        line.press("x")
        line.wait_for("armed")
        line.press("y")
        assert line.wait_end() == 1
        assert_nothing_leaked(line, tmp_path)


def test_crash_after_the_app_shows_an_incident_and_nothing_else(tmp_path: Path) -> None:
    with small_app(tmp_path, "after") as line:
        line.wait_for("ready")
        line.press("q")
        assert line.wait_end() == 1
        assert_nothing_leaked(line, tmp_path)
        assert "error of its own (incident" in line.text


@pytest.mark.parametrize("what", ["thread", "task", "log"])
def test_error_beside_the_app_prints_nothing(tmp_path: Path, what: str) -> None:
    with small_app(tmp_path, what) as line:
        line.wait_for("ready")
        line.press("x")
        assert line.wait_end() == 0
        assert_nothing_leaked(line, tmp_path)


def test_report_says_where_it_happened_and_is_private(tmp_path: Path) -> None:
    with small_app(tmp_path, "timer") as line:
        line.wait_for("ready")
        line.press("x")
        line.wait_end()
    (report,) = reports(tmp_path)
    assert "error builtins.RuntimeError" in report
    assert "tests/terminal/small_app.py" in report
    (path,) = (tmp_path / "incidents").iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert path.stem in line.text


def test_number_of_reports_is_bounded(tmp_path: Path) -> None:
    incidents = Incidents(tmp_path)
    for _ in range(MOST_REPORTS + 3):
        incidents.record(ValueError("x"))
    assert len(list(tmp_path.iterdir())) == MOST_REPORTS


def test_report_that_cannot_be_written_still_has_a_number(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert Incidents(tmp_path / "file").record(ValueError("x"))


def test_textual_still_calls_the_private_hook_that_is_overridden() -> None:
    handler = inspect.getsource(App._handle_exception)
    assert "self._fatal_error()" in handler
    assert "self.panic(error)" in handler
    assert list(inspect.signature(App._fatal_error).parameters) == ["self"]
    assert "show_locals=True" in inspect.getsource(App._fatal_error)


def test_copying_reaches_no_clipboard(tmp_path: Path) -> None:
    with small_app(tmp_path, "plain") as line:
        line.wait_for("ready")
        line.press("c")
        line.wait_for("copied")
        assert b"\x1b]52" not in line.received
