"""What every screen is that says what became of something submitted: its number and day, or that it waits."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.widget import Widget

from spot_tui.backend.formats import show_date
from spot_tui.backend.outbox.model import State, Submission
from spot_tui.backend.outbox.view import told
from spot_tui.screens.page import Page
from spot_tui.widgets.line import Tone
from spot_tui.widgets.plain import Plain
from spot_tui.words import say


class SubmittedPage(Page):
    """One obvious way on: back to what it is about. `MADE_ON` are the screens on which it was made."""

    MADE_ON: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, submission: Submission, about: str) -> None:
        """Tell of `submission`, under the line `about`."""
        super().__init__()
        self.submission = submission
        self.about = about

    def body(self) -> Iterable[Widget]:
        """Yield what is on record and what happens next."""
        submission = self.submission
        is_there = submission.state is State.CONFIRMED
        yield Plain(((self.about, Tone.STRONG),), classes="gap-below")
        heading = say(f"{self.NAME}.{'confirmed' if is_there else 'waits'}")
        yield Plain(((heading, Tone.GOOD if is_there else Tone.WARN),), classes="gap-below")
        yield Plain(told(submission))
        if submission.receipt is not None:
            yield Plain(((say("submitted.number", number=submission.receipt.number), Tone.STRONG),))
        elif submission.deadline is not None:
            yield Plain(say("submitted.until", date=show_date(submission.deadline)))
        yield Plain(say(f"{self.NAME}.next.confirmed" if is_there else "submitted.next.waits"), classes="gap")

    def do_go_on(self) -> None:
        """Go back to what it is about."""
        self.leave()

    def do_back(self) -> None:
        """Go back to what it is about."""
        self.leave()

    def leave(self) -> None:
        """Leave this screen and those on which it was made."""
        self.app.pop_screen()
        while isinstance(self.app.screen, Page) and self.app.screen.NAME in self.MADE_ON:
            self.app.pop_screen()
