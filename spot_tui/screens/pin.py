"""The PIN that opens the lock of a session which began without a password."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message
from textual.widget import Widget

from spot_tui.backend.identity.forms import pin_form
from spot_tui.backend.problems import Problem
from spot_tui.commands import COMMANDS, key_name
from spot_tui.screens.form_page import FormPage
from spot_tui.screens.page import Page
from spot_tui.widgets.form_panel import FormPanel
from spot_tui.widgets.line import Tone
from spot_tui.widgets.plain import Plain
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.screens.house import House


def ask_for_pin(house: House) -> None:
    """Ask for a PIN at the beginning of a session, if nothing else opens its lock."""
    if needs_pin(house) and house.session and not house.session.unlock_by.is_declined:
        house.open(PinPage())


def needs_pin(house: House) -> bool:
    """Tell whether nothing opens the lock of the session."""
    return house.session is not None and not house.session.unlock_by.is_set


def pin_hint(house: House) -> str:
    """Return what to do where the person went without a PIN, nothing otherwise."""
    return say("pin.hint", key=key_name(COMMANDS["choose_pin"].key)) if needs_pin(house) else ""


class OffersPin(Page):
    """A screen with a key for the PIN, while nothing opens the lock."""

    def can_choose_pin(self) -> bool:
        """Tell whether nothing opens the lock."""
        return needs_pin(self.house)

    def do_choose_pin(self) -> None:
        """Ask for a PIN."""
        self.house.open(PinPage())


class PinPage(FormPage, inherit_bindings=False):
    """Stands before the work until a PIN is chosen, or the person says by key that she goes without."""

    NAME = "pin"
    KEYS = ("explain", "cancel", "back", "without_pin", "set_pin", "sign_out")
    ALWAYS = ()
    OFFICE = ()

    class Chosen(Message):
        """The PIN opens the lock from now on."""

    def body(self) -> Iterable[Widget]:
        """Yield why, and the PIN twice."""
        yield Plain(((say("pin.heading"), Tone.STRONG),), classes="gap gap-below")
        yield FormPanel(pin_form())
        yield Plain(say("pin.why"), classes="gap")

    @property
    def _is_declined(self) -> bool:
        return self.house.session is not None and self.house.session.unlock_by.is_declined

    def can_back(self) -> bool:
        """Tell whether the person was asked before and went without."""
        return self._is_declined and super().can_back()

    def can_without_pin(self) -> bool:
        """Tell whether the person has not said so yet."""
        return not self._is_declined

    def do_without_pin(self) -> None:
        """Go without: nobody can open the lock then."""
        if self.house.session is not None:
            self.house.session.unlock_by.is_declined = True
        self.panel.fill({})
        self.app.pop_screen()

    def do_set_pin(self) -> None:
        """Take what was typed."""
        self.do_send()

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
