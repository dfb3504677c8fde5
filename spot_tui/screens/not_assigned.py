"""Who signed in has no approved role: what that may come from, whom to ask, and how to go on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual import on
from textual.content import Content
from textual.widget import Widget

from spot_tui.backend.contacts import contacts
from spot_tui.screens.page import Page
from spot_tui.widgets.choices import Choice, Choices
from spot_tui.widgets.line import Tone, content, wrapped
from spot_tui.widgets.plain import Plain
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.problems import Problem

_MARGINS = 4


class NotAssignedPage(Page):
    """Offers the sign-in for access requests where the organisation has set it up, else plain directions.

    Who came in `by_browser` goes on there.
    """

    NAME = "not_assigned"
    KEYS = ("explain", "back", "status", "content", "quit", "choose")

    def __init__(self, problem: Problem, *, by_browser: bool = False) -> None:
        super().__init__()
        self._problem = problem
        self._by_browser = by_browser

    def body(self) -> Iterable[Widget]:
        """Yield the causes, the ways on, and whom to ask."""
        identity = self.house.desk.profile.identity
        yield Plain(((say("not_assigned.heading"), Tone.WARN),), classes="gap gap-below")
        yield Plain(self._causes(), classes="gap-below")
        yield Choices(self._ways(), id="ways")
        once_more = "not_assigned.once_more.browser" if self._by_browser else "not_assigned.once_more"
        yield Plain(((say(once_more), Tone.QUIET),))
        if not identity.onboarding_client_id:
            yield Plain(say("identity.directions.role", page=identity.account_page), classes="gap")
        yield Plain(self._whom(), classes="gap")

    def main(self) -> Widget:
        """Return the ways on."""
        return self.query_one(Choices)

    def _causes(self) -> str:
        is_first = self._problem.code == "identity.not_assigned"
        first = () if is_first else (say("not_assigned.still"),)
        last = (say("not_assigned.causes.stale"),) if is_first else ()
        return "\n".join((*first, say("not_assigned.causes"), *last))

    def _ways(self) -> list[Choice]:
        identity = self.house.desk.profile.identity
        limited = Choice("limited", say("not_assigned.limited"), say("not_assigned.limited.note"))
        again = Choice("again", say("not_assigned.again"))
        return [*([limited] if identity.onboarding_client_id else []), again]

    def _whom(self) -> Content:
        profile, width = self.house.desk.profile, self.app.size.width - _MARGINS
        rows = [
            row
            for told in contacts(self._problem, profile.help_desk, profile.providers)
            for row in wrapped(told, width, indent="  ")
        ]
        return Content("\n").join(content(*row) for row in rows)

    @on(Choices.Chosen)
    def _go_on(self, message: Choices.Chosen) -> None:
        self.house.replace(self._next(is_limited=message.choice.id == "limited"))

    def _next(self, *, is_limited: bool) -> Page:
        from spot_tui.screens.grant import GrantPage
        from spot_tui.screens.sign_in import SignInPage

        if self._by_browser:
            return GrantPage(is_limited=is_limited)
        user_id = str(self._problem.parameters.get("user_id", ""))
        return SignInPage(user_id=user_id, is_limited=is_limited)
