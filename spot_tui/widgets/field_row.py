"""A labelled field with the room under it for its help and its error."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from spot_tui.backend.explanations import explain
from spot_tui.backend.forms import Field
from spot_tui.backend.problems import Problem
from spot_tui.widgets.entry import Entry
from spot_tui.widgets.line import Tone
from spot_tui.widgets.plain import Plain
from spot_tui.words import knows, say


class FieldRow(Vertical):
    """Label and entry on one row, the error or (while the cursor is there) the help beneath."""

    DEFAULT_CSS = """
    FieldRow { height: auto; }
    FieldRow > Horizontal { height: 1; }
    FieldRow .label { width: 34; }
    FieldRow .message { height: auto; min-height: 1; padding: 0 1 0 2; }
    """

    def __init__(self, field: Field, value: str = "") -> None:
        super().__init__()
        self.field = field
        self.problem: Problem | None = None
        self.entry = Entry(field, value)
        self.entry.styles.width = min(field.most + 1, 50)
        self._label = Plain(self._named(" "), classes="label")
        self._message = Plain(classes="message")

    def compose(self) -> ComposeResult:
        """Lay out label, entry and message."""
        with Horizontal():
            yield self._label
            yield self.entry
        yield self._message

    def refuse(self, problem: Problem | None) -> None:
        """Show what is wrong with this field, or nothing."""
        self.problem = problem
        self._show()

    def mark(self, *, focused: bool) -> None:
        """Show whether the cursor is here: in words and signs, not by colour alone."""
        self._label.show(self._named(">" if focused else " "))
        self._show(focused=focused)

    def _named(self, mark: str) -> str:
        optional = "" if self.field.required else say("form.optional")
        return f"{mark} {say(f'field.{self.field.name}.label')}{optional}"

    def _show(self, *, focused: bool | None = None) -> None:
        if self.problem is not None:
            self._message.show(((f"! {self._complaint(self.problem)}", Tone.BAD),))
        elif self.entry.has_focus if focused is None else focused:
            help_key = f"field.{self.field.name}.help"
            self._message.show(((say(help_key) if knows(help_key) else "", Tone.QUIET),))
        else:
            self._message.show("")

    def _complaint(self, problem: Problem) -> str:
        shortcut = problem.code == self.field.shortcut_for
        return explain(problem).what + (f" {say('form.shortcut')}" if shortcut else "")
