"""What to look for among the documents that were sent."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from textual.widget import Widget

from spot_tui.backend.formats import read_words
from spot_tui.backend.forms import Field, Form
from spot_tui.screens.form_page import FormPage
from spot_tui.widgets.form_panel import FormPanel
from spot_tui.widgets.plain import Plain
from spot_tui.words import say

_LENGTH = 60


class DocumentsFindPage(FormPage):
    """One field; `found` is told what to look for, empty for everything."""

    NAME = "documents_find"
    KEYS = ("explain", "back", "search", "content", "sign_out")

    def __init__(self, wanted: str, found: Callable[[str], None]) -> None:
        super().__init__()
        self._wanted = wanted
        self._found = found

    def body(self) -> Iterable[Widget]:
        """Yield the field."""
        yield Plain(say("documents_find.heading"), classes="gap-below")
        rule = partial(read_words, name="sent_words", most=_LENGTH)
        form = Form("documents_find", (Field("sent_words", rule, _LENGTH, required=False),))
        yield FormPanel(form, {"sent_words": self._wanted})

    def do_send(self) -> None:
        """Go back to the list with it."""
        reading = self.panel.send()
        if not reading.problems:
            self._found(str(reading.values["sent_words"] or ""))
            self.app.pop_screen()
