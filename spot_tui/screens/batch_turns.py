"""The batch of who is signed in: it goes on under the lock and elsewhere, and rests at the sign-out."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from spot_tui.backend.problems import Problem
from spot_tui.screens.page import Page

if TYPE_CHECKING:
    from textual.app import App

    from spot_tui.backend.eligibility.batch.service import OpenBatch

    AppBefore = App[Any]
else:
    AppBefore = object


class BatchTurns(AppBefore):
    """Mixed into the app: carries one batch at a time beside the screens."""

    def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - whatever the app takes
        super().__init__(*arguments, **options)
        self.batch: OpenBatch | None = None
        self.batch_problem: Problem | None = None
        self._batch_work: asyncio.Task[None] | None = None

    @property
    def is_batch_running(self) -> bool:
        """Whether it still asks, or pauses."""
        return self._batch_work is not None and not self._batch_work.done()

    def run_batch(self, batch: OpenBatch) -> None:
        """Carry this batch from now on."""
        self.batch, self.batch_problem = batch, None
        self._batch_work = asyncio.create_task(self._carry_batch(batch))
        self._batch_work.add_done_callback(self._ended)

    def _ended(self, work: asyncio.Task[None]) -> None:
        """Have an error of the program's own end it here as anywhere; else tell the page that it ended."""
        if work.cancelled():
            return
        if work.exception() is not None:
            self.call_later(work.result)
        elif isinstance(self.screen, Page):
            self.screen.tell_line()

    async def _carry_batch(self, batch: OpenBatch) -> None:
        try:
            self.batch_problem = (await batch.work()).problem
        except Problem as problem:
            self.batch_problem = problem

    async def rest_batch(self) -> None:
        """Send nothing more, wait a little for what is on the wire, and keep how far it is."""
        batch, work = self.batch, self._batch_work
        self.batch = self._batch_work = None
        if work is not None:
            work.cancel()
            await asyncio.wait([work])
        if batch is not None:
            await batch.close()
