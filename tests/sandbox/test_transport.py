"""The portal in this process behaves as a network would."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from spot_tui.backend.problems import Problem
from spot_tui.sandbox import faults
from spot_tui.sandbox.transport import PracticeTransport
from spot_tui.sandbox.world import World, reset
from tests.backend.store.builders import SetClock

ADDRESS = "http://practice.invalid/.well-known/okta-organization"


@pytest.fixture
async def wire(file: Path) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=PracticeTransport(file, SetClock()), timeout=30) as client:
        yield client


def fault(file: Path, name: str) -> None:
    world = World(file, SetClock())
    with world.transaction() as moment:
        faults.switch_on(moment, name)
    world.close()


def spoil(file: Path) -> None:
    file.write_bytes(b"no database, " * 100)


def is_absent(file: Path) -> bool:
    return not file.exists()


async def test_silence_ends_with_the_read_time_out(wire: httpx.AsyncClient, file: Path) -> None:
    fault(file, "identity.slow")
    with pytest.raises(httpx.ReadTimeout):
        await wire.get(ADDRESS, timeout=0.2)


@pytest.mark.parametrize("name", ["identity.drop", "identity.break"])
async def test_a_dropped_line_is_one(wire: httpx.AsyncClient, file: Path, name: str) -> None:
    fault(file, name)
    with pytest.raises(httpx.RemoteProtocolError):
        await wire.get(ADDRESS)


async def test_a_huge_answer_is_streamed_and_can_be_left(wire: httpx.AsyncClient, file: Path) -> None:
    fault(file, "identity.huge")
    async with wire.stream("GET", ADDRESS) as answer:
        async for chunk in answer.aiter_bytes():
            assert len(chunk) <= 65536
            break


async def test_hanging_up_stops_the_portal(wire: httpx.AsyncClient, file: Path) -> None:
    fault(file, "identity.slow")
    before = asyncio.all_tasks()
    call = asyncio.create_task(wire.get(ADDRESS))
    await asyncio.sleep(0)
    call.cancel()
    await asyncio.wait([call])
    assert call.cancelled()
    assert asyncio.all_tasks() <= before


async def test_many_calls_at_once_are_all_answered(wire: httpx.AsyncClient) -> None:
    answers = await asyncio.gather(*(wire.get(ADDRESS) for _ in range(30)))
    assert {answer.status_code for answer in answers} == {200}


async def test_the_loop_goes_on_while_the_portal_works(wire: httpx.AsyncClient, file: Path) -> None:
    """Somebody else holds the world; a call waits for it in a thread, the loop does not wait."""
    await wire.get(ADDRESS)
    world = World(file, SetClock())
    with world.transaction():
        call = asyncio.create_task(wire.get(ADDRESS))
        for _ in range(1000):
            await asyncio.sleep(0)
        assert not call.done()
    assert (await call).status_code == 200
    world.close()


async def test_a_world_that_cannot_be_used_is_a_problem_every_time(file: Path) -> None:
    spoil(file)
    async with httpx.AsyncClient(transport=PracticeTransport(file, SetClock())) as client:
        for _ in range(2):
            with pytest.raises(Problem, match=r"sandbox\.world"):
                await client.get(ADDRESS)
    reset(file)


async def test_nothing_is_loaded_or_opened_before_the_first_call(file: Path) -> None:
    transport = PracticeTransport(file, SetClock())
    await transport.aclose()
    assert is_absent(file)
