"""The program as all there is behind a login: nothing comes in from outside, nothing is left behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from spot_tui.terminal.wipe import RESETS, WIPE
from tests.operator.kit import KIT, login
from tests.terminal.journeys import FIRST_SCREEN, MBI, ask, audit_records, go_home, sign_in
from tests.terminal.line import ROOT, Terminal, plain_environment
from tests.terminal.processes import children_of

_STAND_IN = """#!{python} -I
import json, os, resource, signal, sys, time
keys = (signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP)
ignored = [number.name for number in keys if signal.getsignal(number) == signal.SIG_IGN]
told = {{
    "arguments": sys.argv,
    "environment": dict(os.environ),
    "folder": os.getcwd(),
    "mask": os.umask(0),
    "core": resource.getrlimit(resource.RLIMIT_CORE)[0],
    "ignored": ignored,
}}
open({told!r}, "w").write(json.dumps(told))
{does}
"""


def stand_in(folder: Path, does: str = "") -> Path:
    """Make something in the program's place that tells how it was started; return its folder."""
    program = folder / "program"
    (program / "bin").mkdir(parents=True)
    python = program / "bin" / "python"
    python.write_text(_STAND_IN.format(python=sys.executable, told=str(folder / "told"), does=does))
    python.chmod(0o755)
    return program


def told(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "told").read_text())
    return found


def at(folder: Path, script: Path, *arguments: str, **more: str) -> Terminal:
    return Terminal([str(script), *arguments], plain_environment(folder, **more))


def over_ssh(folder: Path, script: Path, *arguments: str, **more: str) -> Terminal:
    return at(folder, script, *arguments, SSH_CONNECTION="192.0.2.7 50022 192.0.2.1 22", **more)


def environment_of(folder: Path, given: Mapping[str, str]) -> dict[str, str]:
    """Return what the program gets of these variables."""
    with Terminal([str(login(folder, stand_in(folder)))], given) as line:
        assert line.wait_end() == 0
    found: dict[str, str] = told(folder)["environment"]
    return found


