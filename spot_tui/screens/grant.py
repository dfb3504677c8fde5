"""Signing in with a code in a web browser: the code, the address, and waiting until it was entered there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message
from textual.widget import Widget

from spot_tui.backend.identity.refusals import WITHOUT_ROLE
from spot_tui.backend.problems import Problem
from spot_tui.screens.page import Page
from spot_tui.terminal.letters import has_blocks
from spot_tui.widgets.beside_code import BesideCode
from spot_tui.widgets.large_letters import large_letters
from spot_tui.widgets.line import Tone
from spot_tui.widgets.plain import Plain
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.identity.device_grant import DeviceGrant, GrantCode
    from spot_tui.backend.session import Person

_SECONDS_A_MINUTE = 60
_MOST_GROUPS, _LONGEST_GROUP = 2, 5


class GrantPage(Page):
    """Asks for a code, shows it, and goes on by itself once somebody signed in with it.

    A code that ran out or was refused goes off the screen; another one is asked for by key only. One that
    `is_limited` leads to access requests only.
    """

    NAME = "grant"
    KEYS = ("explain", "play_browser", "cancel", "back", "new_code", "quit")
    ALWAYS = ("explain", "play_browser")

    class Coded(Message):
        """The code is there."""

        def __init__(self, code: GrantCode) -> None:
            super().__init__()
            self.code = code

    class Came(Message):
        """Somebody signed in with it."""

        def __init__(self, person: Person) -> None:
            super().__init__()
            self.person = person

    def __init__(self, *, is_limited: bool = False) -> None:
        super().__init__()
        self._is_limited = is_limited
        self._code: GrantCode | None = None
        self._is_handed_over = False

    def body(self) -> Iterable[Widget]:
        """Yield the places of address, code and countdown, beside the code as a picture."""
        yield BesideCode(
            (
                Plain(((self._heading(), Tone.STRONG),), classes="gap gap-below"),
                Plain(id="address"),
                Plain(id="code", classes="gap"),
                Plain(id="left"),
                Plain(id="stranger"),
            )
        )

    def _heading(self) -> str:
        return say("grant.heading.limited" if self._is_limited else "grant.heading")

    @property
    def grant(self) -> DeviceGrant:
        """The grant; this screen is opened only where there is one."""
        grant = self.house.desk.device_grant
        if grant is None:
            raise Problem("identity.grant_off")
        return grant

    def on_mount(self) -> None:
        """Ask for the first code: the key that led here asked for it."""
        self.do_new_code()

    def do_new_code(self) -> None:
        """Ask for a code."""
        start = self.grant.start_limited if self._is_limited else self.grant.start
        self.wait_for(say("grant.asking"), start(), self.Coded, upstream="identity")

    @on(Coded)
    def _show_code(self, message: Coded) -> None:
        self._code = code = message.code
        picture = self.query_one(BesideCode)
        picture.hold(code.link)
        self._show("#address", "\n".join(_where(code)))
        self._show("#code", "\n".join([say("grant.enter"), "", *_large(code.user_code), code.user_code]))
        self._show("#stranger", say("grant.stranger"))
        self.wait_for(say("grant.waiting"), self.grant.wait(), self.Came, upstream="identity")
        self._tick()

    def _tick(self) -> None:
        """Count down instead of up while a code is shown."""
        if self._code is None:
            super()._tick()
            return
        minutes, seconds = divmod(int(self.grant.seconds_left), _SECONDS_A_MINUTE)
        self._show("#left", say("grant.left", minutes=minutes, seconds=seconds))

    def _show(self, place: str, text: str) -> None:
        self.query_one(place, Plain).show(text)

    @on(BesideCode.Fitted)
    def _keep_clear(self, message: BesideCode.Fitted) -> None:
        self.notice.keep_clear(message.columns)

    @on(Came)
    def _go_on(self, message: Came) -> None:
        self.forget()
        self.once_on_top(lambda: self._hand_over(message.person))

    def _hand_over(self, person: Person) -> None:
        from spot_tui.screens.grant_confirm import GrantConfirmPage

        self._is_handed_over = True
        self.house.replace(GrantConfirmPage(person))

    def refused(self, problem: Problem) -> None:
        """Take the code off the screen and say why; the next one comes by key only.

        Who came in but has no role is told what that may come from.
        """
        from spot_tui.screens.not_assigned import NotAssignedPage

        self.forget()
        if problem.code in WITHOUT_ROLE:
            self.once_on_top(lambda: self.house.replace(NotAssignedPage(problem, by_browser=True)))
            return
        self._show("#address", say("grant.again"))
        self.notice.complain(problem)

    def forget(self) -> None:
        """Take the code off the screen."""
        self._code = None
        self.query_one(BesideCode).hold("")
        for place in ("#address", "#code", "#left", "#stranger"):
            self._show(place, "")
        self.tell_keys()

    def can_play_browser(self) -> bool:
        """Tell whether this is practice, and there is a code to enter."""
        practice = self.house.desk.practice
        return self._code is not None and practice is not None and practice.can_decide

    def do_play_browser(self) -> None:
        """Choose what happens in the web browser."""
        from spot_tui.screens.grant_practice import GrantPracticePage

        if self._code is not None:
            self.house.open(GrantPracticePage(self._code.user_code))

    async def do_cancel(self) -> None:
        """Give it up; nobody is asked any more whether the code was entered."""
        from spot_tui.screens.sign_in import SignInPage

        self.stop_work()
        self.forget()
        await self.grant.cancel()
        self.house.replace(SignInPage(hint=say("step.cancelled")))

    async def do_back(self) -> None:
        """Give it up and sign in with user ID and password."""
        await self.do_cancel()

    async def on_unmount(self) -> None:
        """Give it up however this screen is left, unless somebody came in and is to be confirmed."""
        if not self._is_handed_over:
            await self.grant.cancel()


def _where(code: GrantCode) -> list[str]:
    """Return what to open, what its address must look like, and the picture where there is one."""
    rows = [say("grant.open"), f"   {code.address}", say("grant.check"), f"   {code.origin}/"]
    return [*rows, say("grant.scan")] if code.link else rows


def _large(user_code: str) -> list[str]:
    """Return the rows of the code in large letters, group under group; nothing for one of another make."""
    groups = user_code.split("-")
    if len(groups) > _MOST_GROUPS or max(map(len, groups)) > _LONGEST_GROUP or not has_blocks():
        return []
    drawn = [large_letters(group) for group in groups]
    return [row for rows in drawn for row in rows] if all(drawn) else []
