"""What a session's clock makes of the kiosk: warning, lock, unlock, end; and the work that they interrupt."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from textual import events
from textual.message import Message

from spot_tui.backend.problems import Problem
from spot_tui.backend.session_clock import Ended, Locked, Warned
from spot_tui.backend.session_watch import TICK_SECONDS, SessionWatch
from spot_tui.screens.page import Page
from spot_tui.terminal.cover import cover, uncover
from spot_tui.terminal.wipe import wipe_terminal
from spot_tui.words import say

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from textual.app import App
    from textual.timer import Timer

    from spot_tui.backend.session import Session

    AppBefore = App[Any]
else:
    AppBefore = object

OFFICE, LOCK = "office", "lock"
TAKEOVER = "takeover"


class SessionTurns(AppBefore):
    """Mixed into the app: looks at the session's clock once a second and before each key.

    A key that comes when the lock's time is over already opens nothing and is not handed on.
    """

    session: Session | None

    class Failed(Message):
        """Something about the session could not be done or recorded."""

        def __init__(self, problem: Problem) -> None:
            super().__init__()
            self.problem = problem

    def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - whatever the app takes
        super().__init__(*arguments, **options)
        self.warning = ""
        self._watch: SessionWatch | None = None
        self._ticks: Timer | None = None
        self._uncovered = asyncio.Event()
        self._uncovered.set()

    async def leave(self, reason: str, told: Problem | None = None) -> None:
        """Sign out, and say `told` on the first screen."""
        raise NotImplementedError

    async def keep_work(self, session: Session) -> None:
        """Save what was typed in this session; a problem is told, and the work goes on."""
        raise NotImplementedError

    def note_typed(self) -> None:
        """Have every form of the screens in sight note what stands in it."""
        raise NotImplementedError

    async def uncovered(self) -> None:
        """Wait until nothing is covered: an answer that comes under the lock is shown after it."""
        await self._uncovered.wait()

    async def on_event(self, event: events.Event) -> None:
        """Let a key count as activity, unless the session has locked or ended before it."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded and self.session:
            was_covered = not self._uncovered.is_set()
            self.look_at_session()
            if self.session is None or (not was_covered and not self._uncovered.is_set()):
                return
            self.session.clock.touch()
            self.look_at_session()
        await super().on_event(event)

    def follow(self, session: Session) -> None:
        """Look at this session from now on."""
        self.session = session
        self._watch = SessionWatch(session)
        # Not from here: a timer holds what started it, which is the last screen of the sign-in.
        self.call_later(self._tick)

    def _tick(self) -> None:
        if self._watch is not None and self._ticks is None:
            self._ticks = self.set_interval(TICK_SECONDS, self.look_at_session)

    def unfollow(self) -> Session | None:
        """Look at no session any more, and return the one there was."""
        session, self.session = self.session, None
        if self._ticks:
            self._ticks.stop()
        self._watch = self._ticks = None
        self.warning = ""
        self._uncovered.set()
        return session

    def look_at_session(self) -> None:
        """Do what the clock asks for; while nothing changes nothing is drawn."""
        state = self._watch.look() if self._watch and self.session else None
        if state is None or self.session is None:
            return
        if isinstance(state, Locked):
            self._cover(self.session, state)
        elif isinstance(state, Ended):
            wipe_terminal(self)
            self._watch = None
            self.call_later(self.leave, state.reason, state.problem)
        else:
            self._warn(state if isinstance(state, Warned) else None)

    def _warn(self, warned: Warned | None) -> None:
        self.warning = _warning(warned) if warned else ""
        if isinstance(self.screen, Page):
            self.screen.tell_path()
        if warned and self.session:
            self.carry(self.session.warned(warned))

    def lock(self) -> None:
        """Lock now, because somebody asked for it."""
        if self.session:
            self.session.clock.lock()
            self.look_at_session()

    def _cover(self, session: Session, locked: Locked) -> None:
        from spot_tui.screens.lock import LockPage
        from spot_tui.screens.lock_sealed import SealedLockPage

        self.warning = ""
        self.note_typed()
        self._uncovered.clear()
        self.add_mode(LOCK, LockPage if session.unlock_by.is_set else SealedLockPage)
        cover(self, LOCK)
        self.carry(self._lock(session, locked))

    async def _lock(self, session: Session, locked: Locked) -> None:
        await self.keep_work(session)
        await session.lock(locked.reason)

    def uncover(self) -> None:
        """Show the screens again as they are now, after the lock was opened."""
        self.call_later(self._uncover)

    async def _uncover(self) -> None:
        if self._uncovered.is_set() or OFFICE not in self._screen_stacks:
            return
        self.look_at_session()
        if self.session is None:
            return
        uncover(self, OFFICE)
        self._uncovered.set()
        await self.remove_mode(LOCK)

    def take_over(self) -> None:
        """End the locked session for somebody else."""
        if self.session:
            self.call_later(self.leave, TAKEOVER, Ended(TAKEOVER).problem)

    def carry(self, work: Awaitable[object]) -> None:
        """Do something about the session beside the screens; a problem is told."""
        self.run_worker(self._carry(work), exit_on_error=True)

    async def _carry(self, work: Awaitable[object]) -> None:
        try:
            await work
        except Problem as problem:
            self.post_message(self.Failed(problem))

    def on_session_turns_failed(self, message: SessionTurns.Failed) -> None:
        """Say what could not be done."""
        if isinstance(self.screen, Page):
            self.screen.notice.complain(message.problem)


def _warning(warned: Warned) -> str:
    minutes, seconds = divmod(warned.seconds_left, 60)
    if minutes and not seconds:
        return say(f"session.warn.{warned.ahead}.minutes", count=minutes)
    return say(f"session.warn.{warned.ahead}.seconds", count=warned.seconds_left)
