"""The kit over a real sshd: in with a key, nowhere but into the program, and back after the line dropped."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.operator.sshd import ACCOUNT, Host, Sshd, find_sshd, host, read_by, write_host
from tests.terminal.journeys import FIRST_SCREEN, MBI, accept_use_rules, audit_records, go_home, sign_in
from tests.terminal.line import plain_environment

GO_ON = "Go on with what was not sent"


@pytest.fixture(scope="module")
def sshd(tmp_path_factory: pytest.TempPathFactory) -> Sshd:
    return find_sshd(tmp_path_factory.mktemp("openssh"))


@pytest.fixture
def there(tmp_path: Path, sshd: Sshd) -> Iterator[Host]:
    with host(tmp_path, sshd) as served:
        yield served


def test_what_sshd_makes_of_the_file_of_the_kit(tmp_path: Path, sshd: Sshd) -> None:
    write_host(tmp_path)
    command = read_by(tmp_path, sshd, "-T", "-C", f"user={ACCOUNT},host=h,addr=192.0.2.7")
    ran = subprocess.run(command, env=sshd.environment, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
    holds = dict(line.partition(" ")[::2] for line in ran.stdout.splitlines())
    assert holds["forcecommand"].endswith("/usr/local/bin/spot-tui-kiosk")
    wanted = {
        "authenticationmethods": "publickey",
        "disableforwarding": "yes",
        "permittunnel": "no",
        "permituserrc": "no",
        "permituserenvironment": "no",
        "permittty": "yes",
        "acceptenv": "LANG",
        "maxsessions": "1",
        "clientaliveinterval": "15",
        "clientalivecountmax": "4",
    }
    assert {name: holds[name] for name in wanted} == wanted


def test_dropped_line_keeps_what_was_typed_for_the_next_sign_in(there: Host) -> None:
    with there.sit_down() as line:
        sign_in(line)
        go_home(line)
        line.press("1")
        accept_use_rules(line)
        line.wait_for("Last date of service")
        line.type(MBI)
        line.wait_for(MBI)
        assert len(there.programs()) == 1
        line.process.kill()
        line.wait_until(lambda: not there.programs(), "the program to end")
    with there.sit_down() as line:
        sign_in(line, device="2")
        go_home(line)
        line.wait_for(GO_ON)
        line.press("8")
        line.wait_for(MBI, "Last date of service")
    data = str(there.home / ".local" / "share")
    ended = audit_records(there.folder, "--event", "session.end", XDG_DATA_HOME=data)
    assert ended[0]["details"]["signal"] == 1
    assert ended[0]["src"] == "127.0.0.1"


def test_leaving_the_program_closes_the_line_and_leaves_a_clean_terminal(there: Host) -> None:
    with there.sit_down() as line:
        line.wait_for(FIRST_SCREEN)
        line.press("f9", "f9")
        assert line.wait_end() == 0
        assert FIRST_SCREEN not in line.text
        assert line.modes == line.modes_before


def run_there(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        env=plain_environment(folder),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def test_command_is_not_run(there: Host) -> None:
    ran = run_there([*there.connect(), "id"], there.folder)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert "need a terminal" in ran.stderr


def test_files_are_not_transferred(there: Host) -> None:
    ran = run_there([*there.connect("-s"), "sftp"], there.folder)
    assert (ran.returncode, ran.stdout) == (1, "")


def test_command_with_a_terminal_opens_the_screens(there: Host) -> None:
    with there.sit_down("-tt") as line:
        line.wait_for(FIRST_SCREEN)
