"""Finds texts that are cut: what a large screen shows must be reached by key on a small one."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, cast

from textual.geometry import Region
from textual.widget import Widget

from spot_tui.app import Kiosk
from spot_tui.screens.page import Page
from spot_tui.widgets.line import ELLIPSIS
from spot_tui.words import use_language
from tests.screens.desk import TestDesk
from tests.screens.looking import kiosk, press, screen_text, settle
from tests.screens.places import PLACES

SMALLEST, DESIGN, LARGE = (60, 18), (80, 24), (120, 40)
WHOLE = (160, 100)
"""A window that everything fits in."""
_WALK = ("pagedown", "home", "down", "pagedown")
"""Keys that bring into sight what the way round did not, while something is missing."""
_MOST_STEPS = 60

Size = tuple[int, int]


@asynccontextmanager
async def at(place: str, size: Size, language: str = "en") -> AsyncIterator[Any]:
    """Open the kiosk in a window of this size and in this language, and go to a place."""
    desk = TestDesk()
    use_language(language)
    try:
        async with kiosk(desk, size) as pilot:
            await PLACES[place](pilot, desk)
            cast(Kiosk, pilot.app).look_at_line()
            await settle(pilot)
            yield pilot
    finally:
        use_language("en")


async def shortcomings(place: str, size: Size, language: str = "en") -> list[str]:
    """Return what is wrong with `place` in a window of this size: words of the screen that no key brings into
    sight, and what takes keys but is not reached or not seen.

    The words of the screen are those in a window that everything fits in, made as large meanwhile. A table
    may cut what stands in full below it for the row with the cursor.
    """
    async with at(place, size, language) as pilot:
        await _resize(pilot, WHOLE)
        whole = _words(pilot)
        await _resize(pilot, size)
        reached, unseen = await _go_round(pilot)
        for key in _WALK:
            if _cut(whole, reached):
                reached |= await _walk(pilot, key)
    return [*unseen, *(f"cut: {word}" for word in sorted(_cut(whole, reached)))]


async def _resize(pilot: Any, size: Size) -> None:
    await pilot.resize_terminal(*size)
    await settle(pilot)


def _cut(whole: set[str], reached: set[str]) -> set[str]:
    starts = tuple(word.rstrip(ELLIPSIS) for word in reached if word.endswith(ELLIPSIS))
    return {word for word in whole - reached if not (starts and word.startswith(starts))}


async def _go_round(pilot: Any) -> tuple[set[str], list[str]]:
    """Go round all that takes keys; return the words seen, and what was not reached or is not seen."""
    page = cast(Page, pilot.app.screen)
    todo = {widget for widget in page.focus_chain if isinstance(widget, Widget)}
    unseen = [f"{widget} says not where its caret is" for widget in todo if not hasattr(widget, "caret")]
    words = _words(pilot)
    for _ in range(len(todo) + 1):
        here = pilot.app.focused
        if here is not None and here in todo:
            todo.discard(here)
            words |= _words(pilot)
            if not _is_seen(here, page):
                unseen.append(f"{here} at {here.region}, cursor at {pilot.app.cursor_position}")
        await press(pilot, "tab")
    return words, [*unseen, *(f"{widget} never reached" for widget in todo)]


def _is_seen(widget: Widget, page: Page) -> bool:
    seen = page.seen.region.intersection(Region(0, 0, *page.size))
    caret = page.app.cursor_position
    return seen.contains(*caret) and widget.region.contains(*caret)


async def _walk(pilot: Any, key: str) -> set[str]:
    """Return all words that are seen while a key is pressed until nothing changes any more."""
    words, before = _words(pilot), ""
    for _ in range(_MOST_STEPS):
        await press(pilot, key)
        seen = f"{pilot.app.focused} {screen_text(pilot.app)}"
        if seen == before:
            break
        before = seen
        words |= _words(pilot)
    return words


def _words(pilot: Any) -> set[str]:
    """Return the words in sight, but for those of the path line."""
    below_path = screen_text(pilot.app).split("\n", 1)[1]
    return set(re.findall(rf"\w+{ELLIPSIS}?", below_path))
