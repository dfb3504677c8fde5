"""Words with a QR code beside them, or with a sentence why there is none."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widget import Widget

from spot_tui.terminal.letters import has_blocks
from spot_tui.widgets.line import Tone
from spot_tui.widgets.plain import Plain
from spot_tui.widgets.qr_code import QrCode
from spot_tui.words import say


class BesideCode(Horizontal):
    """`words` at the left, at the right the QR code of `text` as long as there is room for both.

    The words must say what the code says: a phone may not read it, a person may not see it.
    """

    DEFAULT_CSS = """
    BesideCode { height: 1fr; }
    BesideCode > Vertical { width: 1fr; height: 100%; }
    """
    LEAST_WORDS = 35
    """Cells that the words need."""

    class Fitted(Message):
        """The code takes `columns` cells at the right from now on, 0 where it is not drawn."""

        def __init__(self, columns: int) -> None:
            super().__init__()
            self.columns = columns

    def __init__(self, words: Iterable[Widget], text: str = "") -> None:
        super().__init__()
        self._words = tuple(words)
        self._has_text = bool(text)
        self.code = QrCode(text)
        self._without = Plain(id="without-code", classes="gap")

    def compose(self) -> ComposeResult:
        """Lay out the words, and the code."""
        yield Vertical(*self._words, self._without, classes="words")
        yield self.code

    def hold(self, text: str) -> None:
        """Draw the code of another text from now on; an empty one takes it off the screen for good."""
        self._has_text = bool(text)
        self.code.hold(text)
        self.on_resize()

    def on_resize(self) -> None:
        """Draw the code in the room there is now."""
        fits = has_blocks() and self.code.fit(self.size.width - self.LEAST_WORDS, self.size.height)
        told = "no_colour" if fits and self.app.no_color else ""
        told = "no_room" if self._has_text and not fits else told
        self._without.show(((say(f"qr_code.{told}"), Tone.QUIET),) if told else "")
        self.post_message(self.Fitted(self.code.columns))
