"""What became of a correction: its confirmation number and day of receipt, or that it waits for the line."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from spot_tui.backend.claims.model import Claim
from spot_tui.backend.formats import show_date
from spot_tui.backend.outbox.model import State, Submission
from spot_tui.backend.outbox.view import told
from spot_tui.screens.claim_words import headline
from spot_tui.screens.page import Page
from spot_tui.widgets.line import Tone
from spot_tui.widgets.plain import Plain
from spot_tui.words import say


class CorrectionSentPage(Page):
    """One obvious way on: back to the claims; or to the corrections, to follow this one."""

    NAME = "correction_sent"
    KEYS = ("explain", "back", "go_on", "my_corrections", "sign_out")

    def __init__(self, submission: Submission, claim: Claim) -> None:
        super().__init__()
        self._submission = submission
        self._claim = claim

    def body(self) -> Iterable[Widget]:
        """Yield what is on record and what happens next."""
        submission = self._submission
        is_there = submission.state is State.CONFIRMED
        yield Plain(((headline(self._claim), Tone.STRONG),), classes="gap-below")
        heading = say(f"correction_sent.{'confirmed' if is_there else 'waits'}")
        yield Plain(((heading, Tone.GOOD if is_there else Tone.WARN),), classes="gap-below")
        yield Plain(told(submission))
        if submission.receipt is not None:
            yield Plain(((say("correction_sent.number", number=submission.receipt.number), Tone.STRONG),))
        elif submission.deadline is not None:
            yield Plain(say("correction_sent.until", date=show_date(submission.deadline)))
        yield Plain(say(f"correction_sent.next.{'confirmed' if is_there else 'waits'}"), classes="gap")

    def do_go_on(self) -> None:
        """Go back to the claim."""
        self._to_claim()

    def do_back(self) -> None:
        """Go back to the claim."""
        self._to_claim()

    def _to_claim(self) -> None:
        from spot_tui.screens.correction import CorrectionPage
        from spot_tui.screens.correction_start import CorrectionStartPage
        from spot_tui.screens.next_step import NextStepPage

        made_here = CorrectionSentPage | CorrectionPage | CorrectionStartPage | NextStepPage
        while isinstance(self.app.screen, made_here):
            self.app.pop_screen()

    def do_my_corrections(self) -> None:
        """List the corrections, this one among them."""
        from spot_tui.screens.corrections import CorrectionsPage

        self._to_claim()
        self.house.open(CorrectionsPage())
