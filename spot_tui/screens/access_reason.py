"""The reason of a denial or of a role's end, asked for before it is done."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Iterable
from typing import Any, ClassVar

from textual import on
from textual.message import Message
from textual.widget import Widget

from spot_tui.backend.access.request_form import reason_form
from spot_tui.backend.problems import Problem
from spot_tui.screens.access_sheet import OVERTAKEN, AccessSheet
from spot_tui.screens.form_page import FormPage
from spot_tui.widgets.form_panel import FormPanel
from spot_tui.widgets.line import Tone
from spot_tui.widgets.plain import Plain
from spot_tui.words import say

Act = Callable[[str], Coroutine[Any, Any, Any]]
"""Does it for a reason, and returns how the item stands then."""


class ReasonPage(FormPage):
    """Asks why, and once more whether; what comes of it is shown on the `sheet` below.

    `ACT` is the command that does it, `DONE` the key of what is said then.
    """

    ACT: ClassVar[str] = ""
    DONE: ClassVar[str] = ""

    class Done(Message):
        """It was done."""

        def __init__(self, item: Any) -> None:  # noqa: ANN401 - what the sheet below shows
            super().__init__()
            self.item = item

    def __init__(self, sheet: AccessSheet[Any], person: str, act: Act) -> None:
        super().__init__()
        self._sheet = sheet
        self._about = {"person": person, "number": sheet.number}
        self._act = act

    def body(self) -> Iterable[Widget]:
        """Yield about whom, the reason, and what follows."""
        heading = say(f"{self.NAME}.heading", **self._about)
        yield Plain(((heading, Tone.STRONG),), classes="gap gap-below")
        yield FormPanel(reason_form())
        yield Plain(say(f"{self.NAME}.note", **self._about))

    def do_send(self) -> None:
        """Ask whether to do it, as its key does."""
        self.call_later(self.action_command, self.ACT)

    async def action_command(self, name: str) -> None:
        """Ask before the act only once a reason is there."""
        if name == self.ACT and self.panel.send().problems:
            return
        await super().action_command(name)

    def do_act(self) -> Awaitable[None] | None:
        """Do it."""
        reason = self.panel.typed["reason"]
        self.wait_for(say("access_desk.acting"), self._act(reason), self.Done)
        return None

    @on(Done)
    def _leave(self, message: Done) -> None:
        self.app.pop_screen()
        self._sheet.stand(message.item, say(self.DONE, **self._about))

    def refused(self, problem: Problem) -> None:
        """Show it here, where the reason stays typed, unless somebody else was first."""
        if problem.code not in OVERTAKEN:
            self.show_refusal(problem)
            return
        self.app.pop_screen()
        self._sheet.refused(problem)


class DenyPage(ReasonPage):
    """The reason of a denial, which the sender of the request reads."""

    NAME = "access_desk.deny"
    KEYS = ("explain", "cancel", "back", "deny_now", "sign_out")
    ACT = "deny_now"
    DONE = "access_desk.decision.denied"

    def do_deny_now(self) -> Awaitable[None] | None:
        """Deny."""
        return self.do_act()


class EndRolePage(ReasonPage):
    """The reason of a role's end."""

    NAME = "access_desk.end"
    KEYS = ("explain", "cancel", "back", "end_role_now", "sign_out")
    ACT = "end_role_now"
    DONE = "access_desk.member.ended"

    def do_end_role_now(self) -> Awaitable[None] | None:
        """End it."""
        return self.do_act()
