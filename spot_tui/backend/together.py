"""Doing two things at once without leaving one of them behind."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

A = TypeVar("A")
B = TypeVar("B")


async def together(first: Coroutine[Any, Any, A], second: Coroutine[Any, Any, B]) -> tuple[A, B]:
    """Return what both return. When one fails, the other is given up before what it raised is raised here.

    `asyncio.gather` lets the other go on: a line that it opens once its client is closed stays open.
    """
    tasks = (asyncio.create_task(first), asyncio.create_task(second))
    try:
        one, other = await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
    return one, other
