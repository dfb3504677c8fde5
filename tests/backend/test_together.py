"""Two things at once: both results, or neither goes on."""

from __future__ import annotations

import asyncio

import pytest

from spot_tui.backend.problems import Problem
from spot_tui.backend.together import together


class Waits:
    """Waits for ever, and notes that it was given up."""

    given_up = False

    async def work(self) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            self.given_up = True


async def answer(value: object) -> object:
    await asyncio.sleep(0)
    return value


async def fail() -> None:
    await asyncio.sleep(0)
    raise Problem("upstream.dropped")


async def test_both_results_come_back() -> None:
    assert await together(answer(1), answer("two")) == (1, "two")


@pytest.mark.parametrize("is_first", [True, False])
async def test_what_fails_leaves_nothing_behind(is_first: bool) -> None:
    other = Waits()
    pair = (fail(), other.work()) if is_first else (other.work(), fail())
    with pytest.raises(Problem):
        await together(*pair)
    assert other.given_up
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_giving_up_gives_both_up() -> None:
    first, second = Waits(), Waits()
    task = asyncio.create_task(together(first.work(), second.work()))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert first.given_up
    assert second.given_up
