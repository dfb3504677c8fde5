"""The confirmation number of a request that was sent."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual.widget import Widget

from spot_tui.screens.access_words import whom
from spot_tui.screens.page import Page
from spot_tui.widgets.large_letters import large_letters
from spot_tui.widgets.line import Tone
from spot_tui.widgets.plain import Plain
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.access.model import AccessRequest


_MARGINS = 3


class SentPage(Page):
    """Shows the number large: it is to be written down, and quoted together with the user ID."""

    NAME = "access_desk.sent"
    KEYS = ("explain", "back", "sign_out")

    def __init__(self, request: AccessRequest) -> None:
        super().__init__()
        self._request = request

    def body(self) -> Iterable[Widget]:
        """Yield the number, and whom to ask with it."""
        request = self._request
        yield Plain(((say("access_desk.sent.heading"), Tone.WARN),), classes="gap gap-below")
        yield Plain("\n".join(self._large()), classes="gap-below")
        yield Plain(((say("access_desk.sent.number", number=request.number), Tone.STRONG),))
        yield Plain(((say("access_desk.sent.user_id", user_id=request.user_id), Tone.STRONG),))
        asked = whom(request.decider, request.approvers)
        yield Plain(say("access_desk.sent.approver", whom=asked), classes="gap")
        yield Plain(say("access_desk.sent.next"))

    def _large(self) -> list[str]:
        """Return the number in large letters, nothing where it does not fit."""
        rows = large_letters(self._request.number)
        return rows if all(len(row) <= self.app.size.width - _MARGINS for row in rows) else []
