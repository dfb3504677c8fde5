"""Leaving nothing readable on a terminal: screen, scrollback and modes."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.app import App

WIPE = "\x1b[0m\x1b[H\x1b[2J\x1b[3J"
"""Clears the screen and, where the terminal keeps one, its scrollback (xterm, ED 2 and 3)."""

RESETS = (
    "\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?1015l\x1b[?1016l"  # mouse
    "\x1b[?2004l\x1b[?1004l\x1b[?2048l\x1b[<u"  # paste, focus, in-band resize, keys
    "\x1b[?7h\x1b[?1049l\x1b[?25h\x1b[0m"  # wrap, alternate screen, cursor, style
)
"""Takes back every mode that the program sets."""


def wipe_screen(app: App[Any]) -> None:
    """Clear terminal and scrollback now and draw the present screen anew: the last act of a sign-out."""
    if wipe_terminal(app):
        app.refresh(layout=True)


def wipe_terminal(app: App[Any]) -> bool:
    """Clear terminal and scrollback now; tell whether there is a terminal."""
    driver = app._driver  # Textual offers no other way to write past its screen
    if driver is None or driver.is_headless:
        return False
    driver.write(WIPE)
    driver.flush()
    return True


WRITING = threading.Lock()
"""Held by whoever writes to the terminal, for one write that does not wait."""


def open_apart(fileno: int) -> int:
    """Open the terminal of `fileno` once more, so that no write to it ever waits.

    A thread whose write waits for the far end keeps every other from writing. Not waiting is a property of
    what was opened, which the shell that started the program shares: so this opens its own. Where the system
    allows no second opening, `fileno` itself is returned.
    """
    try:
        return os.open(os.ttyname(fileno), os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return fileno


def write_at_once(fileno: int, text: str) -> None:
    """Write what the terminal takes of `text` without ever waiting for it."""
    was_blocking = os.get_blocking(fileno)
    try:
        os.set_blocking(fileno, False)
        os.write(fileno, text.encode())
    except OSError:
        return
    finally:
        os.set_blocking(fileno, was_blocking)
