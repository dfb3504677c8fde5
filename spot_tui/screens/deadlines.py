"""The deadline board: everything that has a last day, the first to end first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from zoneinfo import ZoneInfo

from textual import on
from textual.message import Message as Told
from textual.widget import Widget

from spot_tui.backend.clock import today
from spot_tui.backend.deadline_board import Due, Source, left_words, what_words
from spot_tui.backend.drafts import Draft
from spot_tui.backend.formats import show_date
from spot_tui.backend.mailbox.model import Message
from spot_tui.backend.problems import Problem
from spot_tui.screens.page import Page
from spot_tui.widgets.choices import Choice, Choices
from spot_tui.widgets.line import Tone, fit
from spot_tui.widgets.plain import Plain
from spot_tui.words import say

_DAY, _LEFT, _WHAT, _ABOUT = 10, 13, 26, 20
"""The columns' widths."""


class DeadlinesPage(Page):
    """One thing a line; Enter opens the request or goes on with the draft."""

    NAME = "deadlines"
    KEYS = ("explain", "cancel", "back", "refresh", "content", "sign_out", "choose")

    class Found(Told):
        """What has a last day, and what kept the mailbox from being asked."""

        def __init__(self, board: tuple[Due, ...], problem: Problem | None) -> None:
            super().__init__()
            self.board = board
            self.problem = problem

    class Opened(Told):
        """The request that was chosen."""

        def __init__(self, message: Message) -> None:
            super().__init__()
            self.message = message

    class Taken(Told):
        """The draft that was chosen."""

        def __init__(self, draft: Draft) -> None:
            super().__init__()
            self.draft = draft

    def __init__(self) -> None:
        super().__init__()
        self._board: tuple[Due, ...] = ()

    def body(self) -> Iterable[Widget]:
        """Yield the heads, the list, and what to do about the marked one."""
        yield Plain(id="heads")
        yield Choices(id="listed")
        yield Plain(id="marked", classes="gap")

    def main(self) -> Choices:
        """Return the list."""
        return self.query_one(Choices)

    def on_screen_resume(self) -> None:
        """Gather anew: what was opened may be done."""
        self.do_refresh()

    def do_refresh(self) -> None:
        """Gather what there is now."""
        session = self.house.session
        if session is not None:
            work = self.house.desk.deadlines(session)
            self.wait_for(say("deadlines.asking"), work, lambda found: self.Found(*found))

    @on(Found)
    def _list(self, message: Found) -> None:
        here = self.main().cursor if self._board else 0
        self._board = message.board
        day = today(self.house.desk.clock, ZoneInfo(self.house.desk.profile.zone))
        self.main().offer(
            [
                Choice(str(n), fit(show_date(due.last_day), _DAY), _row(due, day))
                for n, due in enumerate(self._board)
            ]
        )
        self.main().point_at(here)
        names = zip(("day", "left", "what", "about"), (_DAY, _LEFT, _WHAT, _ABOUT), strict=True)
        told = "   " + "  ".join(fit(say(f"deadlines.column.{name}"), width) for name, width in names)
        words = told if self._board else say("deadlines.none")
        self.query_one("#heads", Plain).show(((words, Tone.QUIET),))
        self._tell_marked()
        if message.problem is not None:
            self.notice.complain(message.problem)

    @property
    def _marked(self) -> Due | None:
        return self._board[self.main().cursor] if self._board else None

    @on(Choices.Moved)
    def _tell_marked(self) -> None:
        marked = self._marked
        self.query_one("#marked", Plain).show(say(f"deadlines.next.{marked.source}") if marked else "")
        self.tell_keys()

    @on(Choices.Chosen)
    def _choose(self) -> None:
        session, mailbox, marked = self.house.session, self.house.desk.mailbox, self._marked
        if session is None or marked is None or not self.works("choose"):
            return
        if marked.source is Source.REQUEST and mailbox is not None:
            self.wait_for(say("mailbox.opening"), mailbox.open(session, marked.id), self.Opened)
        elif marked.source is Source.DRAFT and session.work is not None:
            self.wait_for(say("home.opening_draft"), session.work.take(marked.id), self.Taken)

    @on(Opened)
    def _open(self, message: Opened) -> None:
        from spot_tui.screens.message import MessagePage

        self.house.open(MessagePage(message.message))

    @on(Taken)
    def _go_on(self, message: Taken) -> None:
        from spot_tui.screens.drafted import page_of

        self.house.open(page_of(message.draft))


def _row(due: Due, today: date) -> str:
    cells = ((left_words(due, today), _LEFT), (what_words(due), _WHAT), (due.about, _ABOUT))
    return "  ".join(fit(words, width) for words, width in cells)
