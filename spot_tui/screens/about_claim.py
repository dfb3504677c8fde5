"""What every screen is that asks for something about a claim in one form."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from textual import on
from textual.message import Message

from spot_tui.backend.claims.model import Claim
from spot_tui.backend.claims.service import ClaimShown
from spot_tui.backend.claims.sheet import headline
from spot_tui.backend.clock import today
from spot_tui.backend.upstreams import Provider
from spot_tui.screens.form_page import FormPage
from spot_tui.screens.licence import with_licence
from spot_tui.widgets.line import Tone
from spot_tui.widgets.plain import Plain
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.drafts import Draft


class AboutAClaim(FormPage):
    """A draft of it names its claim, which is looked up again: it may have changed meanwhile.

    `body` yields the headline with the id ``claim``.
    """

    class Loaded(Message):
        """The claim of a draft as it stands now; viewing it is in the audit log."""

        def __init__(self, shown: ClaimShown) -> None:
            super().__init__()
            self.shown = shown

    def __init__(self, claim: Claim | None, provider: Provider | None, draft: Draft | None = None) -> None:
        super().__init__(draft)
        self.claim = claim
        self.provider = provider

    @property
    def headline(self) -> str:
        """Which claim it is, by its number while no more is known."""
        if self.claim is not None:
            return headline(self.claim)
        return self.draft.values.get("claim_number", "") if self.draft else ""

    @property
    def today(self) -> date:
        """The contractor's day."""
        desk = self.house.desk
        return today(desk.clock, ZoneInfo(desk.profile.zone))

    def claim_loaded(self) -> None:
        """Go on with the claim that was looked up."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Look the claim of a draft up."""
        self.look_claim_up()

    def look_claim_up(self) -> None:
        """Look the claim of a draft up, unless it is known."""
        desk, session = self.house.desk, self.house.session
        if self.claim is None and self.draft is not None and desk.claims is not None and session is not None:
            number, self.provider = self.draft.values.get("claim_number", ""), session.provider
            if self.provider is not None:
                work = desk.claims.show(session, self.provider, number)
                self.wait_for(say("claim_list.opening"), work, self.Loaded)

    @on(Loaded)
    def _take_claim(self, message: Loaded) -> None:
        with_licence(self, lambda: self._go_on_with(message.shown.claim))

    def _go_on_with(self, claim: Claim) -> None:
        self.claim = claim
        self.query_one("#claim", Plain).show(((self.headline, Tone.STRONG),))
        self.claim_loaded()
