"""Doors of Textual that lead out of the program, closed: clipboard, files, browser, shell, palette."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.app import App, SystemCommand
    from textual.screen import Screen

    AppBefore = App[Any]
else:
    AppBefore = object


class ClosedDoors(AppBefore):
    """Mixed into the app, before `App`. Rendering for tests and docs (`export_screenshot`) stays."""

    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False

    def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - whatever the app takes
        super().__init__(*arguments, **options)
        # Every screen would carry two widgets for what never shows; Textual has a way for tests alone.
        self._disable_notifications = self._disable_tooltips = True

    def copy_to_clipboard(self, text: str) -> None:
        """Copy nothing: the terminal would hand it to the user's own machine, passwords too."""

    def notify(self, *_: object, **__: object) -> None:
        """Show nothing that vanishes by itself: screens speak in their notice."""

    def open_url(self, url: str, *, new_tab: bool = True) -> None:
        """Open nothing: a browser is another program."""

    def save_screenshot(self, *_: object, **__: object) -> str:
        """Save nothing: a screen holds patients' data."""
        return ""

    def deliver_screenshot(self, *_: object, **__: object) -> None:
        """Deliver nothing."""

    def deliver_text(self, *_: object, **__: object) -> None:
        """Deliver nothing."""

    def deliver_binary(self, *_: object, **__: object) -> None:
        """Deliver nothing."""

    def action_screenshot(self, *_: object, **__: object) -> None:
        """Save nothing."""

    @contextmanager
    def suspend(self) -> Iterator[None]:
        """Stay: whatever is done meanwhile, the terminal remains the program's."""
        yield

    def action_suspend_process(self) -> None:
        """Stay: behind the program is a shell."""

    def action_command_palette(self) -> None:
        """Open nothing."""

    def search_themes(self) -> None:
        """Open nothing."""

    async def action_quit(self) -> None:
        """Stay: leaving is a command of our own, which a locked terminal does not offer."""

    def action_help_quit(self) -> None:
        """Tell nothing: the keys stand on the screen."""

    def action_show_help_panel(self) -> None:
        """Open nothing: F1 explains."""

    def action_change_theme(self) -> None:
        """Keep the theme: the filters for its colours were chosen at the start."""

    def action_toggle_dark(self) -> None:
        """Keep the theme."""

    async def action_simulate_key(self, key: str) -> None:
        """Press nothing."""

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Offer none."""
        return ()
