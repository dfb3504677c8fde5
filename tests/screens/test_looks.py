"""The looks: high contrast and two colours; and what is seen where there are no colours at all."""

from __future__ import annotations

from typing import Any, cast

import pytest
from rich.style import Style
from textual.app import App
from textual.color import Color
from textual.filter import ANSIToTruecolor, NoColor

from spot_tui.app import Kiosk
from spot_tui.commands import COMMANDS
from spot_tui.terminal.colour import Colours, fix_colours
from spot_tui.widgets.entry import Entry
from spot_tui.widgets.look import TERMINAL_THEMES, THEMES, Look
from tests.screens.desk import TestDesk
from tests.screens.looking import key_bar, kiosk, open_job, press, screen_text, settle
from tests.screens.places import PLACES, Going

READ, READ_EASILY = 4.5, 7.0
"""Least contrast of text: WCAG 2.2, 1.4.3 (AA) and 1.4.6 (AAA)."""
INKS = ("foreground", "accent", "warning", "error", "success", "quiet")


@pytest.mark.parametrize(
    ("look", "least"), [(Look.STANDARD, READ), (Look.CONTRAST, READ_EASILY), (Look.MONOCHROME, READ_EASILY)]
)
def test_every_ink_can_be_read_on_every_ground(look: Look, least: float) -> None:
    theme = THEMES[look]
    colours = {**theme.variables, **{name: getattr(theme, name) for name in INKS[:-1]}}
    for ground in (theme.background, theme.variables["bar"], theme.variables["entry"]):
        for ink in (*(colours[name] for name in INKS), theme.variables["bar-text"]):
            assert contrast(str(ink), str(ground)) >= least, (ink, ground)


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours (WCAG 2.2, relative luminance)."""
    lighter, darker = sorted((luminance(Color.parse(one)), luminance(Color.parse(other))), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: Color) -> float:
    parts = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.normalized
    )
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


def test_two_colours_are_two() -> None:
    theme = THEMES[Look.MONOCHROME]
    inks = {getattr(theme, name) for name in INKS[:-1]} | {
        theme.variables["quiet"],
        theme.variables["bar-text"],
    }
    assert len(inks) == 1
    assert {theme.background, theme.surface, theme.panel, theme.variables["bar"]} == {theme.background}


@pytest.mark.parametrize("family", [THEMES, TERMINAL_THEMES], ids=["own", "terminal"])
def test_a_family_has_every_look_and_one_kind_of_colours(family: dict[Look, Any]) -> None:
    assert set(family) == set(Look)
    assert len({theme.ansi for theme in family.values()}) == 1


async def test_before_the_sign_in_a_key_changes_the_look_and_says_so() -> None:
    async with kiosk(TestDesk()) as pilot:
        seen = []
        for words in ("High contrast.", "Two colours only.", "Standard colours."):
            await press(pilot, COMMANDS["change_look"].key)
            assert words in screen_text(pilot.app)
            seen.append(pilot.app.theme)
        assert seen == [THEMES[look].name for look in (Look.CONTRAST, Look.MONOCHROME, Look.STANDARD)]


async def test_who_is_signed_in_changes_the_look_in_her_account() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await PLACES["home"](pilot, desk)
        await open_job(pilot, "account", "look")
        assert pilot.app.theme == THEMES[Look.CONTRAST].name
        assert "High contrast." in screen_text(pilot.app)


async def test_the_next_person_starts_as_the_settings_say() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await PLACES["home"](pilot, desk)
        await open_job(pilot, "account", "look")
        await press(pilot, "f9", "f9")
        assert pilot.app.theme == THEMES[Look.STANDARD].name


@pytest.fixture
def without_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start the app as it starts for a terminal without colours."""
    environment: dict[str, str] = {}
    fix_colours(Colours.NONE, environment)
    monkeypatch.setenv("NO_COLOR", environment["NO_COLOR"])
    monkeypatch.setattr(App.theme, "_default", environment["TEXTUAL_THEME"])


def drawn(app: Any) -> list[list[tuple[str, bool, bool, bool]]]:
    """Return each row as it is seen without colours: its texts, and whether bold, underlined, reversed."""
    rows = []
    for strip in app.screen._compositor.render_strips():
        row: list[tuple[str, bool, bool, bool]] = []
        for text, style, _ in strip.simplify():
            look = style or Style.null()
            row.append((text, bool(look.bold), bool(look.underline), bool(look.reverse)))
        rows.append(row)
    return rows


def marked(app: Any) -> set[str]:
    return {text.strip() for row in drawn(app) for text, _, _, is_reversed in row if is_reversed}


