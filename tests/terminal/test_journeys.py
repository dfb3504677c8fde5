"""From `spot-tui` to a read tab, in a real pseudo-terminal, and every way out."""

from __future__ import annotations

import re
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.terminal.journeys import (
    FIRST_SCREEN,
    MBI,
    NAME,
    PATIENT,
    ask,
    audit_records,
    fill_in,
    go_home,
    kiosk,
    portal_over_tcp,
    sign_in,
)
from tests.terminal.line import Terminal, plain_environment
from tests.terminal.processes import children_of
from tests.terminal.test_ends_of_the_line import WITHIN, assert_given_back, drop, terminate

WIPED = b"\x1b[2J\x1b[3J"
PRIVATE = (MBI, "Quillfeather", NAME)


def test_from_the_first_screen_to_a_read_tab(tmp_path: Path) -> None:
    with kiosk(tmp_path) as line:
        sign_in(line)
        go_home(line)
        ask(line)
        line.press("2")
        line.wait_for("Part B deductible", "$183.00")
        assert "PRACTICE" in line.rows[0]
        line.press("8")
        line.wait_for("No data returned")
    (asked,) = [r for r in audit_records(tmp_path, "--event", "record.search") if r["outcome"] == "success"]
    assert asked["npi_ctx"] == "1234567893"


@pytest.mark.parametrize("envelope", ["soap", "mime"])
def test_from_the_first_screen_to_a_read_tab_over_http(tmp_path: Path, envelope: str) -> None:
    with (
        portal_over_tcp(tmp_path, envelope) as settings,
        kiosk(tmp_path, "--profile", "served", "--config", str(settings)) as line,
    ):
        sign_in(line)
        go_home(line)
        ask(line)
        line.press("2")
        line.wait_for("Part B deductible", "$183.00")


def test_screens_work_without_function_keys(tmp_path: Path) -> None:
    with kiosk(tmp_path) as line:
        line.wait_for(FIRST_SCREEN)
        line.press("1")
        line.wait_for("Before you sign in")
        line.press("ctrl+g", "5")
        line.wait_for("wren.applegarth")


def test_reject_keeps_the_form_and_shows_no_patient(tmp_path: Path) -> None:
    with kiosk(tmp_path) as line:
        sign_in(line)
        go_home(line)
        fill_in(line, (MBI, "Alma", "Thistlewick", "03/02/1948"))
        line.press("f5")
        line.wait_for("Data matching")
        assert "Thistlewick" in line.text
        assert "$" not in line.text


def test_sign_out_wipes_screen_and_scrollback(tmp_path: Path) -> None:
    with kiosk(tmp_path) as line:
        sign_in(line)
        go_home(line)
        ask(line)
        before = len(line.received)
        line.press("f9", "f9")
        line.wait_for(FIRST_SCREEN)
        assert WIPED in bytes(line.received[before:])
        assert_nothing_private(line)
        line.press("f9", "f9")
        assert line.wait_end() == 0
    ended = audit_records(tmp_path, "--event", "session.end")
    assert [r["outcome"] for r in ended][-1] != "pending"


def test_quitting_gives_the_terminal_back_empty(tmp_path: Path) -> None:
    with kiosk(tmp_path) as line:
        line.wait_for(FIRST_SCREEN)
        line.press("f9", "f9")
        assert line.wait_end() == 0
        assert line.text.strip() == ""
        assert line.modes == line.modes_before
        assert bytes(line.received).rfind(WIPED) < bytes(line.received).rfind(b"\x1b[?1049l")


@pytest.mark.parametrize(("end", "number"), [(terminate, signal.SIGTERM), (drop, signal.SIGHUP)])
def test_ending_from_outside_leaves_a_record_and_no_patient(
    tmp_path: Path, end: Callable[[Terminal], None], number: int
) -> None:
    with kiosk(tmp_path) as line:
        sign_in(line)
        go_home(line)
        ask(line)
        end(line)
        assert line.wait_end(WITHIN) == 128 + number
        if end is terminate:
            assert_nothing_private(line)
            assert_given_back(line)
    ended = [r for r in audit_records(tmp_path) if r.get("details", {}).get("signal") == number]
    assert [r["event"] for r in ended] == ["session.end"]
    assert ended[0]["idm_user"] == "wren.applegarth"
    reasons = {r.get("reason") for r in audit_records(tmp_path, "--event", "session.end")}
    assert "quit" not in reasons


