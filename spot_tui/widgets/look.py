"""Colours by name: a theme of our own, and the same names in the terminal's own colours."""

from __future__ import annotations

from textual.theme import Theme

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
    variables={
        "bar": "#1F3A5F",
        "bar-text": "#FFFFFF",
        "quiet": "#A8A8A8",
        "entry": "#262626",
        "entry-selection": "#1F3A5F",
    },
)

TERMINAL_COLOURS = {
    "bar": "ansi_default",
    "bar-text": "ansi_default",
    "quiet": "ansi_default",
    "entry": "ansi_default",
    "entry-selection": "ansi_default",
}
