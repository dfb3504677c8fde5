"""Practice: what a person would do in a web browser with the code that this terminal shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message
from textual.widget import Widget

from spot_tui.backend.problems import Problem
from spot_tui.screens.page import Page
from spot_tui.widgets.choices import Choice, Choices
from spot_tui.widgets.line import Tone
from spot_tui.widgets.plain import Plain
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.identity.practice import PracticeHelp, PracticePerson


class GrantPracticePage(Page):
    """Lists the made-up users; one of them signs in with the code `user_code`, or refuses."""

    NAME = "grant_practice"
    KEYS = ("explain", "cancel", "back", "play_refusal", "choose")

    class Listed(Message):
        """The made-up users are known."""

        def __init__(self, people: Sequence[PracticePerson]) -> None:
            super().__init__()
            self.people = tuple(people)

    class Decided(Message):
        """It was done."""

    def __init__(self, user_code: str) -> None:
        super().__init__()
        self._user_code = user_code

    def body(self) -> Iterable[Widget]:
        """Yield the made-up users."""
        yield Plain(((say("grant_practice.heading"), Tone.WARN),), classes="gap gap-below")
        yield Choices(id="people")
        yield Plain(((say("grant_practice.choose"), Tone.QUIET),), classes="gap")

    def main(self) -> Widget:
        """Return the made-up users."""
        return self.query_one(Choices)

    @property
    def practice(self) -> PracticeHelp:
        """The practice-only addresses; this screen is opened only where there are any."""
        practice = self.house.desk.practice
        if practice is None:
            raise Problem("practice.only")
        return practice

    def on_mount(self) -> None:
        """Ask who is there."""
        self.wait_for(say("grant_practice.looking"), self.practice.people(), self.Listed)

    @on(Listed)
    def _list_people(self, message: Listed) -> None:
        people = self.query_one(Choices)
        people.offer([Choice(p.user_id, p.user_id, p.about) for p in message.people])
        people.focus()
        self.tell_keys()

    @on(Choices.Chosen)
    def _choose(self, message: Choices.Chosen) -> None:
        if self.works("choose"):
            self._decide(message.choice.id, approve=True)

    def can_play_refusal(self) -> bool:
        """Tell whether somebody is marked."""
        return self.query_one(Choices).marked is not None

    def do_play_refusal(self) -> None:
        """Let the marked person refuse."""
        marked = self.query_one(Choices).marked
        if marked is not None:
            self._decide(marked.id, approve=False)

    def _decide(self, user_id: str, *, approve: bool) -> None:
        work = self.practice.decide(self._user_code, user_id, approve=approve)
        self.wait_for(say("grant_practice.entering"), work, lambda _: self.Decided())

    @on(Decided)
    def _go_back(self) -> None:
        self.app.pop_screen()
