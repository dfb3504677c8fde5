"""The first screen: whom this is for, in which language, and whom to call."""

from __future__ import annotations

from collections.abc import Iterable

from textual import on
from textual.widget import Widget

from spot_tui.backend.problems import Problem
from spot_tui.screens.language_key import LanguageKey
from spot_tui.widgets.choices import Choice, Choices
from spot_tui.widgets.line import Tone
from spot_tui.widgets.plain import Plain
from spot_tui.words import language, languages, say, use_language


class WelcomePage(LanguageKey):
    """Anybody may read it; it leads to the terms and the sign-in."""

    NAME = "welcome"
    KEYS = ("explain", "change_look", "status", *LanguageKey.KEYS, "quit", "choose")
    _said_in = ""

    def body(self) -> Iterable[Widget]:
        """Yield whom this is for, the languages, and the help desk."""
        self._said_in = language()
        look = self.house.look
        yield Plain(((say("welcome.name"), Tone.STRONG),), classes="gap")
        yield Plain(say("welcome.staff"))
        yield Plain(say("welcome.beneficiaries"), classes="gap-below")
        if look.environment == "practice":
            yield Plain(((say("welcome.practice"), Tone.WARN),), classes="gap-below")
        yield Plain(say("welcome.language"))
        yield Choices([Choice(code, name) for code, name in languages().items()], id="language")
        yield Plain(say("welcome.help_desk", name=look.help_desk), classes="gap")
        yield Plain(say("welcome.contact", phone=look.phone, email=look.email))
        yield Plain(((say("keys.hint"), Tone.QUIET),), classes="gap")

    def on_mount(self) -> None:
        """Point at the language in use."""
        self._point()

    def _point(self) -> None:
        self.query_one(Choices).point_at(list(languages()).index(language()))

    def on_screen_resume(self) -> None:
        """Speak the language in use, which may have changed meanwhile."""
        if self._said_in != language():
            self.call_later(self.write_anew)

    async def write_anew(self) -> None:
        """Lay everything out again."""
        with self.app.batch_update():
            await self.recompose()
        self._point()
        self.do_content()
        self.tell_path()
        self.tell_keys()

    def _contacts(self, problem: Problem) -> tuple[str, ...]:
        """Return nothing: whom to call stands on this screen."""
        del problem
        return ()

    def main(self) -> Widget:
        """Return the list of languages."""
        return self.query_one(Choices)

    @on(Choices.Chosen)
    def _go_on(self, message: Choices.Chosen) -> None:
        from spot_tui.screens.terms import TermsPage

        use_language(message.choice.id)
        self.house.open(TermsPage())
