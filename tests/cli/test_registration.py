"""A device is registered at a terminal: its key is there to be scanned or typed, and gone afterwards."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pyotp
import pytest

from spot_tui.backend.identity.idx_prompts import otpauth_uri
from spot_tui.backend.upstreams import PRACTICE_HOST
from tests.cli.practice import PASSWORD
from tests.screens.test_qr_code import expected, read
from tests.terminal.journeys import PROGRAM
from tests.terminal.line import Terminal, plain_environment

UGO = "ugo.nettleship"
LIST = [*PROGRAM, "access", "list", "--accept-terms", "--username", UGO, "--provider", "1234567893"]
ISSUER = PRACTICE_HOST
KEY_LENGTH = 32
BLOCKS = frozenset("▀▄█")


def register(line: Terminal) -> str:
    """Go on to the first code of an authenticator app; return the key that is shown."""
    line.wait_for("Password:")
    line.type(f"{PASSWORD}\n")
    line.wait_for("Which device shall be registered?", "Number from 1 to")
    line.type("1\n")
    line.wait_for("Passcode:")
    groups = re.findall(r"(?<!\S)[A-Z2-7]{4}(?!\S)", line.text)
    assert len(groups) == KEY_LENGTH // 4, line.text
    return "".join(groups)


def right_code(line: Terminal, key: str) -> None:
    line.type(f"{pyotp.TOTP(key).now()}\n")
    line.wait_until(lambda: "Passcode:" not in line.text, "the code to be taken")


def wrong_code(line: Terminal, key: str) -> None:
    line.type(f"{int(pyotp.TOTP(key).now()) ^ 1:06}\n")
    line.wait_for("match our records")
    line.wait_until(lambda: line.received.count(b"Passcode:") == 2, "the question once more")
    assert key[-4:] in f"{line.scrollback}\n{line.text}"
    line.press("ctrl+c")
    line.wait_end()


def ctrl_c(line: Terminal, key: str) -> None:
    line.press("ctrl+c")
    line.wait_end()


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (132, 50)])
def test_the_square_is_there_together_with_the_key_and_the_question(
    tmp_path: Path, columns: int, rows: int
) -> None:
    with Terminal(LIST, plain_environment(tmp_path), columns=columns, rows=rows) as line:
        key = register(line)
        code = expected(otpauth_uri(key, ISSUER, UGO))
        drawn = [row for row in line.rows if BLOCKS & set(row)]
        left = min(row.index(cell) for row in drawn for cell in BLOCKS if cell in row)
        modules = read([row[left:].ljust(len(code)) for row in drawn])
    assert [row[: len(code)] for row in modules if any(row)] == code


def test_without_room_there_is_the_key_to_be_typed(tmp_path: Path) -> None:
    with Terminal(LIST, plain_environment(tmp_path), columns=80, rows=20) as line:
        assert register(line)
        assert "Type this setup key" in line.text
        assert not BLOCKS & set(line.text)


@pytest.mark.parametrize("end", [right_code, wrong_code, ctrl_c])
def test_nothing_of_the_key_is_left_to_scroll_back_to(
    tmp_path: Path, end: Callable[[Terminal, str], None]
) -> None:
    with Terminal(LIST, plain_environment(tmp_path), columns=80, rows=24) as line:
        key = register(line)
        end(line, key)
        left = f"{line.scrollback}\n{line.text}"
    assert key[:4] not in left
    assert not BLOCKS & set(left)
