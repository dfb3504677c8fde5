"""A labelled field with the room under it for its help and its error."""

from __future__ import annotations

from collections.abc import Iterable

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.content import Content
from textual.geometry import Region, Size
from textual.widget import Widget

from spot_tui.backend.explanations import explain
from spot_tui.backend.forms import Field
from spot_tui.backend.problems import Problem
from spot_tui.widgets.entry import Entry
from spot_tui.widgets.line import Line, Tone, content, wrapped
from spot_tui.words import knows, say

LABEL_WIDTH = 34
_ROOM_FOR_ENTRY = 44
_ROOM_FOR_ROW = LABEL_WIDTH + _ROOM_FOR_ENTRY
_HANGING = "  "


def label_of(field: Field) -> str:
    """Return what stands before the entry, and whether it may stay empty."""
    is_told = field.called_optional and not field.required
    return say(f"field.{field.name}.label") + (say("form.optional") if is_told else "")


def label_room(fields: Iterable[Field], least: int) -> int:
    """Return where the entries of a form begin: at `least`, or clear of its longest label."""
    return max([least, *(len(_HANGING) + cell_len(label_of(field)) + 1 for field in fields)])


class FieldRow(Widget):
    """Label and entry on one row, the error or (while the cursor is there) the help beneath.

    Where there is no room for the entry beside the label it stands below.

    `label_width` is where the entry begins: less than usual where something stands beside the form.
    Label and message are drawn by the row itself: a form is opened with two widgets a field.
    """

    DEFAULT_CSS = """
    FieldRow { height: auto; width: 100%; layout: vertical; }
    """

    def __init__(self, field: Field, value: str = "", label_width: int = LABEL_WIDTH) -> None:
        super().__init__(markup=False)
        self.field = field
        self.problem: Problem | None = None
        self.entry = Entry(field, value)
        self._wide = min(field.most + 1, _ROOM_FOR_ENTRY, _ROOM_FOR_ROW - label_width)
        self.entry.styles.width = self._wide
        self._label_width = label_width
        self._is_stacked = False
        self.entry.styles.margin = (0, 0, 0, label_width)
        self._has_cursor = False
        self._told_at = ""
        self._message: list[Line] = []

    def compose(self) -> ComposeResult:
        """Lay the entry over the row."""
        yield self.entry

    def refuse(self, problem: Problem | None, told_at: str = "") -> None:
        """Show what is wrong with this field, or nothing; `told_at` names the field that tells it already."""
        self.problem = problem
        self._told_at = told_at
        self._show()

    def mark(self, *, focused: bool) -> None:
        """Show whether the cursor is here: by a sign, not by colour alone."""
        self._has_cursor = focused
        self.refresh(Region(0, 0, len(_HANGING), 1))
        self._show()

    def render(self) -> Content:
        """Return the label and under it the message."""
        mark = ">" if self._has_cursor else " "
        label = f"{mark} {label_of(self.field)}"
        above = [content(label), content("")] if self._is_stacked else [content(label)]
        return Content("\n").join([*above, *(content(*row) for row in self._message)])

    @property
    def _head(self) -> int:
        """How many rows label and entry take."""
        return 2 if self._is_stacked else 1

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the rows taken: there is always one for a message, so that the form does not jump."""
        return self._head + max(len(self._message), 1)

    def on_resize(self) -> None:
        """Put the entry where there is room for it, and fold the message in the width there is now."""
        is_stacked = self._label_width + self._wide > self.size.width
        if is_stacked != self._is_stacked:
            self._is_stacked = is_stacked
            self.entry.styles.margin = (
                (1, 0, 0, len(_HANGING)) if is_stacked else (0, 0, 0, self._label_width)
            )
            self.refresh(layout=True)
        self._show()

    def _show(self) -> None:
        text, tone = self._words()
        before = self._message
        width = (self.size.width or self.app.size.width) - 3
        self._message = wrapped(text, width, tone, indent=_HANGING * 2) if text else []
        if max(len(before), 1) != max(len(self._message), 1):
            self.refresh(layout=True)
        elif before != self._message:
            self.refresh(Region(0, self._head, self.size.width, max(self.size.height - self._head, 1)))

    def _words(self) -> tuple[str, Tone]:
        if self.problem is not None and self._told_at:
            told_at = say(f"field.{self._told_at}.label")
            return f"{_HANGING}! {say('form.told_at', field=told_at)}", Tone.BAD
        if self.problem is not None:
            shortcut = say("form.shortcut") if self.problem.code == self.field.shortcut_for else ""
            return f"{_HANGING}! {explain(self.problem).what} {shortcut}".rstrip(), Tone.BAD
        if self._has_cursor and knows(self.field.help_key):
            return _HANGING + say(self.field.help_key), Tone.QUIET
        return "", Tone.PLAIN
