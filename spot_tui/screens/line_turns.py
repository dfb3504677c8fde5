"""Keeping in sight how the line is and what waits, and sending what waits once the line is back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from spot_tui.backend.problems import Problem
from spot_tui.screens.outbox_turns import OutboxTurns
from spot_tui.screens.page import Page

if TYPE_CHECKING:
    from spot_tui.backend.outbox.model import Submission
    from spot_tui.backend.outbox.service import Outbox

TELL_EVERY_SECONDS = 1.0


class LineTurns(OutboxTurns):
    """Mixed into the app: looks once a second at what calls have shown; draws only what is new.

    `unsent` is what waits of who is signed in, `line_words` what every screen says of the line.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - whatever the app takes
        super().__init__(*arguments, **options)
        self.line_words = ""
        self.unsent: tuple[Submission, ...] = ()
        self._counted = ("", 0)
        self._was_away = False

    def keep_up_line(self) -> None:
        """Look at the line as long as the program runs."""
        self.set_interval(TELL_EVERY_SECONDS, self.look_at_line)

    def look_into_outbox(self) -> None:
        """Send what is due, and count anew what waits: other terminals of hers write there too."""
        self._counted = ("", 0)
        super().look_into_outbox()

    def look_at_line(self) -> None:
        """Say how the line is and what waits; once the line is back, send all that waits."""
        is_away = self.desk.line.state.is_away
        if self._was_away and not is_away:
            self.line_is_back()
        self._was_away = is_away
        session = self.session
        owner = session.person.subject if session is not None and session.provider is not None else ""
        outbox = self.desk.outbox if owner else None
        if outbox is None:
            self.unsent, self._counted = (), ("", 0)
        elif self._counted != (owner, outbox.changes):
            self._counted = (owner, outbox.changes)
            self.run_worker(self._count(outbox, owner), group="unsent", exclusive=True)
        self._tell_line()

    async def _count(self, outbox: Outbox, owner: str) -> None:
        try:
            found = await outbox.find(owner)
        except Problem:
            return  # who sends from the outbox tells it
        if self._counted[0] == owner:
            self.unsent = tuple(each for each in found if not each.state.is_settled)
            self._tell_line()

    def _tell_line(self) -> None:
        from spot_tui.screens.line_words import line_words

        desk, documents = self.desk, self.desk.documents if self.unsent else None
        percents = (documents.percent(each.id) for each in self.unsent) if documents else ()
        percent = next((each for each in percents if each is not None), None)
        zone = ZoneInfo(desk.profile.zone)
        words = line_words(desk.line.state, self.unsent, percent, desk.clock.now(), zone)
        if words != self.line_words:
            self.line_words = words
            if isinstance(self.screen, Page):
                self.screen.tell_line()
