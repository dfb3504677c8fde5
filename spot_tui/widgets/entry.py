"""One place to type in."""

from __future__ import annotations

from rich.text import Text
from textual import events
from textual.geometry import Offset
from textual.message import Message
from textual.strip import Strip
from textual.widgets import Input

from spot_tui.backend.forms import Field
from spot_tui.backend.text import clean_line


class Entry(Input):
    """A field's input: one row, underlined, no blinking cursor; takes nothing that steers a terminal.

    Secret fields show a star for each character. Letters become capitals where the field wants that.
    """

    DEFAULT_CSS = """
    Entry, Entry.-textual-compact, Entry:focus {
        border: none; height: 1; padding: 0; background: $background; background-tint: $background 0%;
        text-style: underline;
    }
    Entry:focus { background: $entry; }
    Entry > .input--cursor { background: $background; color: $foreground; text-style: reverse; }
    Entry > .input--selection { background: $background; color: $foreground; text-style: reverse bold; }
    """

    cursor_blink = False

    class PresetTaken(Message):
        """A letter was typed that stands for whole values."""

        def __init__(self, entry: Entry, key: str) -> None:
            super().__init__()
            self.entry = entry
            self.key = key

    def __init__(self, field: Field, value: str = "") -> None:
        self.field = field
        self._word = ""
        """The letters of a preset's word that were typed so far: the first one took it."""
        super().__init__(
            value,
            password=field.secret,
            max_length=field.most,
            select_on_focus=False,
            compact=True,
            id=field.name,
        )
        self.cursor_blink = False

    @property
    def _value(self) -> Text:
        if self.password:
            return Text("*" * len(self.value), no_wrap=True, overflow="ignore", end="")
        return super()._value

    def render_line(self, y: int) -> Strip:
        """Draw the row underlined to its end, so that the place to type in is seen without colours."""
        return super().render_line(y).extend_cell_length(self.size.width, self.rich_style)

    def insert_text_at_cursor(self, text: str) -> None:
        """Take a preset at its letter; who types its whole word goes on unheard."""
        letter = text.lower()
        if self._word and any(preset.word.startswith(self._word + letter) for preset in self.field.presets):
            self._word += letter
            return
        self._word = ""
        if any(preset.key == letter for preset in self.field.presets):
            self._word = letter
            self.post_message(self.PresetTaken(self, letter))
            return
        super().insert_text_at_cursor(text)

    def replace(self, text: str, start: int, end: int) -> None:
        """Put `text` in place of what stands from `start` to `end`."""
        super().replace(text.upper() if self.field.upper else text, start, end)

    def on_paste(self, event: events.Paste) -> None:
        """Take what was pasted as one line, cut to the room there is; line ends in it send nothing."""
        event.prevent_default()
        event.stop()
        start, end = sorted(self.selection)
        room = self.field.most - len(self.value) + (end - start)
        self.replace(_pasted(event.text, secret=self.field.secret)[: max(room, 0)], start, end)

    def on_focus(self) -> None:
        """Put the cursor after what stands there."""
        self.cursor_position = len(self.value)
        self._word = ""

    @property
    def caret(self) -> Offset:
        """Where the next character goes."""
        before = self._position_to_cell(self.cursor_position)
        return self.content_region.offset + Offset(before - self.scroll_offset.x, 0)

    def action_copy(self) -> None:
        """Copy nothing: the terminal would hand it to the user's own machine."""

    def action_cut(self) -> None:
        """Cut nothing, for the same reason."""


def _pasted(text: str, *, secret: bool) -> str:
    """Return pasted text as it is typed: blanks around it dropped, a secret's own blanks kept."""
    first = next((row for row in text.splitlines() if row.strip()), "")
    return "".join(c for c in first.strip("\r\n") if c.isprintable()) if secret else clean_line(first)