@pytest.mark.usefixtures("without_colours")
async def test_without_colours_none_is_drawn_and_none_can_be_changed() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        assert pilot.app.no_color
        assert "change_look" not in key_bar(pilot.app)
        kinds = {type(each) for each in pilot.app.get_line_filters()}
        assert NoColor in kinds
        assert ANSIToTruecolor not in kinds
        await PLACES["inquiry"](pilot, desk)
        for strip in pilot.app.screen._compositor.render_strips():
            filtered = strip.apply_filter(NoColor(), Color(0, 0, 0))
            for _, style, _ in filtered:
                assert style is None or (style.color is None or style.color.is_default)
                assert style is None or (style.bgcolor is None or style.bgcolor.is_default)


async def in_first_field(pilot: Any, desk: TestDesk) -> None:
    await PLACES["inquiry"](pilot, desk)


async def in_second_field(pilot: Any, desk: TestDesk) -> None:
    await PLACES["inquiry"](pilot, desk)
    await press(pilot, "tab")


async def wrong_field(pilot: Any, desk: TestDesk) -> None:
    await PLACES["inquiry"](pilot, desk)
    await press(pilot, "1", "tab")


async def selected(pilot: Any, desk: TestDesk) -> None:
    await PLACES["inquiry"](pilot, desk)
    await press(pilot, "1", "a", "shift+left")


async def not_selected(pilot: Any, desk: TestDesk) -> None:
    await PLACES["inquiry"](pilot, desk)
    await press(pilot, "1", "a", "left")


async def first_choice(pilot: Any, desk: TestDesk) -> None:
    await PLACES["home"](pilot, desk)


async def second_choice(pilot: Any, desk: TestDesk) -> None:
    await PLACES["home"](pilot, desk)
    await press(pilot, "down")


async def first_tab(pilot: Any, desk: TestDesk) -> None:
    await PLACES["answer"](pilot, desk)


async def second_tab(pilot: Any, desk: TestDesk) -> None:
    await PLACES["answer"](pilot, desk)
    await press(pilot, "right")


async def first_line(pilot: Any, desk: TestDesk) -> None:
    await PLACES["help"](pilot, desk)


async def second_line(pilot: Any, desk: TestDesk) -> None:
    await PLACES["help"](pilot, desk)
    await press(pilot, "down")


async def refused(pilot: Any, desk: TestDesk) -> None:
    await PLACES["inquiry"](pilot, desk)
    await press(pilot, "f5")


async def asked(pilot: Any, desk: TestDesk) -> None:
    await PLACES["home"](pilot, desk)
    await press(pilot, "f9")


PAIRS: dict[str, tuple[Going, Going]] = {
    "focus of a field": (in_first_field, in_second_field),
    "selection in a field": (not_selected, selected),
    "cursor of choices": (first_choice, second_choice),
    "line cursor": (first_line, second_line),
    "open tab": (first_tab, second_tab),
}


@pytest.mark.usefixtures("without_colours")
@pytest.mark.parametrize("pair", PAIRS)
async def test_where_the_cursor_is_is_seen_without_colours(pair: str) -> None:
    shown = []
    for go in PAIRS[pair]:
        desk = TestDesk()
        async with kiosk(desk) as pilot:
            await go(pilot, desk)
            shown.append(drawn(pilot.app))
    assert shown[0] != shown[1]


@pytest.mark.usefixtures("without_colours")
@pytest.mark.parametrize(
    ("go", "row"),
    [(wrong_field, "! "), (refused, "! "), (asked, "? ")],
    ids=["error beside a field", "problem", "question"],
)
async def test_what_is_wrong_or_asked_has_a_mark_and_is_bold(go: Going, row: str) -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await go(pilot, desk)
        assert any(
            text.strip().startswith(row) and bold for each in drawn(pilot.app) for text, bold, _, _ in each
        )


@pytest.mark.usefixtures("without_colours")
async def test_a_field_is_underlined_and_its_caret_and_selection_are_reversed() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await PLACES["inquiry"](pilot, desk)
        entry = cast(Entry, pilot.app.focused)
        row = drawn(pilot.app)[entry.region.y]
        assert sum(len(text) for text, _, underlined, _ in row if underlined) >= entry.size.width - 1
        assert sum(len(text) for text, _, _, is_reversed in row if is_reversed) == 1
        await press(pilot, "1", "a", "a", "shift+left", "shift+left")
        row = drawn(pilot.app)[entry.region.y]
        assert [text for text, bold, _, is_reversed in row if bold and is_reversed] != []


@pytest.mark.parametrize("look", Look)
async def test_the_caret_is_reversed_in_every_look(look: Look) -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        cast(Kiosk, pilot.app).wear(look)
        await PLACES["inquiry"](pilot, desk)
        await settle(pilot)
        assert marked(pilot.app) >= {"PRACTICE", ""}
