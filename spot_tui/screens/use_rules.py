"""The rules of use, before the first inquiry: accepted or declined by key, and recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from textual import on
from textual.message import Message
from textual.widget import Widget

from spot_tui.screens.page import Page
from spot_tui.screens.paged import Paged
from spot_tui.widgets.line import Tone, wrapped
from spot_tui.widgets.lined import Lined
from spot_tui.widgets.plain import Plain
from spot_tui.words import say

_WIDEST, _MARGINS = 76, 3


class UseRulesPage(Paged):
    """Shows the rules; what she chose is on record before `then` is called with it, back on `under`."""

    NAME = "use_rules"
    KEYS = ("explain", "decline_rules", "accept_rules", "page_up", "page_down")

    class Recorded(Message):
        """The decision is in the audit log."""

        def __init__(self, *, accepted: bool) -> None:
            super().__init__()
            self.accepted = accepted

    def __init__(self, under: Page, then: Callable[[bool], None]) -> None:
        super().__init__()
        self._under = under
        self._then = then

    def body(self) -> Iterable[Widget]:
        """Yield the text and what the keys do with it."""
        yield Plain(((say("use_rules.heading"), Tone.STRONG),), classes="gap gap-below")
        width = min(self.app.size.width - _MARGINS, _WIDEST)
        yield Lined(wrapped(self.house.desk.use_rules.text, width))
        yield Plain(say("use_rules.choose"), classes="gap")

    async def do_accept_rules(self) -> None:
        """Record the acceptance and go on."""
        self.wait_for(say("use_rules.recording"), self._record(accepted=True), _recorded)

    async def do_decline_rules(self) -> None:
        """Record the refusal and go back."""
        self.wait_for(say("use_rules.recording"), self._record(accepted=False), _recorded)

    async def _record(self, *, accepted: bool) -> bool:
        await self.house.desk.use_rules.decide(accepted=accepted)
        return accepted

    @on(Recorded)
    def _go_on(self, message: Recorded) -> None:
        self._under.once_on_top(lambda: self._then(message.accepted))
        self.app.pop_screen()


def with_use_rules(page: Page, do: Callable[[], None]) -> None:
    """Do something that asks the eligibility service, once its rules of use are accepted."""
    if not page.house.desk.use_rules.is_pending():
        do()
        return

    def then(accepted: bool) -> None:
        if accepted:
            do()
        else:
            page.notice.hint(say("use_rules.declined"))

    page.house.open(UseRulesPage(page, then))


def _recorded(accepted: bool) -> UseRulesPage.Recorded:
    return UseRulesPage.Recorded(accepted=accepted)
