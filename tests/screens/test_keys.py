"""Keys: those shown work, others do nothing, and each has a twin without F-keys."""

import os
import random
from typing import Any, cast

import pytest
from textual import events
from textual.binding import Binding
from textual.keys import _character_to_key

from spot_tui.app import Kiosk
from spot_tui.commands import COMMANDS, leader_digit
from spot_tui.screens.page import Page
from spot_tui.screens.welcome import WelcomePage
from spot_tui.widgets.form_panel import FormPanel
from tests.screens.desk import TestDesk
from tests.screens.looking import key_bar, kiosk, press, screen_text, settle
from tests.screens.places import PLACES
from tests.screens.test_help import SCREENS

SOAK = bool(os.environ.get("SPOT_TUI_SOAK"))
F_KEYS = [f"f{number}" for number in range(1, 13)]


async def there(pilot: Any, place: str, desk: TestDesk, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Go to a place, and note from then on what its keys do instead of doing it."""
    await PLACES[place](pilot, desk)
    names: list[str] = []

    async def note(self: Page, name: str) -> None:
        names.append(name)

    monkeypatch.setattr(type(pilot.app.screen), "action_command", note)
    return names


@pytest.mark.parametrize("place", PLACES)
async def test_the_keys_in_the_bar_are_those_that_work(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """F-keys, and the leader with a digit in their place; above them path, mark and how the line is."""
    desk = TestDesk()
    desk.line.answered("HETS")
    desk.line.connected(0.6)
    async with kiosk(desk) as pilot:
        done = await there(pilot, place, desk, monkeypatch)
        cast(Kiosk, pilot.app).look_at_line()
        await settle(pilot)
        rows = screen_text(pilot.app).splitlines()
        assert rows[0].startswith(" PRACTICE  ")
        assert "  THIN 0.6 s" in rows[0]
        assert " F" in rows[-1]
        shown = [COMMANDS[name] for name in key_bar(pilot.app)]
        for key in F_KEYS:
            await press(pilot, key)
        assert sorted(done) == sorted(command.id for command in shown if command.key in F_KEYS)
        done.clear()
        for digit in "1234567890":
            await press(pilot, "ctrl+g", digit)
        assert sorted(done) == sorted(command.id for command in shown if leader_digit(command.key))


async def test_after_the_leader_the_bar_shows_digits_and_another_key_is_nothing() -> None:
    async with kiosk(TestDesk()) as pilot:
        await press(pilot, "ctrl+g")
        assert "Ctrl+G, now a digit:  1 Help" in screen_text(pilot.app)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, WelcomePage)
        assert "F1 Help" in screen_text(pilot.app)


async def test_where_f_keys_lack_the_bar_tells_of_the_leader() -> None:
    async with kiosk(TestDesk()) as pilot:
        cast(Kiosk, pilot.app).has_f_keys = False
        cast(Page, pilot.app.screen).tell_keys()
        await settle(pilot)
        assert screen_text(pilot.app).splitlines()[-1].split("  ") == [
            *(" Ctrl+L Español", "Ctrl+G, then:", "1 Help", "2 Colours", "4 Status", "9 Quit"),
        ]
        await press(pilot, "ctrl+g", "1")
        assert "Keys of this screen" in screen_text(pilot.app)


async def test_a_digit_after_the_leader_is_not_typed() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await PLACES["inquiry"](pilot, desk)
        await press(pilot, "ctrl+g", "7")
        assert set(pilot.app.screen.query_one("FormPanel").typed.values()) == {""}  # type: ignore[attr-defined]


@pytest.mark.parametrize("key", ["ctrl+q", "ctrl+p", "ctrl+c", "ctrl+z", "ctrl+backslash", "f11", "f12"])
async def test_keys_that_textual_or_others_give_a_meaning_do_nothing(key: str) -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await PLACES["home"](pilot, desk)
        before = screen_text(pilot.app)
        await press(pilot, key)
        assert screen_text(pilot.app) == before


async def test_f6_brings_the_cursor_back_to_the_content() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await PLACES["sign_in"](pilot, desk)
        await press(pilot, "tab", "tab")
        assert "content" in key_bar(pilot.app)
        await press(pilot, "f6")
        assert pilot.app.focused is not None
        assert pilot.app.focused.id == "user_id"
        assert "content" not in key_bar(pilot.app)


@pytest.mark.parametrize("seed", range(40 if SOAK else 3))
async def test_no_row_of_keys_brings_the_program_down(seed: int) -> None:
    keys = [*F_KEYS, "escape", "enter", "tab", "shift+tab", "up", "down", "left", "right", "space", "ctrl+g"]
    keys += [
        "pageup",
        "pagedown",
        "home",
        "end",
        "backspace",
        "delete",
        *"1234567890abAB/-",
        "ctrl+a",
        "ctrl+u",
    ]
    chance = random.Random(seed)
    desk = TestDesk()
    place = list(PLACES)[seed * 2 % len(PLACES)]
    async with kiosk(desk) as pilot:
        await PLACES[place](pilot, desk)
        for _ in range(60):
            key = chance.choice(keys)
            desk.sign_in.told.answers = [None]
            if desk.eligibility:
                desk.eligibility.told.answers = [None]
            desk.looks.answers = [None]
            await pilot.press(key)
            if pilot.app.return_code is not None:
                break
        await settle(pilot)
        assert pilot.app._exception is None


async def test_keys_typed_ahead_go_where_each_key_before_has_led() -> None:
    """Enter and a digit act through a message; the key behind waits for that, too."""
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await PLACES["home"](pilot, desk)
        ahead = ("1", *"1AA0AA0AA01", "enter", *"Alma", "down", *"Moss", "tab", *"03/02/1948")
        for key in ahead:
            name = _character_to_key(key) if len(key) == 1 else key
            pilot.app.post_message(events.Key(name, key if len(key) == 1 else None))
        await settle(pilot)
        typed = pilot.app.screen.query_one(FormPanel).typed
    assert list(typed.values()) == ["1AA0AA0AA01", "Alma", "Moss", "03/02/1948", "", ""]


async def test_keys_typed_behind_the_end_do_nothing() -> None:
    async with kiosk(TestDesk()) as pilot:
        for key in ("f9", "f9", "1", "f5", "enter"):
            pilot.app.post_message(events.Key(key, None))
        await settle(pilot)
        assert pilot.app.return_code == 0
        assert pilot.app._exception is None


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.__name__)
def test_the_repaint_key_is_bound_on_every_screen(screen: type[Page]) -> None:
    assert "ctrl+r" in {binding.key for binding in screen.BINDINGS if isinstance(binding, Binding)}


async def test_the_repaint_key_answers_no_question(monkeypatch: pytest.MonkeyPatch) -> None:
    async with kiosk(TestDesk()) as pilot:
        repainted: list[bool] = []
        monkeypatch.setattr(pilot.app, "repaint", lambda: repainted.append(True))
        await press(pilot, "f9", "ctrl+r")
        assert repainted
        assert "F9 again: yes" in screen_text(pilot.app)
