"""Plain directions, where a forgotten password or a lock cannot be dealt with here."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from spot_tui.backend.contacts import help_desk_line
from spot_tui.backend.identity.prompts import Recovery
from spot_tui.backend.problems import Problem
from spot_tui.screens.paged import Paged
from spot_tui.screens.step import Step
from spot_tui.widgets.line import Line, Tone, line, wrapped
from spot_tui.widgets.lined import Lined
from spot_tui.widgets.plain import Plain
from spot_tui.words import say


class DirectionsPage(Paged, Step):
    """Where it is done, whom to call and what to quote; `problem` has what the organisation said."""

    NAME = "directions"
    KEYS = ("explain", "back", "status", "page_up", "page_down", "quit")

    def __init__(self, user_id: str, problem: Problem | None = None) -> None:
        super().__init__()
        self._problem = problem
        self.user_id = user_id

    def body(self) -> Iterable[Widget]:
        """Yield the directions."""
        yield Plain(((say("directions.heading"), Tone.STRONG),), classes="gap gap-below")
        yield Lined(self._lines())

    def _lines(self) -> list[Line]:
        profile = self.house.desk.profile
        page = profile.identity.account_page
        told = [
            *(
                (say(f"directions.{each}"), say(f"identity.directions.{each}", page=page))
                for each in Recovery
            ),
            (say("directions.user_id"), say("directions.user_id.text", page=page)),
            (say("directions.whom"), help_desk_line(profile.help_desk)),
        ]
        quoted = "directions.quote" if self.user_id else "directions.quote.nobody"
        lines: list[Line] = []
        for title, text in told:
            lines += [line(title, Tone.STRONG), *wrapped(text, self.text_width), line("")]
        return [*lines, *wrapped(say(quoted, user_id=self.user_id), self.text_width)]

    def on_mount(self) -> None:
        """Say what the organisation said."""
        if self._problem is not None and self._problem.upstream_words:
            self.notice.hint(say("problem.quote", words=self._problem.upstream_words))

    async def do_back(self) -> None:
        """Go back to the sign-in."""
        self.begin_anew()
