"""Keys on their way from the terminal to the screen: the leader's digits become F-keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual import events

from spot_tui.commands import LEADER, leader_key
from spot_tui.screens.page import Page

if TYPE_CHECKING:
    from textual.app import App

    AppBefore = App[Any]
else:
    AppBefore = object


class LeaderKeys(AppBefore):
    """Mixed into the app, before `App`: after Ctrl+G a digit is the F-key of that number."""

    has_f_keys = True
    _after_leader = False

    async def on_event(self, event: events.Event) -> None:
        """Translate a key before the screen gets it."""
        if isinstance(event, events.Key) and not event.is_forwarded:
            translated = self._translated(event)
            if translated is None:
                return
            event = translated
        await super().on_event(event)

    def _translated(self, event: events.Key) -> events.Key | None:
        """Return the key to act on, None where it has done its work already."""
        page = self.screen if isinstance(self.screen, Page) else None
        if self._after_leader:
            self._wait_for_digit(page, waits=False)
            key = leader_key(event.character or "")
            if not key:
                return None
            event = events.Key(key, None)
        elif event.key == LEADER:
            self._wait_for_digit(page, waits=True)
            return None
        return None if page is not None and page.swallows(event.key) else event

    def _wait_for_digit(self, page: Page | None, *, waits: bool) -> None:
        self._after_leader = waits
        if page is not None:
            page.leader_waits(waits=waits)
