"""The terms of use, before each sign-in: accepted or declined by key, recorded with the text's hash."""

from __future__ import annotations

from collections.abc import Iterable

from textual import on
from textual.message import Message
from textual.widget import Widget

from spot_tui.backend.terms import record_terms
from spot_tui.screens.language_key import LanguageKey
from spot_tui.screens.paged import Paged
from spot_tui.widgets.line import Tone, wrapped
from spot_tui.widgets.lined import Lined
from spot_tui.widgets.plain import Plain
from spot_tui.words import say

_WIDEST, _MARGINS = 76, 3


class TermsPage(Paged, LanguageKey):
    """Nobody signs in without having accepted; without an audit entry nothing is accepted."""

    NAME = "terms"
    KEYS = ("explain", "decline", "accept", "page_up", "page_down", *LanguageKey.KEYS)

    class Recorded(Message):
        """The decision is in the audit log."""

        def __init__(self, *, accepted: bool) -> None:
            super().__init__()
            self.accepted = accepted

    def body(self) -> Iterable[Widget]:
        """Yield the text and what the keys do with it."""
        yield Plain(((say("terms.heading"), Tone.STRONG),), classes="gap gap-below")
        yield Lined(wrapped(say("terms.text"), min(self.app.size.width - _MARGINS, _WIDEST)))
        yield Plain(say("terms.choose"), classes="gap")

    async def write_anew(self) -> None:
        """Show the terms from their beginning."""
        self.house.replace(TermsPage())

    async def do_accept(self) -> None:
        """Record the acceptance and go on to the sign-in."""
        self.wait_for(say("terms.recording"), self._record(accepted=True), _recorded)

    async def do_decline(self) -> None:
        """Record the refusal and go back."""
        self.wait_for(say("terms.recording"), self._record(accepted=False), _recorded)

    async def _record(self, *, accepted: bool) -> bool:
        await record_terms(self.house.desk.audit, accepted=accepted)
        return accepted

    @on(Recorded)
    def _go_on(self, message: Recorded) -> None:
        from spot_tui.screens.sign_in import SignInPage

        if message.accepted:
            self.house.replace(SignInPage())
        else:
            self.app.pop_screen()


def _recorded(accepted: bool) -> TermsPage.Recorded:
    return TermsPage.Recorded(accepted=accepted)
