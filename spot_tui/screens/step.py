"""One step of the sign-in: sends what was typed once, then goes where the organisation's answer leads."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any

from textual import on
from textual.message import Message

from spot_tui.backend.identity.prompts import (
    AnswerQuestion,
    ChangePassword,
    ChooseDevice,
    Done,
    Enrol,
    EnrolDetails,
    EnrolPhone,
    EnterCode,
    Prompt,
    WaitForApproval,
)
from spot_tui.screens.page import Page
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.identity.registration import Registrar
    from spot_tui.backend.problems import Problem


class Step(Page):
    """A screen of the sign-in, of the user `user_id` once she typed it."""

    user_id = ""

    class Prompted(Message):
        """The organisation took it and asks the next thing."""

        def __init__(self, prompt: Prompt) -> None:
            super().__init__()
            self.prompt = prompt

    @property
    def registrar(self) -> Registrar:
        """Who registers a device: the sign-in, or for a person who is signed in her devices' service."""
        return self.house.desk.sign_in

    def ask(self, work: Coroutine[Any, Any, Prompt]) -> None:
        """Wait for the organisation's answer to one verb of the sign-in."""
        self.wait_for(say("step.waiting"), work, self.Prompted, upstream="identity")

    @on(Prompted)
    def _go_on(self, message: Prompted) -> None:
        self.forget()
        self.lead_on(message.prompt)

    def lead_on(self, prompt: Prompt) -> None:
        """Go where the answer leads."""
        if isinstance(prompt, Done):
            self.house.enter(prompt.session)
        else:
            page = page_for(prompt)
            page.user_id = self.user_id
            self.house.replace(page)

    def refused(self, problem: Problem) -> None:
        """Show the problem here, or where the sign-in starts again if it has ended."""
        from spot_tui.screens.sign_in import SignInPage

        self.forget()
        if self.house.desk.sign_in.prompt is None:
            self.house.replace(SignInPage(problem))
        else:
            self.show_refusal(problem)

    def forget(self) -> None:
        """Take what is secret off the screen."""

    async def do_cancel(self) -> None:
        """Give the sign-in up; nothing is sent again by itself."""
        from spot_tui.screens.sign_in import SignInPage

        self.stop_work()
        self.forget()
        await self.house.desk.sign_in.cancel()
        self.house.replace(SignInPage(hint=say("step.cancelled")))

    async def do_back(self) -> None:
        """Give the sign-in up and start again."""
        await self.do_cancel()


def page_for(prompt: Prompt) -> Step:
    """Return the screen of a prompt."""
    from spot_tui.screens.device import DevicePage
    from spot_tui.screens.passcode import PasscodePage

    if isinstance(prompt, ChooseDevice):
        return DevicePage(prompt)
    if isinstance(prompt, EnterCode):
        return PasscodePage(prompt)
    return _rarer_page_for(prompt)


def _rarer_page_for(prompt: Prompt) -> Step:
    from spot_tui.screens.approval import ApprovalPage
    from spot_tui.screens.enrol import EnrolPage, EnrolPhonePage
    from spot_tui.screens.enrol_details import EnrolDetailsPage
    from spot_tui.screens.other_prompt import OtherPromptPage
    from spot_tui.screens.password import PasswordPage
    from spot_tui.screens.question import QuestionPage

    match prompt:
        case WaitForApproval():
            return ApprovalPage(prompt)
        case ChangePassword():
            return PasswordPage(prompt)
        case AnswerQuestion():
            return QuestionPage(prompt)
        case Enrol():
            return EnrolPage(prompt)
        case EnrolPhone():
            return EnrolPhonePage(prompt)
        case EnrolDetails():
            return EnrolDetailsPage(prompt)
        case _:
            return OtherPromptPage(prompt)
