"""The driver between Textual and the terminal."""

from __future__ import annotations

import signal
from typing import Any

from textual.app import App

from spot_tui.terminal.keyboard import KeyedDriver
from spot_tui.terminal.wipe import WIPE


class KioskDriver(KeyedDriver):
    """Textual's own driver, which leaves nothing readable behind and is not to be stopped by keys."""

    def __init__(
        self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        # Textual would start a second input thread on SIGCONT, which the kernel sends with every hang-up.
        signal.signal(signal.SIGTSTP, signal.SIG_IGN)
        signal.signal(signal.SIGCONT, signal.SIG_DFL)

    def stop_application_mode(self) -> None:
        """Wipe the screen and its scrollback, then give the terminal back."""
        self.write(WIPE)
        super().stop_application_mode()
