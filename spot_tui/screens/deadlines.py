"""The deadline board: everything that has a last day, the first to end first."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from textual import on
from textual.message import Message as Told
from textual.widget import Widget

from spot_tui.backend.clock import today
from spot_tui.backend.deadline_board import Due, Source, left_words, send_by_words, what_words
from spot_tui.backend.drafts import Draft
from spot_tui.backend.formats import show_date
from spot_tui.backend.mailbox.model import Message
from spot_tui.backend.outbox.model import Submission
from spot_tui.backend.problems import Problem
from spot_tui.screens.table_page import TablePage
from spot_tui.widgets.line import Tone
from spot_tui.widgets.plain import Plain
from spot_tui.words import say

_WHAT, _ABOUT = 26, 19


class DeadlinesPage(TablePage):
    """One thing a line; Enter opens the request or what waits in the outbox, or goes on with the draft."""

    NAME = "deadlines"
    COLUMNS = (("day", 10), ("left", 13), ("what", _WHAT), ("about", _ABOUT))
    KEYS = (
        *("explain", "cancel", "back", "refresh", "content"),
        *("page_up", "page_down", "sign_out", "choose"),
    )

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

    class Waits(Told):
        """The submission that was chosen; None where it was removed meanwhile."""

        def __init__(self, submission: Submission | None) -> None:
            super().__init__()
            self.submission = submission

    class Taken(Told):
        """The draft that was chosen."""

        def __init__(self, draft: Draft) -> None:
            super().__init__()
            self.draft = draft

    def __init__(self) -> None:
        super().__init__()
        self._board: tuple[Due, ...] = ()

    def above(self) -> Iterator[Widget]:
        """Yield the heading."""
        yield Plain(((say("deadlines.heading"), Tone.STRONG),), classes="gap-below")

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
        self._board = message.board
        day = today(self.house.desk.clock, ZoneInfo(self.house.desk.profile.zone))
        rows = (
            (show_date(due.last_day), left_words(due, day), what_words(due), due.about) for due in self._board
        )
        self.fill_table(rows, say("deadlines.none"))
        if message.problem is not None:
            self.notice.complain(message.problem)

    def about_marked(self) -> str:
        """Return the whole of what its row may cut, until when to send it, and what to do about it."""
        due, desk = self._board[self.choices.cursor], self.house.desk
        is_cut = len(what_words(due)) > _WHAT or len(due.about) > _ABOUT
        told = f"{what_words(due)} {due.about}" if is_cut else ""
        until = send_by_words(due, desk.rule_book.calendar, desk.clock.now())
        return "\n".join(filter(None, (told, until, say(f"deadlines.next.{due.source}"))))

    def choose(self) -> None:
        """Open the request, or go on with the draft."""
        session, mailbox = self.house.session, self.house.desk.mailbox
        marked = self._board[self.choices.cursor]
        if session is None:
            return
        if marked.source is Source.REQUEST and mailbox is not None:
            self.wait_for(say("mailbox.opening"), mailbox.open(session, marked.id), self.Opened)
        elif marked.source is Source.OUTBOX:
            self.wait_for(say("deadlines.asking"), self._find(marked.id), self.Waits)
        elif marked.source is Source.DRAFT and session.work is not None:
            self.wait_for(say("home.opening_draft"), session.work.take(marked.id), self.Taken)

    async def _find(self, submission_id: str) -> Submission | None:
        outbox, session = self.house.desk.outbox, self.house.session
        found = await outbox.find(session.person.subject) if outbox and session else []
        return next((each for each in found if each.id == submission_id), None)

    @on(Waits)
    def _open_waiting(self, message: Waits) -> None:
        from spot_tui.screens.outbox_watch import open_submission

        if message.submission is None:
            self.do_refresh()
        else:
            open_submission(self.house, message.submission)

    @on(Opened)
    def _open(self, message: Opened) -> None:
        from spot_tui.screens.message import MessagePage

        self.house.open(MessagePage(message.message))

    @on(Taken)
    def _go_on(self, message: Taken) -> None:
        from spot_tui.screens.drafted import page_of

        self.house.open(page_of(message.draft))
