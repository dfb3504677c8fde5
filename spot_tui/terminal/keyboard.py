"""What comes from the terminal, as keys and pastes: nothing of it ends the program or the keyboard.

Textual's own reader (8.2.8) ends at a byte that is no UTF-8 and at a key number that is no character, is deaf
after a paste whose end was lost on the line, believes any size that it is told, and types what it does not
know into the field under the cursor: answers of the terminal, reports of a mouse. Which sequence is which key
comes from Textual.
"""

from __future__ import annotations

import os
import re
import select
import time
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterable, Iterator

from textual import constants, events, messages
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._keyboard_protocol import FUNCTIONAL_KEYS
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.keys import Keys
from textual.message import Message

PASTE_BEGINS, PASTE_ENDS = "\x1b[200~", "\x1b[201~"
MOST_HELD = 65536
"""Characters of a paste, or of a sequence without an end, that are taken; no field holds as many."""
PASTE_SECONDS = 5.0
"""After so long without a byte a paste is over, whether its end came or not."""
_LOOK_MS = 100
_READ_BYTES = 4096

_STRING = r"[\]PX^_][^\x07\x18\x1a\x1b]*"  # OSC, DCS, SOS, PM, APC
_SEQUENCE = re.compile(
    r"\x1b(?:"
    r"\[\[[A-E]"  # F1 to F5 of the Linux console
    r"|\[\d+\$"  # keys of rxvt with Shift
    r"|\[M[^\x1b]{3}"  # the oldest reports of a mouse
    r"|\[[0-?]*[ -/]*[@-LN-Z\\-~]|\[[0-?]+[ -/]*[M\[]"  # ECMA-48, control sequence
    r"|O[ -~]"  # SS3
    rf"|{_STRING}(?:\x07|\x18|\x1a|\x1b\\)"
    r"|[^\x1b\[O\]PX^_]"  # a key with Alt
    r")"
)
_BEGINNING = re.compile(rf"\x1b(?:\[(?:\[|M[^\x1b]{{0,2}}|[0-?]*[ -/]*)|O|{_STRING}\x1b?)?")
_NUMBERED = re.compile(r"\x1b\[(\d*)[\d:;]*([~A-Z])")
_SYNCHRONISED = re.compile(r"\x1b\[\?2026;[1-4]\$y")


class Keyboard:
    """Makes messages of what comes, in whatever pieces it comes. `now` is a clock that nobody can set."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._decode = getincrementaldecoder("utf-8")("replace").decode
        self._table = XTermParser()
        self._held = ""
        self._came = now()

    def take(self, data: bytes) -> Iterator[Message]:
        """Yield what is complete with these bytes."""
        self._came = self._now()
        self._held += self._decode(data)
        while self._held:
            meant = self._next()
            if meant is None:
                break
            yield from meant

    def rest(self) -> Iterator[Message]:
        """Yield what is over because nothing more came: the key Esc, a paste without an end."""
        is_paste = self._held.startswith(PASTE_BEGINS)
        if self._held and self._now() - self._came >= (PASTE_SECONDS if is_paste else constants.ESCAPE_DELAY):
            yield from self._paste() if is_paste else self._broken_off()

    def _next(self) -> Iterable[Message] | None:
        """Take the next key, paste or sequence from what is held; None where more must come first."""
        held = self._held
        if held.startswith(PASTE_BEGINS):
            self._hold()
            return self._paste() if PASTE_ENDS in held else None
        if not held.startswith("\x1b"):
            self._held = held[1:]
            return self._keys(held[0])
        if found := _SEQUENCE.match(held):
            self._held = held[found.end() :]
            return self._meant(found[0])
        begun = _BEGINNING.match(held)
        is_waiting = begun is not None and begun.end() == len(held) <= MOST_HELD
        return None if is_waiting else self._broken_off()

    def _hold(self) -> None:
        """Keep no more of a paste than fits, and what may be the beginning of its end."""
        tail = len(PASTE_ENDS) - 1
        if PASTE_ENDS not in self._held and len(self._held) > MOST_HELD + tail:
            self._held = self._held[:MOST_HELD] + self._held[-tail:]

    def _paste(self) -> Iterator[Message]:
        pasted, _, self._held = self._held.removeprefix(PASTE_BEGINS).partition(PASTE_ENDS)
        yield events.Paste(pasted[:MOST_HELD].replace("\x00", ""))

    def _broken_off(self) -> Iterator[Message]:
        """Take away a sequence that has no end, without the one that it broke off for; Esc is a key."""
        begun = _BEGINNING.match(self._held)
        length = len(begun[0].rstrip("\x1b")) if begun else 0
        self._held = self._held[max(length, 1) :]
        if not length:
            yield events.Key("escape", "\x1b")

    def _meant(self, sequence: str) -> Iterator[Message]:
        """Yield what a whole sequence means; nothing where it is no key of anybody's."""
        if sequence == "\x1b[I":
            yield events.AppFocus()
        elif sequence == "\x1b[O":
            yield events.AppBlur()
        elif _SYNCHRONISED.fullmatch(sequence):
            yield messages.TerminalSupportsSynchronizedOutput()
        else:
            keys = list(self._keys(sequence))
            yield from keys if keys or len(sequence) > 2 else self._keys(sequence[1], alt=True)

    def _keys(self, sequence: str, *, alt: bool = False) -> Iterator[events.Key]:
        if (numbered := _NUMBERED.fullmatch(sequence)) and not (
            sequence in ANSI_SEQUENCES_KEYS or numbered[1] + numbered[2] in FUNCTIONAL_KEYS
        ):
            return  # Textual takes the number for that of a character
        try:
            keys = list(self._table._sequence_to_key_events(sequence, alt=alt))
        except (ValueError, OverflowError):  # the number of a key that is no character
            return
        yield from (key for key in keys if key.key != Keys.Ignore)


class KeyedDriver(LinuxDriver):
    """Textual's driver with our own keyboard."""

    def run_input_thread(self) -> None:
        """Pass on what comes until the program ends; after the end of the line, wait for that."""
        keyboard = Keyboard()
        line = select.poll()
        line.register(self.fileno, select.POLLIN)
        while not self.exit_event.is_set():
            came = line.poll(_LOOK_MS)
            if came and not (data := self._read()):
                self.exit_event.wait()
                return
            for message in keyboard.take(data) if came else keyboard.rest():
                self.process_message(message)

    def _read(self) -> bytes:
        try:
            return os.read(self.fileno, _READ_BYTES)
        except OSError:  # the line is gone, which the guard knows
            return b""
