"""Textual's own ways out of a program are closed, and a new one would be noticed."""

from __future__ import annotations

from textual.app import App

from spot_tui.app import Kiosk
from spot_tui.terminal.doors import ClosedDoors
from tests.screens.desk import TestDesk
from tests.screens.looking import kiosk, screen_text

STAYS_INSIDE = {
    *("action_add_class", "action_remove_class", "action_toggle_class", "action_toggle"),
    *("action_back", "action_pop_screen", "action_push_screen", "action_switch_mode", "action_switch_screen"),
    *("action_focus", "action_focus_next", "action_focus_previous"),
    *("action_bell", "action_notify", "action_hide_help_panel", "search_commands"),
}
"""Looked at one by one: none leaves the program, opens a file or starts anything."""

_WAYS = ("action_", "deliver_", "save_", "open_", "copy_", "search_", "suspend")


def test_every_way_out_of_textual_is_closed() -> None:
    ways = {name for name in dir(App) if name.startswith(_WAYS)}
    assert ways - STAYS_INSIDE - set(vars(ClosedDoors)) == set()


def test_the_kiosk_takes_the_closed_doors_and_not_textuals_own() -> None:
    ways = {name for name in vars(ClosedDoors) if not name.startswith("_")}
    assert [name for name in ways if getattr(Kiosk, name) is getattr(App, name, None)] == []
    assert not Kiosk.ENABLE_COMMAND_PALETTE
    assert not Kiosk.ALLOW_SELECT


def test_no_screen_carries_toasts_or_tooltips() -> None:
    named = {"_disable_notifications", "_disable_tooltips"}
    assert named <= vars(App()).keys()

    class Closed(ClosedDoors, App[None]):
        pass

    assert {vars(Closed())[name] for name in named} == {True}


async def test_doors_lead_nowhere() -> None:
    async with kiosk(TestDesk()) as pilot:
        app, before = pilot.app, screen_text(pilot.app)
        for way in (
            "quit",
            "help_quit",
            "show_help_panel",
            "command_palette",
            "change_theme",
            "suspend_process",
        ):
            await app.run_action(way)
        app.search_themes()
        with app.suspend():
            await pilot.pause()
            assert screen_text(app) == before
        assert not app._exit
        assert len(app.screen_stack) == 1
