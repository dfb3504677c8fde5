"""The terminal's own cursor, for magnifiers, braille displays and screen readers: where the next key acts."""

from __future__ import annotations

from typing import Any

import pytest
from textual.geometry import Offset

from spot_tui.widgets.entry import Entry
from tests.screens.desk import TestDesk
from tests.screens.looking import kiosk, press, screen_text
from tests.screens.places import PLACES


def caret(pilot: Any) -> Offset:
    position: Offset = pilot.app.cursor_position
    return position


async def test_in_a_field_it_stands_where_the_next_character_goes() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await PLACES["inquiry"](pilot, desk)
        here = pilot.app.focused
        assert isinstance(here, Entry)
        assert caret(pilot) == here.region.offset
        await press(pilot, "1", "a")
        assert caret(pilot) == here.region.offset + Offset(2, 0)
        await press(pilot, "left")
        assert caret(pilot) == here.region.offset + Offset(1, 0)


async def test_it_follows_to_the_next_field_and_back() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await PLACES["inquiry"](pilot, desk)
        for key in ("tab", "enter", "up"):
            await press(pilot, key)
            assert pilot.app.focused is not None
            assert caret(pilot) == pilot.app.focused.region.offset


@pytest.mark.parametrize("place", ["home", "provider", "answer", "help", "claim_list", "status"])
async def test_in_a_list_or_table_it_stands_on_the_line_with_the_mark(place: str) -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await PLACES[place](pilot, desk)
        for key in ("down", "down", "up", "end", "home"):
            await press(pilot, key)
            row = screen_text(pilot.app).splitlines()[caret(pilot).y]
            assert caret(pilot).x == 0
            assert row.startswith(">")


async def test_on_a_line_of_several_rows_it_stands_on_the_first() -> None:
    desk = TestDesk()
    async with kiosk(desk, (60, 18)) as pilot:
        await PLACES["devices"](pilot, desk)
        await press(pilot, "down")
        assert screen_text(pilot.app).splitlines()[caret(pilot).y].startswith("> 2 ")


async def test_it_is_back_after_another_screen() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await PLACES["inquiry"](pilot, desk)
        await press(pilot, "tab")
        before = caret(pilot)
        await press(pilot, "f1", "down", "f3")
        assert caret(pilot) == before


async def test_it_moves_along_when_the_screen_scrolls() -> None:
    desk = TestDesk()
    async with kiosk(desk, (60, 18)) as pilot:
        await PLACES["inquiry"](pilot, desk)
        for _ in range(8):
            await press(pilot, "tab")
            assert pilot.app.focused is not None
            assert pilot.app.focused.region.contains(*caret(pilot))
        await press(pilot, "pageup")
        assert pilot.app.focused is not None
        assert caret(pilot).y == pilot.app.focused.region.y


async def test_nothing_is_told_that_vanishes_by_itself() -> None:
    """No toasts: they go before they are read, and screen readers miss them."""
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await PLACES["home"](pilot, desk)
        before = screen_text(pilot.app)
        pilot.app.notify("gone in a moment")
        pilot.app.screen.notify("gone in a moment")
        await press(pilot, "down", "up")
        assert screen_text(pilot.app) == before
        assert not pilot.app._notifications
