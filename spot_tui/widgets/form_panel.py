"""The one widget that draws every declared form."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.events import DescendantBlur, DescendantFocus
from textual.message import Message

from spot_tui.backend.forms import Form, Reading, Typed
from spot_tui.backend.problems import Problem
from spot_tui.widgets.entry import Entry
from spot_tui.widgets.field_row import LABEL_WIDTH, FieldRow, label_room


class FormPanel(Vertical):
    """A form with its errors beside the fields.

    A field is checked when it is left, never while it is typed in; an error goes as soon as the value is
    right. Empty fields are only complained of on sending. Enter goes to the next field, or sends. Of a form
    in parts one is seen at a time.
    """

    DEFAULT_CSS = """
    FormPanel { height: auto; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]

    class Sent(Message):
        """Enter was pressed in the last field."""

    class KeyTyped(Message):
        """Something was typed."""

    class Changed(Message):
        """What is typed or wrong changed, so other keys may work now."""

    class Turned(Message):
        """Another part is seen."""

    def __init__(self, form: Form, typed: Typed | None = None, label_width: int = LABEL_WIDTH) -> None:
        super().__init__()
        self.form = form
        room = label_room(form.fields, label_width)
        self._rows = {
            field.name: FieldRow(field, (typed or {}).get(field.name, ""), room) for field in form.fields
        }
        self._left: set[str] = set()
        self.part = 0
        self._show_part(0)

    def compose(self) -> ComposeResult:
        """Lay the fields out in reading order."""
        yield from self._rows.values()

    @property
    def typed(self) -> dict[str, str]:
        """What stands in the fields."""
        return {name: row.entry.value for name, row in self._rows.items()}

    @property
    def problems(self) -> dict[str, Problem]:
        """What is shown as wrong, by field."""
        return {name: row.problem for name, row in self._rows.items() if row.problem}

    @property
    def here(self) -> str:
        """The field with the cursor; empty when the cursor is elsewhere."""
        return next((name for name, row in self._rows.items() if row.entry.has_focus), "")

    def focus_field(self, name: str = "") -> None:
        """Go to the field `name`, or to the first that is seen."""
        target = self.form.field(name) if name else self.form.parts[self.part][0]
        self._show_part(next(part for part, fields in enumerate(self.form.parts) if target in fields))
        self._rows[target.name].entry.focus()

    def turn(self, part: int) -> None:
        """Go to the first field of the part with this number, the first being 0."""
        self.focus_field(self.form.parts[part][0].name)

    def _show_part(self, part: int) -> None:
        seen = {field.name for field in self.form.parts[part]}
        for name, row in self._rows.items():
            row.display = name in seen
        if part != self.part:
            self.part = part
            self.post_message(self.Turned())

    def fill(self, typed: Typed) -> None:
        """Put values into the fields; what was wrong before is forgotten."""
        for name, row in self._rows.items():
            self._put(name, typed.get(name, ""))
            row.refuse(None)
        self._left.clear()

    def put(self, typed: Typed) -> None:
        """Put values into some of the fields, and take back what was wrong with these."""
        for name, text in typed.items():
            self._put(name, text)
            self._forget(name)

    def clear(self, name: str) -> None:
        """Empty one field."""
        self._put(name, "")

    def send(self) -> Reading:
        """Return what the form makes of the typed text; show everything wrong and go to the first gap."""
        reading = self.form.read(self.typed)
        self._left.update(self._rows)
        self._show_all(reading)
        if reading.first_gap:
            self.focus_field(reading.first_gap)
        return reading

    def refuse(self, problem: Problem) -> bool:
        """Show a problem beside its fields and go to the first of them; tell whether it has one here.

        Its sentence stands at the first one, and the others point there.
        """
        mine = [name for name in problem.fields if name in self._rows]
        for name in mine:
            self._rows[name].refuse(problem, "" if name == mine[0] else mine[0])
        if mine:
            self.focus_field(mine[0])
        return bool(mine)

    @property
    def can_shorten(self) -> bool:
        """Whether a field shows the error that one key puts right."""
        return any(p.code == self._rows[name].field.shortcut_for for name, p in self.problems.items())

    def shorten(self) -> None:
        """Do what the one key does to the fields that show that error."""
        for name, problem in self.problems.items():
            row = self._rows[name]
            if row.field.shortcut and problem.code == row.field.shortcut_for:
                self._put(name, row.field.shortcut(row.entry.value))
                self._check(name)
        self.post_message(self.Changed())

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Mark the field that the cursor came to."""
        if isinstance(event.widget, Entry):
            self._rows[event.widget.field.name].mark(focused=True)

    def on_descendant_blur(self, event: DescendantBlur) -> None:
        """Check the field that the cursor left."""
        if isinstance(event.widget, Entry):
            name = event.widget.field.name
            self._left.add(name)
            self._check(name)
            self._rows[name].mark(focused=False)
            self.post_message(self.Changed())

    @on(Entry.Changed)
    def _take_back_errors(self, event: Entry.Changed) -> None:
        event.stop()
        self.post_message(self.KeyTyped())
        name = event.input.id or ""
        if name in self.problems:
            still = self._found(name)
            if still is None or still.code != self.problems[name].code:
                self._forget(name)
                self.post_message(self.Changed())

    @on(Entry.PresetTaken)
    def _take_preset(self, event: Entry.PresetTaken) -> None:
        """Put in what the letter stands for today."""
        event.stop()
        preset = self.form.field(event.entry.field.name).preset(event.key)
        if preset is not None:
            self.put(preset.gives)
            self.post_message(self.KeyTyped())
            self.post_message(self.Changed())

    @on(Entry.Submitted)
    def _go_on(self, event: Entry.Submitted) -> None:
        event.stop()
        if event.input.id == self.form.fields[-1].name:
            self.post_message(self.Sent())
        elif event.input.id == self.form.parts[self.part][-1].name:
            self.turn(self.part + 1)
        else:
            self.screen.focus_next()

    def _put(self, name: str, text: str) -> None:
        """Put `text` into a field as if it had always stood there: that is no typing."""
        entry = self._rows[name].entry
        with self.prevent(Entry.Changed):
            entry.value = text
        entry.cursor_position = len(text)

    def _check(self, name: str) -> None:
        """Show what is wrong with a field that was left; an empty one waits for the sending."""
        found = self._found(name) if self._rows[name].entry.value.strip() else None
        self._forget(name)
        if found:
            for other in found.fields:
                if other in self._left:
                    self._rows[other].refuse(found)

    def _forget(self, name: str) -> None:
        """Take the error of a field back, also from the other fields that it was about."""
        shown = self._rows[name].problem
        for row in self._rows.values():
            if shown and row.problem and row.problem.code == shown.code and name in row.problem.fields:
                row.refuse(None)

    def _found(self, name: str) -> Problem | None:
        """Return what is wrong with a field now, the field's own before what does not fit another."""
        return next((p for p in self.form.read(self.typed).problems if name in p.fields), None)

    def _show_all(self, reading: Reading) -> None:
        for name, row in self._rows.items():
            row.refuse(next((p for p in reading.problems if name in p.fields), None))
