"""How a signal ends a command: by cancelling what it awaits, or by breaking into what it reads.

An exception raised wherever the program stands could hit it between an act and its audit record. A cancelled
task runs to its end in order, but a read from the terminal knows nothing of tasks.
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import TypeVar

T = TypeVar("T")

ENDINGS = (signal.SIGINT, signal.SIGHUP, signal.SIGTERM)


class Ended(SystemExit):
    """A signal ended the command; its status is 128 + the signal's number."""


@dataclass(slots=True)
class _Process:
    """The signal that told this process to end, and what it was doing; the first signal counts."""

    told: int = 0
    reads: bool = False
    cancel: Callable[[], object] | None = None


_process = _Process()


def let_signals_end() -> None:
    """From now on a signal ends the command."""
    for number in ENDINGS:
        signal.signal(number, _end)


@contextmanager
def breaking_in() -> Iterator[None]:
    """Let a signal break into a read that blocks, also within `run`. Raises `Ended`."""
    if _process.told:
        raise Ended(128 + _process.told)
    _process.reads = True
    try:
        yield
    finally:
        _process.reads = False


def run(work: Coroutine[None, None, T]) -> T:
    """Run `work` like `asyncio.run`; a signal cancels it, and `Ended` comes once it has ended in order."""
    return asyncio.run(_cancellable(work))


async def _cancellable(work: Coroutine[None, None, T]) -> T:
    task, loop = asyncio.ensure_future(work), asyncio.get_running_loop()
    _process.cancel = lambda: loop.call_soon_threadsafe(task.cancel)
    try:
        return await task
    except asyncio.CancelledError:
        if _process.told:
            raise Ended(128 + _process.told) from None
        raise
    finally:
        _process.cancel = None


def _end(number: int, frame: FrameType | None) -> None:
    if _process.told:
        return
    _process.told = number
    if _process.cancel is None or _process.reads:
        raise Ended(128 + number)
    _process.cancel()
