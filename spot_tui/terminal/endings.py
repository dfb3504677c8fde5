"""How a signal ends a command: by cancelling what it awaits, or by breaking into what it reads.

An exception raised wherever the program stands could hit it between an act and its audit record. A cancelled
task runs to its end in order, but a read from the terminal knows nothing of tasks: a signal breaks into it as
if its task were cancelled there. A `SystemExit` in a task would stop the event loop under its own feet, and
leave threads behind that the interpreter waits for.
"""

from __future__ import annotations

import asyncio
import os
import signal
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import TypeVar

T = TypeVar("T")

ENDINGS = (signal.SIGINT, signal.SIGHUP, signal.SIGTERM)
GRACE_SECONDS = 1.5
"""What an end in order may take from the first signal on, once a second one came.

A line that drops sends two at the same moment, so the second one alone does not cut the end short.
"""


class Ended(SystemExit):
    """A signal ended the command; its status is 128 + the signal's number."""


@dataclass(slots=True)
class _Process:
    """The signal that told this process to end, and what it was doing; the first signal counts."""

    told: int = 0
    told_at: float = 0.0
    reads: bool = False
    cancel: Callable[[], object] | None = None


_process = _Process()


def let_signals_end() -> None:
    """From now on a signal ends the command."""
    for number in ENDINGS:
        signal.signal(number, _end)


@contextmanager
def breaking_in() -> Iterator[None]:
    """Let a signal break into a read that blocks.

    Raises `Ended`, or within `run` what a cancelled task raises.
    """
    if _process.told:
        raise _broken()
    _process.reads = True
    try:
        yield
    finally:
        _process.reads = False


def run(work: Coroutine[None, None, T]) -> T:
    """Run `work` like `asyncio.run`; a signal cancels it, and `Ended` comes once it has ended in order."""
    try:
        return asyncio.run(_cancellable(work))
    except asyncio.CancelledError:
        if _process.told:
            raise Ended(128 + _process.told) from None
        raise


async def _cancellable(work: Coroutine[None, None, T]) -> T:
    task, loop = asyncio.ensure_future(work), asyncio.get_running_loop()
    _process.cancel = lambda: loop.call_soon_threadsafe(task.cancel)
    try:
        return await task
    finally:
        _process.cancel = None


def _end(number: int, frame: FrameType | None) -> None:
    if _process.told:
        _end_soon()
        return
    _process.told, _process.told_at = number, time.monotonic()
    if _process.cancel is None or _process.reads:
        raise _broken()
    _process.cancel()


def _broken() -> BaseException:
    return asyncio.CancelledError() if _process.cancel else Ended(128 + _process.told)


def _end_soon() -> None:
    """End the process when the grace is over, whatever it still does or waits for."""
    left = _process.told_at + GRACE_SECONDS - time.monotonic()
    force = threading.Timer(max(left, 0.0), os._exit, [128 + _process.told])
    force.daemon = True
    force.start()
