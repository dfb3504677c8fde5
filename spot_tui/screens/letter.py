"""A decision letter, to be read and printed."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from spot_tui.backend.appeals.model import DecisionLetter
from spot_tui.backend.appeals.view import letter_head, letter_tab
from spot_tui.backend.eligibility.sheet import tab_lines
from spot_tui.screens.answer_words import toned
from spot_tui.screens.paged import Paged
from spot_tui.widgets.line import Tone
from spot_tui.widgets.lined import Lined
from spot_tui.widgets.plain import Plain
from spot_tui.words import say


class LetterPage(Paged):
    """The letter as the contractor wrote it."""

    NAME = "letter"
    KEYS = ("explain", "print_letter", "back", "content", "page_up", "page_down", "sign_out")

    def __init__(self, letter: DecisionLetter) -> None:
        super().__init__()
        self._letter = letter
        self._read_at = self.house.desk.clock.now()

    def body(self) -> Iterable[Widget]:
        """Yield head and text."""
        yield Plain(((self._letter.title, Tone.STRONG),))
        yield Plain("\n".join(letter_head(self._letter)), classes="gap-below")
        yield Lined([toned(each) for each in tab_lines(letter_tab(self._letter), self.line_width)])

    def can_print_letter(self) -> bool:
        """Tell whether this terminal may print or write files."""
        return bool(self.house.desk.profile.print_offers)

    def do_print_letter(self) -> None:
        """Choose in which form it is printed, and where."""
        from spot_tui.backend.prints.printouts import letter_printout
        from spot_tui.screens.prints import print_page

        session = self.house.session
        provider = session.provider if session else None
        tab = letter_tab(self._letter)
        self.house.open(print_page(self, tab, letter_printout(self._letter, provider, self._read_at)))

    def explanation(self) -> tuple[str, ...]:
        """Explain what the decision means."""
        return (self.title_words, say(f"appeals.means.{self._letter.status}"), say("letter.help"))
