"""Who waits for an answer goes before an upload: one scheduler owns the line."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any, cast

import pytest

from spot_tui.backend.documents.tus import Body, Standing
from spot_tui.backend.documents.upload import Part
from spot_tui.backend.documents.upload_flow import LEAST_STEP, Flow
from spot_tui.backend.http import Link

STEPS = 4


class Order:
    """What went over the line, the first first: steps of an upload, and the inquiry of a person."""

    def __init__(self) -> None:
        self.done: list[str] = []

    async def append(self, _: object, url: str, offset: int, body: Body) -> Standing:
        async for step in body.parts:
            self.done.append("step")
            offset += len(step)
        return Standing(url, offset)

    def unacknowledged(self) -> int:
        return 0

    def has_room(self) -> bool:
        return True

    def is_full(self) -> bool:
        return False


async def nothing() -> None:
    """Close nothing."""


class File:
    """A file in memory, each block of it a step."""

    async def blocks(self, start: int, length: int) -> AsyncIterator[bytes]:
        for _ in range(start, start + length, LEAST_STEP):
            yield bytes(LEAST_STEP)


@pytest.fixture
def upload() -> tuple[Link, Order, Any]:
    link, order = Link(), Order()
    flow = Flow(cast(Any, order), order, link, nothing)
    part = Part(0, STEPS * LEAST_STEP, "/uploads/1")
    return link, order, lambda: flow.append(cast(Any, None), cast(Any, File()), part, part.length)


async def test_no_step_of_an_upload_is_handed_over_while_an_inquiry_is_out(upload: Any) -> None:
    link, order, append = upload
    async with link.turn():
        bringing = asyncio.create_task(append())
        for _ in range(50):
            await asyncio.sleep(0)
        order.done.append("inquiry")
    assert (await bringing).offset == STEPS * LEAST_STEP
    assert order.done == ["inquiry", *["step"] * STEPS]


async def test_an_upload_under_way_stops_for_an_inquiry_that_comes_and_goes_on_after_it(upload: Any) -> None:
    link, order, append = upload
    asked = asyncio.Event()
    whole = order.append

    async def append_and_ask(bearer: object, url: str, offset: int, body: Body) -> Standing:
        async def steps() -> AsyncIterator[bytes]:
            async for step in body.parts:
                yield step
                if not asked.is_set():
                    asked.set()
                    await asyncio.sleep(0)

        standing: Standing = await whole(bearer, url, offset, Body(body.length, steps()))
        return standing

    order.append = append_and_ask

    async def inquire() -> None:
        await asked.wait()
        async with link.turn():
            for _ in range(50):
                await asyncio.sleep(0)
            order.done.append("inquiry")

    await asyncio.gather(append(), inquire())
    assert order.done.index("inquiry") == 1
    assert order.done.count("step") == STEPS
