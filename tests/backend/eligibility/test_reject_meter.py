"""The share of rejects over the last days, and what is not sent again unchanged within the hour."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from spot_tui.backend.eligibility.answer_rules import RejectMeterRules
from spot_tui.backend.problems import Kind, Problem
from tests.backend.eligibility.office import IN_MEMORY, NOT_FOUND, OTIS, terminal
from tests.backend.eligibility.test_service import COVERED, PERSON
from tests.backend.store.builders import SetClock

ALWAYS = RejectMeterRules(days=7, warn_percent=10, least_inquiries=10)


async def test_what_was_answered_is_counted_by_day_and_code(tmp_path: Path) -> None:
    clock = SetClock()
    wrong_npi = (*PERSON, ("AAA", "N", "", "43", "C"))
    async with terminal(tmp_path, clock, NOT_FOUND, wrong_npi, COVERED, meter=ALWAYS) as desk:
        for _ in range(2):
            with pytest.raises(Problem):
                await desk.check(again=True)
        for _ in range(8):
            await desk.check(again=True)
        reading = await desk.book.reading()
        assert (reading.asked, reading.rejected, reading.by_code) == (10, 2, {"43": 1, "72": 1})
        assert reading.by_kind == {Kind.MATCHING: 1, Kind.FORMAT: 1} or sum(reading.by_kind.values()) == 2
        assert reading.is_high
        clock.forward(days=6)
        assert (await desk.book.reading()).asked == 10
        clock.forward(days=1)
        assert (await desk.book.reading()).asked == 0


async def test_a_kept_answer_is_no_inquiry(tmp_path: Path) -> None:
    async with terminal(tmp_path, SetClock()) as desk:
        await desk.check()
        await desk.check()
        assert (await desk.book.reading()).asked == 1


async def test_each_try_that_a_machine_repeats_counts(tmp_path: Path) -> None:
    busy = (*PERSON, ("AAA", "N", "", "42", "R"))
    async with terminal(tmp_path, SetClock(), busy, busy, COVERED) as desk:
        await desk.check()
        reading = await desk.book.reading()
        assert (reading.asked, reading.by_code) == (3, {"42": 2})


@pytest.mark.parametrize(
    ("asked", "rejected", "is_high"), [(9, 9, False), (10, 1, True), (11, 1, False), (0, 0, False)]
)
async def test_a_share_is_high_from_the_threshold_on_once_enough_was_asked(
    tmp_path: Path, asked: int, rejected: int, is_high: bool
) -> None:
    async with terminal(tmp_path, SetClock(), *[NOT_FOUND] * rejected, COVERED, meter=ALWAYS) as desk:
        for number in range(asked):
            if number < rejected:
                with pytest.raises(Problem):
                    await desk.check(again=True)
            else:
                await desk.check(again=True)
        assert (await desk.book.reading()).is_high is is_high


async def test_a_rejected_inquiry_is_not_sent_again_unchanged_within_the_hour(tmp_path: Path) -> None:
    clock = SetClock()
    async with terminal(tmp_path, clock, NOT_FOUND, rules=IN_MEMORY) as desk:
        with pytest.raises(Problem):
            await desk.check()
        clock.forward(minutes=59)
        with pytest.raises(Problem) as guarded:
            await desk.check()
        assert (guarded.value.code, guarded.value.parameters["code"], desk.sent) == ("kept.rejected", "72", 1)
        assert guarded.value.fields == ("mbi",)
        assert "09:00 today" in str(guarded.value.parameters["moment"])
    async with terminal(tmp_path, clock, NOT_FOUND, who=OTIS) as other:
        with pytest.raises(Problem) as guarded:
            await other.check()
        assert other.sent == 0
        with pytest.raises(Problem) as sent:
            await other.check(last_name="Quilfeather")
        assert (sent.value.code, other.sent) == ("aaa.matching", 1)
        clock.forward(minutes=1)
        with pytest.raises(Problem) as sent:
            await other.check()
        assert sent.value.code == "aaa.matching"


async def test_once_it_was_answered_it_is_no_rejected_one_any_more(tmp_path: Path) -> None:
    async with terminal(tmp_path, SetClock(), NOT_FOUND, COVERED, rules=IN_MEMORY) as desk:
        with pytest.raises(Problem):
            await desk.check()
        await desk.check(again=True)
        desk.book.forget()
        assert not (await desk.check()).is_kept


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"nonsense",
        b"[]",
        b"[" * 100_000,
        b'{"days": []}',
        b'{"days": {"2026-11-22": 1}}',
        b'{"days": {"2026-11-22": {"asked": "1", "rejected": {}}}}',
        b'{"days": {"2026-11-22": {"asked": 1, "rejected": {"72": true}}}}',
        b'{"days": {}, "refused": {"x": {"code": "72", "at": "never"}}}',
        b'{"days": {}, "refused": {"x": 1}}',
    ],
    ids=lambda content: content[:40].decode(),
)
async def test_a_file_that_cannot_be_understood_counts_as_nothing(tmp_path: Path, content: bytes) -> None:
    async with terminal(tmp_path, SetClock()) as desk:
        await desk.check()
        write(tmp_path, content)
        assert (await desk.book.reading()).asked == 0
        await desk.check(again=True)
        assert (await desk.book.reading()).asked == 1


def write(store: Path, content: bytes) -> None:
    (store / "inquiries.json").write_bytes(content)


async def test_a_meter_that_cannot_count_is_told_beside_the_answer(tmp_path: Path) -> None:
    async with terminal(tmp_path, SetClock(), rules=IN_MEMORY) as desk:
        (tmp_path / "inquiries.json").mkdir()
        answer = await desk.check()
        assert answer.kept_problem is not None
        assert answer.kept_problem.code in ("kept.broken", "kept.unwritable")


async def test_its_file_holds_no_more_than_days_and_the_last_hour(tmp_path: Path) -> None:
    clock = SetClock()
    async with terminal(tmp_path, clock, NOT_FOUND) as desk:
        for _ in range(40):
            with pytest.raises(Problem):
                await desk.check(date(2026, 11, 22), again=True)
            clock.forward(days=1)
        told = json.loads(read(tmp_path))
        assert len(told["days"]) == 31
        assert len(told["refused"]) == 1


def read(store: Path) -> bytes:
    return (store / "inquiries.json").read_bytes()
