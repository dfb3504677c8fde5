"""Who signed in with a code in a web browser is shown, and confirmed by the person at this terminal.

A code can be sent to somebody else, who then signs in for the sender (device-code phishing; RFC 8628, 5.4).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message
from textual.widget import Widget

from spot_tui.backend.problems import Problem
from spot_tui.screens.page import Page
from spot_tui.widgets.line import Tone
from spot_tui.widgets.plain import Plain
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.identity.device_grant import DeviceGrant
    from spot_tui.backend.session import Person, Session

SETTLE_SECONDS = 1.0
"""A key that was pressed before the name could be read confirms nothing."""

LONGEST_SECONDS = 120


class GrantConfirmPage(Page):
    """Yes opens the session. No, leaving, and two minutes without an answer end what was granted."""

    NAME = "grant_confirm"
    KEYS = ("explain", "not_me", "that_is_me")
    ALWAYS = ()

    class Opened(Message):
        """The session is open."""

        def __init__(self, session: Session) -> None:
            super().__init__()
            self.session = session

    def __init__(self, person: Person) -> None:
        super().__init__()
        self._person = person
        self._since = 0.0
        self._is_answered = False

    def body(self) -> Iterable[Widget]:
        """Yield who it was and what the keys do."""
        yield Plain(((say("grant_confirm.heading"), Tone.STRONG),), classes="gap gap-below")
        yield Plain(say("grant_confirm.who"), classes="gap-below")
        yield Plain(((say("grant_confirm.name", name=self._person.name), Tone.STRONG),))
        yield Plain(((say("grant_confirm.user_id", user_id=self._person.user_id), Tone.STRONG),))
        yield Plain(say("grant_confirm.yes"), classes="gap")
        yield Plain(say("grant_confirm.no"))
        minutes = LONGEST_SECONDS // 60
        yield Plain(((say("grant_confirm.late", minutes=minutes), Tone.QUIET),), classes="gap")

    @property
    def grant(self) -> DeviceGrant:
        """The grant that somebody came in by."""
        grant = self.house.desk.device_grant
        if grant is None:
            raise Problem("identity.grant_off")
        return grant

    def on_mount(self) -> None:
        """Look at the time from now on."""
        self._since = self.house.desk.clock.monotonic()
        self.set_timer(SETTLE_SECONDS, self.tell_keys)
        self.set_interval(1, self.look_at_time)

    @property
    def _seconds(self) -> float:
        return self.house.desk.clock.monotonic() - self._since

    def look_at_time(self) -> None:
        """End it where nobody answers."""
        if not self._is_answered and self._seconds >= LONGEST_SECONDS:
            self._end(say("grant_confirm.not_answered"))

    def can_that_is_me(self) -> bool:
        """Tell whether the name has been on the screen long enough to be read."""
        return not self._is_answered and self._seconds >= SETTLE_SECONDS

    def do_that_is_me(self) -> None:
        """Open the session."""
        self._is_answered = True
        self.wait_for(say("grant_confirm.opening"), self.grant.confirm(), self.Opened)

    @on(Opened)
    def _go_on(self, message: Opened) -> None:
        self.house.enter(message.session)

    def refused(self, problem: Problem) -> None:
        """Start again where the session could not be opened; nothing is left of it."""
        from spot_tui.screens.step import start_again

        self.house.replace(start_again(problem))

    def can_not_me(self) -> bool:
        """Tell whether nothing was answered yet."""
        return not self._is_answered

    def do_not_me(self) -> None:
        """End what was granted, and go back."""
        self._end(say("grant_confirm.declined"))

    def _end(self, told: str) -> None:
        from spot_tui.screens.sign_in import SignInPage

        self._is_answered = True
        self.house.carry(self.grant.decline())
        self.once_on_top(lambda: self.house.replace(SignInPage(hint=told)))

    async def on_unmount(self) -> None:
        """End what was granted where the program is left without an answer."""
        if not self._is_answered:
            await self.grant.cancel()
