"""What became of a correction: its confirmation number and day of receipt, or that it waits for the line."""

from __future__ import annotations

from spot_tui.backend.claims.model import Claim
from spot_tui.backend.claims.sheet import headline
from spot_tui.backend.corrections.following import submitted_tab
from spot_tui.backend.corrections.request import Correction
from spot_tui.backend.outbox.model import Submission
from spot_tui.backend.upstreams import Provider
from spot_tui.screens.submitted import SubmittedPage


class CorrectionSentPage(SubmittedPage):
    """Prints the confirmation; leads back to the claim, or to the corrections, to follow this one."""

    NAME = "correction_sent"
    MADE_ON = frozenset({"correction", "correction_start", "next_step"})
    KEYS = ("explain", "print_sent", "back", "go_on", "outbox", "my_corrections", "sign_out")

    def __init__(self, submission: Submission, claim: Claim, provider: Provider, asked: Correction) -> None:
        super().__init__(submission, headline(claim))
        self._claim = claim
        self._provider = provider
        self._correction = asked

    def can_print_sent(self) -> bool:
        """Tell whether this terminal may print or write files."""
        return bool(self.house.desk.profile.print_offers)

    def do_print_sent(self) -> None:
        """Choose in which form the confirmation is printed, and where."""
        from spot_tui.backend.prints.printouts import submission_printout
        from spot_tui.screens.prints import print_page

        tab = submitted_tab(self.submission, self._claim, self._correction)
        owners = self.house.desk.licences.copyright_line()
        printout = submission_printout(self.submission, tab, self._provider, owners)
        self.house.open(print_page(self, tab, printout))

    def do_my_corrections(self) -> None:
        """List the corrections, this one among them."""
        from spot_tui.screens.corrections import CorrectionsPage

        self.leave()
        self.house.open(CorrectionsPage())
