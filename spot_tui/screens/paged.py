"""A screen whose main part is a body of lines that turns pages."""

from __future__ import annotations

from textual import on
from textual.widget import Widget

from spot_tui.screens.page import Page
from spot_tui.widgets.lined import Lined


class Paged(Page):
    """F7 and F8 turn the pages of its body, and work only while there is another page."""

    def main(self) -> Widget:
        """Return the body."""
        return self.lined

    @property
    def lined(self) -> Lined:
        """The body."""
        return self.query_one(Lined)

    def do_page_up(self) -> None:
        """Turn a page back."""
        self.lined.page(-1)

    def do_page_down(self) -> None:
        """Turn a page."""
        self.lined.page(1)

    def can_page_up(self) -> bool:
        """Tell whether there is more above."""
        return self.lined.can_page_up

    def can_page_down(self) -> bool:
        """Tell whether there is more below."""
        return self.lined.can_page_down

    @on(Lined.Moved)
    def _moved(self) -> None:
        self.tell_keys()
