"""A small app behind the same guards as the kiosk: ``python -m tests.terminal.small_app FOLDER WHAT``.

It writes what its guard records to FOLDER/audit, its incidents to FOLDER/incidents, and goes wrong in the way
that WHAT names, on the key x.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

from spot_tui.terminal.environment import prepare

prepare()

from textual.app import App, ComposeResult  # noqa: E402
from textual.widgets import Input, Static  # noqa: E402

from spot_tui.terminal.crash import Incidents, NeutralCrash, flushed, quiet_process, run_neutral  # noqa: E402
from spot_tui.terminal.doors import ClosedDoors  # noqa: E402
from spot_tui.terminal.driver import KioskDriver  # noqa: E402
from spot_tui.terminal.guard import LineGuard  # noqa: E402
from spot_tui.terminal.turns import OneKeyAtATime  # noqa: E402
from spot_tui.terminal.wipe import wipe_screen  # noqa: E402

SENTINEL = "hunter2-1EG4TE5MK73"
FOLDER, WHAT = Path(sys.argv[1]), sys.argv[2]


class RichError(Exception):
    def __rich__(self) -> str:
        return f"rich {SENTINEL}"


class Faulty(Static):
    def render(self) -> str:
        secret = SENTINEL
        raise RuntimeError(secret)


class Small(OneKeyAtATime, NeutralCrash, ClosedDoors, App[None], inherit_bindings=False):
    CSS = f"Static {{ color: {SENTINEL}; }}" if WHAT == "css" else ""
    BINDINGS: ClassVar = [
        ("x", "go_wrong"),
        ("q", "leave"),
        ("w", "wipe"),
        ("b", "stand_still"),
        ("c", "copy"),
    ]
    task: Any = None
    incidents = Incidents(FOLDER / "incidents")

    def compose(self) -> ComposeResult:
        secret = SENTINEL
        if WHAT == "compose":
            raise RuntimeError(secret)
        yield Static("ready", id="body")
        if WHAT == "field":
            yield Input(value=SENTINEL, id="field")
        if WHAT == "fields":
            yield Input(id="first", classes="typed")
            yield Input(id="second", password=True)
            yield Input(id="third")

    def on_mount(self) -> None:
        secret = SENTINEL
        if WHAT == "mount":
            raise RuntimeError(secret)
        LineGuard(self, self.note)
        if WHAT == "busy":
            self.count = 0
            self.set_interval(1 / 50, self.change)

    def change(self) -> None:
        self.count += 1
        self.query_one("#body", Static).update(("#" if self.count % 2 else "=") * 1500)

    def note(self, number: int) -> None:
        with (FOLDER / "audit").open("a") as file:
            file.write(f"ended {number}\n")
        if WHAT == "audit fails":
            raise OSError(SENTINEL)
        if WHAT == "audit hangs":
            threading.Event().wait(60)

    def action_leave(self) -> None:
        self.exit()

    def action_wipe(self) -> None:
        self.query_one("#body", Static).update("wiped")
        wipe_screen(self)

    def action_copy(self) -> None:
        self.copy_to_clipboard(SENTINEL)
        self.query_one("#body", Static).update("copied")

    def action_stand_still(self) -> None:
        (FOLDER / "still").touch()
        time.sleep(60)

    def action_go_wrong(self) -> None:
        FAULTS[WHAT](self)


def fail() -> None:
    secret = SENTINEL
    raise RuntimeError(f"text {secret}")


async def fail_later() -> None:
    fail()


def fail_rich() -> None:
    raise RichError(SENTINEL)


def fail_markup(app: Small) -> None:
    app.query_one("#body", Static).update(f"[/{SENTINEL}]")


def fail_in_input(app: Small) -> None:
    driver = app._driver
    assert driver is not None
    driver.process_message = lambda message: fail()  # type: ignore[method-assign]
    app.query_one("#body", Static).update("armed")


def fail_in_painting(app: Small) -> None:
    driver = app._driver
    assert isinstance(driver, KioskDriver)
    driver._painter._paint = lambda row: fail()  # type: ignore[method-assign]
    app.query_one("#body", Static).update("never seen")


def fail_in_thread(app: Small) -> None:
    threading.Thread(target=fail).start()
    app.call_later(app.exit)


def fail_in_task(app: Small) -> None:
    import asyncio

    app.task = asyncio.ensure_future(fail_later())
    app.set_timer(0.01, app.exit)


def fail_in_css(app: Small) -> None:
    app.stylesheet.add_source(f"Static {{ color: {SENTINEL} }}")
    app.refresh_css()


def fail_in_log(app: Small) -> None:
    import logging
    import warnings

    logging.getLogger("library").error("text %s", SENTINEL)
    warnings.warn(SENTINEL, stacklevel=1)
    app.exit()


FAULTS: dict[str, Callable[[Small], Any]] = {
    "action": lambda app: fail(),
    "render": lambda app: app.mount(Faulty()),
    "markup": fail_markup,
    "timer": lambda app: app.set_timer(0.01, fail),
    "later": lambda app: app.call_later(fail),
    "async worker": lambda app: app.run_worker(fail_later()),
    "thread worker": lambda app: app.run_worker(fail, thread=True),
    "rich": lambda app: fail_rich(),
    "input": fail_in_input,
    "paint": fail_in_painting,
    "thread": fail_in_thread,
    "task": fail_in_task,
    "log": fail_in_log,
    "css later": fail_in_css,
}


def run() -> int:
    app = Small(driver_class=KioskDriver)
    app.animation_level = "none"
    app.run(mouse=False)
    if WHAT == "after":
        fail()
    return flushed(app.return_code or 0)


if __name__ == "__main__":
    incidents = Incidents(FOLDER / "incidents")
    quiet_process(incidents)
    sys.exit(run_neutral(run, incidents))
