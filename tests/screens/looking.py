"""What a person sees: the screen as text, and waiting until it stands still."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, cast

from textual import events
from textual.app import App
from textual.keys import _character_to_key
from textual.pilot import Pilot, WaitForScreenTimeout

from spot_tui.app import Kiosk
from spot_tui.commands import COMMANDS
from spot_tui.settings import look_of
from spot_tui.widgets.form_panel import FormPanel
from tests.screens.desk import TestDesk

DESIGN_SIZE = (80, 24)
_TURNS = 5
"""Turns of the event loop in which what is answered at once comes in."""
_ANSWER_SECONDS = 2.0
"""After so long the widgets are asked anew: one that was removed meanwhile never answers."""


def screen_text(app: App[None]) -> str:
    """Return the rows of the screen, without blanks at their ends."""
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)


def key_bar(app: App[None]) -> list[str]:
    """Return the ids of the commands in the key bar."""
    from spot_tui.widgets.key_bar import KeyBar

    return [command.id for command in app.screen.query_one(KeyBar).commands]


def stands_at(pilot: Pilot[None], page: type) -> bool:
    """Tell whether this is the screen that is seen."""
    return type(pilot.app.screen) is page


async def settle(pilot: Pilot[None]) -> None:
    """Wait until every message is handled and everything is laid out and painted.

    Textual holds painting back for a moment when screens change (`delay_update`): that is waited for too.
    """
    while pilot.app.return_code is None:
        for _ in range(_TURNS):
            await asyncio.sleep(0)
        try:
            await pilot._wait_for_screen(_ANSWER_SECONDS)
        except WaitForScreenTimeout:
            continue
        screen = pilot.app.screen
        screen._on_timer_update()
        if pilot.app._batch_count or cast(Kiosk, pilot.app)._turn_taken:
            await asyncio.sleep(0.005)
        elif not (screen._layout_required or screen._dirty_widgets or screen._callbacks or _has_mail(pilot)):
            return


def _has_mail(pilot: Pilot[None]) -> bool:
    nodes = (pilot.app, *pilot.app.screen.walk_children(with_self=True))
    return any(not node._message_queue.empty() for node in nodes)


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys, a name or a character each, and wait after each until the screen stands still."""
    for key in keys:
        name = _character_to_key(key) if len(key) == 1 else key
        pilot.app.post_message(events.Key(name, key if len(key) == 1 else None))
        await settle(pilot)


async def write(pilot: Pilot[None], text: str) -> None:
    """Type a text."""
    for character in text:
        pilot.app.post_message(events.Key(_character_to_key(character), character))
    await settle(pilot)


async def fill(pilot: Pilot[None], *values: str) -> None:
    """Put values into the fields of the form in sight, the first ones first, without typing them."""
    panel = pilot.app.screen.query_one(FormPanel)
    panel.fill({field.name: value for field, value in zip(panel.form.fields, values, strict=False)})
    await settle(pilot)


@asynccontextmanager
async def kiosk(desk: TestDesk, size: tuple[int, int] = DESIGN_SIZE) -> AsyncIterator[Pilot[None]]:
    """Open the kiosk on `desk`."""
    app = Kiosk(look_of(desk.profile), lambda: cast(Any, desk), driver_class=None)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        yield pilot


async def open_job(pilot: Pilot[None], *jobs: str) -> None:
    """Press the digit of each job."""
    await press(pilot, *(COMMANDS[job].key for job in jobs))


async def to_sign_in(pilot: Pilot[None]) -> None:
    """Go through language and terms."""
    await press(pilot, "enter", "f5")


async def to_provider(pilot: Pilot[None], desk: TestDesk) -> None:
    """Come in as somebody who has just signed in."""
    desk.status.saw("identity")
    cast(Kiosk, pilot.app).enter(desk.session())
    await settle(pilot)


async def to_home(pilot: Pilot[None], desk: TestDesk) -> None:
    """Come in and take the first provider."""
    await to_provider(pilot, desk)
    if len(desk.profile.providers) > 1:
        await press(pilot, "1")


async def to_inquiry(pilot: Pilot[None], desk: TestDesk) -> None:
    """Come in and open the inquiry."""
    await to_home(pilot, desk)
    await press(pilot, "1")


async def to_use_rules(pilot: Pilot[None], desk: TestDesk) -> None:
    """Come in and go for the first inquiry of the day."""
    desk.use_rules.pending = True
    await to_home(pilot, desk)
    await press(pilot, COMMANDS["eligibility"].key)
