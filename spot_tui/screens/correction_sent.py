"""What became of a correction: its confirmation number and day of receipt, or that it waits for the line."""

from __future__ import annotations

from spot_tui.screens.submitted import SubmittedPage


class CorrectionSentPage(SubmittedPage):
    """Leads back to the claim, or to the corrections, to follow this one."""

    NAME = "correction_sent"
    MADE_ON = frozenset({"correction", "correction_start", "next_step"})
    KEYS = ("explain", "back", "go_on", "outbox", "my_corrections", "sign_out")

    def do_my_corrections(self) -> None:
        """List the corrections, this one among them."""
        from spot_tui.screens.corrections import CorrectionsPage

        self.leave()
        self.house.open(CorrectionsPage())
