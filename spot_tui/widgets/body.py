"""What stands between path line and keys: it scrolls where the window is too small for it."""

from __future__ import annotations

from textual import on
from textual.containers import Vertical
from textual.events import DescendantFocus
from textual.message import Message
from textual.widget import Widget

from spot_tui.widgets.field_row import FieldRow
from spot_tui.widgets.lined import Lined


class Body(Vertical):
    """Keeps what has the cursor in sight, a field with the words below it."""

    class Scrolled(Message):
        """Something else of it is seen, or there is more or less to see."""

    @property
    def has_more_above(self) -> bool:
        """Whether anything stands above what is seen."""
        return self.scroll_offset.y > 0

    @property
    def has_more_below(self) -> bool:
        """Whether anything stands below what is seen."""
        return self.scroll_offset.y < self.max_scroll_y

    def turn(self, pages: int) -> None:
        """Scroll by pages, down if positive; one row of the page before stays in sight."""
        self.scroll_to(y=self.scroll_offset.y + pages * max(self.size.height - 1, 1), animate=False)

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Bring what has the cursor into sight."""
        self._show(event.widget)

    def on_resize(self) -> None:
        """Keep what has the cursor in sight; there may be another key to press."""
        self._show_focused()
        self.post_message(self.Scrolled())

    @on(Lined.Moved)
    def _show_focused(self) -> None:
        focused = self.screen.focused
        if focused is not None and self in focused.ancestors:
            self._show(focused)

    def watch_virtual_size(self) -> None:
        """Tell that there is more or less to see."""
        self.post_message(self.Scrolled())

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Tell that something else is seen."""
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) != round(new_value):
            self.post_message(self.Scrolled())

    def _show(self, widget: Widget) -> None:
        shown = widget.parent if isinstance(widget.parent, FieldRow) else widget
        if not isinstance(shown, Widget) or not self.max_scroll_y:
            return
        if isinstance(shown, Lined) and self._begins_with(shown):
            self.call_after_refresh(self.scroll_home, animate=False, immediate=True, force=True)
        else:
            self.call_after_refresh(self.scroll_to_widget, shown, animate=False, immediate=True, force=True)

    def _begins_with(self, lines: Lined) -> bool:
        """Tell whether the cursor heads lines that fill the window: what stands above is seen then."""
        return lines.cursor == 0 and lines.size.height >= self.size.height > lines.virtual_region.y
