"""What terminals send, and what no terminal should: for tests that try everything."""

from __future__ import annotations

import random

from hypothesis import strategies as st
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._keyboard_protocol import FUNCTIONAL_KEYS

_KNOWN = [key.encode() for key in sorted(ANSI_SEQUENCES_KEYS)]
_CONTROLS = [bytes([code]) for code in range(32)] + [b"\x7f"]
_ALT = [b"\x1b" + bytes([code]) for code in range(32, 127)]
_KITTY = [
    f"\x1b[{code[:-1]};{modifiers}{code[-1]}".encode() for code in FUNCTIONAL_KEYS for modifiers in (1, 6)
]
_REPORTS = [
    *(
        b"\x1b[<0;1;1M",
        b"\x1b[<35;400;300m",
        b"\x1b[<64;1;1M",
        b"\x1b[<0;-3;-3M",
        b"\x1b[M !!",
        b"\x1b[32;5;5M",
    ),
    *(b"\x1b[I", b"\x1b[O", b"\x1b[1;1R", b"\x1b[24;80R", b"\x1b[0n", b"\x1b[?64;1;2c", b"\x1b[>1;95;0c"),
    *(b"\x1b[?2026;2$y", b"\x1b[?2048;1$y", b"\x1b[?2048;2$y", b"\x1b[?2048;9$y", b"\x1b[?9999;3$y"),
    *(b"\x1b[48;24;80;0;0t", b"\x1b[48;0;0;0;0t", b"\x1b[48;99999;99999;1;1t", b"\x1b[8;24;80t"),
    *(
        b"\x1b]0;a title\x07",
        b"\x1b]11;rgb:ffff/ffff/ffff\x1b\\",
        b"\x1b]52;c;aGVsbG8=\x07",
        b"\x1b]8;;file:///\x07",
    ),
    *(b"\x1bP1$r0m\x1b\\", b"\x1b_Gi=1;OK\x1b\\", b"\x1b^x\x1b\\", b"\x1bXx\x1b\\", b"\x1b[?0u", b"\x1b[?1u"),
]
_PASTES = [
    b"\x1b[200~plain\x1b[201~",
    b"\x1b[200~two\rlines\r\n\x1b[201~",
    b"\x1b[200~\x00\x07\x1b[2J\x1b]52;c;eA==\x07\xff\x1b[201~",
    b"\x1b[200~1AA0-AA0-AA01\t\t\x9b31m\x1b[201~",
    b"\x1b[200~" + b"x" * 5000 + b"\x1b[201~",
    b"\x1b[201~",
]
_BROKEN = [
    *(
        b"\xff",
        b"\xc3",
        b"\xe2\x82",
        b"\xf0\x9f",
        b"\xc0\x80",
        b"\xed\xa0\x80",
        b"\xf8\x88\x80\x80\x80",
        b"\xe9",
    ),
    *(
        b"\x1b",
        b"\x1b[",
        b"\x1bO",
        b"\x1b[1;",
        b"\x1b[<0;",
        b"\x1b]0;",
        b"\x1bP",
        b"\x1b[[",
        b"\x1b[M",
        b"\x1b\x1b",
        b"\x1b[200~",
    ),
    *(
        b"\x1b[1114112u",
        b"\x1b[55296u",
        b"\x1b[99999999999999999999u",
        b"\x1b[97;0u",
        b"\x1b[97;99999u",
        b"\x1b[;;u",
    ),
    *(b"\x1b[97;1;1114112u", b"\x1b[97;1;55296u", b"\x1b[97;1;27u", b"\x1b[:::u", b"\x1b[99999999999~"),
    *(
        b"\x9b31m",
        b"\xc2\x9b31m",
        b"\xc2\x9d0;x\x07",
        "\u202e\u200b\ufeff".encode(),
        "e\u0301\u0301".encode(),
    ),
]
_KINDS = (_KNOWN, _CONTROLS, _ALT, _KITTY, _REPORTS, _PASTES, _BROKEN)
EVERY_KEY = [
    *_CONTROLS,
    *(bytes([code]) for code in range(32, 127)),
    *_ALT,
    *_KNOWN,
    *_KITTY,
    *_REPORTS,
    *_BROKEN,
]


def one(chance: random.Random) -> bytes:
    """Return one key, report, paste, or something broken: often cut, sometimes noise."""
    kind = chance.randrange(len(_KINDS) + 2)
    if kind >= len(_KINDS):
        return chance.randbytes(chance.randrange(1, 9))
    found = chance.choice(_KINDS[kind])
    return found[: chance.randrange(1, len(found) + 1)] if chance.random() < 0.1 else found


def odd_keys() -> st.SearchStrategy[bytes]:
    """Return the same for hypothesis."""
    return st.integers(0, 2**32).map(lambda seed: one(random.Random(seed)))
