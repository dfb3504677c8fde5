"""The PIN that opens the lock of a session which began without a password."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message
from textual.widget import Widget

from spot_tui.backend.identity.forms import pin_form
from spot_tui.backend.problems import Problem
from spot_tui.screens.form_page import FormPage
from spot_tui.widgets.form_panel import FormPanel
from spot_tui.widgets.line import Tone
from spot_tui.widgets.plain import Plain
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.screens.house import House


def ask_for_pin(house: House) -> None:
    """Ask for a PIN at the beginning of a session, if nothing else opens its lock."""
    if house.session is not None and not house.session.unlock_by.is_set:
        house.open(PinPage())


class PinPage(FormPage):
    """Stands before the work. Who leaves it can only be signed out of a locked screen."""

    NAME = "pin"
    KEYS = ("explain", "back", "send", "sign_out")

    class Chosen(Message):
        """The PIN opens the lock from now on."""

    def body(self) -> Iterable[Widget]:
        """Yield why, and the PIN twice."""
        yield Plain(((say("pin.heading"), Tone.STRONG),), classes="gap gap-below")
        yield FormPanel(pin_form())
        yield Plain(say("pin.why"), classes="gap")

    def do_send(self) -> None:
        """Take the PIN."""
        session = self.house.session
        if session is None or self.panel.send().problems:
            return
        typed = self.panel.typed
        work = session.unlock_by.choose_pin(typed["pin"], typed["pin_again"])
        self.wait_for(say("pin.saving"), work, _chosen)

    @on(Chosen)
    def _go_on(self) -> None:
        self.app.pop_screen()

    def refused(self, problem: Problem) -> None:
        """Say what is wrong with the PIN; both are typed anew."""
        self.panel.fill({})
        self.show_refusal(problem)


def _chosen(_: None) -> PinPage.Chosen:
    return PinPage.Chosen()
