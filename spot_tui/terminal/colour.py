"""How many colours the terminal gets: from the setting, else from what the terminal says of itself.

Textual's own answer is wrong where it matters: 24-bit for ``dumb``, greys for NO_COLOR, and a theme set
after the App was built keeps the wrong filters. So level and theme are fixed before Textual is imported.
"""

from __future__ import annotations

import os
from collections.abc import MutableMapping
from enum import StrEnum

from spot_tui.terminal.environment import Surroundings


class Colours(StrEnum):
    """A colour level. The values are those of the setting ``display.colours``."""

    TRUECOLOR = "truecolor"
    INDEXED = "256"
    SIXTEEN = "16"
    NONE = "none"


_TERMS_WITHOUT_COLOUR = ("vt1", "vt2", "vt3", "vt4", "vt5", "wy", "ansi-m", "xterm-mono")
_TEXTUAL_NAMES = {
    Colours.TRUECOLOR: "truecolor",
    Colours.INDEXED: "256",
    Colours.SIXTEEN: "standard",
    # Textual's own "none" is a blank screen: none is the terminal's two colours, by theme.
    Colours.NONE: "standard",
}


def choose_colours(setting: str, surroundings: Surroundings) -> Colours:
    """Return the colour level. `setting` is that of ``display.colours``.

    Anything but a level asks the terminal.
    """
    if setting in set(Colours):
        return Colours(setting)
    if surroundings.no_colour or surroundings.term.startswith(_TERMS_WITHOUT_COLOUR):
        return Colours.NONE
    if surroundings.colour_term in {"truecolor", "24bit"} or surroundings.term.endswith("-direct"):
        return Colours.TRUECOLOR
    return Colours.INDEXED if "256color" in surroundings.term else Colours.SIXTEEN


def fix_colours(colours: Colours, environment: MutableMapping[str, str] = os.environ) -> None:
    """Tell Textual the level and the theme, through the variables that it reads when it is imported."""
    environment["TEXTUAL_COLOR_SYSTEM"] = _TEXTUAL_NAMES[colours]
    environment["TEXTUAL_THEME"] = theme_name(colours)
    if colours is Colours.NONE:
        environment["NO_COLOR"] = "1"


def theme_name(colours: Colours) -> str:
    """Return the name of the theme that goes with a colour level.

    A theme of our own may follow it only if both use the terminal's own colours, or neither does.
    """
    return "ansi-dark" if colours in {Colours.NONE, Colours.SIXTEEN} else "textual-dark"
