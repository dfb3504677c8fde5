"""What changed in an answer since the one before: what was, and what is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from textual.widget import Widget

from spot_tui.backend.eligibility.sheet import Section, section_lines
from spot_tui.screens.answer_words import toned
from spot_tui.screens.paged import Paged
from spot_tui.widgets.line import Tone
from spot_tui.widgets.lined import Lined
from spot_tui.widgets.plain import Plain
from spot_tui.words import say


class ChangesPage(Paged):
    """One change a line; `person` is the line of the answer that says who it is about."""

    NAME = "changes"
    KEYS = ("explain", "back", "content", "page_up", "page_down", "sign_out")

    def __init__(self, person: str, section: Section) -> None:
        super().__init__()
        self._person = person
        self._section = section

    def body(self) -> Iterable[Widget]:
        """Yield who, and the changes."""
        yield Plain(((self._person, Tone.STRONG),), id="person")
        yield Plain(((say("changes.heading"), Tone.STRONG),), classes="gap gap-below")
        yield Lined(
            [toned(line) for line in section_lines(replace(self._section, title=""), self.line_width)]
        )
