"""The guard of the line: ends the program when it is told to or its terminal is gone.

Textual leaves a program running without its terminal, and its event loop stands still while a far end does
not read. So this is a thread that needs neither.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import select
import signal
import sys
import threading
from collections.abc import Callable
from types import FrameType
from typing import Protocol

from spot_tui.terminal.wipe import RESETS, WIPE, WRITING, open_apart, write_at_once

ENDINGS = (signal.SIGHUP, signal.SIGTERM)
_LOOK_SECONDS = 0.25


class Leaving(Protocol):
    """The part of an app that the guard needs."""

    def exit(self, result: None = None, return_code: int = 0, message: None = None) -> None:
        """Leave in order, with this exit status."""


class LineGuard(threading.Thread):
    """Ends the program within a second on SIGHUP, SIGTERM, a dead terminal, or when its parent is gone.

    Made in the app's ``on_mount``. `record` is called first, in this thread, with the signal's number (SIGHUP
    also for a dead line); it writes the audit entry synchronously and may take `grace` seconds like the rest.
    Then the app is asked to leave, and the process ends after `grace` seconds whether it could or not. The
    exit status is 128 + the signal's number.
    """

    def __init__(self, app: Leaving, record: Callable[[int], None], grace: float = 0.6) -> None:
        super().__init__(daemon=True, name="line-guard")
        self._app = app
        self._record = record
        self._grace = grace
        self._loop = asyncio.get_running_loop()
        self._parent = os.getppid()
        self._keyboard = sys.__stdin__.fileno() if sys.__stdin__ else -1
        self._told, self._tell = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        for number in ENDINGS:
            signal.signal(number, self._note)
        # Written by the interpreter itself, so it also works while the main thread stands still in C.
        signal.set_wakeup_fd(self._tell, warn_on_full_buffer=False)
        self.start()

    def _note(self, number: int, frame: FrameType | None) -> None:
        with contextlib.suppress(OSError):
            os.write(self._tell, bytes([number]))

    def run(self) -> None:
        """Wait for an ending, then end: audit entry, orderly exit, and without mercy after the grace."""
        number = self._wait()
        status = 128 + number
        force = threading.Timer(self._grace, self._force, [status])
        force.daemon = True
        force.start()
        try:
            self._record(number)
        finally:
            with contextlib.suppress(RuntimeError):  # the loop has ended already
                self._loop.call_soon_threadsafe(lambda: self._app.exit(return_code=status))

    def _wait(self) -> int:
        line = select.poll()
        line.register(self._told, select.POLLIN)
        if self._keyboard >= 0:
            line.register(self._keyboard, 0)  # a hang-up or an error always reports
        while True:
            events = dict(line.poll(_LOOK_SECONDS * 1000))
            if self._told in events:
                number = self._number_told()
                if number:
                    return number
            if self._keyboard in events or os.getppid() != self._parent:
                return signal.SIGHUP

    def _number_told(self) -> int:
        """Return the first ending among the signals noted; a resize is noted too."""
        with contextlib.suppress(BlockingIOError):
            return next((number for number in os.read(self._told, 4096) if number in ENDINGS), 0)
        return 0

    def _force(self, status: int) -> None:
        """End the process although the app has not: give the terminal back as far as it listens."""
        _give_back(self._keyboard)
        os._exit(status)


def _give_back(fileno: int) -> None:
    """Wipe the terminal and take back its modes, without waiting for a far end that does not read.

    Nobody else writes from here to the end of the process.
    """
    import termios

    if fileno < 0 or sys.__stderr__ is None:
        return
    with contextlib.suppress(termios.error, OSError, ValueError):
        modes = termios.tcgetattr(fileno)
        modes[0] |= termios.ICRNL | termios.IXON
        modes[3] |= termios.ECHO | termios.ICANON | termios.ISIG | termios.IEXTEN
        far_end = open_apart(sys.__stderr__.fileno())
        WRITING.acquire(timeout=_LOOK_SECONDS)
        termios.tcflush(fileno, termios.TCOFLUSH)
        write_at_once(far_end, WIPE + RESETS)
        termios.tcsetattr(fileno, termios.TCSANOW, modes)
