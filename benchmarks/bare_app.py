"""A bare Textual app with a screen of the same size as ours: what the start is compared with."""

from __future__ import annotations

from typing import ClassVar

from textual.app import App, ComposeResult
from textual.widgets import Static

LINES = 24


class Bare(App[None]):
    """As many lines of text as our first screen, nothing else."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar = [("q", "quit", "Quit")]

    def compose(self) -> ComposeResult:
        for number in range(LINES):
            yield Static(f"Line {number + 1} of a screen of text, about as long as a line of ours is.")


if __name__ == "__main__":
    app = Bare()
    app.animation_level = "none"
    app.run(mouse=False)
