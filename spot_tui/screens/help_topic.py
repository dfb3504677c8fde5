"""One page of the help book."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from spot_tui.backend.formats import show_date
from spot_tui.backend.help.book import HelpPage
from spot_tui.screens.paged import Paged
from spot_tui.widgets.line import Line, Tone, line, wrapped
from spot_tui.widgets.lined import Lined
from spot_tui.widgets.plain import Plain
from spot_tui.words import say


class HelpTopicPage(Paged):
    """Its text, and under it date, part, location and source."""

    NAME = "help"
    KEYS = ("back", "search_help", "page_up", "page_down")

    def __init__(self, topic: HelpPage) -> None:
        super().__init__()
        self._topic = topic

    def body(self) -> Iterable[Widget]:
        """Yield title and text."""
        yield Plain(self._topic.title, classes="gap gap-below title")
        yield Lined(_lines(self._topic, self.text_width))

    def do_search_help(self) -> None:
        """Search all pages."""
        from spot_tui.screens.help_search import HelpSearchPage

        self.house.open(HelpSearchPage())


def _lines(topic: HelpPage, width: int) -> list[Line]:
    lines: list[Line] = []
    for paragraph in topic.paragraphs:
        is_item = paragraph.startswith("- ")
        lines += [*([] if is_item or not lines else [line("")]), *wrapped(paragraph, width)]
    note = say(
        "help.note",
        date=show_date(topic.date),
        part=say(f"help.part.{topic.part}"),
        location=", ".join(topic.location),
        source=topic.source,
    )
    return [*lines, line(""), *wrapped(note, width, Tone.QUIET)]
