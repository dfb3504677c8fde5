"""What is typed into the kiosk and not sent: covered by the lock, and there again whatever ends it."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from spot_tui.backend.clock import SystemClock
from spot_tui.backend.store.lines import Damage
from spot_tui.backend.store.shelf import DraftShelf, Lifetime
from spot_tui.backend.store.vault import Vaults
from tests.terminal.journeys import MBI, accept_use_rules, audit_records, go_home, kiosk, sign_in
from tests.terminal.line import Terminal, plain_environment

PASSWORD = "Only4Practice-Portal"
GO_ON = "Go on with what was not sent"

_IDLE = """
[profiles.hasty]
environment = "practice"
providers = [{ organisation = "Practice Family Clinic", npi = "1234567893", parts = ["B"] }]
portal.in_process = true
session = { warn_minutes = 0.04, lock_minutes = 0.08, end_minutes = 20 }

[profiles.hasty.identity]
organisation_url = "http://practice.invalid"
issuer = "http://practice.invalid/oauth2/practice"
client_id = "spot-tui-practice"
practice_passcode_url = "http://practice.invalid/practice/passcode"
practice_people_url = "http://practice.invalid/practice/people"
"""


def kept(home: Path) -> list[dict[str, str]]:
    """Return what lies typed in the drafts on this disk, whoever has it open."""
    store = home / "data" / "spot-tui" / "practice"
    vaults = Vaults(store)
    shelf = DraftShelf(vaults, SystemClock(), Lifetime(7, ZoneInfo("America/New_York")))
    try:
        owners = [vaults.owner(name) for name in vaults.names()]
        return [dict(draft.values) for owner in owners if owner for draft in shelf.all(owner)]
    except (Damage, FileNotFoundError):  # it is only being made
        return []
    finally:
        vaults.close()


def type_inquiry(line: Terminal, text: str = MBI) -> None:
    """Sign in and type into the inquiry."""
    sign_in(line)
    go_home(line)
    line.press("1")
    accept_use_rules(line)
    line.wait_for("Last date of service")
    line.type(text)
    line.wait_for(text)


def lock(line: Terminal) -> None:
    line.press("f10")
    line.wait_for("This screen is locked")


def is_left(line: Terminal) -> list[str]:
    """Return what of the inquiry a person could still read, also by scrolling back."""
    there = line.text + line.scrollback
    return [covered for covered in (MBI, "Eligibility", "Last date of service") if covered in there]


def test_the_lock_leaves_nothing_on_the_terminal_and_opens_for_the_password_only(tmp_path: Path) -> None:
    with kiosk(tmp_path) as line:
        type_inquiry(line)
        lock(line)
        assert not is_left(line)
        assert b"\x1b]0;" not in line.received
        assert b"\x1b]2;" not in line.received
        assert b"\x1b]52;" not in line.received
        line.type("Not-The-Password-1")
        line.press("enter")
        line.wait_for("tries left: 2")
        assert not is_left(line)
        line.type(PASSWORD)
        line.press("enter")
        line.wait_for(MBI, "Last date of service", "draft saved")
    assert audit_records(tmp_path, "--event", "session.unlock")[-1]["outcome"] == "success"


def test_an_idle_kiosk_warns_and_then_covers_what_is_typed(tmp_path: Path) -> None:
    settings = tmp_path / "spot-tui.toml"
    settings.write_text(_IDLE)
    with kiosk(tmp_path, "--profile", "hasty", "--config", str(settings)) as line:
        sign_in(line)
        line.wait_for("Locks in")
        line.wait_for("This screen is locked")
        assert "What would you like" not in line.text + line.scrollback


def test_who_takes_a_locked_kiosk_over_finds_nothing_and_she_finds_her_typing_later(tmp_path: Path) -> None:
    with kiosk(tmp_path) as line:
        type_inquiry(line)
        lock(line)
        line.press("f9", "f9")
        line.wait_for("session was ended here")
        sign_in(line, person=2)
        go_home(line)
        line.press("f6")
        line.quiet()
        assert GO_ON not in line.text
        line.press("f9", "f9")
        sign_in(line, device="2")
        go_home(line)
        line.wait_for(GO_ON)
        line.press("8")
        line.wait_for(MBI, "Last date of service")


def terminate(line: Terminal) -> None:
    line.signal(signal.SIGTERM)


def drop(line: Terminal) -> None:
    line.hang_up()


@pytest.mark.parametrize("end", [terminate, drop])
def test_typing_under_way_is_found_after_the_program_or_the_line_was_ended(
    tmp_path: Path, end: Callable[[Terminal], None]
) -> None:
    with kiosk(tmp_path) as line:
        type_inquiry(line)
        end(line)
        line.wait_end(10)
    assert kept(tmp_path) == [{"mbi": MBI}]


def test_a_kill_loses_what_was_typed_in_the_last_second_only(tmp_path: Path) -> None:
    with kiosk(tmp_path) as line:
        type_inquiry(line, MBI[:8])
        line.wait_until(lambda: kept(tmp_path) == [{"mbi": MBI[:8]}], "the draft")
        line.type(MBI[8:])
        line.wait_for(MBI)
        line.process.kill()
        line.wait_end()
    assert kept(tmp_path) in ([{"mbi": MBI[:8]}], [{"mbi": MBI}])


def test_a_crash_keeps_what_is_typed(tmp_path: Path) -> None:
    code = """
import sys
from spot_tui.terminal.environment import prepare
prepare()
from spot_tui.screens.inquiry import InquiryPage
def fail(self, *_):
    raise RuntimeError(self.panel.typed)
InquiryPage.do_explain = fail
from spot_tui.__main__ import main
sys.exit(main([]))
"""
    with Terminal([sys.executable, "-c", code], plain_environment(tmp_path)) as line:
        type_inquiry(line)
        line.press("f1")
        assert line.wait_end() == 1
    assert kept(tmp_path) == [{"mbi": MBI}]
