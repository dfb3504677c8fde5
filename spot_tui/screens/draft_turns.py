"""Keeping what is typed: on disk within a second of its key, and gone when it has expired."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.message import Message

from spot_tui.backend.problems import Problem
from spot_tui.screens.draft_line import DraftLine
from spot_tui.screens.form_page import FormPage
from spot_tui.screens.page import Page

if TYPE_CHECKING:
    from textual.app import App
    from textual.timer import Timer

    from spot_tui.backend.session import Session
    from spot_tui.screens.house import Services

    AppBefore = App[Any]
else:
    AppBefore = object

SAVE_AFTER_SECONDS = 0.75
"""From a key to the save of what it typed: the rest of the second is for the disk."""

EXPIRE_EVERY_SECONDS = 3600


class DraftTurns(AppBefore):
    """Mixed into the app: saves what screens note as typed, and tells once that this does not work."""

    desk: Services
    session: Session | None

    class NotKept(Message):
        """What is typed cannot be put on disk."""

        def __init__(self, problem: Problem) -> None:
            super().__init__()
            self.problem = problem

    def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - whatever the app takes
        super().__init__(*arguments, **options)
        self._save_timer: Timer | None = None
        self._told_session = ""

    def keep_soon(self) -> None:
        """Save what is typed within the second, however fast the typing goes on."""
        if self._save_timer is None:
            self._save_timer = self.set_timer(SAVE_AFTER_SECONDS, self.keep_typed)

    def keep_typed(self) -> None:
        """Save what is typed, unless it is on disk already."""
        if self._save_timer is not None:
            self._save_timer.stop()
            self._save_timer = None
        if self.session is not None:
            self.run_worker(self.keep_work(self.session), group="drafts", exit_on_error=True)

    async def keep_work(self, session: Session) -> None:
        """Save what was typed in this session; a problem is told, and the work goes on."""
        try:
            await session.keep_work()
        except Problem as problem:
            self.post_message(self.NotKept(problem))
        else:
            self._told_session = ""
        if isinstance(self.screen, DraftLine) and self.screen.is_mounted:
            self.screen.tell_draft()

    def note_typed(self) -> None:
        """Have every form of the screens in sight note what stands in it: keys may be on their way still."""
        for page in self.screen_stack:
            if isinstance(page, FormPage):
                page.note_typed()

    def on_draft_turns_not_kept(self, message: DraftTurns.NotKept) -> None:
        """Say so once in a session, or again after a save that succeeded; never over a question or a wait."""
        if self.session is None or self._told_session == self.session.id:
            return
        if isinstance(self.screen, Page) and self.screen.is_free:
            self._told_session = self.session.id
            self.screen.notice.complain(message.problem)

    def keep_up_drafts(self) -> None:
        """Remove what has expired, now and as long as the program runs."""
        self.set_interval(EXPIRE_EVERY_SECONDS, self.expire_drafts)
        self.expire_drafts()

    def expire_drafts(self) -> None:
        """Remove what has expired."""
        self.run_worker(self._expire_drafts(), exit_on_error=True)

    async def _expire_drafts(self) -> None:
        try:
            await self.desk.expire_drafts()
        except Problem as problem:
            self.post_message(self.NotKept(problem))
