"""Columns of lists grow to what stands in them where the window has room, and only there."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spot_tui.widgets.line import ELLIPSIS, Tone, columns_of
from spot_tui.widgets.room import LINE_WIDTH
from spot_tui.widgets.table import Table, widened
from tests.backend.corrections.bulk_portal import Portal
from tests.screens.claims import claim_list
from tests.screens.cuts import DESIGN, LARGE, at
from tests.screens.desk import TestDesk
from tests.screens.looking import kiosk, press, screen_text, settle

WIDE = 116
"""More cells than a line of the usual window has."""
COLUMNS = st.lists(st.tuples(st.integers(1, 40), st.integers(0, 120)), min_size=1, max_size=6)
CUT = {
    "claim_list": "Wobblethwaite",
    "today": "IDA VERYLONGNAMEVERYLONGNAME",
}


@given(COLUMNS, st.integers(0, 300))
def test_columns_grow_into_the_room_to_what_they_need(columns: list[tuple[int, int]], room: int) -> None:
    widths, needs = zip(*columns, strict=True)
    grown = widened(widths, needs, room)
    assert sum(grown) <= max(room, sum(widths))
    lacking = False
    for width, need, now in zip(widths, needs, grown, strict=True):
        assert width <= now <= max(width, need)
        lacking |= now < need
    assert not lacking or sum(grown) == max(room, sum(widths))


@given(COLUMNS, st.integers(0, 300))
def test_no_column_lacks_more_than_another_took(columns: list[tuple[int, int]], room: int) -> None:
    widths, needs = zip(*columns, strict=True)
    took = [now - width for width, now in zip(widths, widened(widths, needs, room), strict=True)]
    for mine, width, need in zip(took, widths, needs, strict=True):
        assert width + mine >= need or mine >= max(took) - 1


@given(COLUMNS, st.integers(1, LINE_WIDTH))
def test_columns_stand_as_they_were_made_up_to_the_usual_window(
    columns: list[tuple[int, int]], room: int
) -> None:
    widths, needs = zip(*columns, strict=True)
    table = Table(columns_of(widths)).of([tuple(("x" * need, Tone.PLAIN) for need in needs)])
    assert table.columns_in(room) == columns_of(widths)


def test_blanks_between_columns_stay_as_many_as_they_were() -> None:
    table = Table((*columns_of((4,), 3), *columns_of((5, 6), 9, gap=1)), ("One", "A longer head", "Three"))
    lines = [(("   ", Tone.KEY), ("a", Tone.PLAIN), ("b", Tone.PLAIN), ("cccccccc", Tone.PLAIN))]
    columns = table.of(lines).columns_in(WIDE)
    assert columns == (*columns_of((4,), 3), *columns_of((13, 8), 9, gap=1))


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("place", CUT)
async def test_a_name_that_is_cut_is_whole_in_a_wide_window(place: str, language: str) -> None:
    async with at(place, DESIGN, language) as pilot:
        assert CUT[place] not in listed(pilot)
    async with at(place, LARGE, language) as pilot:
        assert CUT[place] in listed(pilot)
        assert ELLIPSIS not in listed(pilot)


async def test_a_list_is_laid_out_anew_in_another_window_and_nothing_of_it_moves() -> None:
    desk = TestDesk()
    desk.bulk = Portal().desk
    async with kiosk(desk) as pilot:
        await claim_list(pilot, desk)
        await press(pilot, "down", "space")
        before = screen_text(pilot.app)
        assert f"Wobblethwait{ELLIPSIS}" in before
        for _ in range(2):
            await pilot.resize_terminal(*LARGE)
            await settle(pilot)
            wide = listed(pilot).splitlines()
            assert "Wobblethwaite" in wide[1]
            assert wide[2].startswith("  2* ")
            assert wide[3].startswith("> 3  ")
            assert wide[0].index("Status") == wide[1].index("Received")
            await pilot.resize_terminal(*DESIGN)
            await settle(pilot)
            assert screen_text(pilot.app) == before


async def test_columns_are_the_same_on_each_page() -> None:
    async with at("claim_list", (120, 18)) as pilot:
        first = listed(pilot).splitlines()
        await press(pilot, "pagedown")
        second = listed(pilot).splitlines()
        assert second[0] == first[0]
        assert second[1:] != first[1:]
        assert "Wobblethwaite" in first[1]


def listed(pilot: Any) -> str:
    """Return heads and rows of the list."""
    rows = screen_text(pilot.app).splitlines()
    heads = pilot.app.screen.query_one("#heads").region
    lines = pilot.app.screen.lined.region
    return "\n".join(rows[heads.y : lines.bottom])
