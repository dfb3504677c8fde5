"""A form is half filled when line, keyboard or program end: nothing typed is lost, nothing is left."""

from __future__ import annotations

import inspect
import random
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from spot_tui.terminal import guard
from spot_tui.terminal.guard import LineGuard
from tests.terminal.journeys import MBI, PROGRAM, audit_records, kiosk
from tests.terminal.line import Terminal, plain_environment
from tests.terminal.test_drafts import kept, type_inquiry

HALF = MBI[:7]
WITHIN = 10.0
"""Far more than an end takes on a loaded machine, far less than for ever."""


def drop(line: Terminal) -> None:
    line.hang_up()


def terminate(line: Terminal) -> None:
    line.signal(signal.SIGTERM)


def hang_up_signal(line: Terminal) -> None:
    line.signal(signal.SIGHUP)


def both_signals(line: Terminal) -> None:
    line.signal(signal.SIGTERM)
    line.signal(signal.SIGHUP)


def storm(line: Terminal) -> None:
    """Change the size of the window many times, to what no window has too."""
    chance = random.Random(24)
    for _ in range(120):
        line.resize(
            chance.choice((1, 2, 40, 79, 80, 81, 132, 400)), chance.choice((1, 2, 10, 23, 24, 25, 50, 120))
        )
        line.send(b"")


def storm_and_terminate(line: Terminal) -> None:
    storm(line)
    terminate(line)


def ended(home: Path) -> list[int]:
    """Return the signals that ended a session of this store, by its audit log."""
    told = [record.get("details", {}) for record in audit_records(home, "--event", "session.end")]
    return [details["signal"] for details in told if "signal" in details]


ENDS = pytest.mark.parametrize(
    ("end", "numbers"),
    [
        (drop, {signal.SIGHUP}),
        (terminate, {signal.SIGTERM}),
        (hang_up_signal, {signal.SIGHUP}),
        (both_signals, {signal.SIGTERM, signal.SIGHUP}),
        (storm_and_terminate, {signal.SIGTERM}),
    ],
)


@ENDS
def test_half_filled_form_is_kept_and_the_end_is_recorded(
    tmp_path: Path, end: Callable[[Terminal], None], numbers: set[int]
) -> None:
    with kiosk(tmp_path) as line:
        type_inquiry(line, HALF)
        end(line)
        status = line.wait_end(WITHIN)
        assert status - 128 in numbers
        if end is not drop:
            assert_given_back(line)
    assert kept(tmp_path) == [{"mbi": HALF}]
    assert ended(tmp_path) == [status - 128]


@pytest.mark.parametrize("controlling", [True, False])
def test_keyboard_that_is_gone_ends_the_program_though_the_screen_is_there(
    tmp_path: Path, controlling: bool
) -> None:
    environment = plain_environment(tmp_path)
    with Terminal(PROGRAM, environment, keyboard_apart=True, controlling=controlling) as line:
        type_inquiry(line, HALF)
        line.unplug()
        assert line.wait_end(WITHIN) == 128 + signal.SIGHUP
        assert line.received.rfind(b"\x1b[?1049l") > line.received.rfind(b"\x1b[?1049h")
        assert HALF not in line.text + line.scrollback
    assert kept(tmp_path) == [{"mbi": HALF}]
    assert ended(tmp_path) == [signal.SIGHUP]


def test_storm_of_sizes_changes_nothing_that_is_typed(tmp_path: Path) -> None:
    with kiosk(tmp_path) as line:
        type_inquiry(line, HALF)
        storm(line)
        line.wipe()
        line.resize(81, 24)
        line.wait_for(HALF, "Last date of service")
        line.type(MBI[len(HALF) :])
        line.wait_for(MBI)
        assert line.process.poll() is None


def test_an_end_takes_less_than_a_second() -> None:
    grace = inspect.signature(LineGuard).parameters["grace"].default
    assert grace + guard._LOOK_SECONDS < 1


def assert_given_back(line: Terminal) -> None:
    assert line.modes == line.modes_before
    assert line.received.rfind(b"\x1b[?1049l") > line.received.rfind(b"\x1b[?1049h")
    assert b"\x1b[?25h" in line.received[line.received.rfind(b"\x1b[?1049l") :]
    assert line.text.strip() == ""
