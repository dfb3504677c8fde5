"""Who signs in for a command: a script, a made-up user, or a person with a browser."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from tests.cli.practice import PASSWORD, USER, code_now
from tests.terminal.journeys import audit_records, command
from tests.terminal.line import Terminal, plain_environment

LIST = ("access", "list")
PROVIDER = ("--provider", "1234567893")
KEY_ONLY = "yann.rushcombe"
GRANT = (*LIST, "--device-grant", "--practice-user", USER, "--accept-terms", *PROVIDER)


def script(user: str, device: str = "") -> tuple[str, ...]:
    return (*LIST, "--username", user, "--accept-terms", *PROVIDER, *(("--device", device) if device else ()))


@pytest.mark.parametrize(
    "options", [("vera.oakhanger",), ("wilf.pettigrove", "--device", "push"), ("xenia.quarrington",)]
)
def test_a_made_up_user_answers_her_phone_or_presses_her_key(
    tmp_path: Path, options: tuple[str, ...]
) -> None:
    ran = command(tmp_path, *LIST, *PROVIDER, "--practice-user", *options)
    assert ran.returncode == 0, ran.stderr


def test_a_script_leaves_for_later_what_may_wait(tmp_path: Path) -> None:
    user = "tilda.mossbridge"
    ran = command(tmp_path, *script(user, "authenticator"), given=f"{PASSWORD}\n{code_now(user)}\n")
    assert ran.returncode == 0, ran.stderr


def test_a_script_names_what_a_person_must_do(tmp_path: Path) -> None:
    user = "sven.lumbergate"
    ran = command(tmp_path, *script(user), given=f"{PASSWORD}\n{code_now(user)}\n")
    assert ran.returncode == 6
    assert "the password is to be changed" in ran.stderr
    assert "by hand" in ran.stderr


def test_a_script_lets_nobodys_phone_ring(tmp_path: Path) -> None:
    ran = command(tmp_path, *script("wilf.pettigrove", "push"), given=f"{PASSWORD}\n")
    assert ran.returncode == 6
    assert "a request on the phone is to be approved" in ran.stderr
    assert not audit_records(tmp_path, "--event", "auth.mfa.select")


@pytest.mark.parametrize("more", [(), ("--json",)])
def test_whom_to_ask_stands_below_a_problem_of_permission(tmp_path: Path, more: tuple[str, ...]) -> None:
    ran = command(tmp_path, *script(USER, "authenticator"), *more, given="Not-Hers-At-All-1\n")
    assert ran.returncode == 6
    assert re.search(r"SPOT Help Desk: telephone .+ e-mail ", ran.stderr)


def test_no_telephone_stands_below_a_mistake_in_typing(tmp_path: Path) -> None:
    ran = command(tmp_path, *LIST, "--practice-user", USER, "--provider", "9999999999")
    assert ran.returncode == 4
    assert "telephone" not in ran.stderr


def test_a_browser_needs_a_person_at_a_terminal(tmp_path: Path) -> None:
    ran = command(tmp_path, *GRANT)
    assert ran.returncode == 6
    assert "needs a person at a terminal" in ran.stderr
    assert not audit_records(tmp_path, "--event", "auth.grant")


def test_who_has_a_security_key_only_is_sent_to_the_browser(tmp_path: Path) -> None:
    ran = command(tmp_path, *script(KEY_ONLY), given=f"{PASSWORD}\n")
    assert ran.returncode == 6
    assert "Or add --device-grant to the command" in ran.stderr


def test_who_came_in_by_a_browser_works_once_confirmed(tmp_path: Path) -> None:
    program = [sys.executable, "-m", "spot_tui", *GRANT]
    with Terminal(program, plain_environment(tmp_path), columns=100, rows=60) as line:
        line.wait_for("Is that you?")
        assert re.search(r"Enter this code there: [B-Z]{4}-[B-Z]{4}", line.text)
        line.type("yes\n")
        assert line.wait_end() == 0
    assert [record["outcome"] for record in audit_records(tmp_path, "--event", "session.start")] == [
        "success"
    ]


def test_ctrl_c_gives_the_waiting_up(tmp_path: Path) -> None:
    grant = [option for option in GRANT if option not in {"--practice-user", USER}]
    with Terminal(
        [sys.executable, "-m", "spot_tui", *grant], plain_environment(tmp_path), columns=100
    ) as line:
        line.wait_for("Waiting for the browser")
        line.press("ctrl+c")
        assert line.wait_end(10) == 130
        assert not re.search("Traceback|incident", line.text)
