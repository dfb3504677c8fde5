"""Where access begins: ask for a role, follow it. All there is for who signed in without one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual import on, work
from textual.message import Message
from textual.widget import Widget

from spot_tui.backend.age import show_moment
from spot_tui.backend.contacts import contacts
from spot_tui.backend.explanations import explain
from spot_tui.backend.identity.access import why_kept_out
from spot_tui.backend.problems import Problem
from spot_tui.screens.access_desk import access_of, bearer_of, zone_of
from spot_tui.screens.jobs import JobsPage
from spot_tui.screens.pin import ask_for_pin, pin_hint
from spot_tui.widgets.choices import Choices
from spot_tui.widgets.line import Tone, content, wrapped
from spot_tui.widgets.plain import Plain
from spot_tui.words import say

if TYPE_CHECKING:
    from textual.content import Content

    from spot_tui.backend.drafts import Draft, DraftEntry
    from spot_tui.backend.kept_work import KeptWork

FORM = "access_request"
"""The name of the form whose draft is gone on with."""

_MARGINS = 4
_BAD = frozenset({"identity.denied", "identity.removed"})


class AccessHomePage(JobsPage):
    """In a limited session the first screen: it says why the person is kept out, and nothing else opens."""

    NAME = "access_desk.home"
    JOBS = ("ask_role", "my_access", "access_help")
    KEYS = ("explain", "cancel", "back", "reload", "content", "choose_pin", "sign_out", "choose", *JOBS)

    class Told(Message):
        """Why the person is kept out."""

        def __init__(self, problem: Problem) -> None:
            super().__init__()
            self.problem = problem

    class Found(Message):
        """The draft of a request, if there is one."""

        def __init__(self, draft: DraftEntry | None) -> None:
            super().__init__()
            self.draft = draft

    class Opened(Message):
        """The draft to go on with."""

        def __init__(self, draft: Draft) -> None:
            super().__init__()
            self.draft = draft

    def __init__(self) -> None:
        super().__init__()
        self._draft: DraftEntry | None = None

    def body(self) -> Iterable[Widget]:
        """Yield why the person is kept out, what can be done, and who she is."""
        limited = f"  ({say('access_desk.home.limited')})" if self._is_limited else ""
        yield Plain(((say("access_desk.home.heading") + limited, Tone.STRONG),), classes="gap gap-below")
        yield Plain(id="state", classes="gap-below")
        yield Choices()
        yield Plain(id="hints", classes="gap")
        yield Plain(id="who", classes="gap")

    @property
    def _is_limited(self) -> bool:
        return self.house.session is not None and self.house.session.is_limited

    def on_mount(self) -> None:
        """Ask for a PIN, if nothing opens the lock."""
        ask_for_pin(self.house)

    def on_screen_resume(self) -> None:
        """Show what may have changed meanwhile: how far the access is, and the draft."""
        self.show_jobs()
        session = self.house.session
        if session is None:
            return
        who = say("home.who", name=session.person.name, user=session.person.user_id)
        self.query_one("#who", Plain).show(who)
        self.query_one("#hints", Plain).show(((pin_hint(self.house), Tone.WARN),))
        if session.work is not None:
            self.house.keep_typed()
            self._find_draft(session.work)
        if session.is_limited:
            self.do_reload()

    def can_reload(self) -> bool:
        """Tell whether there is anything to ask again."""
        return self._is_limited

    def do_reload(self) -> None:
        """Ask why the person is kept out, beside what she does."""
        if not self.query_one("#state", Plain).text.plain:
            self.query_one("#state", Plain).show(say("access_desk.home.looking"))
        self._find_state()

    @work(group="state", exclusive=True)
    async def _find_state(self) -> None:
        session = bearer_of(self.house)
        try:
            told = await why_kept_out(access_of(self.house), session, session.person.user_id)
        except Problem as problem:
            told = problem
        self.post_message(self.Told(told))

    @on(Told)
    def _tell(self, message: Told) -> None:
        self.query_one("#state", Plain).show(self._words(message.problem))

    def _words(self, problem: Problem) -> Content:
        from textual.content import Content

        width = self.app.size.width - _MARGINS
        if problem.code == "identity.stale":
            days = self.house.desk.profile.identity.inactive_days
            rows = wrapped(say("access_desk.home.holds"), width, Tone.GOOD)
            rows += wrapped(f"> {say('access_desk.home.holds.next', days=days)}", width, indent="  ")
        else:
            told = explain(problem)
            tone = Tone.BAD if problem.code in _BAD else Tone.WARN
            rows = wrapped(f"! {told.what}", width, tone, indent="  ")
            rows += wrapped(f"> {told.next}", width, indent="  ") if told.next else []
        profile = self.house.desk.profile
        for contact in contacts(problem, profile.help_desk, profile.providers):
            rows += wrapped(f"  {contact}", width, indent="    ")
        return Content("\n").join(content(*row) for row in rows)

    @work(group="drafts", exclusive=True)
    async def _find_draft(self, kept: KeptWork) -> None:
        try:
            found = [draft for draft in await kept.find() if draft.form == FORM]
        except Problem as problem:
            self.post_message(self.Refused(problem))
            return
        self.post_message(self.Found(found[0] if found else None))

    @on(Found)
    def _offer_draft(self, message: Found) -> None:
        if message.draft != self._draft:
            self._draft = message.draft
            self.show_jobs()

    def note(self, name: str) -> str:
        """Return when the draft of a request was kept."""
        if name != "ask_role" or self._draft is None:
            return ""
        moment = show_moment(self._draft.saved_at, self.house.desk.clock.now(), zone_of(self.house))
        return say("access_desk.home.draft", moment=moment)

    def do_ask_role(self) -> None:
        """Open the form, with what was typed into it before."""
        from spot_tui.screens.access_request import RequestPage

        session = self.house.session
        if self._draft is None or session is None or session.work is None:
            self.house.open(RequestPage())
        else:
            self.wait_for(say("home.opening_draft"), session.work.take(self._draft.id), self.Opened)

    @on(Opened)
    def _open_draft(self, message: Opened) -> None:
        from spot_tui.screens.access_request import RequestPage

        self.house.open(RequestPage(message.draft))

    def do_my_access(self) -> None:
        """Show requests and roles."""
        from spot_tui.screens.access_mine import MyAccessPage

        self.house.open(MyAccessPage())

    def do_access_help(self) -> None:
        """Open the help page on access."""
        from spot_tui.backend.help.book import help_book
        from spot_tui.screens.help_topic import HelpTopicPage

        self.house.open(HelpTopicPage(help_book().page_for(self.NAME)))
