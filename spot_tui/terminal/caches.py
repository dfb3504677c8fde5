"""Caches of Textual that do not suit this program."""

from __future__ import annotations

from typing import Any

from textual._styles_cache import StylesCache
from textual.app import App
from textual.screen import Screen
from textual.widget import Widget

_STYLE_SOURCES = 1024
"""More than there are widgets and screens with styles of their own."""


def keep_parsed_styles(app: App[Any]) -> None:
    """Parse the styles of each widget once.

    Textual keeps the last 64 only, so that with more of them every new screen parses all anew.
    """
    app.stylesheet._parse_cache.grow(_STYLE_SOURCES)


def forget_drawn_lines() -> None:
    """Let go of what closed screens have shown: Textual keeps the lines of the last 1024 widgets."""
    StylesCache.get_inner_outer.cache_clear()


def forget_drawn(screen: Screen[Any]) -> None:
    """Let go of the lines that the widgets of a screen keep; each draws them anew when it is asked to."""
    for widget in screen.walk_children(Widget, with_self=True):
        widget._styles_cache.clear()
