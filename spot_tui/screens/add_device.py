"""Registering one more device by somebody who is signed in: the same steps as during a sign-in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spot_tui.backend.identity.prompts import Enrol, EnrolDetails, EnrolPhone, Prompt
from spot_tui.screens.enrol import EnrolPage, EnrolPhonePage
from spot_tui.screens.enrol_details import EnrolDetailsPage
from spot_tui.screens.step import Step

if TYPE_CHECKING:
    from spot_tui.backend.identity.registration import Registration
    from spot_tui.backend.problems import Problem


class AddStep(Step):
    """One step of it. Who leaves it gives the new device up: what was begun is taken back."""

    registration: Registration

    @property
    def registrar(self) -> Registration:
        """The service of her devices."""
        return self.registration

    def lead_on(self, prompt: Prompt) -> None:
        """Go on with the next step; after the last one back to the devices."""
        if isinstance(prompt, Enrol):
            self.app.pop_screen()
        else:
            self.house.replace(add_page_for(prompt, self.registration, self.user_id))

    def refused(self, problem: Problem) -> None:
        """Show the problem here."""
        self.forget()
        self.show_refusal(problem)

    async def do_cancel(self) -> None:
        """Give the new device up."""
        self.stop_work()
        self.forget()
        self.house.carry(self.registration.cancel())
        self.app.pop_screen()


class AddDevicePage(EnrolPage, AddStep):
    """Lists the kinds that may be added."""

    KEYS = ("explain", "cancel", "back", "skip", "content", "sign_out", "choose")


class AddPhonePage(EnrolPhonePage, AddStep):
    """Asks for the telephone number."""

    KEYS = ("explain", "cancel", "back", "send", "sign_out")


class AddDetailsPage(EnrolDetailsPage, AddStep):
    """Shows what the new device needs, then takes its first code."""

    KEYS = ("explain", "show_code", "cancel", "back", "resend", "send", "sign_out")
    OFFICE = ()  # a second row of keys would take the room of the QR code


def add_page_for(prompt: Prompt, registration: Registration, user_id: str) -> AddStep:
    """Return the screen of a step of a registration."""
    page: AddStep
    match prompt:
        case EnrolDetails():
            page = AddDetailsPage(prompt)
        case EnrolPhone():
            page = AddPhonePage(prompt)
        case Enrol():
            page = AddDevicePage(prompt)
        case _:
            raise ValueError(f"no step of a registration: {type(prompt).__name__}")
    page.registration, page.user_id = registration, user_id
    return page
