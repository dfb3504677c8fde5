"""What a made-up user's own head and phone know."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyotp

from spot_tui.sandbox import faults
from spot_tui.sandbox.staff import staff
from spot_tui.sandbox.world import World

USER = "wren.applegarth"
PASSWORD = staff().password
SIGNED = ("--practice-user", USER, "--provider", "1234567893")


def code_now(user_id: str = USER) -> str:
    """Return what the authenticator app of a made-up user shows now."""
    person = staff().find(user_id)
    assert person is not None
    secret = next(device.secret for device in person.devices if device.kind == "google")
    return pyotp.TOTP(secret).now()


@contextmanager
def switched_on(home: Path, fault: str, path: str) -> Iterator[None]:
    """Keep a fault on, on this path, for the commands of a person whose folders are under `home`."""
    world = world_of(home)
    try:
        with world.transaction() as moment:
            faults.switch_on(moment, fault, path)
        yield
        with world.transaction() as moment:
            faults.switch_off(moment)
    finally:
        world.close()


def world_of(home: Path) -> World:
    """Open the practice world of a person whose folders are under `home`."""
    return World(home / "data" / "spot-tui" / "practice" / "practice" / "world.sqlite")
