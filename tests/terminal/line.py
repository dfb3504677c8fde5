"""A person at a terminal: a command in a real pseudo-terminal, its screen, and keys to press.

Whoever waits, waits for output, with a deadline; only a line told to be thin takes its time.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType

import pyte

ROOT = Path(__file__).resolve().parents[2]
DEADLINE = 30.0
_LOOK_SECONDS = 0.05
_CARRIED = 48
"""Bytes that a thin line carries at a time."""

KEYS = {
    "enter": "\r",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "escape": "\x1b",
    "space": " ",
    "backspace": "\x7f",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    **dict(zip(("f1", "f2", "f3", "f4"), ("\x1bOP", "\x1bOQ", "\x1bOR", "\x1bOS"), strict=True)),
    **{
        f"f{number}": f"\x1b[{code}~" for number, code in enumerate((15, 17, 18, 19, 20, 21, 23, 24), start=5)
    },
}

_QUESTIONS = re.compile(rb"\x1b\[\?(?P<mode>\d+)\$p|\x1b\[(?P<cursor>6)n|\x1b\[(?P<kind>0?)c")
# What the emulator does not know and would print: private prefixes it has no rule for.
_UNKNOWN = re.compile(
    rb"\x1b\[[<=>][0-9;]*[a-zA-Z]|\x1b\[\?[0-9;]*\$p|\x1b\][0-9]+;[^\x07\x1b]*(?:\x07|\x1b\\)"
)


def key_bytes(name: str) -> bytes:
    """Return what a terminal sends for a key: a name of `KEYS`, ``ctrl+x``, or one character."""
    if name in KEYS:
        return KEYS[name].encode()
    if name.startswith("ctrl+"):
        return bytes([ord(name[-1].upper()) & 0x1F])
    if len(name) != 1:
        raise ValueError(f"unknown key {name!r}")
    return name.encode()


def plain_environment(home: Path, **more: str) -> dict[str, str]:
    """Return a small environment with every user folder under `home`."""
    return {
        "HOME": str(home),
        "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_STATE_HOME": str(home / "state"),
        "XDG_CACHE_HOME": str(home / "cache"),
        **more,
    }


class Terminal:
    """One command on one line, until it has ended or the line is dropped.

    `last_at` is when the last bytes came (by `time.perf_counter`). With `bytes_per_second` the line carries
    no more than that, so that the program has to wait for it.
    """

    def __init__(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        columns: int = 80,
        rows: int = 24,
        *,
        controlling: bool = True,
        hang_up_ignored: bool = False,
        folder: Path = ROOT,
        keyboard_apart: bool = False,
    ) -> None:
        self.received = bytearray()
        self.last_at = time.perf_counter()
        self.bytes_per_second: float | None = None
        self._held = b""
        self._screen = pyte.HistoryScreen(columns, rows, history=1000)
        self._stream = pyte.ByteStream(self._screen)
        self._line, inside = os.openpty()
        self._set_size(columns, rows)
        self.modes_before = termios.tcgetattr(inside)
        self._keys, keyboard = os.openpty() if keyboard_apart else (-1, inside)

        def enter() -> None:
            if controlling:
                fcntl.ioctl(0, termios.TIOCSCTTY, 0)
            # Whoever runs the tests may have been started with nohup.
            signal.signal(signal.SIGHUP, signal.SIG_IGN if hang_up_ignored else signal.SIG_DFL)

        self.process = subprocess.Popen(
            command,
            stdin=keyboard,
            stdout=inside,
            stderr=inside,
            env=dict(environment),
            cwd=folder,
            start_new_session=True,
            preexec_fn=enter,  # noqa: PLW1509 - a controlling terminal is taken after setsid
        )
        self._inside = inside
        if keyboard_apart:
            os.close(keyboard)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.hang_up()

    @property
    def rows(self) -> list[str]:
        """The screen as it is shown."""
        return [row.rstrip() for row in self._screen.display]

    @property
    def text(self) -> str:
        """The screen as one text."""
        return "\n".join(self.rows)

    @property
    def scrollback(self) -> str:
        """What a person can scroll back to."""
        return "\n".join(
            "".join(row[column].data for column in range(self._screen.columns))
            for row in self._screen.history.top
        )

    @property
    def modes(self) -> list[object]:
        """The line's settings as a shell would find them."""
        return termios.tcgetattr(self._inside)

    def press(self, *keys: str) -> None:
        """Press keys by name."""
        for key in keys:
            self._send(key_bytes(key))

    def type(self, text: str) -> None:
        """Type a text."""
        self._send(text.encode())

    def send(self, data: bytes) -> None:
        """Send bytes, and take what comes meanwhile, so that neither side waits for the other."""
        while data:
            if _ready(self._line, select.POLLOUT, _LOOK_SECONDS):
                data = data[os.write(self._line, data[:256]) :]
            self._read(0)

    def resize(self, columns: int, rows: int) -> None:
        """Change the size of the window, which the system tells the program."""
        self._screen.resize(rows, columns)
        self._set_size(columns, rows)

    def _set_size(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self._line, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def wipe(self) -> None:
        """Forget what the screen shows: what stands there afterwards was written since."""
        self._screen.erase_in_display(2)

    def signal(self, number: int) -> None:
        """Send a signal to the program."""
        self.process.send_signal(number)

    def wait_for(self, *texts: str, within: float = DEADLINE) -> str:
        """Read until all `texts` stand on the screen; return the screen."""
        self.wait_until(lambda: all(text in self.text for text in texts), f"{texts!r}", within)
        return self.text

    def wait_until(self, holds: Callable[[], bool], what: str, within: float = DEADLINE) -> None:
        """Read until something holds. Raises `AssertionError` with the screen when it never does."""
        end = time.monotonic() + within
        while not holds():
            if time.monotonic() > end:
                raise AssertionError(f"waited for {what}, but saw:\n{self.text}")
            self._read(_LOOK_SECONDS)

    def wait_end(self, within: float = DEADLINE) -> int:
        """Read until the program has ended; return its exit status (negative for a signal)."""
        end = time.monotonic() + within
        while self.process.poll() is None:
            left = end - time.monotonic()
            if left <= 0:
                raise AssertionError(f"still running after {within} s:\n{self.text}")
            self._read(min(left, _LOOK_SECONDS))
        while self._read(0):
            pass
        return self.process.returncode

    def wait_end_unread(self, within: float = DEADLINE) -> int:
        """Wait for the end without reading what the program writes."""
        return self.process.wait(within)

    def wait_until_unread(self, holds: Callable[[], bool], what: str, within: float = DEADLINE) -> None:
        """Wait until something holds without reading what the program writes."""
        end = time.monotonic() + within
        while not holds():
            if time.monotonic() > end:
                raise AssertionError(f"waited for {what}")
            time.sleep(_LOOK_SECONDS)

    def scribble(self, text: str) -> None:
        """Show what another program has written to the terminal."""
        self._show(text.encode())

    def fill(self, within: float = DEADLINE) -> None:
        """Read nothing until the line is full, so that the program's writes block."""
        end = time.monotonic() + within
        while _ready(self._inside, select.POLLOUT, 0):
            if time.monotonic() > end:
                raise AssertionError("the line never filled")
            time.sleep(_LOOK_SECONDS)

    def quiet(self, seconds: float = 0.3) -> None:
        """Read until nothing was written for `seconds`: for counting bytes, never for a test."""
        while self._read(seconds):
            pass

    def hang_up(self) -> None:
        """Drop the line."""
        for name in ("_inside", "_line", "_keys"):
            self._close(name)

    def unplug(self) -> None:
        """Drop the keyboard's own line, and nothing else."""
        self._close("_keys")

    def _close(self, name: str) -> None:
        fileno = getattr(self, name)
        if fileno >= 0:
            setattr(self, name, -1)
            with contextlib.suppress(OSError):
                os.close(fileno)

    def _send(self, data: bytes) -> None:
        while data:
            data = data[os.write(self._keys if self._keys >= 0 else self._line, data) :]

    def _read(self, within: float) -> bool:
        """Take what comes within so many seconds; tell whether anything came."""
        if self._line < 0 or not _ready(self._line, select.POLLIN, within):
            return False
        try:
            data = os.read(self._line, 65536 if self.bytes_per_second is None else _CARRIED)
        except OSError:
            return False
        if self.bytes_per_second is not None:
            time.sleep(len(data) / self.bytes_per_second)
        self.last_at = time.perf_counter()
        self.received += data
        self._answer(data)
        self._show(data)
        return bool(data)

    def _answer(self, data: bytes) -> None:
        for question in _QUESTIONS.finditer(data):
            if question["mode"]:
                self._send(b"\x1b[?%s;0$y" % question["mode"])
            elif question["cursor"]:
                self._send(b"\x1b[1;1R")
            else:
                self._send(b"\x1b[?64;1;2;22c")

    def _show(self, data: bytes) -> None:
        data = self._held + data
        cut = data.rfind(b"\x1b", max(0, len(data) - 64))
        # A sequence may arrive in two parts: hold what is not complete.
        whole = cut < 0 or re.match(
            rb"\x1b(\[[0-9;?<=>$]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)|[^\[\]])", data[cut:]
        )
        data, self._held = (data, b"") if whole else (data[:cut], data[cut:])
        self._stream.feed(_UNKNOWN.sub(b"", data))


def _ready(descriptor: int, what: int, within: float) -> bool:
    """Tell whether a descriptor becomes ready within so many seconds; unlike select, for any number of it."""
    line = select.poll()
    line.register(descriptor, what)
    return bool(line.poll(max(within, 0) * 1000))
