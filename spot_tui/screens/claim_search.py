"""The search for claims."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from spot_tui.backend.claims.search import make_search, search_form
from spot_tui.screens.claim_form import ClaimForm
from spot_tui.widgets.form_panel import FormPanel
from spot_tui.widgets.line import Tone
from spot_tui.widgets.plain import Plain
from spot_tui.words import say


class ClaimSearchPage(ClaimForm):
    """Asks for part, dates, patient or number."""

    NAME = "claim_search"

    def body(self) -> Iterable[Widget]:
        """Yield the form and how claims come to be found."""
        rules = self.house.desk.profile.claim_rules
        yield Plain(((say("claim_search.heading"), Tone.STRONG),), classes="gap gap-below")
        yield FormPanel(search_form(self.today, rules), self.values_at_start)
        told = say(
            "claim_search.hint",
            days=rules.visible_days,
            months_a=rules.months_back_a,
            months_b=rules.months_back_b,
        )
        yield Plain(((told, Tone.QUIET),), classes="gap")

    def do_send(self) -> None:
        """Search, or go to what is missing or wrong."""
        desk, session, today = self.house.desk, self.house.session, self.today
        self.panel.form = search_form(today, desk.profile.claim_rules)
        reading = self.panel.send()
        if reading.problems:
            self.notice.hint(say("claim_search.to_correct"))
            return
        if desk.claims is None or session is None or session.provider is None:
            return
        self._asked_with, provider = self.panel.typed, session.provider
        work = desk.claims.search(session, provider, make_search(reading.values), today)
        self.wait_for(say("claim_search.waiting"), work, lambda found: self.Found(found, provider))
