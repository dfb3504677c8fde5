"""A forgotten password, or a locked account: whose it is."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from spot_tui.backend.identity.forms import recovery_form
from spot_tui.backend.identity.prompts import Recovery
from spot_tui.backend.problems import Problem
from spot_tui.screens.form_page import FormPage
from spot_tui.screens.step import Step
from spot_tui.widgets.form_panel import FormPanel
from spot_tui.widgets.line import Tone
from spot_tui.widgets.plain import Plain
from spot_tui.words import say


class RecoveryPage(FormPage, Step):
    """Tells what will be asked; every user ID gets the same answer."""

    NAME = "recovery"
    KEYS = ("explain", "cancel", "back", "status", "send", "quit")
    is_recovery = True

    def __init__(self, recovery: Recovery, user_id: str) -> None:
        super().__init__()
        self._recovery = recovery
        self.user_id = user_id

    @property
    def title_words(self) -> str:
        """Its name in the path line."""
        return say(f"recovery.title.{self._recovery}")

    def body(self) -> Iterable[Widget]:
        """Yield what is done, the form with the user ID that stood at the sign-in, and the steps to come."""
        yield Plain(((say(f"recovery.heading.{self._recovery}"), Tone.STRONG),), classes="gap gap-below")
        yield FormPanel(recovery_form(), {"user_id": self.user_id})
        yield Plain(say(f"recovery.steps.{self._recovery}"), classes="gap")
        yield Plain(((say("recovery.answers_alike"), Tone.QUIET),), classes="gap")

    def do_send(self) -> None:
        """Begin; no code is sent yet."""
        if self.panel.send().problems:
            return
        self.user_id = self.panel.typed["user_id"].strip()
        sign_in = self.house.desk.sign_in
        begin = sign_in.unlock if self._recovery is Recovery.UNLOCK else sign_in.forgot
        self.ask(begin(self.user_id))

    def refused(self, problem: Problem) -> None:
        """Give directions where the organisation does not allow it; else it may be tried again here."""
        if not self.give_directions(problem):
            self.show_refusal(problem)

    async def do_back(self) -> None:
        """Go back to the sign-in: nothing was sent."""
        await self.house.desk.sign_in.cancel()
        self.begin_anew()
