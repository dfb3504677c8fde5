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
    ChooseWay,
    Direction,
    Done,
    Enrol,
    EnrolDetails,
    EnrolPhone,
    EnterCode,
    EnterMailToken,
    Prompt,
    WaitForApproval,
)
from spot_tui.backend.identity.prompts import Message as Told
from spot_tui.backend.identity.refusals import WITHOUT_ROLE
from spot_tui.backend.identity.refused_tries import Caution, Risk
from spot_tui.backend.problems import Problem
from spot_tui.commands import COMMANDS, key_name
from spot_tui.screens.page import Page
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.identity.registration import Registrar


class Step(Page):
    """A screen of the sign-in, of the user `user_id` once she typed it.

    One that `is_limited` leads to her access requests only.
    """

    user_id = ""
    is_recovery = False
    """Whether the person proves that the account is hers: there are ways then, not devices."""
    _asked_about: tuple[str, Risk] | None = None
    is_limited = False

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
        elif isinstance(prompt, Told) and prompt.direction is not Direction.TOLD:
            self.begin_anew(hint=say(f"step.{prompt.direction}"))
        else:
            page = page_for(prompt)
            page.user_id, page.is_limited = self.user_id, self.is_limited
            page.is_recovery = self.is_recovery and not isinstance(prompt, ChooseDevice)
            self.house.replace(page)

    def refused(self, problem: Problem) -> None:
        """Show the problem here, or where the sign-in starts again if it has ended."""
        self.forget()
        if self.give_directions(problem):
            return
        if self.house.desk.sign_in.prompt is None:
            self.begin_anew(problem)
        else:
            self.show_refusal(problem)

    def give_directions(self, problem: Problem) -> bool:
        """Tell where it is done what the organisation does not allow here, if that is the problem."""
        from spot_tui.screens.directions import DirectionsPage

        if problem.code != "identity.recovery":
            return False
        self.house.replace(DirectionsPage(self.user_id, problem))
        return True

    def begin_anew(self, problem: Problem | None = None, hint: str = "") -> None:
        """Go to where the sign-in starts; the user ID need not be typed again."""
        self.house.replace(start_again(problem, hint, self.user_id, is_limited=self.is_limited))

    def asks_before_try(self, user_id: str = "") -> bool:
        """Ask before a try that may lock or suspend the account; the same key once more does it.

        Each such try is asked about anew. `user_id` is whose it is before the sign-in has begun.
        """
        caution = self.house.desk.sign_in.caution(user_id)
        if caution is None or self._asked_about == (user_id, caution.risk):
            self._asked_about = None
            return False
        self._asked_about = (user_id, caution.risk)
        again = key_name(COMMANDS["send"].key)
        question = say(f"sign_in.ask.{caution.risk}", tries=caution.tries, until=caution.until, key=again)
        self.notice.ask(question, self._helps_against(caution, user_id or self.user_id))
        return True

    def _helps_against(self, caution: Caution, user_id: str) -> tuple[str, ...]:
        """Return what to do instead of a try, for an account that is or may be locked."""
        if caution.risk is Risk.LOCKS:
            return ()
        return self._contacts(Problem(f"identity.{caution.risk}", (), {"user_id": user_id}))

    def forget(self) -> None:
        """Take what is secret off the screen."""

    async def do_cancel(self) -> None:
        """Give the sign-in up; nothing is sent again by itself."""
        self.stop_work()
        self.forget()
        await self.house.desk.sign_in.cancel()
        self.begin_anew(hint=say("step.cancelled"))

    async def do_back(self) -> None:
        """Give the sign-in up and start again."""
        await self.do_cancel()


def start_again(
    problem: Problem | None = None, hint: str = "", user_id: str = "", *, is_limited: bool = False
) -> Page:
    """Return the screen on which a sign-in begins again, with what there is to say and whom it was for."""
    from spot_tui.screens.not_assigned import NotAssignedPage
    from spot_tui.screens.sign_in import SignInPage

    if problem is not None and problem.code in WITHOUT_ROLE:
        return NotAssignedPage(problem)
    return SignInPage(problem, hint, user_id, is_limited=is_limited)


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
    from spot_tui.screens.mail_token import MailTokenPage
    from spot_tui.screens.other_prompt import OtherPromptPage
    from spot_tui.screens.password import PasswordPage
    from spot_tui.screens.question import QuestionPage
    from spot_tui.screens.way import WayPage

    match prompt:
        case ChooseWay():
            return WayPage(prompt)
        case EnterMailToken():
            return MailTokenPage()
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
