"""What a person sees: the screen as text, and waiting until it stands still."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, cast

from textual.pilot import Pilot

from spot_tui.app import Kiosk
from tests.screens.desk import TestDesk

DESIGN_SIZE = (80, 24)


def screen_text(app: Kiosk) -> str:
    """Return the rows of the screen, without blanks at their ends."""
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)


def key_bar(app: Kiosk) -> list[str]:
    """Return the ids of the commands in the key bar."""
    from spot_tui.widgets.key_bar import KeyBar

    return [command.id for command in app.screen.query_one(KeyBar).commands]


async def settle(pilot: Pilot[None]) -> None:
    """Wait until every message is handled and no worker that can end is running."""
    for _ in range(3):
        await pilot.pause()


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys and wait until the screen stands still."""
    await pilot.press(*keys)
    await settle(pilot)


async def write(pilot: Pilot[None], text: str) -> None:
    """Type a text."""
    names = {" ": "space", "/": "slash", "-": "minus", ".": "full_stop", "'": "apostrophe"}
    await press(pilot, *(names.get(character, character) for character in text))


@asynccontextmanager
async def kiosk(desk: TestDesk, size: tuple[int, int] = DESIGN_SIZE) -> AsyncIterator[Pilot[None]]:
    """Open the kiosk on `desk`."""
    app = Kiosk(cast(Any, desk), driver_class=None)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        yield pilot


async def to_sign_in(pilot: Pilot[None]) -> None:
    """Go through language and terms."""
    await press(pilot, "1")
    await press(pilot, "f5")


async def to_provider(pilot: Pilot[None], desk: TestDesk) -> None:
    """Sign in."""
    await to_sign_in(pilot)
    desk.let_in()
    await press(pilot, "f2")
    await press(pilot, "f5")
    await press(pilot, "1")
    await write(pilot, "123456")
    await press(pilot, "f5")


async def to_home(pilot: Pilot[None], desk: TestDesk) -> None:
    """Sign in and take the first provider."""
    await to_provider(pilot, desk)
    await press(pilot, "1")


async def to_inquiry(pilot: Pilot[None], desk: TestDesk) -> None:
    """Sign in and open the inquiry."""
    await to_home(pilot, desk)
    await press(pilot, "1")
