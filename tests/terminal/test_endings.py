"""A signal ends a command wherever it stands, soon and in order; a second one ends it whatever it does."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.practice import PASSWORD, USER
from tests.terminal.journeys import PROGRAM, audit_records
from tests.terminal.line import Terminal, plain_environment

SOON = 5.0
"""Far more than an end takes, far less than for ever."""

LIST = [*PROGRAM, "access", "list", "--accept-terms", "--username", USER]

_STUCK = """
import asyncio, sys
from spot_tui.terminal import endings

async def work() -> None:
    print("at work", flush=True)
    while True:
        try:
            await asyncio.sleep(3600)
        except asyncio.CancelledError:
            print("goes on", flush=True)

endings.let_signals_end()
endings.run(work())
"""


def at_the_device(line: Terminal) -> None:
    line.wait_for("Password:")
    line.type(f"{PASSWORD}\n")
    line.wait_for("Number from 1 to")


def at_the_passcode(line: Terminal) -> None:
    at_the_device(line)
    line.type("1\n")
    line.wait_for("Passcode:")


@pytest.mark.parametrize("question", [at_the_device, at_the_passcode])
def test_ctrl_c_at_a_question_of_the_sign_in_ends_in_order(
    tmp_path: Path, question: Callable[[Terminal], None]
) -> None:
    with Terminal(LIST, plain_environment(tmp_path)) as line:
        question(line)
        line.press("ctrl+c")
        assert line.wait_end(SOON) == 128 + signal.SIGINT
        assert line.modes == line.modes_before
    assert audit_records(tmp_path, "--event", "audit.stop")


def test_a_line_that_drops_at_a_question_ends_in_order(tmp_path: Path) -> None:
    with Terminal(LIST, plain_environment(tmp_path)) as line:
        at_the_device(line)
        line.signal(signal.SIGHUP)
        line.signal(signal.SIGHUP)
        assert line.wait_end(SOON) == 128 + signal.SIGHUP
    assert audit_records(tmp_path, "--event", "audit.stop")


def test_a_second_signal_ends_what_does_not_end_by_itself(tmp_path: Path) -> None:
    with Terminal([sys.executable, "-c", _STUCK], plain_environment(tmp_path)) as line:
        line.wait_for("at work")
        line.press("ctrl+c")
        line.wait_for("goes on")
        line.signal(signal.SIGTERM)
        assert line.wait_end(SOON) == 128 + signal.SIGINT
