"""The home screen: who is signed in, for whom, and what can be done."""

from __future__ import annotations

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from textual import on
from textual.message import Message
from textual.widget import Widget

from spot_tui.backend.age import show_moment
from spot_tui.commands import COMMANDS
from spot_tui.screens.page import Page
from spot_tui.screens.provider import provider_facts
from spot_tui.screens.status_words import health_line
from spot_tui.widgets.choices import Choice, Choices
from spot_tui.widgets.line import Tone
from spot_tui.widgets.plain import Plain
from spot_tui.words import say

_JOBS = ("eligibility", "provider", "see_status")
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

    class Taken(Message):
        """The only provider there is was taken."""

    def on_mount(self) -> None:
        """Ask for which provider; where there is but one, take it."""
        session, providers = self.house.session, self.house.desk.profile.providers
        if session is None or session.provider is not None:
            return
        if len(providers) == 1:
            self.wait_for(say("provider.recording"), session.act_for(providers[0]), _taken)
        else:
            self.do_provider()

    @on(Taken)
    def _show_provider(self) -> None:
        self.on_screen_resume()

    def on_screen_resume(self) -> None:
        """Show what may have changed meanwhile: provider, services, planned maintenance."""
        jobs = self.query_one(Choices)
        here = jobs.cursor if jobs.choices else 0
        jobs.offer([self._job(name) for name in _JOBS if self.works(name)])
        jobs.point_at(here)
        self.query_one("#who", Plain).show("\n".join(self._facts()))
        self.query_one("#planned", Plain).show(((self._planned(), Tone.WARN),))

    def _job(self, name: str) -> Choice:
        command = COMMANDS[name]
        upstream = _CARRIED_BY.get(name)
        note = health_line(self.house.desk.status.status(upstream)) if upstream else ""
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
        if session.provider:
            facts.append(say("home.provider", provider=session.provider.organisation))
            facts += provider_facts(session.provider, desk.profile.zone)
        return [*facts, say(f"home.{desk.profile.environment}")]

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
