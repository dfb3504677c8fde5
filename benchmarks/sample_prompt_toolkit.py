"""The sample in prompt_toolkit, in an environment that has it."""

from __future__ import annotations

from prompt_toolkit.application import Application
from prompt_toolkit.filters import has_focus
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.key_binding.bindings.focus import focus_next
from prompt_toolkit.layout import DynamicContainer, FormattedTextControl, HSplit, Layout, VSplit, Window
from prompt_toolkit.widgets import TextArea

from benchmarks.sample import HINT, INTRODUCTION, LABELS, TABS, TITLE, rows_of


class Sample:
    """The sign-in form, and the table after it."""

    def __init__(self) -> None:
        self.tab = 0
        self.fields = [
            TextArea(height=1, multiline=False, password=label == LABELS[1], accept_handler=self.enter)
            for label in LABELS
        ]
        self.body = Window(
            FormattedTextControl(lambda: "\n".join(rows_of(self.tab)), focusable=True, show_cursor=False)
        )
        self.shown = self.form()
        keys = KeyBindings()
        keys.add("tab")(focus_next)
        for tab in range(len(TABS)):
            keys.add(str(tab + 1), filter=has_focus(self.body))(self.change)
        layout = Layout(DynamicContainer(lambda: self.shown), focused_element=self.fields[0])
        self.app: Application[None] = Application(layout, key_bindings=keys, full_screen=True)

    def form(self) -> HSplit:
        fields = (
            VSplit([Window(FormattedTextControl(label), width=12), field])
            for label, field in zip(LABELS, self.fields, strict=True)
        )
        above = FormattedTextControl("\n".join((TITLE, "", *INTRODUCTION, "")))
        return HSplit([Window(above, height=5), *fields, Window(), hint()])

    def table(self) -> HSplit:
        return HSplit([Window(FormattedTextControl(self.names), height=1), self.body, hint()])

    def names(self) -> list[tuple[str, str]]:
        return [("reverse" if place == self.tab else "", f" {name} ") for place, name in enumerate(TABS)]

    def enter(self, _: object) -> bool:
        self.shown = self.table()
        self.app.layout.focus(self.body)
        return True

    def change(self, event: KeyPressEvent) -> None:
        self.tab = int(event.data) - 1


def hint() -> Window:
    return Window(FormattedTextControl(HINT), height=1)


if __name__ == "__main__":
    Sample().app.run()
