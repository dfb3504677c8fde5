"""A batch under way: its pace, what it repeats, when it stops, and that nobody is asked twice."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from spot_tui.backend.eligibility.batch.book import BatchBook
from spot_tui.backend.eligibility.batch.journal import BatchJournal
from spot_tui.backend.eligibility.batch.outcome import RowOutcome, RowState
from spot_tui.backend.eligibility.batch.pace import Pace, Way
from spot_tui.backend.eligibility.batch.run import MOST_TURNED_AWAY, BatchRun
from spot_tui.backend.eligibility.inquiry import Inquiry
from spot_tui.backend.problems import Problem
from tests.backend.eligibility.batch.files import DAY, many
from tests.backend.store.builders import SetClock

KEY = bytes(range(32))
CLEAR = RowOutcome(RowState.CLEAR, "No warnings")
UNREACHABLE = Problem("upstream.unreachable", (), {"upstream": "HETS"})
DROPPED = Problem("upstream.dropped", (), {"upstream": "HETS"})
BUSY = Problem("upstream.busy", (), {"upstream": "HETS", "status": 503, "seconds": 45})
TURNED_AWAY = [
    Problem("upstream.busy", (), {"upstream": "HETS", "status": 503, "seconds": 1}),
    Problem("upstream.down", (), {"upstream": "HETS", "status": 503}),
    Problem("upstream.page", (), {"upstream": "HETS", "status": 200}),
]
DENIED = Problem("core.denied", (), {"layer": "CORE"})
NOT_FOUND = Problem("aaa.matching", ("mbi",), {"code": "75", "cause": "Not found."})
UNREADABLE = Problem("answer.unreadable", (), {"upstream": "HETS"})

Answer = RowOutcome | Problem


@dataclass
class Service:
    """Answers as told, the last answer ever after; time passes while it is waited for.

    `always`: what it answers about a day, whenever it is asked.
    """

    clock: SetClock
    answers: list[Answer]
    always: dict[date, Answer] = field(default_factory=dict)
    asked: list[Inquiry] = field(default_factory=list)
    moments: list[float] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0
    third: asyncio.Event = field(default_factory=asyncio.Event)

    async def ask(self, inquiry: Inquiry, lane: AbstractAsyncContextManager[object]) -> RowOutcome:
        async with lane:
            return await self._answer(inquiry)

    async def _answer(self, inquiry: Inquiry) -> RowOutcome:
        self.asked.append(inquiry)
        self.moments.append(self.clock.monotonic())
        if len(self.asked) == 3:
            self.third.set()
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        await asyncio.sleep(0)
        self.at_once -= 1
        answer = self.always.get(inquiry.service.first) or self._next()
        if isinstance(answer, Problem):
            raise answer
        return answer

    def _next(self) -> Answer:
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    def times_asked(self, day: date) -> int:
        return sum(inquiry.service.first == day for inquiry in self.asked)

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        until = self.clock.monotonic() + seconds
        await asyncio.sleep(0)
        self.clock.forward(seconds=max(until - self.clock.monotonic(), 0))


@dataclass
class Office:
    folder: Path
    service: Service

    def run(self, journal: BatchJournal, rows: int, at_once: int = 1, *, again: bool = False) -> BatchRun:
        clock, sleep = self.service.clock, self.service.sleep
        return BatchRun(
            journal,
            self.service.ask,
            rows=rows,
            at_once=at_once,
            pace=Pace(60, clock, sleep),
            way=Way(clock, sleep, draw=lambda: 1.0),
            clock=clock,
            again=again,
        )

    def journal(self) -> BatchJournal:
        return BatchJournal(self.folder / "batches" / "one.rows", KEY)

    async def work(self, rows: int, at_once: int = 1, *, again: bool = False) -> BatchRun:
        journal = self.journal()
        try:
            run = self.run(journal, rows, at_once, again=again)
            await run.work(many(self.folder, rows).rows())
            return run
        finally:
            journal.close()


@pytest.fixture
def office(tmp_path: Path) -> Callable[..., Office]:
    return lambda *answers: Office(tmp_path, Service(SetClock(), list(answers) or [CLEAR]))


OfficeOf = Callable[..., Office]


async def test_rows_are_sent_at_the_pace_that_was_set(office: OfficeOf) -> None:
    here = office()
    run = await here.work(5)
    moments = here.service.moments
    assert [later - sooner for sooner, later in pairwise(moments)] == [1.0] * 4
    assert run.progress.counts == {RowState.CLEAR: 5}
    assert run.progress.per_minute > 0


async def test_no_more_are_on_the_wire_than_allowed(office: OfficeOf) -> None:
    here = office()
    journal = here.journal()
    await here.run(journal, 20, at_once=3).work(many(here.folder, 20).rows())
    journal.close()
    assert here.service.most_at_once <= 3
    assert len(here.service.asked) == 20


async def test_line_that_is_away_is_waited_for_and_no_row_is_lost(office: OfficeOf) -> None:
    here = office(*[UNREACHABLE] * 7, CLEAR)
    run = await here.work(3)
    assert run.progress.counts == {RowState.CLEAR: 3}
    assert len(here.service.asked) == 10


def test_waits_for_the_line_double_to_half_a_minute() -> None:
    clock = SetClock()
    way, waits = Way(clock, draw=lambda: 1.0), list[float]()
    for _ in range(7):
        way.lost()
        way.lost()  # another one that was under way with it
        waits.append(way.seconds_left)
        clock.forward(seconds=way.seconds_left)
    assert waits == [2, 4, 8, 16, 30, 30, 30]
    way.found()
    assert not way.is_away


async def test_wait_that_the_service_asks_for_is_kept_to(office: OfficeOf) -> None:
    here = office(BUSY, CLEAR)
    await here.work(1)
    assert here.service.waits == [45]


async def test_dropped_line_is_tried_twice_more_then_told(office: OfficeOf) -> None:
    here = office(DROPPED)
    run = await here.work(1)
    assert run.progress.counts == {RowState.FAILED: 1}
    assert len(here.service.asked) == 3


@pytest.mark.parametrize("at_once", [1, 2])
@pytest.mark.parametrize("position", [0, 4, 8])
@pytest.mark.parametrize("problem", TURNED_AWAY, ids=lambda problem: problem.code)
async def test_row_that_is_always_turned_away_is_an_exception_and_the_others_go_on(
    office: OfficeOf, problem: Problem, position: int, at_once: int
) -> None:
    here, sick = office(), DAY - timedelta(days=position)
    here.service.always[sick] = problem
    run = await asyncio.wait_for(here.work(9, at_once), 10)
    assert run.progress.counts == {RowState.FAILED: 1, RowState.CLEAR: 8}
    assert run.progress.problem is None
    assert run.progress.left == 1
    assert here.service.times_asked(sick) == MOST_TURNED_AWAY
    here.service.always.clear()
    run = await here.work(9, at_once)
    assert run.progress.counts == {RowState.CLEAR: 9}
    assert len(here.service.asked) == 8 + MOST_TURNED_AWAY + 1


async def test_many_such_rows_are_all_exceptions(office: OfficeOf) -> None:
    here = office()
    for position in (0, 1, 3, 7, 8):
        here.service.always[DAY - timedelta(days=position)] = BUSY
    run = await asyncio.wait_for(here.work(9, at_once=2), 10)
    assert run.progress.counts == {RowState.FAILED: 5, RowState.CLEAR: 4}
    assert run.progress.problem is None


@pytest.mark.parametrize("at_once", [1, 2])
@pytest.mark.parametrize("problem", TURNED_AWAY, ids=lambda problem: problem.code)
async def test_service_that_turns_everybody_away_is_waited_for(
    office: OfficeOf, problem: Problem, at_once: int
) -> None:
    here = office(*[problem] * 60, CLEAR)
    run = await here.work(4, at_once)
    assert run.progress.counts == {RowState.CLEAR: 4}
    assert len(here.service.asked) == 64


async def test_reject_is_an_answer(office: OfficeOf) -> None:
    here = office(NOT_FOUND, CLEAR)
    run = await here.work(2)
    assert run.progress.counts == {RowState.REJECTED: 1, RowState.CLEAR: 1}
    assert len(here.service.asked) == 2


async def test_what_everybody_would_meet_stops_it_and_the_row_is_asked_later(office: OfficeOf) -> None:
    here = office(CLEAR, DENIED, CLEAR)
    run = await here.work(4)
    assert run.progress.problem is DENIED
    assert len(here.service.asked) == 2
    run = await here.work(4)
    assert run.progress.counts == {RowState.CLEAR: 4}
    assert len(here.service.asked) == 5


async def test_three_failures_in_a_row_are_no_accident(office: OfficeOf) -> None:
    here = office(UNREADABLE)
    run = await here.work(9)
    assert run.progress.problem is UNREADABLE
    assert len(here.service.asked) == 3
    assert run.progress.left == 9


async def test_second_run_asks_only_who_was_not_answered(office: OfficeOf) -> None:
    here = office(UNREADABLE, CLEAR)
    await here.work(3)
    await here.work(5)
    asked = [inquiry.service.first for inquiry in here.service.asked]
    assert len(asked) == 6  # the one that failed, again
    assert len(set(asked)) == 5


@pytest.mark.parametrize("again", [False, True])
async def test_row_with_an_unknown_answer_is_asked_again_on_request_alone(
    office: OfficeOf, *, again: bool
) -> None:
    here = office()
    rows = list(many(here.folder, 2).rows())
    from spot_tui.backend.eligibility.batch.reading import fingerprint

    journal = here.journal()
    assert rows[0].inquiry is not None
    await journal.asking(rows[0].number, fingerprint(rows[0].inquiry))
    journal.close()
    run = await here.work(2, again=again)
    expected = {RowState.CLEAR: 2} if again else {RowState.UNKNOWN: 1, RowState.CLEAR: 1}
    assert run.progress.counts == expected
    assert run.progress.left == 0


async def test_rows_left_of_a_killed_batch_are_told_by_its_journal(tmp_path: Path) -> None:
    book = BatchBook(tmp_path, SetClock(), 7)
    batch = book.begin("ann", "one", "patients.csv", date(2026, 11, 22), "1234567893", "claims", 3)
    journal = book.journal(batch)
    await journal.asking(2, b"a")
    await journal.ended(2, b"a", CLEAR)
    await journal.asking(3, b"b")
    assert book.of("ann") == [batch]  # another process works on it
    journal.close()
    (found,) = book.of("ann")
    assert (found.left, found.is_over) == (2, False)


async def test_pause_sends_nothing_until_it_ends(office: OfficeOf) -> None:
    here = office()
    journal = here.journal()
    run = here.run(journal, 3)
    run.pause()
    working = asyncio.create_task(run.work(many(here.folder, 3).rows()))
    for _ in range(20):
        await asyncio.sleep(0)
    assert not here.service.asked
    run.go_on()
    await working
    journal.close()
    assert len(here.service.asked) == 3


async def test_stopped_run_waits_for_what_is_on_the_wire(office: OfficeOf) -> None:
    here = office()
    journal = here.journal()
    run = here.run(journal, 9, at_once=2)
    working = asyncio.create_task(run.work(many(here.folder, 9).rows()))
    await here.service.third.wait()
    working.cancel()
    with pytest.raises(asyncio.CancelledError):
        await working
    journal.close()
    journal = here.journal()
    journal.close()
    states = [outcome.state for outcome in journal.known.values()]
    assert states == [RowState.CLEAR] * len(here.service.asked)


async def test_second_process_is_kept_away_while_it_runs(office: OfficeOf) -> None:
    here = office()
    journal = here.journal()
    with pytest.raises(Problem) as caught:
        here.journal()
    journal.close()
    assert caught.value.code == "batch.running"
    here.journal().close()


async def test_journal_holds_nobody_in_clear(office: OfficeOf) -> None:
    here = office(NOT_FOUND)
    await here.work(2)
    content = (here.folder / "batches" / "one.rows").read_bytes()
    assert b"Not found" not in content
    assert b"1EG4" not in content


async def test_damaged_journal_stops_the_batch(office: OfficeOf) -> None:
    here = office()
    await here.work(2)
    path = here.folder / "batches" / "one.rows"
    path.write_bytes(path.read_bytes().replace(b" rows 2 ", b" rows 3 "))
    with pytest.raises(Problem) as caught:
        here.journal()
    assert caught.value.code == "batch.store_broken"
