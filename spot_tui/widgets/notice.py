"""What the program has to say now: waiting, a problem, a question, a hint."""

from __future__ import annotations

from textual.content import Content

from spot_tui.backend.explanations import explain
from spot_tui.backend.problems import Problem
from spot_tui.widgets.line import Tone, content
from spot_tui.widgets.plain import Plain
from spot_tui.words import say


class Notice(Plain):
    """Stands above the keys and takes no room while there is nothing to say."""

    DEFAULT_CSS = """
    Notice { width: 100%; height: auto; max-height: 8; padding: 0 1 0 2; }
    Notice.-empty { display: none; }
    """

    def clear(self) -> None:
        """Say nothing."""
        self.show("")

    def hint(self, text: str) -> None:
        """Say how something is done or that it was done."""
        self.show(content(text))

    def ask(self, question: str) -> None:
        """Ask something that a key answers."""
        self.show(content((f"? {question}", Tone.WARN)))

    def wait(self, doing: str, seconds: int) -> None:
        """Say what is waited for and, after the first second, how long already."""
        elapsed = say("notice.elapsed", seconds=seconds) if seconds else ""
        self.show(content((f"{doing}{elapsed}", Tone.WARN), f" {say('notice.cancel')}"))

    def complain(self, problem: Problem, *, beside_field: bool = False) -> None:
        """Show a problem: its category; what is wrong, unless a field says it; what to do; what to quote."""
        told = explain(problem)
        rows: list[Content] = []
        what = "" if beside_field else f": {told.what}"
        rows.append(content((f"! {told.kind}{what}", Tone.BAD)))
        if told.next:
            rows.append(content(("> ", Tone.KEY), told.next))
        if told.quote:
            rows.append(content((f"  {told.quote}", Tone.QUIET)))
        self.show(Content("\n").join(rows))
