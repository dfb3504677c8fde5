"""A licence notice, before the first screen with such codes: accepted or declined by key, and recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message
from textual.widget import Widget

from spot_tui.backend.problems import Problem
from spot_tui.screens.house import House
from spot_tui.screens.page import Page
from spot_tui.screens.paged import Paged
from spot_tui.widgets.line import Tone, wrapped
from spot_tui.widgets.lined import Lined
from spot_tui.widgets.plain import Plain
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.licences.notices import Notice

_WIDEST, _MARGINS = 76, 3


class LicencePage(Paged):
    """Shows one notice; what she chose is on record before `then` is called with it, back on `under`."""

    NAME = "licence"
    KEYS = ("explain", "refuse_licence", "accept_licence", "page_up", "page_down")

    class Recorded(Message):
        """The decision is in the audit log."""

        def __init__(self, *, accepted: bool) -> None:
            super().__init__()
            self.accepted = accepted

    def __init__(self, notice: Notice, under: Page, then: Callable[[bool], None]) -> None:
        super().__init__()
        self._notice = notice
        self._under = under
        self._then = then

    def body(self) -> Iterable[Widget]:
        """Yield the text and what the keys do with it."""
        heading = say("licence.heading", owner=self._notice.owner)
        yield Plain(((heading, Tone.STRONG),), classes="gap gap-below")
        width = min(self.app.size.width - _MARGINS, _WIDEST)
        yield Lined(wrapped(self._notice.said, width))
        yield Plain(((self._notice.copyright, Tone.QUIET),))
        yield Plain(say("licence.choose"), classes="gap")

    async def do_accept_licence(self) -> None:
        """Record the acceptance and go on."""
        self.wait_for(say("licence.recording"), self._record(accepted=True), _recorded)

    async def do_refuse_licence(self) -> None:
        """Record the refusal and go back."""
        self.wait_for(say("licence.recording"), self._record(accepted=False), _recorded)

    async def _record(self, *, accepted: bool) -> bool:
        session = self.house.session
        user_id = session.person.user_id if session else ""
        await self.house.desk.licences.decide(user_id, self._notice, accepted=accepted)
        return accepted

    @on(Recorded)
    def _go_on(self, message: Recorded) -> None:
        self._under.once_on_top(lambda: self._then(message.accepted))
        self.app.pop_screen()


def with_licence(page: Page, do: Callable[[], None]) -> None:
    """Do something that shows procedure codes once their notices are accepted; ask for each that is not.

    Notices that cannot be read are told on `page`, and nothing is done.
    """
    session, licences = page.house.session, page.house.desk.licences
    try:
        pending = licences.pending(session.person.user_id) if session else ()
    except Problem as problem:
        page.show_refusal(problem)
        return
    if not pending:
        do()
        return
    first = pending[0]

    def then(accepted: bool) -> None:
        if accepted:
            with_licence(page, do)
        else:
            page.notice.hint(say("licence.declined", owner=first.owner))

    page.house.open(LicencePage(first, page, then))


def _recorded(accepted: bool) -> LicencePage.Recorded:
    return LicencePage.Recorded(accepted=accepted)


def owners_line(house: House) -> Plain:
    """Return the line that says whose the procedure codes on a screen are."""
    return Plain(((house.desk.licences.copyright_line(), Tone.QUIET),), id="licence")
