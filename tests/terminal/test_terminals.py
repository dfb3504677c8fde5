"""Kinds of terminals: what each sends for its keys reaches the actions, and what it cannot do is told."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from textual import events
from textual._xterm_parser import XTermParser

from spot_tui.backend.problems import EXIT_USAGE
from tests.terminal.journeys import FIRST_SCREEN, PROGRAM, command, kiosk
from tests.terminal.line import Terminal, plain_environment

LATER = ("\x1b[17~", "\x1b[18~", "\x1b[19~", "\x1b[20~", "\x1b[21~")
VT = ("\x1bOP", "\x1bOQ", "\x1bOR", "\x1bOS")
SENT = {
    "linux": ("\x1b[[A", "\x1b[[B", "\x1b[[C", "\x1b[[D", "\x1b[[E", *LATER),
    "putty": ("\x1b[11~", "\x1b[12~", "\x1b[13~", "\x1b[14~", "\x1b[15~", *LATER),
    "xterm": (*VT, "\x1b[15~", *LATER),
    "screen": (*VT, "\x1b[15~", *LATER),
    "tmux-256color": (*VT, "\x1b[15~", *LATER),
    "rxvt": ("\x1b[11~", "\x1b[12~", "\x1b[13~", "\x1b[14~", "\x1b[15~", *LATER),
    "vt100": tuple(f"\x07{digit}" for digit in "1234567890"),
}
"""F1 to F10 as terminals send them (terminfo; console_codes(4); PuTTY's manual 4.4.3); vt100: the leader."""


def walk(line: Terminal, keys: tuple[str, ...]) -> None:
    """Press F1 to F9 where each leads elsewhere, and leave."""
    f1, f2, f3, f4, f5, f6, f7, f8, f9, _ = keys
    line.wait_for(FIRST_SCREEN)
    line.type(f1)
    line.wait_for("Keys of this screen")
    line.type(f3)
    line.wait_for(FIRST_SCREEN)
    line.type(f4)
    line.wait_for("Which services work now")
    line.type(f3)
    line.wait_for(FIRST_SCREEN)
    line.type("1")
    line.wait_for("Before you sign in")
    line.type(f5)
    line.wait_for("Sign in with your CMS identity", "wren.applegarth")
    line.type(f2)
    line.wait_for("is filled in")
    line.type(f6)
    line.wait_for("Sign in with a web browser")
    line.type(f3)
    line.wait_for("Sign in with your CMS identity")
    line.type(f7)
    line.wait_for("Set a new password for a forgotten one")
    line.type(f3)
    line.wait_for("Sign in with your CMS identity")
    line.type(f8)
    line.wait_for("Open a locked account")
    line.type(f3)
    line.wait_for("Sign in with your CMS identity")
    line.type(f9)
    line.wait_for("End the program?")
    line.type(f9)
    assert line.wait_end() == 0


@pytest.mark.parametrize("term", SENT)
def test_f_keys_of_each_terminal_reach_the_actions(tmp_path: Path, term: str) -> None:
    with kiosk(tmp_path, TERM=term) as line:
        walk(line, SENT[term])


@pytest.mark.parametrize(
    ("around", "arguments"),
    [("tmux", ("-L", "spot-tui-test", "-f", "/dev/null", "new-session")), ("screen", ("-c", "/dev/null"))],
)
def test_inside_tmux_and_screen_keys_and_picture_are_right(
    tmp_path: Path, around: str, arguments: tuple[str, ...]
) -> None:
    if shutil.which(around) is None:
        pytest.skip(f"{around} is not on this machine")
    environment = plain_environment(tmp_path, TMUX_TMPDIR=str(tmp_path), SCREENDIR=str(tmp_path / "screens"))
    (tmp_path / "screens").mkdir(mode=0o700)
    with Terminal([around, *arguments, *PROGRAM], environment) as line:
        line.wait_for(FIRST_SCREEN)
        assert line.rows[0].startswith(" PRACTICE  Welcome")
        walk(line, SENT["xterm"])


@pytest.mark.parametrize("term", ["dumb", "", "unknown"])
def test_a_terminal_that_cannot_show_the_screens_gets_a_sentence_and_the_commands(
    tmp_path: Path, term: str
) -> None:
    with kiosk(tmp_path, TERM=term) as line:
        assert line.wait_end() == EXIT_USAGE
    told = " ".join(line.text.split())
    assert "cannot show the screens" in told
    assert "spot-tui eligibility check" in told
    assert b"\x1b" not in line.received


def test_without_a_terminal_there_is_a_sentence_and_the_commands(tmp_path: Path) -> None:
    ran = command(tmp_path)
    assert ran.returncode == EXIT_USAGE
    assert ran.stdout == ""
    assert "need a terminal" in ran.stderr
    assert "spot-tui eligibility check" in ran.stderr


@pytest.mark.parametrize("term", [term for term in SENT if term != "vt100"])
def test_f1_to_f10_are_known_by_their_bytes(term: str) -> None:
    for number, sent in enumerate(SENT[term], start=1):
        keys = [event.key for event in XTermParser().feed(sent) if isinstance(event, events.Key)]
        assert keys == [f"f{number}"]
