"""The real program on the practice portal in this process, with a clock that only the test moves."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, cast

from textual.pilot import Pilot

from spot_tui.app import Kiosk
from spot_tui.desk import Desk
from spot_tui.sandbox.staff import staff
from spot_tui.sandbox.transport import PracticeTransport
from spot_tui.sandbox.world import World
from spot_tui.screens.device import DevicePage
from spot_tui.settings import Profile, look_of, practice_profile
from spot_tui.widgets.notice import Notice
from tests.backend.store.builders import SetClock
from tests.screens.looking import DESIGN_SIZE, press, screen_text, settle, stands_at, write
from tests.wire.portal import signing_key

NEXT_CODE_SECONDS = 31
_SHOWN = re.compile(r"shows (\d+) now")


@dataclass
class Office:
    """A terminal at the practice portal, and what a person at it does."""

    pilot: Pilot[None]
    desk: Desk
    clock: SetClock
    world: World

    @property
    def app(self) -> Kiosk:
        """The program."""
        return cast(Kiosk, self.pilot.app)

    @property
    def text(self) -> str:
        """What is seen."""
        return screen_text(self.pilot.app)

    async def press(self, *keys: str) -> None:
        """Press keys, and wait after each until nothing is under way."""
        for key in keys:
            await press(self.pilot, key)
            await self.rest()

    async def write(self, text: str) -> None:
        """Type a text."""
        await write(self.pilot, text)

    async def fill(self, *values: str) -> None:
        """Type into one field after the other, ending in the last."""
        for place, value in enumerate(values):
            if place:
                await self.press("tab")
            await self.write(value)

    async def rest(self) -> None:
        """Wait until nothing is under way."""
        while True:
            await settle(self.pilot)
            working = [worker for worker in self.pilot.app.workers if not worker.is_finished]
            if not working:
                return
            await self.pilot.app.workers.wait_for_complete(working)

    async def to_sign_in(self) -> None:
        """Go through language and terms."""
        await self.press("enter", "f5")

    async def sign_in(self, user_id: str, device: str = "1") -> None:
        """Sign in from the sign-in screen, with the right password and passcode."""
        await self.fill(user_id, staff().password)
        await self.send_password(device)

    async def send_password(self, device: str = "1") -> None:
        """Send the password that is typed; if that is taken, choose a device and type its newest code.

        The Identity Engine turns somebody without a role away at the password.
        """
        await self.press("f5")
        if not stands_at(self.pilot, DevicePage):
            return
        await self.press(device)
        self.clock.forward(seconds=NEXT_CODE_SECONDS)
        await self.press("f2")
        shown = _SHOWN.search(self.pilot.app.screen.query_one(Notice).text.plain)
        assert shown is not None, self.text
        await self.write(shown[1])
        await self.press("f5")


@asynccontextmanager
async def office(folder: Path, engine: str = "v1", **changes: Any) -> AsyncIterator[Office]:
    """Open the kiosk on a new world; `changes` are those of the identity settings."""
    clock, numbers = SetClock(), count(1)
    world = World(folder / "world.sqlite", clock)
    with world.transaction() as moment:
        moment.db.execute("INSERT INTO secret VALUES ('signing key', ?)", (signing_key(),))
        moment.set_switch("engine", engine)
    desk = Desk("practice", _profile(folder, changes), clock, lambda: f"number-{next(numbers)}")
    desk.__dict__["_transport"] = PracticeTransport(folder / "world.sqlite", clock, {"engine": engine})
    app = Kiosk(look_of(desk.profile), lambda: desk, driver_class=None)
    async with app.run_test(size=DESIGN_SIZE) as pilot:
        there = Office(pilot, desk, clock, world)
        await there.rest()
        yield there
    world.close()


def _profile(folder: Path, changes: dict[str, Any]) -> Profile:
    profile = practice_profile()
    identity = profile.identity.model_copy(update=changes)
    return profile.model_copy(update={"store": folder / "store", "identity": identity})
