"""Whatever a terminal sends: keys are keys, and the rest is nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events, messages
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._keyboard_protocol import FUNCTIONAL_KEYS
from textual._xterm_parser import XTermParser
from textual.message import Message

from spot_tui.terminal.keyboard import MOST_HELD, PASTE_BEGINS, PASTE_ENDS, PASTE_SECONDS, Keyboard
from tests.terminal.odd_keys import odd_keys

TABLE = sorted(key for key in ANSI_SEQUENCES_KEYS if key != "\x1b\x1b")
KITTY = [
    f"\x1b[{number};{modifiers}{end}"
    for code in FUNCTIONAL_KEYS
    for number, end in [(code[:-1], code[-1])]
    for modifiers in (1, 2, 5, 8)
]


F3_TO_TEXTUAL = "CursorPosition"
"""With Shift or Ctrl, F3 is taken for an answer that nobody asked for."""


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


class Hands:
    """Somebody at a keyboard, who may wait."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.keyboard = Keyboard(self.clock)

    def type(self, *pieces: bytes | str) -> list[Message]:
        data = [piece.encode() if isinstance(piece, str) else piece for piece in pieces]
        return [message for piece in data for message in self.keyboard.take(piece)]

    def wait(self, seconds: float = 1.0) -> list[Message]:
        self.clock.now += seconds
        return list(self.keyboard.rest())

    def typed(self, *pieces: bytes | str) -> list[str]:
        """Return what was meant, told shortly, once nothing more comes."""
        return [told(message) for message in [*self.type(*pieces), *self.wait(PASTE_SECONDS)]]


def told(message: Message) -> str:
    if isinstance(message, events.Key):
        return message.key
    if isinstance(message, events.Paste):
        return f"paste {message.text!r}"
    return type(message).__name__


def by_textual(sequence: str) -> list[str]:
    parser = XTermParser()
    return [told(message) for message in parser.feed(sequence)]


@pytest.mark.parametrize("keys", [TABLE, KITTY], ids=["table", "kitty"])
def test_every_key_that_textual_knows_is_the_same_key_here(keys: list[str]) -> None:
    differing = [
        (key, Hands().typed(key), by_textual(key))
        for key in keys
        if key != "\x1b" and by_textual(key) not in ([F3_TO_TEXTUAL], Hands().typed(key))
    ]
    assert differing == []


def test_keys_are_the_same_in_whatever_pieces_they_come() -> None:
    for key in TABLE:
        assert Hands().typed(*key) == Hands().typed(key), repr(key)


def test_escape_is_a_key_once_nothing_follows() -> None:
    hands = Hands()
    assert hands.type("\x1b") == []
    assert hands.wait(0.01) == []
    assert [told(message) for message in hands.wait()] == ["escape"]


def test_escape_before_another_sequence_is_a_key() -> None:
    assert Hands().typed("\x1b\x1b[A") == ["escape", "up"]


def test_f3_is_a_key_with_shift_too() -> None:
    assert Hands().typed("\x1b[1;2R", "\x1b[1;5R") == ["shift+f3", "ctrl+f3"]


def test_letter_after_escape_is_that_letter_with_alt() -> None:
    assert Hands().typed("\x1bx", "\x1bA") == ["alt+x", "alt+shift+a"]


@pytest.mark.parametrize(
    "sequence",
    [
        "\x1b[<0;10;10M",
        "\x1b[<35;42;7m",
        "\x1b[M !!",
        "\x1b[32;10;10M",
        "\x1b[?64;1;2;22c",
        "\x1b[>41;354;0c",
        "\x1b]11;rgb:0000/0000/0000\x1b\\",
        "\x1b]52;c;MUFBMEFBMEFBMDE=\x07",
        "\x1bP1$r0m\x1b\\",
        "\x1bP>|terminal(1)\x1b\\",
        "\x1b_Gi=31;OK\x1b\\",
        "\x1b[48;24;80;0;0t",
        "\x1b[48;99999;99999;99999;99999t",
        "\x1b[?2048;2$y",
        "\x1b[?2026;0$y",
        "\x1b[24;80R",
        "\x1b[0n",
        "\x1b[201;5~",
        "\x1b[8;24;80t",
        "\x1b[1114112;1u",
        "\x1b[99999999999999999999u",
        "\x1b[97;1;1114112u",
        "\x1b[201~",
        "\x1b[",
        "\x1b[1;",
        "\x1bO",
        "\x1b]52;c;",
        "\x1b]0;x\x18",
        "\x1b]0;" + "x" * (MOST_HELD - 4),
    ],
)
def test_what_is_no_key_types_nothing(sequence: str) -> None:
    assert Hands().typed(sequence) == []
    assert Hands().typed(*sequence[:40], sequence[40:]) == []


def test_sequence_that_another_breaks_off_is_forgotten() -> None:
    assert Hands().typed("\x1b[1;\x1b[B", "\x1b]0;title\x1b[A", "\x1bO\x1bOP") == ["down", "up", "f1"]


def test_letters_of_other_encodings_are_marked_and_the_rest_is_typed() -> None:
    keys = [message for message in Hands().type(b"a\xe9b\xffc") if isinstance(message, events.Key)]
    assert [key.character for key in keys] == ["a", "\ufffd", "b", "\ufffd", "c"]


def test_letter_in_two_pieces_is_one_letter() -> None:
    keys = Hands().type(b"\xc3", b"\xa9")
    assert [key.character for key in keys if isinstance(key, events.Key)] == ["é"]


def test_paste_is_one_text_without_nul() -> None:
    assert Hands().typed(f"{PASTE_BEGINS}a\x1b[Ab\r\x00c{PASTE_ENDS}d") == ["paste 'a\\x1b[Ab\\rc'", "d"]


def test_end_of_a_paste_may_come_in_two_pieces() -> None:
    assert Hands().typed(f"{PASTE_BEGINS}a\x1b[20", "1~b") == ["paste 'a'", "b"]


def test_paste_whose_end_was_lost_is_over_after_a_while() -> None:
    hands = Hands()
    assert hands.type(f"{PASTE_BEGINS}a") == []
    assert hands.wait(1.0) == []
    assert [told(message) for message in hands.wait(PASTE_SECONDS)] == ["paste 'a'"]
    assert hands.typed("b") == ["b"]


def test_no_more_is_kept_of_a_paste_than_fits() -> None:
    hands = Hands()
    for _ in range(5):
        assert hands.type("x" * MOST_HELD if _ else PASTE_BEGINS) == []
    (pasted,) = hands.type("\x1b[20", "1~")
    assert isinstance(pasted, events.Paste)
    assert len(pasted.text) <= MOST_HELD
    assert hands.typed("b") == ["b"]


def test_focus_and_support_of_synchronised_output_are_told() -> None:
    found = Hands().type("\x1b[I\x1b[O\x1b[?2026;2$y")
    kinds = [events.AppFocus, events.AppBlur, messages.TerminalSupportsSynchronizedOutput]
    assert [type(message) for message in found] == kinds


@given(st.lists(st.one_of(st.binary(max_size=12), odd_keys()), max_size=30))
def test_nothing_that_comes_ends_the_keyboard(pieces: list[bytes]) -> None:
    hands = Hands()
    hands.type(*pieces)
    hands.wait(PASTE_SECONDS)
    hands.type(b"\x18", PASTE_ENDS)
    hands.wait(PASTE_SECONDS)
    hands.wait(PASTE_SECONDS)
    assert hands.typed("a") == ["a"]
