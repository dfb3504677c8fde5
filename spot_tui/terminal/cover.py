"""Covering the screen at a lock: nothing of it is left on the terminal, and nothing of it is drawn after.

Source: CMS ARS 5.01 AC-11(1), a cover that hides what was on the screen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from spot_tui.terminal.wipe import wipe_screen, wipe_terminal

if TYPE_CHECKING:
    from textual.app import App


def cover(app: App[Any], mode: str) -> None:
    """Clear terminal and scrollback at once, then go to `mode`, which holds the lock's screen and no other.

    The screens of the mode before live on without drawing: Textual draws the present mode only. So a lock is
    a mode of its own; pushed onto the screens that it hides it would let them draw through. Keys go to the
    lock from now on.
    """
    wipe_terminal(app)
    app.switch_mode(mode)


def uncover(app: App[Any], mode: str) -> None:
    """Clear the lock from the terminal, and draw the screens of `mode` anew as they are now."""
    app.switch_mode(mode)
    wipe_screen(app)
