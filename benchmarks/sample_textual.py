"""The sample in bare Textual, made of its own widgets."""

from __future__ import annotations

from textual import events
from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Input, Label, Static, TabbedContent, TabPane

from benchmarks.sample import HINT, INTRODUCTION, LABELS, TABS, TITLE, rows_of


class Table(Screen[None]):
    """Nine tabs of thirty rows."""

    def compose(self) -> ComposeResult:
        with TabbedContent():
            for tab, name in enumerate(TABS):
                with TabPane(name, id=f"tab-{tab + 1}"), VerticalScroll():
                    yield Static("\n".join(rows_of(tab)))

    def on_key(self, event: events.Key) -> None:
        if event.key.isdigit() and event.key != "0":
            self.query_one(TabbedContent).active = f"tab-{event.key}"


class Sample(App[None]):
    """The sign-in form, and the table after it."""

    ENABLE_COMMAND_PALETTE = False

    def compose(self) -> ComposeResult:
        yield Static("\n".join((TITLE, "", *INTRODUCTION, "")))
        for label in LABELS:
            yield Label(label)
            yield Input(password=label == LABELS[1])
        yield Static(HINT)

    def on_input_submitted(self) -> None:
        self.push_screen(Table())


if __name__ == "__main__":
    app = Sample()
    app.animation_level = "none"
    app.run(mouse=False)