def test_without_a_terminal_it_refuses_with_a_sentence(tmp_path: Path) -> None:
    ran = subprocess.run(
        [login(tmp_path)],
        env=plain_environment(tmp_path, SSH_ORIGINAL_COMMAND="sandbox serve"),
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 1
    assert "need a terminal" in ran.stderr
    assert ran.stdout == ""
    assert not list(tmp_path.glob("data/**/*.jsonl"))


def test_nothing_that_was_asked_for_reaches_the_program(tmp_path: Path) -> None:
    script = login(tmp_path, stand_in(tmp_path))
    with over_ssh(tmp_path, script, "-c", "sandbox serve", SSH_ORIGINAL_COMMAND="read /etc/passwd") as line:
        assert line.wait_end() == 0
    assert told(tmp_path)["arguments"][1:] == ["-I", "-m", "spot_tui", "--profile", "practice"]
    assert "SSH_ORIGINAL_COMMAND" not in told(tmp_path)["environment"]


def test_environment_holds_what_the_program_needs_and_nothing_else(tmp_path: Path) -> None:
    hostile = {
        "TEXTUAL_LOG": str(tmp_path / "keys.log"),
        "PYTHONPATH": str(tmp_path),
        "PYTHONSTARTUP": "x",
        "https_proxy": "http://192.0.2.9",
        "SPOT_TUI_CONFIG": "/tmp/other.toml",
        "XDG_DATA_HOME": "/tmp",
        "COLORTERM": "truecolor",
        "program": "/tmp",
        "profile": "other",
        "LC_ALL": "C",
        "ENV": "x",
    }
    found = environment_of(tmp_path, plain_environment(tmp_path, **hostile))
    assert found == {
        "HOME": str(tmp_path),
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        "COLORTERM": "",
        "NO_COLOR": "",
        "SSH_CONNECTION": "",
        "CREDENTIALS_DIRECTORY": str(tmp_path / "no-credentials"),
        "SPOT_TUI_CONFIG": "",
    }


@pytest.mark.parametrize("name", ["TERM", "LANG", "SSH_CONNECTION"])
@pytest.mark.parametrize("value", ["$(id)", "x\x1b[2J", "a\nb", "../../etc", "x;y", "é"])
def test_value_that_no_terminal_has_is_not_passed_on(tmp_path: Path, name: str, value: str) -> None:
    found = environment_of(tmp_path, plain_environment(tmp_path, **{name: value}))
    assert found[name] == ("C.UTF-8" if name == "LANG" else "")


def test_operator_chooses_settings_profile_and_colours(tmp_path: Path) -> None:
    settings = tmp_path / "office.toml"
    settings.touch()
    chosen = {
        "settings": str(settings),
        "profile": "clinic",
        "colour_term": "truecolor",
        "no_colour": "1",
    }
    script = login(tmp_path, stand_in(tmp_path), **chosen)
    with at(tmp_path, script) as line:
        assert line.wait_end() == 0
    found = told(tmp_path)
    assert found["arguments"][-1] == "clinic"
    passed = {name: found["environment"][name] for name in ("SPOT_TUI_CONFIG", "COLORTERM", "NO_COLOR")}
    assert passed == {"SPOT_TUI_CONFIG": str(settings), "COLORTERM": "truecolor", "NO_COLOR": "1"}


def test_program_is_started_private_and_no_key_stops_its_start(tmp_path: Path) -> None:
    with at(tmp_path, login(tmp_path, stand_in(tmp_path))) as line:
        assert line.wait_end() == 0
    found = told(tmp_path)
    assert (found["folder"], found["mask"], found["core"]) == ("/", 0o077, 0)
    assert found["ignored"] == ["SIGINT", "SIGQUIT", "SIGTSTP"]


def test_new_version_behind_the_link_does_not_change_what_runs(tmp_path: Path) -> None:
    link = tmp_path / "now"
    link.symlink_to(stand_in(tmp_path))
    with at(tmp_path, login(tmp_path, link)) as line:
        assert line.wait_end() == 0
    assert told(tmp_path)["arguments"][0] == str(tmp_path / "program" / "bin" / "python")


def test_status_of_the_program_is_that_of_the_login(tmp_path: Path) -> None:
    with over_ssh(tmp_path, login(tmp_path, stand_in(tmp_path, "sys.exit(9)"))) as line:
        assert line.wait_end() == 9


def test_killed_program_leaves_a_clean_terminal(tmp_path: Path) -> None:
    with at(tmp_path, login(tmp_path)) as line:
        sign_in(line)
        go_home(line)
        ask(line)
        (program,) = children_of(line.process.pid)
        os.kill(program, signal.SIGKILL)
        assert line.wait_end() == 128 + signal.SIGKILL
        assert line.received.endswith((WIPE + RESETS).encode())
        assert line.modes == line.modes_before
        assert MBI not in line.text + line.scrollback


def test_last_words_of_the_program_stay_readable(tmp_path: Path) -> None:
    does = "print('\\x1b[?1049h\\x1b[?1049lincident 4711', file=sys.stderr); sys.exit(1)"
    with over_ssh(tmp_path, login(tmp_path, stand_in(tmp_path, does))) as line:
        assert line.wait_end() == 1
        assert "incident 4711" in line.text


def test_terminal_that_starts_over_by_itself_shows_them_for_a_while(tmp_path: Path) -> None:
    script = login(tmp_path, stand_in(tmp_path, "sys.exit(2)"), linger="600")
    with at(tmp_path, script) as line:
        line.wait_until(
            lambda: "sleep" in [program_of(pid) for pid in children_of(line.process.pid)], "the wait"
        )
        line.signal(signal.SIGTERM)
        assert line.wait_end() == -signal.SIGTERM


def test_line_of_its_own_ends_at_once(tmp_path: Path) -> None:
    with over_ssh(tmp_path, login(tmp_path, stand_in(tmp_path, "sys.exit(2)"), linger="600")) as line:
        assert line.wait_end() == 2


def program_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return ""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_end_of_the_login_is_an_end_in_order(tmp_path: Path, number: signal.Signals) -> None:
    with at(tmp_path, login(tmp_path)) as line:
        line.wait_for(FIRST_SCREEN)
        line.press("1")
        line.wait_for("Before you sign in")
        line.signal(number)
        assert line.wait_end() == 128 + number
        assert line.modes == line.modes_before
        assert line.text.strip() == ""
    records = Path(tmp_path / ".local" / "share")
    (ended,) = audit_records(tmp_path, "--event", "session.end", XDG_DATA_HOME=str(records))
    assert ended["details"]["signal"] == number


def test_dropped_line_ends_the_program_and_the_login(tmp_path: Path) -> None:
    with over_ssh(tmp_path, login(tmp_path)) as line:
        line.wait_for(FIRST_SCREEN)
        (program,) = children_of(line.process.pid)
        line.hang_up()
        line.wait_end()
        assert not Path(f"/proc/{program}").exists()


def test_login_that_is_killed_takes_the_program_with_it(tmp_path: Path) -> None:
    with at(tmp_path, login(tmp_path)) as line:
        line.wait_for(FIRST_SCREEN)
        line.process.kill()
        line.wait_end()
        line.wait_until(lambda: b"\x1b[?1049l" in line.received, "the terminal to be given back")


def test_store_key_is_the_credential(tmp_path: Path) -> None:
    credentials = tmp_path / "credentials"
    credentials.mkdir()
    (credentials / "spot-tui.store-key").write_bytes(bytes(range(32)))
    with at(tmp_path, login(tmp_path, credentials=str(credentials))) as line:
        keys = tmp_path / ".local" / "share" / "spot-tui" / "practice" / "keys"
        line.wait_until((keys / "audit-chain.json").exists, "the audit log")
    assert not (keys / "store.key").exists()


def test_it_writes_what_the_program_itself_takes_modes_back_with() -> None:
    script = (KIT / "common" / "usr" / "local" / "bin" / "spot-tui-kiosk").read_text()
    for name, sequence in (("wipe", WIPE), ("resets", RESETS)):
        assert f"{name}='{sequence}'".replace("\x1b", r"\033") in script
