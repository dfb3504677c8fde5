"""A bare Textual app with a field and tabs, made of its own widgets: what our bytes are compared with."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Input, Static, TabbedContent, TabPane

ROWS = 30


class BareTabs(App[None]):
    """An input over two tabs of thirty rows."""

    ENABLE_COMMAND_PALETTE = False

    def compose(self) -> ComposeResult:
        yield Input()
        with TabbedContent():
            for tab in ("Deductibles", "Preventive"):
                with TabPane(tab), VerticalScroll():
                    yield Static(
                        "\n".join(f"Row {number} of {tab}, 2026    $1,736.00" for number in range(1, ROWS))
                    )


if __name__ == "__main__":
    app = BareTabs()
    app.animation_level = "none"
    app.run(mouse=False)
