"""The question about one claim's status (276)."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from spot_tui.backend.claims.inquiry import make_status_inquiry, status_form
from spot_tui.screens.claim_form import ClaimForm
from spot_tui.widgets.form_panel import FormPanel
from spot_tui.widgets.line import Tone
from spot_tui.widgets.plain import Plain
from spot_tui.words import say


class ClaimStatusPage(ClaimForm):
    """Asks whom, when and, if it is known, which claim number."""

    NAME = "claim_status"

    def body(self) -> Iterable[Widget]:
        """Yield the form."""
        yield Plain(((say("claim_status.heading"), Tone.STRONG),), classes="gap")
        yield FormPanel(status_form(self.today), self.values_at_start)

    def do_send(self) -> None:
        """Ask, or go to what is missing or wrong."""
        desk, session = self.house.desk, self.house.session
        self.panel.form = status_form(self.today)
        reading = self.panel.send()
        if reading.problems:
            self.notice.hint(say("claim_search.to_correct"))
            return
        if desk.claim_status is None or session is None or session.provider is None:
            return
        self._asked_with, provider = self.panel.typed, session.provider
        work = desk.claim_status.ask(make_status_inquiry(reading.values), provider)
        waiting = say("claim_status.waiting", source=desk.claim_status.name)
        self.wait_for(waiting, work, lambda found: self.Found(found, provider))
