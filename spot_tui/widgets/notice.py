"""What the program has to say now: waiting, a problem, a question, a hint."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.content import Content

from spot_tui.backend.explanations import explain
from spot_tui.backend.problems import Problem
from spot_tui.widgets.line import Tone, content, wrapped
from spot_tui.widgets.plain import Plain, Text
from spot_tui.widgets.room import is_short
from spot_tui.words import say

_MARGINS = 3


def _nobody(_: Problem) -> Sequence[str]:
    return ()


class Notice(Plain):
    """Stands above the keys and takes no room while there is nothing to say."""

    DEFAULT_CSS = """
    Notice { width: 100%; height: auto; max-height: 12; padding: 0 1 0 2; }
    Notice.-empty { display: none; }
    """

    def __init__(self, contacts: Callable[[Problem], Sequence[str]] = _nobody) -> None:
        super().__init__()
        self._contacts = contacts
        self._rows_of_keys = 1
        self._kept_clear = 0

    def keep_clear(self, columns: int) -> None:
        """Leave so many cells at the right free from now on: something there must be seen whole.

        Only a problem that no field tells takes the whole width nevertheless.
        """
        self._kept_clear = columns
        self._stand_beside(columns)

    def show(self, text: Text) -> None:
        """Say this from now on."""
        self._stand_beside(self._kept_clear)
        super().show(text)

    def _stand_beside(self, columns: int) -> None:
        # In a short window it takes room of its own above the keys, and covers nothing.
        below = 0 if is_short(self.app.size) else self._rows_of_keys
        self.styles.margin = (0, columns, below, 0)

    def stand_above(self, rows_of_keys: int) -> None:
        """Stand above so many rows of keys from now on."""
        self._rows_of_keys = rows_of_keys
        self._stand_beside(self._kept_clear)

    def clear(self) -> None:
        """Say nothing."""
        self.show("")

    def hint(self, text: str) -> None:
        """Say how something is done or that it was done."""
        self.show(content(text))

    def ask(self, question: str, helps: Sequence[str] = ()) -> None:
        """Ask something that a key answers; `helps` tell what may be done instead."""
        width = self.app.size.width - self._kept_clear - _MARGINS
        rows = wrapped(f"? {question}", width, Tone.WARN, indent="  ")
        for told in helps:
            rows += wrapped(f"  {told}", width, indent="  ")
        self.show(Content("\n").join(content(*row) for row in rows))

    def wait(self, doing: str, seconds: int) -> None:
        """Say what is waited for and, after the first second, how long already."""
        elapsed = say("notice.elapsed", seconds=seconds) if seconds else ""
        self.show(content((f"{doing}{elapsed}", Tone.WARN), f" {say('notice.cancel')}"))

    def complain(self, problem: Problem, *, beside_field: bool = False) -> None:
        """Show a problem: its category; what is wrong, unless a field says it; what to do; what to quote.

        Where room is kept clear, what is to be quoted gives way to the field that says what is wrong.
        """
        told = explain(problem)
        what = "" if beside_field else f": {told.what}"
        aside = self._kept_clear if beside_field else 0
        width = self.app.size.width - aside - _MARGINS
        rows = wrapped(f"! {told.kind}{what}", width, Tone.BAD, indent="  ")
        if told.next:
            rows += wrapped(f"> {told.next}", width, indent="  ")
        if told.quote and not aside:
            rows += wrapped(f"  {told.quote}", width, Tone.QUIET, indent="  ")
        for contact in () if beside_field else self._contacts(problem):
            rows += wrapped(f"  {contact}", width, indent="  ")
        self.show(Content("\n").join(content(*row) for row in rows))
        self._stand_beside(aside)
