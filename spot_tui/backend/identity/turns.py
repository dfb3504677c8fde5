"""One step of a sign-in at a time, each able to be given up."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, Generic, TypeVar

from spot_tui.backend.problems import Problem

T = TypeVar("T")


class Turns(Generic[T]):
    """What runs now; a second step raises ``identity.busy``, a given up one ``identity.cancelled``."""

    def __init__(self) -> None:
        self._task: asyncio.Task[T] | None = None
        self._waiting: asyncio.Task[T] | None = None
        self._given_up: set[asyncio.Task[T]] = set()

    async def take(self, work: Coroutine[Any, Any, T]) -> T:
        """Do a step; one that only waits ends for it."""
        if self._waiting is not None:
            await self.stop()
        return await self._finish(self._begin(work))

    async def wait(self, work: Coroutine[Any, Any, T]) -> T:
        """Do a step that only waits, so that it gives way to any other."""
        task = self._waiting = self._begin(work)
        return await self._finish(task)

    async def stop(self) -> None:
        """Give up what runs, and return once it has ended."""
        task = self._task
        if task is not None and not task.done():
            self._given_up.add(task)
            task.cancel()
            await asyncio.wait([task])
        self._leave(task)

    def _begin(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        if self._task is not None:
            work.close()
            raise Problem("identity.busy")
        self._task = asyncio.create_task(work)
        return self._task

    async def _finish(self, task: asyncio.Task[T]) -> T:
        try:
            return await task
        except asyncio.CancelledError:
            if task in self._given_up:
                raise Problem("identity.cancelled") from None
            raise
        finally:
            self._given_up.discard(task)
            self._leave(task)

    def _leave(self, task: asyncio.Task[T] | None) -> None:
        if task is not None and self._task is task:
            self._task = None
        if task is not None and self._waiting is task:
            self._waiting = None
