"""Terminals that show ASCII only: by setting, and where the locale is not UTF-8."""

from __future__ import annotations

import io
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color

from spot_tui.terminal.environment import Surroundings
from spot_tui.terminal.letters import Characters, choose_characters, fix_characters, has_blocks
from spot_tui.widgets.ascii_lines import AsciiLines
from tests.terminal.journeys import ask, go_home, kiosk, sign_in

UTF8, OTHER = Characters.UNICODE, Characters.ASCII


@pytest.mark.parametrize(
    ("environment", "utf8_mode", "characters"),
    [
        ({"LANG": "en_US.UTF-8"}, False, UTF8),
        ({"LANG": "es_PR.utf8"}, False, UTF8),
        ({"LANG": "de_DE.UTF-8@euro"}, False, UTF8),
        ({"LANG": "C", "LC_CTYPE": "en_US.UTF-8"}, False, UTF8),
        ({"LANG": "C", "LC_CTYPE": "C.UTF-8"}, False, UTF8),
        ({"LANG": "not_installed.UTF-8"}, True, UTF8),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "C"}, True, OTHER),
        ({"LANG": "en_US.ISO-8859-1"}, False, OTHER),
        ({"LANG": "C", "LC_CTYPE": "C.UTF-8"}, True, OTHER),
        ({"LANG": "POSIX"}, True, OTHER),
        ({}, True, OTHER),
    ],
)
def test_the_locale_decides_unless_python_made_it_up(
    environment: dict[str, str], utf8_mode: bool, characters: Characters
) -> None:
    surroundings = Surroundings.of(environment, utf8_mode=utf8_mode)
    assert choose_characters("auto", surroundings) is characters


@pytest.mark.parametrize("characters", Characters)
def test_setting_beats_the_locale(characters: Characters) -> None:
    for is_utf8 in (True, False):
        assert choose_characters(characters, Surroundings("xterm", "", False, is_utf8)) is characters


def test_a_stream_for_ascii_writes_nothing_else_and_shows_no_blocks() -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    fix_characters(Characters.UNICODE, stream)
    assert has_blocks(stream.encoding)
    fix_characters(Characters.ASCII, stream)
    assert not has_blocks(stream.encoding)
    stream.write("Español")
    stream.flush()
    assert stream.buffer.getvalue() == b"Espa?ol"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("Español ¿sí?", "Espanol ?si?"),
        ("cut…", "cut."),
        ("┌─┐│└─┘╔═╗", "+-+|+-++-+"),
        ("█▀▄▌", "####"),
        ("• → ← ↑ ↓", "* > < ^ v"),
        ("\u201ca\u201d \u2013 b\u2019s", '"a" - b\'s'),
        ("日本", "????"),
        ("λ", "?"),
    ],
)
def test_the_nearest_ascii_is_shown(text: str, shown: str) -> None:
    (segment,) = AsciiLines().apply([Segment(text)], Color(0, 0, 0))
    assert segment.text == shown


def one_line(text: str) -> bool:
    return all(unicodedata.category(character) not in {"Cc", "Cf", "Cs"} for character in text)


@given(st.lists(st.text().filter(one_line), max_size=4))
def test_a_line_is_ascii_and_keeps_its_width(texts: list[str]) -> None:
    segments = AsciiLines().apply([Segment(text) for text in texts], Color(0, 0, 0))
    assert all(segment.text.isascii() for segment in segments)
    assert [segment.cell_length for segment in segments] == [cell_len(text) for text in texts]


SETTING = '[display]\ncharacters = "ascii"\n'


@pytest.mark.skipif(sys.platform != "linux", reason="a pseudo-terminal")
@pytest.mark.parametrize("way", ["setting", "locale"])
def test_no_byte_above_127_is_written(tmp_path: Path, way: str) -> None:
    """A walk through the sign-in with its passcode in large digits, an answer, its tabs and help."""
    settings = tmp_path / "spot-tui.toml"
    settings.write_text(SETTING if way == "setting" else "")
    environment = {"LANG": "C.UTF-8" if way == "setting" else "C"}
    with kiosk(tmp_path, "--config", str(settings), **environment) as line:
        line.wait_for("Welcome")
        line.press("f1")
        line.wait_for("Keys of this screen")
        line.press("f3")
        sign_in(line)
        go_home(line)
        ask(line)
        for tab, words in (("1", "Entitlement"), ("3", "Preventive"), ("7", "Inpatient")):
            line.press(tab)
            line.wait_for(words)
        line.press("f9", "f9")
        line.wait_for("Welcome")
        line.press("f9", "f9")
        assert line.wait_end() == 0
    assert max(line.received) < 128
