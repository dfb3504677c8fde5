"""The home screen: who is signed in, for whom, and what can be done."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from textual import on
from textual.message import Message
from textual.widget import Widget

from spot_tui.backend.age import show_moment
from spot_tui.backend.clock import today
from spot_tui.backend.formats import show_date
from spot_tui.backend.identity.access import access_lapses_on
from spot_tui.backend.problems import Problem
from spot_tui.commands import COMMANDS
from spot_tui.screens.page import Page
from spot_tui.screens.provider import provider_facts
from spot_tui.screens.status_words import health_line
from spot_tui.widgets.choices import Choice, Choices
from spot_tui.widgets.line import Tone
from spot_tui.widgets.plain import Plain
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.drafts import Draft, DraftEntry
    from spot_tui.backend.kept_work import KeptWork
    from spot_tui.backend.session import Session

INQUIRY = "inquiry"
"""The name of the form whose draft is offered."""

_JOBS = ("eligibility", "go_on_with_draft", "provider", "see_status")
_CARRIED_BY = {"eligibility": "eligibility"}
"""The upstream that a job needs; while it is away the job says so and the others stay as they are."""


class HomePage(Page):
    """Only what works here is listed."""

    NAME = "home"
    KEYS = ("explain", "content", "sign_out", "choose", *_JOBS)

    def body(self) -> Iterable[Widget]:
        """Yield the jobs, then who and for whom."""
        yield Plain(((say("home.heading"), Tone.STRONG),), classes="gap gap-below")
        yield Choices()
        yield Plain(id="who", classes="gap")
        yield Plain(id="planned", classes="gap")

    def main(self) -> Widget:
        """Return the jobs."""
        return self.query_one(Choices)

    class Found(Message):
        """Drafts were looked for; this inquiry was interrupted, if any."""

        def __init__(self, draft: DraftEntry | None) -> None:
            super().__init__()
            self.draft = draft

    class Opened(Message):
        """The draft to go on with."""

        def __init__(self, draft: Draft) -> None:
            super().__init__()
            self.draft = draft

    class Taken(Message):
        """The only provider there is was taken."""

    def __init__(self) -> None:
        super().__init__()
        self._draft: DraftEntry | None = None

    def on_mount(self) -> None:
        """Ask for which provider, where there is but one take it; and for a PIN, if nothing opens a lock."""
        session = self.house.session
        if session is None:
            return
        self._ask_provider(session)
        if not session.unlock_by.is_set:
            from spot_tui.screens.pin import PinPage

            self.house.open(PinPage())

    def _ask_provider(self, session: Session) -> None:
        providers = self.house.desk.profile.providers
        if session.provider is not None:
            return
        if len(providers) == 1:
            self.wait_for(say("provider.recording"), session.act_for(providers[0]), _taken)
        else:
            self.do_provider()

    @on(Taken)
    def _show_provider(self) -> None:
        self.on_screen_resume()

    def on_screen_resume(self) -> None:
        """Show what may have changed meanwhile: provider, services, planned maintenance, drafts."""
        self._show_jobs()
        self.query_one("#who", Plain).show("\n".join(self._facts()))
        self.query_one("#planned", Plain).show(((self._planned(), Tone.WARN),))
        session = self.house.session
        if session is not None and session.provider is not None and session.work is not None:
            work = self._find_draft(session.work, session.provider.npi)
            self.run_worker(work, group="drafts", exclusive=True, exit_on_error=True)

    async def _find_draft(self, work: KeptWork, npi: str) -> None:
        try:
            found = [d for d in await work.find() if (d.form, d.provider_npi) == (INQUIRY, npi)]
        except Problem as problem:
            self.post_message(self.Refused(problem))
            return
        self.post_message(self.Found(found[0] if found else None))

    @on(Found)
    def _offer_draft(self, message: Found) -> None:
        if message.draft != self._draft:
            self._draft = message.draft
            self._show_jobs()

    def _show_jobs(self) -> None:
        jobs = self.query_one(Choices)
        here = jobs.cursor if jobs.choices else 0
        jobs.offer([self._job(name) for name in _JOBS if self.works(name)])
        jobs.point_at(here)

    def _job(self, name: str) -> Choice:
        command = COMMANDS[name]
        upstream = _CARRIED_BY.get(name)
        note = health_line(self.house.desk.status.status(upstream)) if upstream else ""
        if name == "go_on_with_draft" and self._draft:
            zone = ZoneInfo(self.house.desk.profile.zone)
            note = show_moment(self._draft.saved_at, self.house.desk.clock.now(), zone)
        return Choice(name, command.label, note)

    def _facts(self) -> list[str]:
        session = self.house.session
        if session is None:
            return []
        desk = self.house.desk
        facts = [say("home.who", name=session.person.name, user=session.person.user_id)]
        if session.last_sign_in:
            zone = ZoneInfo(desk.profile.zone)
            before = show_moment(session.last_sign_in, desk.clock.now(), zone)
            facts.append(say("home.last", moment=before))
            since = (desk.clock.now() - session.last_sign_in).days
            day = today(desk.clock, zone)
            lapses = access_lapses_on(day, desk.profile.identity.inactive_days)
            facts.append(say("home.lapses", days=since, date=show_date(lapses)))
        if session.provider:
            facts.append(say("home.provider", provider=session.provider.organisation))
            facts += provider_facts(session.provider, desk.profile.zone)
        facts.append(say(f"home.{desk.profile.environment}"))
        return [*facts, say("home.second_device")] if session.has_one_device else facts

    def _planned(self) -> str:
        from spot_tui.screens.status_words import planned_soon

        return planned_soon(self.house.desk.status.lines(), self.house.desk.clock.now())

    @on(Choices.Chosen)
    async def _choose(self, message: Choices.Chosen) -> None:
        await self.action_command(message.choice.id)

    def can_eligibility(self) -> bool:
        """Tell whether the profile has an eligibility service."""
        return self.house.desk.eligibility is not None

    def do_eligibility(self) -> None:
        """Open the inquiry."""
        from spot_tui.screens.inquiry import InquiryPage

        self.house.open(InquiryPage())

    def can_go_on_with_draft(self) -> bool:
        """Tell whether an inquiry was interrupted."""
        return self._draft is not None

    def do_go_on_with_draft(self) -> None:
        """Open the interrupted inquiry."""
        session = self.house.session
        if session is not None and session.work is not None and self._draft is not None:
            self.wait_for(say("home.opening_draft"), session.work.take(self._draft.id), self.Opened)

    @on(Opened)
    def _open_draft(self, message: Opened) -> None:
        from spot_tui.screens.inquiry import InquiryPage

        self.house.open(InquiryPage(message.draft.values))

    def can_provider(self) -> bool:
        """Tell whether there is another provider."""
        return len(self.house.desk.profile.providers) > 1

    def do_provider(self) -> None:
        """Choose another provider."""
        from spot_tui.screens.provider import ProviderPage

        self.house.open(ProviderPage())

    def do_see_status(self) -> None:
        """Show how the services are."""
        self.do_status()


def _taken(_: None) -> HomePage.Taken:
    return HomePage.Taken()
