"""What a person asked today, how it ended, and who sees that."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from spot_tui.backend.eligibility.history import Outcome
from spot_tui.backend.problems import Problem
from tests.backend.eligibility.office import (
    IN_MEMORY,
    KEPT,
    NOT_FOUND,
    OTIS,
    Terminal,
    expire,
    shown,
    terminal,
)
from tests.backend.eligibility.test_service import COVERED
from tests.backend.store.builders import SetClock


async def entries(desk: Terminal) -> list[tuple[str, str, str]]:
    found, problem = await desk.book.today(None)
    assert problem is None
    return [(entry.outcome.value, entry.code, entry.name) for entry in found]


async def test_each_inquiry_is_noted_with_its_outcome_the_last_first(tmp_path: Path) -> None:
    clock = SetClock()
    async with terminal(tmp_path, clock, COVERED, NOT_FOUND, rules=IN_MEMORY) as desk:
        await desk.check()
        clock.forward(minutes=5)
        with pytest.raises(Problem):
            await desk.check(again=True)
        assert await entries(desk) == [
            ("rejected", "72", "Alma Quillfeather"),
            ("answered", "", "ALMA QUILLFEATHER"),
        ]
        (rejected, answered), _ = await desk.book.today(None)
        assert rejected.words
        assert answered.words
        assert not rejected.answer_id


async def test_a_failure_and_a_stop_are_noted_too(tmp_path: Path) -> None:
    async with terminal(tmp_path, SetClock(), rules=IN_MEMORY) as desk:
        real = desk.upstream.exchange

        async def fail(*_: Any) -> None:
            raise Problem("upstream.unreachable", (), {"upstream": "HETS", "host": "x", "reason": "x"})

        on_the_wire = asyncio.Event()

        async def hang(*_: Any) -> None:
            on_the_wire.set()
            await asyncio.Event().wait()

        desk.upstream.exchange = fail  # type: ignore[assignment, method-assign]
        with pytest.raises(Problem):
            await desk.check()
        desk.upstream.exchange = hang  # type: ignore[assignment, method-assign]
        work = asyncio.ensure_future(desk.check())
        await on_the_wire.wait()
        work.cancel()
        with pytest.raises(asyncio.CancelledError):
            await work
        desk.upstream.exchange = real  # type: ignore[method-assign]
        assert {outcome for outcome, _, _ in await entries(desk)} == {"failed", "stopped"}
        assert ("failed", "upstream.unreachable") in [each[:2] for each in await entries(desk)]


async def test_another_terminal_of_the_same_person_shows_them_where_answers_are_kept(tmp_path: Path) -> None:
    clock = SetClock()
    async with terminal(tmp_path, clock) as desk:
        await desk.check()
    async with terminal(tmp_path, clock) as later:
        (entry,), _ = await later.book.today(None)
        assert entry.outcome is Outcome.ANSWERED
        assert (await later.book.reopen(entry)).is_kept


async def test_each_person_sees_her_own(tmp_path: Path) -> None:
    clock = SetClock()
    async with terminal(tmp_path, clock) as wrens:
        await wrens.check()
    async with terminal(tmp_path, clock, who=OTIS) as otis:
        assert await entries(otis) == []
        await otis.check()
        assert len(await entries(otis)) == 1
    async with terminal(tmp_path, clock) as wrens:
        assert len(await entries(wrens)) == 1


async def test_tomorrow_it_is_empty_and_gone_from_the_disk(tmp_path: Path) -> None:
    clock = SetClock()
    async with terminal(tmp_path, clock) as desk:
        await desk.check()
        clock.forward(days=1)
        assert await entries(desk) == []
        assert expire(tmp_path, clock, KEPT) == 1


async def test_that_it_was_looked_at_is_on_record(tmp_path: Path) -> None:
    async with terminal(tmp_path, SetClock()) as desk:
        await desk.check()
        await desk.book.today(None)
    assert shown(tmp_path)[-1]["details"] == {"view": "today", "records": 1}


async def test_a_vault_that_cannot_be_read_is_told_and_memory_is_shown(tmp_path: Path) -> None:
    clock = SetClock()
    async with terminal(tmp_path, clock) as desk:
        await desk.check()
        spoil(tmp_path)
        found, problem = await desk.book.today(None)
        assert problem is not None
        assert problem.code == "kept.broken"
        assert len(found) == 1


def spoil(store: Path) -> None:
    for path in (store / "vault").glob("*.vault"):
        content = bytearray(path.read_bytes())
        if content:
            content[len(content) // 2] ^= 1
            path.write_bytes(bytes(content))
