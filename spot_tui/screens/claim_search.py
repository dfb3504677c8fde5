"""The search for claims."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message
from textual.widget import Widget

from spot_tui.backend.claims.search import make_search, search_form
from spot_tui.backend.claims.service import ClaimList
from spot_tui.backend.clock import provider_day
from spot_tui.backend.forms import Typed
from spot_tui.backend.upstreams import Provider
from spot_tui.screens.form_page import FormPage
from spot_tui.widgets.form_panel import FormPanel
from spot_tui.widgets.line import Tone
from spot_tui.widgets.plain import Plain
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.drafts import Draft


class ClaimSearchPage(FormPage):
    """Asks for part, dates, patient or number; the provider's only part stands there already."""

    NAME = "claim_search"
    KEYS = ("explain", "remove_dashes", "cancel", "back", "new_search", "send", "content", "sign_out")

    class Found(Message):
        """The claims that fit, of this provider; searching is in the audit log."""

        def __init__(self, found: ClaimList, provider: Provider) -> None:
            super().__init__()
            self.found = found
            self.provider = provider

    def __init__(self, draft: Draft | None = None) -> None:
        super().__init__(draft)
        self._asked_with: Typed = {}

    def body(self) -> Iterable[Widget]:
        """Yield the form and how claims come to be found."""
        rules = self.house.desk.profile.claim_rules
        yield Plain(((say("claim_search.heading"), Tone.STRONG),), classes="gap gap-below")
        typed = self.draft.values if self.draft else self._usual
        yield FormPanel(search_form(self.today, rules), typed)
        told = say(
            "claim_search.hint",
            days=rules.visible_days,
            months_a=rules.months_back_a,
            months_b=rules.months_back_b,
        )
        yield Plain(((told, Tone.QUIET),), classes="gap")

    @property
    def today(self) -> date:
        """Today where the provider is."""
        desk, session = self.house.desk, self.house.session
        return provider_day(desk.clock, session.provider if session else None, desk.profile.zone)

    @property
    def _usual(self) -> Typed:
        session = self.house.session
        parts = session.provider.parts if session and session.provider else ()
        return {"part": parts[0]} if len(parts) == 1 else {}

    @on(FormPanel.Changed)
    def _other_keys(self) -> None:
        self.tell_keys()

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

    @on(Found)
    def _show(self, message: Found) -> None:
        from spot_tui.screens.claim_list import ClaimListPage

        self.was_sent(self._asked_with)
        self.house.open(ClaimListPage(message.found, message.provider))

    def can_remove_dashes(self) -> bool:
        """Tell whether the Medicare number was refused for its dashes."""
        return self.panel.can_shorten

    def do_remove_dashes(self) -> None:
        """Take the dashes out."""
        self.panel.shorten()

    def can_new_search(self) -> bool:
        """Tell whether anything is filled in."""
        return any(self.panel.typed.values())

    def do_new_search(self) -> None:
        """Empty the form."""
        self.clear()
        self.panel.fill(self._usual)
