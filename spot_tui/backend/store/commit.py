"""Group commit: one thread takes every record that waits into one write and one sync."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Item = TypeVar("Item")

MOST_IN_ONE_WRITE = 256


@dataclass(slots=True)
class _Waiting(Generic[Item]):
    item: Item
    loop: asyncio.AbstractEventLoop
    done: asyncio.Future[int] = field(repr=False)

    def tell(self, result: int | BaseException) -> None:
        try:
            self.loop.call_soon_threadsafe(_resolve, self.done, result)
        except RuntimeError:
            return  # the loop is closed: the record is written, nobody waits


def _resolve(done: asyncio.Future[int], result: int | BaseException) -> None:
    if done.cancelled():
        return
    if isinstance(result, BaseException):
        done.set_exception(result)
    else:
        done.set_result(result)


class GroupCommit(Generic[Item]):
    """Commits items in a thread of its own, so that an event loop awaits the disk without standing still.

    `commit` stores a batch, all or none, and returns a number for each item.
    """

    def __init__(self, commit: Callable[[Sequence[Item]], list[int]], name: str) -> None:
        self._commit = commit
        self._name = name
        self._queue: queue.SimpleQueue[_Waiting[Item] | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._changing = threading.Lock()

    async def put(self, item: Item) -> int:
        """Commit `item` and return its number. It is committed even if the waiting task is cancelled."""
        loop = asyncio.get_running_loop()
        waiting = _Waiting(item, loop, loop.create_future())
        with self._changing:
            if self._thread is None:
                self._start()
            self._queue.put(waiting)
        return await asyncio.shield(waiting.done)

    def close(self) -> None:
        """Commit what still waits, then end the thread."""
        with self._changing:
            thread, self._thread = self._thread, None
            self._queue.put(None)
        if thread:
            thread.join()

    def _start(self) -> None:
        # A queue of its own, so that a thread that is ending and the next one share nothing.
        self._queue = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, args=(self._queue,), name=self._name, daemon=True)
        self._thread.start()

    def _work(self, waiting_items: queue.SimpleQueue[_Waiting[Item] | None]) -> None:
        ended = False
        while not ended:
            batch = [waiting_items.get()]
            while len(batch) < MOST_IN_ONE_WRITE and not waiting_items.empty():
                batch.append(waiting_items.get())
            waiting = [entry for entry in batch if entry is not None]
            ended = len(waiting) < len(batch)
            if waiting:
                self._commit_batch(waiting)

    def _commit_batch(self, batch: Sequence[_Waiting[Item]]) -> None:
        try:
            numbers = self._commit([entry.item for entry in batch])
        except Exception as error:  # noqa: BLE001 - whatever it is, those who wait must hear it
            for entry in batch:
                entry.tell(error)
        else:
            for entry, number in zip(batch, numbers, strict=True):
                entry.tell(number)
