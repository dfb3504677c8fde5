"""Keeping in sight how the line is and what waits, and sending what waits once the line is back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from spot_tui.backend.problems import Problem
from spot_tui.screens.outbox_turns import OutboxTurns
from spot_tui.screens.page import Page

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from textual.worker import Worker

    from spot_tui.backend.outbox.model import Submission
    from spot_tui.backend.outbox.service import Outbox
    from spot_tui.screens.line_words import OnTheLine
    from spot_tui.widgets.line import Line

TELL_EVERY_SECONDS = 1.0
_LEAST_BYTES = 64 * 1024
"""Before so many bytes of an upload have arrived, how fast they do tells nothing."""


class LineTurns(OutboxTurns):
    """Mixed into the app: looks at what calls have shown; draws only what is new.

    It looks once a second, and when a screen comes on top: no receipt stands beside an old line.
    `unsent` is what waits of who is signed in, `refused` what of hers never counts, `line_words` what every
    screen says of the line. While an upstream is away all are asked now and then, so that it is seen when it
    is back, and whether it is the line.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - whatever the app takes
        super().__init__(*arguments, **options)
        self.line_words: Line = ()
        self.unsent: tuple[Submission, ...] = ()
        self.refused: tuple[Submission, ...] = ()
        self._told: tuple[Line, tuple[Submission, ...]] = ((), ())
        self._counted = ("", 0)
        self._was_away = False
        self._missed: frozenset[str] = frozenset()
        self._next_look = 0.0

    def keep_up_line(self) -> None:
        """Look at the line as long as the program runs."""
        self.set_interval(TELL_EVERY_SECONDS, self.look_at_line)

    def look_into_outbox(self) -> None:
        """Send what is due, and count anew what waits: other terminals of hers write there too."""
        self._counted = ("", 0)
        super().look_into_outbox()

    def look_at_line(self) -> None:
        """Say how the line is and what waits; once something is back that was away, send all that waits."""
        line = self.desk.line
        is_away, missing = line.state.is_away, frozenset(line.missing)
        if (self._was_away and not is_away) or (self._missed - missing and not is_away):
            self.line_is_back()
        self._was_away, self._missed = is_away, self._missed & missing
        if is_away or missing:
            self._ask_again()
        session = self.session
        owner = session.person.subject if session is not None and session.provider is not None else ""
        outbox = self.desk.outbox if owner else None
        if outbox is None:
            self.unsent = self.refused = ()
            self._counted = ("", 0)
        elif self._counted != (owner, outbox.changes):
            self._counted = (owner, outbox.changes)
            self._look("unsent", partial(self._count, outbox, owner))
        self._tell_line()

    def _look(self, group: str, work: Callable[[], Coroutine[None, None, None]]) -> Worker[None]:
        """Do this in the background, in place of what is under way in its group."""
        return self.run_worker(work, group=group, exclusive=True)

    @property
    def on_the_line(self) -> OnTheLine:
        """What waits, how far an upload is, and whether the audit log is written."""
        from spot_tui.screens.line_words import OnTheLine

        documents = self.desk.documents if self.unsent else None
        percents = (documents.percent(each.id) for each in self.unsent) if documents else ()
        percent = next((each for each in percents if each is not None), None)
        return OnTheLine(self.unsent, percent, self.desk.audit.problem)

    def _ask_again(self) -> None:
        now = self.desk.clock.monotonic()
        if now >= self._next_look:
            self._next_look = now + self.desk.line.rules.ask_again_seconds
            self._look("look", self._ask_all)

    async def _ask_all(self) -> None:
        await self.desk.look()
        self._missed = frozenset(self.desk.line.missing)
        self._tell_line()

    async def _count(self, outbox: Outbox, owner: str) -> None:
        try:
            found = await outbox.find(owner)
        except Problem:
            return  # who sends from the outbox tells it
        if self._counted[0] == owner:
            self.unsent = tuple(each for each in found if not each.state.is_settled)
            self.refused = tuple(each for each in found if each.state.never_counts)
            self._tell_line()

    def _measure_upload(self) -> None:
        """Note how fast bytes of an upload arrive."""
        documents = self.desk.documents if self.unsent else None
        meters = documents.under_way() if documents is not None else ()
        told = (meter.rate for meter in meters if meter.arrived >= _LEAST_BYTES)
        self.desk.line.rate = sum(told) or None

    def _tell_line(self) -> None:
        from spot_tui.screens.line_words import line_words

        self._measure_upload()
        desk = self.desk
        words = line_words(desk.line, self.on_the_line, desk.clock.now(), ZoneInfo(desk.profile.zone))
        if (words, self.refused) != self._told:
            self.line_words, self._told = words, (words, self.refused)
            if isinstance(self.screen, Page):
                self.screen.tell_line()
