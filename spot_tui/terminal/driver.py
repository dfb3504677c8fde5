"""The drivers between Textual and the terminal: one that sends what changed, and Textual's own besides."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import sys
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any

from textual.app import App

from spot_tui.terminal.canvas import Canvas
from spot_tui.terminal.keyboard import KeyedDriver
from spot_tui.terminal.painter import Painter, erases_in_colour
from spot_tui.terminal.wipe import WIPE, WRITING, open_apart

_AFTER_RESIZE_SECONDS = 0.1


class WholeDriver(KeyedDriver):
    """Textual's own driver, which leaves nothing readable behind and is not to be stopped by keys."""

    def __init__(
        self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        # Textual would start a second input thread on SIGCONT, which the kernel sends with every hang-up.
        signal.signal(signal.SIGTSTP, signal.SIG_IGN)
        signal.signal(signal.SIGCONT, signal.SIG_DFL)

    def repaint(self) -> None:
        """Draw everything anew: something else may have written to the terminal."""
        self._app.refresh(layout=True)

    def stop_application_mode(self) -> None:
        """Wipe the screen and its scrollback, then give the terminal back."""
        self.write(WIPE)
        super().stop_application_mode()


class KioskDriver(WholeDriver):
    """Sends only the cells that changed, once the line has taken what was sent before.

    What Textual writes changes a canvas; Textual's writer thread draws the canvas as fast as the line goes.
    So writing never waits for the line: on a slow one, frames in between are left out. Any thread may write.
    """

    def __init__(
        self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        stream = sys.__stderr__
        assert stream is not None, "the screens need a terminal"
        self._lock = threading.Lock()
        self._canvas = Canvas(80, 24)
        self._painter = Painter(
            self._canvas,
            encoding=stream.encoding,
            in_colour=erases_in_colour(os.environ.get("TERM", "")),
        )
        self._told_size: tuple[int, int] | None = None
        self._is_called = False
        self._file = _Pencil(self._take, stream.fileno())  # type: ignore[assignment] # all that a writer needs
        signal.signal(signal.SIGCONT, self._go_on)

    @property
    def not_understood(self) -> int:
        """How many sequences Textual wrote that are unknown here; each had everything drawn anew."""
        return self._canvas.not_understood

    def write(self, data: str) -> None:
        """Take in what Textual writes; `flush` has it drawn."""
        with self._lock:
            self._resize()
            self._canvas.write(data)

    def flush(self) -> None:
        """Have what changed drawn as soon as the line is free."""
        with self._lock:
            self._resize()
            is_called, self._is_called = self._is_called, True
        if not is_called:
            super().write("")

    def repaint(self) -> None:
        """Draw everything anew, whatever the terminal shows."""
        with self._lock:
            self._canvas.forget()
        if self._canvas.is_on:
            self.flush()

    def _take(self) -> bytes:
        with self._lock:
            try:
                piece = self._painter.take()
            except Exception:  # noqa: BLE001 - a screen that stands still would tell nobody
                self._app.call_later(self._app.panic)
                piece = self._canvas.give_up()
            self._is_called = bool(piece)
            return piece

    def _get_terminal_size(self) -> tuple[int, int]:
        """Note the size that Textual is told; called at the start and by the signal of a resize.

        The signal may interrupt a write, so the canvas follows at the next one. Where the size went back and
        forth, Textual would draw nothing: it is asked to.
        """
        self._told_size = super()._get_terminal_size()
        self._loop.call_soon_threadsafe(self._loop.call_later, _AFTER_RESIZE_SECONDS, self._draw_all)
        return self._told_size

    def _resize(self) -> None:
        size, self._told_size = self._told_size, None
        if size is not None:
            self._canvas.resize(*size)

    def _draw_all(self) -> None:
        self._app.call_later(self._app.refresh, layout=True)

    def _go_on(self, number: int, frame: FrameType | None) -> None:
        with contextlib.suppress(RuntimeError):  # the loop has ended already
            self._loop.call_soon_threadsafe(self.repaint)


def repaint_terminal(app: App[Any]) -> None:
    """Draw everything anew, where there is a terminal."""
    driver = app._driver  # Textual offers no other way to it
    if isinstance(driver, WholeDriver):
        driver.repaint()


class _Pencil:
    """What Textual's writer thread writes to: each call draws until nothing is left to draw."""

    def __init__(self, take: Callable[[], bytes], fileno: int) -> None:
        self._take = take
        self._fileno = open_apart(fileno)

    def write(self, text: str) -> None:
        while piece := self._take():
            self._send(piece)

    def flush(self) -> None:
        """Keep nothing back."""

    def fileno(self) -> int:
        return self._fileno

    def _send(self, data: bytes) -> None:
        while data:
            try:
                with WRITING:
                    data = data[os.write(self._fileno, data) :]
            except BlockingIOError:
                self._wait()
            except OSError:
                return  # the line is gone, which is the guard's business

    def _wait(self) -> None:
        line = select.poll()
        line.register(self._fileno, select.POLLOUT)
        line.poll()


_DRIVERS = {"cells": KioskDriver, "textual": WholeDriver}


def driver_called(name: str) -> type[WholeDriver]:
    """Return the driver of a value of the setting ``display.driver``, the usual one for no such value."""
    return _DRIVERS.get(name, KioskDriver)
