"""A small app with a lock, behind the same driver as the kiosk: ``python -m tests.terminal.lock_app FOLDER``.

Its office screen redraws itself all the time with a secret and a number, and goes on with that when covered:
the last number is in FOLDER/count. F10 locks, F5 unlocks, F9 ends.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, ClassVar

from spot_tui.terminal.environment import prepare

prepare()

from textual.app import App, ComposeResult  # noqa: E402
from textual.screen import Screen  # noqa: E402
from textual.widgets import Input, Static  # noqa: E402

from spot_tui.terminal.cover import cover, uncover  # noqa: E402
from spot_tui.terminal.doors import ClosedDoors  # noqa: E402
from spot_tui.terminal.driver import KioskDriver  # noqa: E402
from spot_tui.terminal.turns import OneKeyAtATime  # noqa: E402

SENTINEL = "1EG4TE5MK73"
BEFORE = f"earlier {SENTINEL}"
FOLDER = Path(sys.argv[1])


class Office(Screen[None]):
    count = 0

    def compose(self) -> ComposeResult:
        yield Static(id="body")
        yield Input(value=f"typed {SENTINEL}", id="field")

    def on_mount(self) -> None:
        self.draw()
        self.set_interval(1 / 50, self.draw)

    def draw(self) -> None:
        self.count += 1
        lines = [f"{SENTINEL} {self.count} {row}" for row in range(18)]
        self.query_one("#body", Static).update("\n".join(lines))
        (FOLDER / "count").write_text(str(self.count))


class LockScreen(Screen[None]):
    def compose(self) -> ComposeResult:
        yield Static("covered")


class WithLock(OneKeyAtATime, ClosedDoors, App[None], inherit_bindings=False):
    MODES: ClassVar[dict[str, Any]] = {"office": Office, "lock": LockScreen}
    DEFAULT_MODE = "office"
    BINDINGS: ClassVar = [("f10", "lock"), ("f5", "unlock"), ("f9", "leave")]

    def action_lock(self) -> None:
        cover(self, "lock")

    def action_unlock(self) -> None:
        uncover(self, "office")

    def action_leave(self) -> None:
        self.exit()


if __name__ == "__main__":
    print("\n".join(f"{BEFORE} {row}" for row in range(60)), flush=True)  # noqa: T201
    app = WithLock(driver_class=KioskDriver)
    app.animation_level = "none"
    app.run(mouse=False)
