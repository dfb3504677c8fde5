"""Every key, and whatever else may come down a line, at a locked kiosk: nobody gets out, nothing is started.

`make soak` tries thousands. A failure names its seed and the last of what was sent; ``SPOT_TUI_SEED=N`` with
``-k test_name`` tries that one again.
"""

from __future__ import annotations

import os
import random
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.terminal.journeys import FIRST_SCREEN, PROGRAM, fill_in, go_home, sign_in
from tests.terminal.line import ROOT, Terminal, plain_environment
from tests.terminal.odd_keys import EVERY_KEY, one
from tests.terminal.processes import started_by, written_by

SOAK = os.environ.get("SPOT_TUI_SOAK") == "1"
SEEDS = (
    [int(os.environ["SPOT_TUI_SEED"])] if os.environ.get("SPOT_TUI_SEED") else list(range(4 if SOAK else 1))
)
PIECES = 500 if SOAK else 60
_LOOK_EVERY = 40
MARKS = ("PRACTICE", "PRÁCTICA")

_LOCKED = """
[profiles.locked]
environment = "practice"
portal.in_process = true
kiosk.enabled = true
providers = [{ organisation = "Practice Family Clinic", npi = "1234567893", parts = ["A", "B"] }]

[profiles.locked.identity]
organisation_url = "http://practice.invalid"
issuer = "http://practice.invalid/oauth2/practice"
client_id = "spot-tui-practice"
practice_passcode_url = "http://practice.invalid/practice/passcode"
practice_people_url = "http://practice.invalid/practice/people"

[profiles.locked.eligibility]
url = "http://practice.invalid/core/soap"
sender_id = "PRACTICE"
tax_id = "000000001"
usage = "T"

[profiles.locked.gateway]
url = "http://practice.invalid/gateway/v1"
"""


class Locked:
    """A locked kiosk in folders of its own, and somebody who tries to get out."""

    def __init__(self, folder: Path) -> None:
        self.home, self.elsewhere, self.temporary = folder / "home", folder / "cwd", folder / "tmp"
        for made in (self.home, self.elsewhere, self.temporary):
            made.mkdir()
        settings = folder / "spot-tui.toml"
        settings.write_text(_LOCKED)
        environment = plain_environment(self.home, TMPDIR=str(self.temporary), PYTHONPATH=str(ROOT))
        command = [*PROGRAM, "--config", str(settings), "--profile", "locked"]
        self.line = Terminal(command, environment, folder=self.elsewhere)
        self._columns = 80

    def tries(self, pieces: Sequence[bytes], told: str) -> None:
        """Send each, and look now and then whether the kiosk still holds."""
        for place, piece in enumerate(pieces):
            self.line.send(piece)
            if place % _LOOK_EVERY == _LOOK_EVERY - 1 or place == len(pieces) - 1:
                sent = pieces[max(0, place + 1 - _LOOK_EVERY) : place + 1]
                self.holds(f"{told}, after {place + 1}, the last ones {sent!r}")

    def holds(self, told: str) -> None:
        """Assert that it runs and draws, has started and written nothing, and shows no error."""
        assert self.line.process.poll() is None, (
            f"it ended with {self.line.process.poll()}: {told}\n{self.line.text}"
        )
        self._columns = 161 - self._columns
        self.line.wipe()
        self.line.resize(self._columns, 24)
        try:
            self.line.wait_until(
                lambda: any(mark in self.line.rows[0] for mark in MARKS), "the screen to be drawn anew"
            )
        except AssertionError as error:
            raise AssertionError(f"{error}\n{told}") from None
        pid = self.line.process.pid
        assert not (started := started_by(pid)), f"it started {started}: {told}"
        strange = [path for path in written_by(pid) if not self._is_its_own(Path(path))]
        assert not strange, f"it writes {strange}: {told}"
        left = [path for place in (self.elsewhere, self.temporary) for path in place.rglob("*")]
        mine = [path for path in self.home.rglob("*") if path.is_file()]
        assert [*left, *(path for path in mine if not self._is_its_own(path))] == [], told
        assert not list(self.home.rglob("incidents/*")), told
        for shown in (b"Traceback", b"\x1b]52;", b"\x1b]0;", b"\x1b]2;"):
            assert shown not in self.line.received, f"{shown!r}: {told}"

    def _is_its_own(self, path: Path) -> bool:
        return any(path.is_relative_to(self.home / name / "spot-tui") for name in ("data", "state"))


def entrance(line: Terminal) -> None:
    line.wait_for(FIRST_SCREEN)


def at_sign_in(line: Terminal) -> None:
    entrance(line)
    line.press("1")
    line.wait_for("Before you sign in")
    line.press("f5")
    line.wait_for("wren.applegarth")


def at_home(line: Terminal) -> None:
    sign_in(line)
    go_home(line)


def at_a_form(line: Terminal) -> None:
    at_home(line)
    fill_in(line)


def at_the_lock(line: Terminal) -> None:
    at_home(line)
    line.press("f10")
    line.wait_for("This screen is locked")


PLACES = pytest.mark.parametrize("go", [entrance, at_sign_in, at_home, at_a_form, at_the_lock])


@PLACES
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.timeout(1800 if SOAK else 120)
def test_nothing_that_is_typed_leads_out_of_the_kiosk(
    tmp_path: Path, go: Callable[[Terminal], None], seed: int
) -> None:
    chance = random.Random(f"{go.__name__} {seed}")
    at = Locked(tmp_path)
    with at.line:
        go(at.line)
        at.tries([one(chance) for _ in range(PIECES)], f"seed {seed}")


@pytest.mark.parametrize("go", [entrance, at_home] if SOAK else [entrance])
@pytest.mark.timeout(1800 if SOAK else 120)
def test_no_key_of_any_terminal_leads_out_of_the_kiosk(
    tmp_path: Path, go: Callable[[Terminal], None]
) -> None:
    at = Locked(tmp_path)
    with at.line:
        go(at.line)
        at.tries(EVERY_KEY, "every key in turn")


@pytest.mark.parametrize("what", ["runs", "has run", "is ignored"])
def test_a_process_that_was_started_would_be_noticed(tmp_path: Path, what: str) -> None:
    does = {
        "runs": "child = subprocess.Popen(['sleep', '600'])",
        "has run": "subprocess.run(['true'])",
        "is ignored": "signal.signal(signal.SIGCHLD, signal.SIG_IGN); subprocess.Popen(['true'])",
    }
    code = f"import signal, subprocess\n{does[what]}\nprint('ready', flush=True)\ninput()"
    with Terminal([sys.executable, "-c", code], plain_environment(tmp_path)) as line:
        line.wait_for("ready")
        assert started_by(line.process.pid)
        line.signal(signal.SIGHUP)


def test_a_file_that_is_written_would_be_noticed(tmp_path: Path) -> None:
    code = f"file = open({str(tmp_path / 'file')!r}, 'w')\nprint('ready', flush=True)\ninput()"
    with Terminal([sys.executable, "-c", code], plain_environment(tmp_path)) as line:
        line.wait_for("ready")
        assert written_by(line.process.pid) == [str(tmp_path / "file")]
