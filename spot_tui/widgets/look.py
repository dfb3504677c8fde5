"""How the screens look: themes of our own, and the same in the terminal's own colours.

A theme may follow another only if both use the terminal's own colours, or neither does: Textual chooses its
filters once, when the app is made. So there are two families, and the colour level decides between them.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from textual.theme import BUILTIN_THEMES, Theme

if TYPE_CHECKING:
    from textual.app import App

    AppBefore = App[Any]
else:
    AppBefore = object


class Look(StrEnum):
    """What a person may choose. The values are those of the setting ``display.theme``."""

    STANDARD = "standard"
    CONTRAST = "high-contrast"
    MONOCHROME = "monochrome"


DARK = Theme(
    name="kiosk",
    primary="#4DA3FF",
    accent="#7FD7FF",
    warning="#FFD75F",
    error="#FF8787",
    success="#87D787",
    foreground="#E4E4E4",
    background="#121212",
    surface="#1C1C1C",
    panel="#262626",
    dark=True,
    variables={"bar": "#1F3A5F", "bar-text": "#FFFFFF", "quiet": "#A8A8A8", "entry": "#262626"},
)
_CONTRAST = Theme(
    name="kiosk-contrast",
    primary="#FFFFFF",
    accent="#FFFF00",
    warning="#FFFF00",
    error="#FFAFAF",
    success="#AFFFAF",
    foreground="#FFFFFF",
    background="#000000",
    surface="#000000",
    panel="#000000",
    dark=True,
    variables={"bar": "#00005F", "bar-text": "#FFFFFF", "quiet": "#FFFFFF", "entry": "#00005F"},
)
_TERMINAL_CONTRAST = Theme(
    name="kiosk-contrast-16",
    ansi=True,
    primary="ansi_bright_white",
    accent="ansi_bright_yellow",
    warning="ansi_bright_yellow",
    error="ansi_bright_red",
    success="ansi_bright_green",
    foreground="ansi_bright_white",
    background="ansi_black",
    surface="ansi_black",
    panel="ansi_black",
    dark=True,
    variables={
        "bar": "ansi_black",
        "bar-text": "ansi_bright_white",
        "quiet": "ansi_bright_white",
        "entry": "ansi_black",
    },
)


def _of_two(name: str, ink: str, ground: str, *, ansi: bool) -> Theme:
    """Return a theme of two colours: what is marked is bold, reversed or underlined."""
    return Theme(
        name=name,
        ansi=ansi,
        primary=ink,
        accent=ink,
        warning=ink,
        error=ink,
        success=ink,
        foreground=ink,
        background=ground,
        surface=ground,
        panel=ground,
        dark=True,
        variables={"bar": ground, "bar-text": ink, "quiet": ink, "entry": ground},
    )


THEMES = {
    Look.STANDARD: DARK,
    Look.CONTRAST: _CONTRAST,
    Look.MONOCHROME: _of_two("kiosk-monochrome", "#FFFFFF", "#000000", ansi=False),
}
TERMINAL_THEMES = {
    Look.STANDARD: BUILTIN_THEMES["ansi-dark"],
    Look.CONTRAST: _TERMINAL_CONTRAST,
    Look.MONOCHROME: _of_two("kiosk-monochrome-16", "ansi_default", "ansi_default", ansi=True),
}
TERMINAL_COLOURS = dict.fromkeys(("bar", "bar-text", "quiet", "entry"), "ansi_default")
"""Our own names in themes that are not ours."""


class Looks(AppBefore):
    """Mixed into the app, before `App`: the look in the family of themes that the colour level asks for."""

    wears: str = Look.STANDARD

    def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - whatever the app takes
        super().__init__(*arguments, **options)
        self._family = TERMINAL_THEMES if self.current_theme.ansi else THEMES
        for theme in self._family.values():
            self.register_theme(theme)
        self.wear(Look.STANDARD)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Return our own names for themes that use the terminal's colours."""
        return TERMINAL_COLOURS

    def wear(self, look: str) -> None:
        """Look like this from now on, or standard for no look; without colours all are the same."""
        self.wears = look if look in set(Look) else Look.STANDARD
        self.theme = self._family[Look(self.wears)].name

    @property
    def has_looks(self) -> bool:
        """Whether there are colours at all."""
        return not self.no_color

    def change_look(self) -> None:
        """Take the next look."""
        looks = tuple(Look)
        self.wear(looks[(looks.index(Look(self.wears)) + 1) % len(looks)])
