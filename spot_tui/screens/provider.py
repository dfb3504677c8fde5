"""Which provider the person works for."""

from __future__ import annotations

from collections.abc import Iterable

from textual import on
from textual.message import Message
from textual.widget import Widget

from spot_tui.backend.upstreams import Provider
from spot_tui.screens.form_page import FormPage
from spot_tui.screens.page import Page
from spot_tui.widgets.choices import Choice, Choices
from spot_tui.widgets.line import Tone
from spot_tui.widgets.plain import Plain
from spot_tui.words import say


class ProviderPage(Page):
    """Lists the providers of the profile; the choice is recorded before the work begins.

    What stands typed on the screens behind stays, and is sent for the provider chosen here; an answer stays
    that of the provider it was asked for.
    """

    NAME = "provider"
    KEYS = ("explain", "cancel", "back", "status", "content", "sign_out", "choose")
    OFFICE = ()

    class Taken(Message):
        """The provider was chosen and that is recorded."""

    def __init__(self) -> None:
        super().__init__()
        self._providers: tuple[Provider, ...] = self.house.desk.profile.providers

    def body(self) -> Iterable[Widget]:
        """Yield the providers, and the numbers of the one under the cursor."""
        yield Plain(((say("provider.heading"), Tone.STRONG),), classes="gap gap-below")
        yield Choices([self._choice(number, each) for number, each in enumerate(self._providers)])
        yield Plain(id="numbers", classes="gap")
        yield Plain(((say("provider.choose"), Tone.QUIET),), classes="gap")
        if self._before is not None:
            yield Plain(((say("provider.stays"), Tone.QUIET),))

    def _choice(self, number: int, provider: Provider) -> Choice:
        now = say("provider.now") if provider == self._before else ""
        return Choice(str(number), provider.organisation, "  ".join(filter(None, (now, provider.location))))

    def on_mount(self) -> None:
        """Mark the provider in force."""
        if self._before in self._providers:
            self.query_one(Choices).point_at(self._providers.index(self._before))

    @property
    def _before(self) -> Provider | None:
        session = self.house.session
        return session.provider if session else None

    def main(self) -> Widget:
        """Return the providers."""
        return self.query_one(Choices)

    @on(Choices.Moved)
    def _show_numbers(self) -> None:
        marked = self.query_one(Choices).marked
        if marked:
            provider = self._providers[int(marked.id)]
            self.query_one("#numbers", Plain).show(
                "\n".join(provider_facts(provider, self.house.desk.profile.zone))
            )

    @on(Choices.Chosen)
    def _choose(self, message: Choices.Chosen) -> None:
        session = self.house.session
        if session is not None and self.works("choose"):
            provider = self._providers[int(message.choice.id)]
            if provider == session.provider:
                self.app.pop_screen()
                return
            self.wait_for(say("provider.recording"), session.act_for(provider), _taken)

    @on(Taken)
    def _go_on(self) -> None:
        for page in self.app.screen_stack:
            if isinstance(page, FormPage):
                page.note_typed()  # what stands typed is work for the new provider from now on
        self.app.pop_screen()


def provider_lines(provider: Provider, zone: str) -> list[str]:
    """Return the same in two lines, for a screen that has other things to tell."""
    numbers = [
        provider.npi,
        say("provider.short.ptan", ptan=provider.ptan) if provider.ptan else "",
        say("provider.short.tin", digits=provider.tin[-5:]) if provider.tin else "",
        say("provider.short.parts", parts=say("provider.and").join(provider.parts)),
    ]
    where = " ".join(filter(None, (provider.location, f"({provider.zone or zone})")))
    return [
        say("provider.npi", npi="   ".join(filter(None, numbers))),
        say("provider.location", location=where),
    ]


def provider_facts(provider: Provider, zone: str) -> list[str]:
    """Return what tells one provider from another, a line each."""
    facts = [
        say("provider.npi", npi=provider.npi),
        say("provider.ptan", ptan=provider.ptan) if provider.ptan else "",
        say("provider.tin", digits=provider.tin[-5:]) if provider.tin else "",
        say("provider.parts", parts=say("provider.and").join(provider.parts)),
        say("provider.location", location=provider.location) if provider.location else "",
        say("provider.zone", zone=provider.zone or zone),
    ]
    return [fact for fact in facts if fact]


def _taken(_: None) -> ProviderPage.Taken:
    return ProviderPage.Taken()