def test_nothing_that_was_typed_or_shown_is_on_the_disk(tmp_path: Path) -> None:
    log = tmp_path / "keys.log"
    with kiosk(tmp_path, TEXTUAL_LOG=str(log), TEXTUAL="debug", SSLKEYLOGFILE=str(log)) as line:
        sign_in(line)
        go_home(line)
        ask(line)
        line.signal(signal.SIGTERM)
        line.wait_end(10)
    assert not log.exists()
    written = [
        path for path in tmp_path.rglob("*") if path.is_file() and "practice/practice" not in str(path)
    ]
    assert written
    for path in written:
        told = path.read_bytes()
        assert not [secret for secret in (*PATIENT, NAME) if secret.encode() in told], path


def test_keys_of_the_kiosk_open_nothing(tmp_path: Path) -> None:
    with kiosk(tmp_path) as line:
        line.wait_for(FIRST_SCREEN)
        line.press(*(f"ctrl+{letter}" for letter in "abcdefhijklmnopqrstuvwxyz" if letter not in "ijm"))
        line.press("ctrl+\\", "f11", "f12")
        line.press("1")
        line.wait_for("Before you sign in")
        assert children_of(line.process.pid) == []


def assert_nothing_private(line: Terminal) -> None:
    for private in PRIVATE:
        assert private not in line.text
        assert private not in line.scrollback


@pytest.mark.parametrize("term", ["dumb", ""])
def test_terminal_that_cannot_show_screens_is_told_the_commands(tmp_path: Path, term: str) -> None:
    with kiosk(tmp_path, TERM=term) as line:
        assert line.wait_end() == 2
        assert "cannot show the screens" in line.text
        assert "spot-tui eligibility check" in line.text


@pytest.mark.parametrize("arguments", [("--colours",), ("--profile", "nowhere")])
def test_wrong_start_is_told_before_anything_is_drawn(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    with kiosk(tmp_path, *arguments) as line:
        assert line.wait_end() == 2
        assert b"\x1b" not in line.received


@pytest.mark.parametrize(
    ("environment", "absent"),
    [
        ({"NO_COLOR": "1"}, rb"\x1b\[[0-9;]*(?:3[0-7]|4[0-7]|9[0-7]|38|48)[;m]"),
        ({"TERM": "xterm"}, rb"\x1b\[[0-9;]*[34]8;"),
        ({"TERM": "xterm-256color"}, rb"\x1b\[[0-9;]*[34]8;2;"),
    ],
)
def test_no_more_colours_than_the_terminal_has(
    tmp_path: Path, environment: dict[str, str], absent: bytes
) -> None:
    with kiosk(tmp_path, **environment) as line:
        line.wait_for(FIRST_SCREEN)
        assert not re.search(absent, bytes(line.received))


def test_crash_of_a_screen_shows_an_incident_and_no_patient(tmp_path: Path) -> None:
    code = """
import sys
from spot_tui.terminal.environment import prepare
prepare()
from spot_tui.screens.answer import AnswerPage
def fail(self, *_):
    answer = vars(self)
    raise RuntimeError(f"{answer}")
AnswerPage.do_page_down = fail
AnswerPage.can_page_down = lambda self: True
from spot_tui.__main__ import main
sys.exit(main([]))
"""
    with Terminal([sys.executable, "-c", code], plain_environment(tmp_path)) as line:
        sign_in(line)
        go_home(line)
        ask(line)
        line.press("f8")
        assert line.wait_end() == 1
        assert "incident" in line.text
        assert b"Traceback" not in line.received
        assert_nothing_private(line)
        assert line.modes == line.modes_before
    (report,) = (tmp_path / "state" / "spot-tui" / "incidents").iterdir()
    assert not [private for private in PRIVATE if private in report.read_text()]
