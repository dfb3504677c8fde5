from __future__ import annotations

import pytest

from spot_tui.terminal.colour import Colours, choose_colours, fix_colours, theme_name
from spot_tui.terminal.environment import Surroundings


@pytest.mark.parametrize(
    ("term", "colour_term", "colours"),
    [
        ("xterm-256color", "truecolor", Colours.TRUECOLOR),
        ("xterm-direct", "", Colours.TRUECOLOR),
        ("xterm-256color", "", Colours.INDEXED),
        ("screen-256color", "", Colours.INDEXED),
        ("xterm", "", Colours.SIXTEEN),
        ("linux", "", Colours.SIXTEEN),
        ("vt220", "", Colours.NONE),
        ("vt100", "", Colours.NONE),
    ],
)
def test_level_follows_what_the_terminal_says(term: str, colour_term: str, colours: Colours) -> None:
    assert choose_colours("auto", Surroundings(term, colour_term, no_colour=False)) is colours


def test_no_color_means_none() -> None:
    assert choose_colours("auto", Surroundings("xterm", "truecolor", no_colour=True)) is Colours.NONE


def test_setting_beats_the_terminal() -> None:
    assert choose_colours("16", Surroundings("xterm", "truecolor", no_colour=True)) is Colours.SIXTEEN


@pytest.mark.parametrize("colours", Colours)
def test_theme_and_level_go_together(colours: Colours) -> None:
    environment: dict[str, str] = {}
    fix_colours(colours, environment)
    assert environment["TEXTUAL_THEME"] == theme_name(colours)
    assert environment["TEXTUAL_COLOR_SYSTEM"] in {"truecolor", "256", "standard"}
    assert ("NO_COLOR" in environment) is (colours is Colours.NONE)
