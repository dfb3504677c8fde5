"""Doing work without stopping the screen: its result comes as a message, and it can be stopped."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from contextlib import AbstractContextManager, nullcontext
from typing import Any, ClassVar, TypeVar, cast

from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer
from textual.worker import Worker

from spot_tui.backend.problems import Problem
from spot_tui.screens.house import House
from spot_tui.widgets.notice import Notice

T = TypeVar("T")


class Waiting(Screen[None], inherit_bindings=False):
    """A screen that can wait. One thing is waited for at a time.

    What comes while the screen is covered by the lock is shown when it is not any more (`WAITS_FOR_LOCK`).
    """

    WAITS_FOR_LOCK: ClassVar[bool] = True

    class Refused(Message):
        """The work that was waited for ended with a problem."""

        def __init__(self, problem: Problem) -> None:
            super().__init__()
            self.problem = problem

    def __init__(self) -> None:
        super().__init__()
        self._work: Worker[None] | None = None
        self._ticks: Timer | None = None
        self._doing = ""
        self._began = 0.0

    @property
    def house(self) -> House:
        """The app, as screens know it."""
        return cast(House, self.app)

    @property
    def notice(self) -> Notice:
        """Where the screen speaks."""
        return self.query_one(Notice)

    def tell_keys(self) -> None:
        """Show the keys that work now."""
        raise NotImplementedError

    def wait_for(
        self,
        doing: str,
        work: Coroutine[Any, Any, T],
        arrived: Callable[[T], Message],
        upstream: str = "",
    ) -> None:
        """Do `work` without stopping the screen; its result comes as the message that `arrived` makes.

        A `Problem` comes as `Refused`. Meanwhile no command but cancel works; what is done and for how many
        seconds stands in the notice. How `upstream` answered is noted for the status screen.
        """
        self._doing, self._began = doing, self.house.desk.clock.monotonic()
        self._work = self.run_worker(self._carry(work, arrived, upstream), exit_on_error=True)
        self.notice.wait(doing, 0)
        self._ticks = self.set_interval(1, self._tick)
        self.tell_keys()

    def now_doing(self, doing: str) -> None:
        """Say that the work under way does something else now."""
        self._doing = doing
        self._tick()

    @property
    def is_waiting(self) -> bool:
        """Whether an answer is waited for."""
        return self._work is not None

    async def _carry(
        self, work: Coroutine[Any, Any, T], arrived: Callable[[T], Message], upstream: str
    ) -> None:
        refusal: Problem | None = None
        try:
            with self._busy():
                message: Message = arrived(await work)
        except Problem as problem:
            refusal, message = problem, self.Refused(problem)
        if upstream:
            self.house.desk.status.saw(upstream, refusal)
        if self.WAITS_FOR_LOCK:
            await self.house.uncovered()
        self._end_wait()
        self.post_message(message)

    def _busy(self) -> AbstractContextManager[None]:
        """Count as activity that a person waits for an answer."""
        session = self.house.session
        return session.clock.busy() if session else nullcontext()

    def _tick(self) -> None:
        self.notice.wait(self._doing, int(self.house.desk.clock.monotonic() - self._began))

    def _end_wait(self) -> None:
        if self._ticks:
            self._ticks.stop()
        self._work = self._ticks = None
        self.notice.clear()
        self.tell_keys()

    def stop_work(self) -> None:
        """Stop waiting for what is under way, if anything is."""
        work = self._work
        self._end_wait()
        if work:
            work.cancel()
