"""Windows of all sizes: nothing is cut, everything is reached by key, and the cursor is where the keys go."""

from __future__ import annotations

import pytest

from spot_tui.screens.page import Page
from tests.backend.store.builders import SOAK
from tests.screens.cuts import DESIGN, LARGE, SMALLEST, Size, shortcomings
from tests.screens.desk import TestDesk
from tests.screens.looking import kiosk, press, screen_text, settle
from tests.screens.places import PLACES

# What fits in a window fits in a larger one, but for the long proof.
SIZES = (SMALLEST, DESIGN, LARGE) if SOAK else (SMALLEST, DESIGN)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("place", PLACES)
async def test_nothing_is_cut_and_all_that_takes_keys_is_seen_with_the_cursor(place: str, size: Size) -> None:
    assert await shortcomings(place, size) == []


@pytest.mark.parametrize("size", [(59, 18), (60, 17), (20, 5)], ids=["59x18", "60x17", "20x5"])
async def test_below_the_smallest_there_is_one_sentence_and_nothing_else(size: Size) -> None:
    desk = TestDesk()
    async with kiosk(desk, size) as pilot:
        await PLACES["inquiry"](pilot, desk)
        words = f"This window has {size[0]} columns and {size[1]} rows; make it at least 60 by 18"
        assert " ".join(screen_text(pilot.app).split()).startswith(words)
        assert "Medicare" not in screen_text(pilot.app)


async def test_a_window_that_grows_again_shows_the_screen_with_what_was_typed() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await PLACES["inquiry"](pilot, desk)
        await press(pilot, "1", "a", "tab", "shift+tab")
        before = screen_text(pilot.app)
        for size in (SMALLEST, (30, 8), DESIGN):
            await pilot.resize_terminal(*size)
            await settle(pilot)
        assert screen_text(pilot.app) == before
        assert pilot.app.focused is not None
        assert pilot.app.focused.id == "mbi"


async def test_in_a_short_window_the_notice_covers_neither_the_field_nor_the_path() -> None:
    desk = TestDesk()
    async with kiosk(desk, SMALLEST) as pilot:
        await PLACES["inquiry"](pilot, desk)
        await press(pilot, "f5")
        rows = screen_text(pilot.app).splitlines()
        assert rows[0].startswith(" PRACTICE  ")
        assert any(row.startswith("> Medicare number (MBI)") for row in rows)
        assert any("Nothing was sent" in row for row in rows)


async def test_page_keys_scroll_what_does_not_fit_and_stand_in_the_bar_only_then() -> None:
    desk = TestDesk()
    async with kiosk(desk, SMALLEST) as pilot:
        await PLACES["home_with_drafts"](pilot, desk)
        page = pilot.app.screen
        assert isinstance(page, Page)
        assert (page.works("higher"), page.works("lower")) == (False, True)
        assert "ask about everybody" not in screen_text(pilot.app)
        while page.works("lower"):
            await press(pilot, "pagedown")
        assert "PgUp Up" in screen_text(pilot.app)
        assert "everybody" in screen_text(pilot.app)
        await pilot.resize_terminal(*DESIGN)
        await settle(pilot)
        assert not page.works("higher")
        assert "PgUp" not in screen_text(pilot.app)


async def test_a_list_that_fills_a_short_window_opens_under_its_heading() -> None:
    desk = TestDesk()
    async with kiosk(desk, SMALLEST) as pilot:
        await PLACES["documents_home"](pilot, desk)
        assert "Which form do you want to send?" in screen_text(pilot.app)
        await press(pilot, "down")
        assert "Credit balance report" in screen_text(pilot.app)
        await press(pilot, "up")
        assert "Which form do you want to send?" in screen_text(pilot.app)
