"""The terminal's own cursor, for magnifiers, braille displays and screen readers: where the next key acts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.geometry import Offset

if TYPE_CHECKING:
    from textual.app import App

    AppBefore = App[Any]
else:
    AppBefore = object


class Carets(AppBefore):
    """Mixed into the app, before `App`: each frame ends with the terminal's cursor at the caret in focus.

    Everything of ours that takes keys says as its `caret` where on the screen the next key acts. Textual's
    inputs set the cursor when they change, seen or not, and one cell too far behind their text.
    """

    _caret = Offset(0, 0)

    @property
    def cursor_position(self) -> Offset:
        """Where the terminal's own cursor belongs now."""
        caret = getattr(self.focused, "caret", None) if self._screen_stack else None
        if isinstance(caret, Offset):
            self._caret = caret
        return self._caret

    @cursor_position.setter
    def cursor_position(self, _: Offset) -> None:
        """Take no other place."""
