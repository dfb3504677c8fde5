"""F1: what the cursor is on, and the keys of the screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.widget import Widget

from spot_tui.commands import Command, key_name
from spot_tui.screens.licence import owners_line
from spot_tui.screens.paged import Paged
from spot_tui.widgets.line import Line, Tone, line, wrapped
from spot_tui.widgets.lined import Lined
from spot_tui.widgets.plain import Plain
from spot_tui.words import say


class ExplainPage(Paged):
    """The title and sentences of `explanation`, then each of `commands` with its keys; `screen` is theirs.

    With `has_codes` it says whose the procedure codes on it are.
    """

    NAME = "explain"
    KEYS = ("back", "help_page", "search_help", "page_up", "page_down")

    def __init__(
        self, explanation: Sequence[str], commands: Sequence[Command], screen: str, *, has_codes: bool
    ) -> None:
        super().__init__()
        self._explanation = tuple(explanation)
        self._commands = tuple(commands)
        self._of = screen
        self._has_codes = has_codes

    def body(self) -> Iterable[Widget]:
        """Yield the lines."""
        title, *sentences = self._explanation
        yield Plain(
            "\n".join(text for row in wrapped(title, self.text_width) for text, _ in row),
            classes="gap gap-below title",
        )
        yield Lined(_lines(sentences, self._commands, self.text_width))
        if self._has_codes:
            yield owners_line(self.house)

    def do_help_page(self) -> None:
        """Open the help page of the screen."""
        from spot_tui.backend.help.book import help_book
        from spot_tui.screens.help_topic import HelpTopicPage

        self.house.open(HelpTopicPage(help_book().page_for(self._of)))

    def do_search_help(self) -> None:
        """Search all pages."""
        from spot_tui.screens.help_search import HelpSearchPage

        self.house.open(HelpSearchPage())


def _lines(sentences: Sequence[str], commands: Sequence[Command], width: int) -> list[Line]:
    lines: list[Line] = []
    for sentence in sentences:
        lines += [*wrapped(sentence, width), line("")]
    lines += [line(say("keys.title"), Tone.STRONG), line("")]
    for command in commands:
        lines += _command_lines(command, width)
    return [*lines, line(""), *wrapped(say("keys.hint"), width, Tone.QUIET)]


def _command_lines(command: Command, width: int) -> list[Line]:
    keys = " ".join(key_name(key) for key in command.keys)
    twin = f" ({command.twin})" if command.twin else ""
    head = f"{keys}{twin}"
    first, *rest = wrapped(command.help, width - 24)
    return [((f"{head:<24}", Tone.KEY), *first), *(((" " * 24, Tone.PLAIN), *row) for row in rest)]
