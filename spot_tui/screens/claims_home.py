"""Where work on claims begins: search, or ask for the status of one claim."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from spot_tui.screens.jobs import JobsPage
from spot_tui.widgets.choices import Choices
from spot_tui.widgets.line import Tone
from spot_tui.widgets.plain import Plain
from spot_tui.words import say


class ClaimsHomePage(JobsPage):
    """Only what works here is listed."""

    NAME = "claims_home"
    JOBS = ("search_claims", "claim_status", "my_corrections", "my_appeals")
    KEYS = ("explain", "back", "outbox", "content", "sign_out", "choose", *JOBS)

    def body(self) -> Iterable[Widget]:
        """Yield the jobs, and how claims come to be seen."""
        rules = self.house.desk.profile.claim_rules
        yield Plain(((say("claims_home.heading"), Tone.STRONG),), classes="gap gap-below")
        yield Choices()
        yield Plain(((say("claims_home.hint", days=rules.visible_days), Tone.QUIET),), classes="gap")

    def on_screen_resume(self) -> None:
        """Show what can be done."""
        self.show_jobs()

    def note(self, name: str) -> str:
        """Return what a job is about."""
        return say(f"claims_home.about.{name}")

    def can_search_claims(self) -> bool:
        """Tell whether the profile has a gateway."""
        return self.house.desk.claims is not None

    def do_search_claims(self) -> None:
        """Open the search."""
        from spot_tui.screens.claim_search import ClaimSearchPage

        self.house.open(ClaimSearchPage())

    def can_claim_status(self) -> bool:
        """Tell whether the profile has a claim status service."""
        return self.house.desk.claim_status is not None

    def do_claim_status(self) -> None:
        """Open the question about one claim."""
        from spot_tui.screens.claim_status import ClaimStatusPage

        self.house.open(ClaimStatusPage())

    def can_my_corrections(self) -> bool:
        """Tell whether the profile has a gateway."""
        return self.house.desk.corrections is not None

    def do_my_corrections(self) -> None:
        """List the corrections."""
        from spot_tui.screens.corrections import CorrectionsPage

        self.house.open(CorrectionsPage())

    def can_my_appeals(self) -> bool:
        """Tell whether the profile has a gateway."""
        return self.house.desk.appeals is not None

    def do_my_appeals(self) -> None:
        """List the appeals."""
        from spot_tui.screens.appeals import AppealsPage

        self.house.open(AppealsPage())
