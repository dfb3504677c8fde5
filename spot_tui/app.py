"""The Textual app: wiring only."""

from __future__ import annotations

import gc
from contextlib import suppress
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import App
from textual.filter import LineFilter
from textual.message import Message

from spot_tui.backend.problems import Problem
from spot_tui.screens.batch_turns import BatchTurns
from spot_tui.screens.draft_turns import DraftTurns
from spot_tui.screens.keys import LeaderKeys
from spot_tui.screens.line_turns import LineTurns
from spot_tui.screens.page import Page
from spot_tui.screens.session_turns import LOCK, OFFICE, TAKEOVER, SessionTurns
from spot_tui.screens.welcome import WelcomePage
from spot_tui.terminal.caches import keep_parsed_styles
from spot_tui.terminal.crash import NeutralCrash
from spot_tui.terminal.doors import ClosedDoors
from spot_tui.terminal.driver import KioskDriver, repaint_terminal
from spot_tui.terminal.guard import LineGuard
from spot_tui.terminal.letters import has_blocks
from spot_tui.terminal.turns import OneKeyAtATime
from spot_tui.terminal.wipe import wipe_screen
from spot_tui.widgets.ascii_lines import AsciiLines
from spot_tui.widgets.carets import Carets
from spot_tui.widgets.cleaning import CleanLines
from spot_tui.widgets.look import Looks
from spot_tui.words import language, use_language

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from textual.driver import Driver
    from textual.screen import Screen

    from spot_tui.backend.first_look import FirstLook
    from spot_tui.backend.session import Session
    from spot_tui.backend.store.records import Detail
    from spot_tui.desk import Desk

ENTRANCE = "entrance"


class Kiosk(
    OneKeyAtATime,
    DraftTurns,
    LineTurns,
    BatchTurns,
    SessionTurns,
    LeaderKeys,
    Looks,
    Carets,
    ClosedDoors,
    NeutralCrash,
    App[None],
    inherit_bindings=False,
):
    """The kiosk: an entrance that anybody may see, and an office for who is signed in.

    Leaving the office drops all its screens and what they hold. `make_desk` is called once the first screen
    is painted, before any key is taken; where it raises a `Problem` the program ends with that as `refusal`.
    """

    CSS_PATH = "app.tcss"
    MODES: ClassVar[dict[str, Any]] = {ENTRANCE: WelcomePage}
    DEFAULT_MODE = ENTRANCE
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    desk: Desk

    class NotReady(Message):
        """A service that everything stands on cannot be used."""

        def __init__(self, problem: Problem) -> None:
            super().__init__()
            self.problem = problem

    def __init__(
        self, look: FirstLook, make_desk: Callable[[], Desk], driver_class: type[Driver] | None = KioskDriver
    ) -> None:
        super().__init__(driver_class=driver_class)
        keep_parsed_styles(self)
        self.look = look
        self.refusal: Problem | None = None
        self._make_desk = make_desk
        self._is_open = False
        self.hold_keys()
        self.session = None
        self._quit_reason = "quit"
        self._language = language()
        self.animation_level = "none"
        self._gates: tuple[LineFilter, ...] = (
            (CleanLines(),) if has_blocks() else (CleanLines(), AsciiLines())
        )

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return the filters that every drawn line goes through, our own last."""
        return [*super().get_line_filters(), *self._gates]

    def on_mount(self) -> None:
        """Guard the line at once; open the desk once the first screen is painted."""
        self.guard_line()
        self.call_after_refresh(self._open_desk)

    def guard_line(self) -> None:
        """Watch for the end of the line or of the program, where there is a line."""
        if not self.is_headless:
            LineGuard(self, self._record_ending)

    def _record_ending(self, number: int) -> None:
        """Record from the guard's thread that the line or the program was ended, and keep what was typed."""
        self._quit_reason = "signal"
        if not self._is_open:
            return
        details: dict[Detail, str | int] = {"signal": number}
        try:
            self.desk.audit.record_now("session.end", "cancelled", reason="signal", details=details)
        finally:
            session = self.session
            if session is not None and session.work is not None:
                with suppress(Problem):
                    session.work.keep_now()

    async def _open_desk(self) -> None:
        try:
            self.desk = self._make_desk()
        except Problem as problem:
            self.refusal = problem
            self.exit(return_code=problem.exit_code)
            return
        self._is_open = True
        gc.enable()  # off since the start, see `spot_tui.__main__`
        self.run_worker(self._start_audit(), exit_on_error=True)
        await self.take_keys()

    async def _start_audit(self) -> None:
        """Check and start the audit log; without it nobody gets in, and the screen says why."""
        self.desk.sessions.has_lock = True
        try:
            await self.desk.audit.start()
        except Problem as problem:
            self.post_message(self.NotReady(problem))
        else:
            self.keep_up_drafts()
            self.keep_up_outbox()
            self.keep_up_line()

    def on_kiosk_not_ready(self, message: Kiosk.NotReady) -> None:
        """Say why nobody can sign in."""
        if isinstance(self.screen, Page):
            self.screen.refused(message.problem)

    def repaint(self) -> None:
        """Draw the whole screen anew, whatever the terminal shows."""
        repaint_terminal(self)

    def open(self, page: Screen[None]) -> None:
        """Show a screen on top of the present one."""
        self.call_later(self._paint_once, lambda: self.push_screen(page))

    def replace(self, page: Screen[None]) -> None:
        """Show a screen in place of the present one."""
        self.call_later(self._paint_once, lambda: self.switch_screen(page))

    async def _paint_once(self, change: Callable[[], Awaitable[object]]) -> None:
        """Change the screen, and paint it when it is complete: the line to the terminal may be thin."""
        with self.batch_update():
            await change()

    def enter(self, session: Session) -> None:
        """Open the signed-in side; the screens of the sign-in go, and what was typed there with them."""
        self.follow(session)
        self.call_later(self._paint_once, self._open_office)

    async def _open_office(self) -> None:
        self.add_mode(OFFICE, self._first_page())
        await self.switch_mode(OFFICE)
        await self.remove_mode(ENTRANCE)
        self.call_after_refresh(gc.collect)  # lets go of what was typed to sign in

    def _first_page(self) -> type[Page]:
        """Return what the office begins with; the other one is not loaded."""
        if self.session is not None and self.session.is_limited:
            from spot_tui.screens.access_home import AccessHomePage

            return AccessHomePage
        from spot_tui.screens.home import HomePage

        return HomePage

    async def leave(self, reason: str, told: Problem | None = None) -> None:
        """Sign out: first nothing is on the screen any more, then the organisation is told.

        What stands typed is kept; `told` is why, where nobody asked for it.
        """
        self.note_typed()
        session = self.unfollow()
        use_language(self._language)
        self.wear(self.look.theme)
        self.add_mode(ENTRANCE, WelcomePage)
        await self.switch_mode(ENTRANCE)
        for mode in (OFFICE, LOCK):
            if mode in self._modes:
                await self.remove_mode(mode)
        wipe_screen(self)
        self.call_after_refresh(gc.collect)  # lets go of what the office showed
        if told is not None:
            self.post_message(self.NotReady(told))
        if session is not None:
            self.carry(self._end(session, reason))

    async def _end(self, session: Session, reason: str) -> None:
        try:
            await self.rest_batch()
            await session.keep_work()
        finally:
            await (session.take_over() if reason == TAKEOVER else session.end(reason))

    async def on_unmount(self) -> None:
        """End what is still open and give everything back."""
        session = self.unfollow()
        if session is not None:
            with suppress(Problem):
                await self._end(session, self._quit_reason)
        if self._is_open:
            await self.desk.close()
