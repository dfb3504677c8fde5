"""The Textual app: wiring only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import App
from textual.filter import LineFilter
from textual.theme import Theme

from spot_tui.screens.keys import LeaderKeys
from spot_tui.screens.provider import ProviderPage
from spot_tui.screens.welcome import WelcomePage
from spot_tui.terminal.crash import NeutralCrash
from spot_tui.terminal.doors import ClosedDoors
from spot_tui.terminal.driver import KioskDriver
from spot_tui.terminal.wipe import wipe_screen
from spot_tui.widgets.cleaning import CleanLines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.driver import Driver

    from spot_tui.backend.session import Session
    from spot_tui.desk import Desk

ENTRANCE, OFFICE = "entrance", "office"

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

_TERMINAL_COLOURS = {
    "bar": "ansi_default",
    "bar-text": "ansi_default",
    "quiet": "ansi_default",
    "entry": "ansi_default",
    "entry-selection": "ansi_default",
}


class Kiosk(LeaderKeys, ClosedDoors, NeutralCrash, App[None], inherit_bindings=False):
    """The kiosk: an entrance that anybody may see, and an office for who is signed in.

    Leaving the office drops all its screens and what they hold.
    """

    CSS_PATH = "app.tcss"
    MODES: ClassVar[dict[str, Any]] = {ENTRANCE: WelcomePage}
    DEFAULT_MODE = ENTRANCE
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False

    def __init__(self, desk: Desk, driver_class: type[Driver] | None = KioskDriver) -> None:
        super().__init__(driver_class=driver_class)
        self.desk = desk
        self.session: Session | None = None
        self.animation_level = "none"
        self._clean = CleanLines()
        self.register_theme(DARK)
        if not self.current_theme.ansi:
            self.theme = DARK.name

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Return our own names for themes that use the terminal's colours."""
        return _TERMINAL_COLOURS

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return the filters that every drawn line goes through, the cleaning last."""
        return [*super().get_line_filters(), self._clean]

    def enter(self, session: Session) -> None:
        """Open the signed-in side; the screens of the sign-in go, and what was typed there with them."""
        self.session = session
        while len(self.screen_stack) > 1:
            self.pop_screen()
        self.add_mode(OFFICE, lambda: ProviderPage(is_first=True))
        self.switch_mode(OFFICE)

    async def leave(self, reason: str) -> None:
        """Sign out: first nothing is on the screen any more, then the organisation is told."""
        session, self.session = self.session, None
        self.switch_mode(ENTRANCE)
        await self.remove_mode(OFFICE)
        wipe_screen(self)
        if session is not None:
            await session.end(reason)
