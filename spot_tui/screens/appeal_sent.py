"""What became of an appeal: its confirmation number and day of receipt, or that it waits for the line."""

from __future__ import annotations

from spot_tui.backend.appeals.model import AppealRequest
from spot_tui.backend.appeals.view import submitted_tab
from spot_tui.backend.claims.model import Claim
from spot_tui.backend.claims.sheet import headline
from spot_tui.backend.outbox.model import Submission
from spot_tui.backend.upstreams import Provider
from spot_tui.screens.submitted import SubmittedPage


class AppealSentPage(SubmittedPage):
    """Prints the confirmation; leads back to where it was made, or to the appeals."""

    NAME = "appeal_sent"
    MADE_ON = frozenset({"appeal_form", "next_step"})
    KEYS = ("explain", "print_sent", "back", "go_on", "outbox", "my_appeals", "sign_out")

    def __init__(
        self, submission: Submission, claim: Claim, provider: Provider, request: AppealRequest
    ) -> None:
        super().__init__(submission, headline(claim))
        self._provider = provider
        self._request = request

    def can_print_sent(self) -> bool:
        """Tell whether this terminal may print or write files."""
        return bool(self.house.desk.profile.print_offers)

    def do_print_sent(self) -> None:
        """Choose in which form the confirmation is printed, and where."""
        from spot_tui.backend.prints.printouts import submission_printout
        from spot_tui.screens.prints import print_page

        tab = submitted_tab(self.submission, self._request)
        self.house.open(print_page(self, tab, submission_printout(self.submission, tab, self._provider)))

    def do_my_appeals(self) -> None:
        """List the appeals, this one among them."""
        from spot_tui.screens.appeals import AppealsPage

        self.leave()
        if not isinstance(self.app.screen, AppealsPage):
            self.house.open(AppealsPage())
