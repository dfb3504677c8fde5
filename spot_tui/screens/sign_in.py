"""User ID and password."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message
from textual.widget import Widget

from spot_tui.backend.identity.forms import sign_in_form
from spot_tui.backend.identity.refusals import WITHOUT_ROLE
from spot_tui.backend.problems import Problem
from spot_tui.screens.form_page import FormPage
from spot_tui.screens.language_key import LanguageKey
from spot_tui.screens.recovery_keys import HELPS_AFTER, RecoveryKeys
from spot_tui.widgets.choices import Choice, Choices
from spot_tui.widgets.form_panel import FormPanel
from spot_tui.widgets.line import Tone
from spot_tui.widgets.plain import Plain
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.identity.practice import PracticePerson


class SignInPage(FormPage, RecoveryKeys, LanguageKey):
    """Asks for user ID and password; in practice it lists the made-up users, and a key fills one in.

    `problem` and `hint` are what the step before has to say. One that `is_limited` leads to the access
    requests of `user_id` only.
    """

    NAME = "sign_in"
    KEYS = (
        *("explain", "fill_in", "cancel", "back", "status", "send", "content", "browser"),
        *(*RecoveryKeys.KEYS, *LanguageKey.KEYS, "quit"),
    )

    class Listed(Message):
        """The made-up users are known."""

        def __init__(self, people: Sequence[PracticePerson]) -> None:
            super().__init__()
            self.people = tuple(people)

    def __init__(
        self, problem: Problem | None = None, hint: str = "", user_id: str = "", *, is_limited: bool = False
    ) -> None:
        super().__init__()
        self.user_id = user_id
        self.is_limited = is_limited
        self._problem = problem
        self._hint = hint
        self._people: tuple[PracticePerson, ...] = ()
        self._filled = -1

    def body(self) -> Iterable[Widget]:
        """Yield the form, in practice the made-up users under it."""
        heading = "sign_in.heading.limited" if self.is_limited else "sign_in.heading"
        yield Plain(((say(heading), Tone.STRONG),), classes="gap gap-below")
        yield FormPanel(sign_in_form(), {"user_id": self.user_id})
        yield Plain(id="people-title", classes="gap")
        yield Choices(id="people")

    def on_mount(self) -> None:
        """Say what the step before has to say; in practice fetch the made-up users."""
        self._people_list.display = False
        if self._problem:
            self.notice.complain(self._problem)
        elif self._hint:
            self.notice.hint(self._hint)
        if self.house.desk.practice is not None:
            self.run_worker(self._fetch_people(), exit_on_error=True)
        self.learn_self_service()

    @property
    def typed_user_id(self) -> str:
        """The user ID as it stands in the form."""
        return self.panel.typed["user_id"].strip()

    @property
    def _people_list(self) -> Choices:
        return self.query_one("#people", Choices)

    async def _fetch_people(self) -> None:
        practice = self.house.desk.practice
        if practice is None:
            return
        try:
            self.post_message(self.Listed(await practice.people()))
        except Problem as problem:
            self.post_message(self.Refused(problem))

    @on(Listed)
    def _list_people(self, message: Listed) -> None:
        self._people = message.people
        ids = [person.user_id for person in message.people]
        self._filled = ids.index(self.user_id) - 1 if self.user_id in ids else -1
        self._people_list.offer([Choice(p.user_id, p.user_id, p.about) for p in message.people])
        self._people_list.display = bool(message.people)
        self.query_one("#people-title", Plain).show(((say("sign_in.people"), Tone.WARN),))
        self.tell_keys()

    async def write_anew(self) -> None:
        """Show the screen with the user ID, without the password."""
        self.house.replace(SignInPage(user_id=self.typed_user_id, is_limited=self.is_limited))

    def can_browser(self) -> bool:
        """Tell whether the second way is set up; F6 belongs to the list while the cursor is there."""
        is_offered = self.house.desk.profile.identity.device_grant and not self.is_limited
        return is_offered and not self.can_content()

    def do_browser(self) -> None:
        """Sign in with a code in a web browser."""
        from spot_tui.screens.grant import GrantPage

        self.forget()
        self.house.replace(GrantPage())

    def do_content(self) -> None:
        """Go to what is to be typed next."""
        self.panel.focus_field("password" if self.typed_user_id else "user_id")

    def can_fill_in(self) -> bool:
        """Tell whether there are made-up users."""
        return bool(self._people)

    def do_fill_in(self) -> None:
        """Fill the next made-up user in."""
        self._fill((self._filled + 1) % len(self._people))

    @on(Choices.Chosen)
    def _fill_chosen(self, message: Choices.Chosen) -> None:
        self._fill([person.user_id for person in self._people].index(message.choice.id))

    def _fill(self, index: int) -> None:
        self._filled = index
        person = self._people[index]
        self.panel.fill({"user_id": person.user_id, "password": person.password})
        self._people_list.point_at(index)
        self.panel.focus_field("password")
        self.notice.hint(say("sign_in.filled", name=person.user_id))

    def do_send(self) -> None:
        """Send user ID and password, once; before a try that may lock or suspend the account, ask."""
        if self.panel.send().problems:
            return
        sign_in, typed = self.house.desk.sign_in, self.panel.typed
        self.user_id = typed["user_id"].strip()
        if self.asks_before_try(self.user_id):
            return
        start = sign_in.start_limited if self.is_limited else sign_in.start
        self.ask(start(self.user_id, typed["password"]))

    def refused(self, problem: Problem) -> None:
        """Show the problem beside its field if it has one; the password is to be typed anew."""
        self.forget()
        if problem.code in WITHOUT_ROLE:
            self.begin_anew(problem)
            return
        beside = self.panel.refuse(problem)
        self.panel.focus_field("password" if self.panel.typed["user_id"] else "")
        # The same answer may mean a lock, so whom to ask is told even where a field says what is wrong.
        self.notice.complain(problem, beside_field=beside and problem.code not in HELPS_AFTER)

    def forget(self) -> None:
        """Empty the password."""
        self.panel.clear("password")

    async def do_cancel(self) -> None:
        """Stop waiting; nothing is sent again by itself."""
        self.stop_work()
        self.forget()
        self.panel.focus_field("password")
        await self.house.desk.sign_in.cancel()
        self.notice.hint(say("step.cancelled"))

    async def do_back(self) -> None:
        """Go back to the first screen."""
        self.app.pop_screen()
