"""The ways through the program that journeys and benchmarks share."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from spot_tui.sandbox.world import BUSY_SECONDS
from tests import forked_program
from tests.terminal.line import ROOT, Terminal, plain_environment

PROGRAM = [sys.executable, "-m", "spot_tui"]
MBI = "1AA0AA0AA01"
PATIENT = (MBI, "Alma", "Quillfeather", "03/02/1948")
NAME = "QUILLFEATHER"
RULES = "Before the first inquiry"
FIRST_SCREEN = "Choose your language"

_SETTINGS = """
[profiles.served]
environment = "practice"
providers = [{{ organisation = "Practice Family Clinic", npi = "1234567893", parts = ["A", "B"] }}]

[profiles.served.identity]
organisation_url = "{url}"
issuer = "{url}/oauth2/practice"
client_id = "spot-tui-practice"
practice_passcode_url = "{url}/practice/passcode"
practice_people_url = "{url}/practice/people"
practice_push_url = "{url}/practice/push"

[profiles.served.eligibility]
url = "{url}/core/{envelope}"
envelope = "{envelope}"
sender_id = "PRACTICE"
tax_id = "000000001"
usage = "T"

[profiles.served.gateway]
url = "{url}/gateway/v1"
"""


def settings_of(url: str, envelope: str = "soap") -> str:
    """Return settings with the profile ``served``, whose portal is at `url`."""
    return _SETTINGS.format(url=url, envelope=envelope)


def kiosk(home: Path, *arguments: str, **more: str) -> Terminal:
    return Terminal([*PROGRAM, *arguments], plain_environment(home, **more))


def command(
    home: Path, *arguments: str, given: str | None = None, **more: str
) -> subprocess.CompletedProcess[str]:
    """Run a command without a terminal; `given` is its standard input."""
    _let_a_second_pass(home)
    return forked_program.run(arguments, plain_environment(home, **more), ROOT, given or "")


def _let_a_second_pass(home: Path) -> None:
    """Have the practice portal forget the calls of this second: commands of a test are faster than people."""
    path = home / "data" / "spot-tui" / "practice" / "practice" / "world.sqlite"
    if path.exists():
        with closing(sqlite3.connect(path, timeout=BUSY_SECONDS)) as world, world:
            world.execute("UPDATE account SET calls = 0")


def go_to_sign_in(line: Terminal) -> None:
    """Go from the first screen to the sign-in form."""
    line.wait_for(FIRST_SCREEN)
    line.press("1")
    line.wait_for("Before you sign in")
    line.press("f5")
    line.wait_for("wren.applegarth")


def sign_in(line: Terminal, device: str = "1", *, person: int = 1) -> None:
    """Go from the first screen to the signed-in side as a made-up user, by what her phone shows.

    `device` is the key of one in the list; a second sign-in within half a minute takes another one.
    """
    go_to_sign_in(line)
    for _ in range(person):
        line.press("f2")
    line.wait_for("is filled in")
    line.press("f5")
    line.wait_for("Which device")
    line.press(device)
    line.wait_until(lambda: "Type the passcode" in line.text or "is on its way" in line.text, "the passcode")
    line.press("f2")
    line.wait_for("the phone shows")
    shown = re.search(r"the phone shows (\d+)", line.text)
    assert shown is not None
    line.type(shown[1])
    line.press("f5")


def go_home(line: Terminal) -> None:
    """Choose the first provider where there is a choice."""
    line.wait_until(lambda: "For which provider" in line.text or "What would you like" in line.text, "home")
    if "For which provider" in line.text:
        line.press("1")
    line.wait_for("What would you like")


def accept_use_rules(line: Terminal) -> None:
    """Accept the rules of use where it is the first inquiry of the day."""
    shown = (RULES, "Last date of service")
    line.wait_until(lambda: any(words in line.text for words in shown), "the inquiry")
    if RULES in line.text:
        line.press("f5")


def fill_in(line: Terminal, patient: Sequence[str] = PATIENT) -> None:
    """Go from home to the filled form."""
    line.press("1")
    accept_use_rules(line)
    line.wait_for("Last date of service")
    for text in patient:
        line.type(text)
        line.press("tab")
    line.wait_for(patient[-1])


def ask(line: Terminal) -> None:
    """Go from home to the answer for a made-up patient."""
    fill_in(line)
    line.press("f5")
    line.wait_for(NAME, "Can I bill Medicare?")


def audit_records(home: Path, *arguments: str, **more: str) -> list[dict[str, Any]]:
    """Return the audit records as the command tells them."""
    ran = command(home, "audit", "search", "--json", *arguments, **more)
    assert ran.returncode == 0, ran.stderr
    found: list[dict[str, Any]] = json.loads(ran.stdout)["records"]
    return found


@contextmanager
def portal_over_tcp(home: Path, envelope: str = "soap") -> Iterator[Path]:
    """Serve the practice portal in a process of its own; yield a settings file that names it."""
    with subprocess.Popen(
        [*PROGRAM, "sandbox", "serve", "--port", "0"],
        env=plain_environment(home / "portal"),
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
    ) as server:
        try:
            assert server.stderr is not None
            told = server.stderr.readline()
            address = re.search(r"http://127\.0\.0\.1:\d+", told)
            assert address is not None, told
            settings = home / "spot-tui.toml"
            settings.write_text(settings_of(address[0], envelope))
            yield settings
        finally:
            server.terminate()
