"""A batch under way: a few inquiries at once, at a set pace, until every row has its outcome."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Iterator, Set
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from spot_tui.backend.eligibility.batch.outcome import FINAL, RowOutcome, RowState, of_problem
from spot_tui.backend.eligibility.batch.pace import Pace, Way
from spot_tui.backend.eligibility.batch.reading import Row, fingerprint
from spot_tui.backend.eligibility.batch.verdicts import Then, asked_to_wait, then
from spot_tui.backend.problems import Problem

if TYPE_CHECKING:
    from spot_tui.backend.clock import Clock
    from spot_tui.backend.eligibility.batch.journal import BatchJournal
    from spot_tui.backend.eligibility.inquiry import Inquiry

Ask = Callable[["Inquiry", AbstractAsyncContextManager[object]], Awaitable[RowOutcome]]
"""Asks one inquiry and returns the outcome of its answer; it holds what it is given while on the wire.

Raises `Problem`.
"""

MOST_FAILED_IN_A_ROW = 3
"""So many rows without an answer, one after the other, are no accident of theirs: the batch stops."""

MOST_TURNED_AWAY = 5
"""A row that is turned away so often, while it is not the service that is away, gets no answer."""

GRACE_SECONDS = 5.0
"""How long a batch that is stopped waits for what is on the wire, so that no row is left unknown."""

_RATE_OVER = 60
"""So many of the last answers make the rate."""


@dataclass(slots=True)
class Progress:
    """How far a batch is: rows with each outcome of `rows` in all, and `per_minute` in this run.

    `seconds_left` is None until a rate is known. While the line is away the next try comes in `seconds_away`.
    """

    rows: int
    counts: Counter[RowState] = field(default_factory=Counter)
    per_minute: float = 0.0
    seconds_left: float | None = None
    seconds_away: float = 0.0
    is_away: bool = False
    is_paused: bool = False
    problem: Problem | None = None

    @property
    def ended(self) -> int:
        """Rows that have an outcome."""
        return sum(self.counts.values())

    @property
    def left(self) -> int:
        """Rows without a final outcome."""
        return self.rows - sum(self.counts[state] for state in FINAL) - self.counts[RowState.UNKNOWN]


@dataclass(slots=True)
class _Tries:
    """Tries of one row that gave it no answer, and how many answers came to others before the first one."""

    answers_before: int
    repeats: int = 0
    turned_away: int = 0


class _Lane(AbstractAsyncContextManager[None]):
    """The places on the wire, taken at the pace set, as often as an inquiry is sent.

    Whoever had one is among its `users` until the end of the inquiry is noted down.
    """

    def __init__(self, places: int, pace: Pace) -> None:
        self.users: set[asyncio.Task[None]] = set()
        self._places = asyncio.Semaphore(places)
        self._pace = pace

    async def __aenter__(self) -> None:
        await self._places.acquire()
        try:
            await self._pace.turn()
        except BaseException:
            self._places.release()
            raise
        self.users.add(_this_task())

    async def __aexit__(self, *_: object) -> None:
        self._places.release()


class BatchRun:
    """One run over the rows of a batch; `ask` does one inquiry, `at_once` of them on the wire.

    `again` asks those rows once more whose answer was lost when an earlier run was killed. `told` is called
    at every change.
    """

    def __init__(
        self,
        journal: BatchJournal,
        ask: Ask,
        *,
        rows: int,
        at_once: int,
        pace: Pace,
        way: Way,
        clock: Clock,
        again: bool = False,
        told: Callable[[], None] = lambda: None,
    ) -> None:
        self._journal = journal
        self._ask = ask
        self._lane = _Lane(at_once, pace)
        # While some are on the wire, others are written down before and after it. With fewer rows under way
        # than show that the service is away, it could not be told from rows that are turned away.
        self._workers_wanted = max(at_once + (at_once + 1) // 2, MOST_FAILED_IN_A_ROW)
        self._way = way
        self._clock = clock
        self._again = again
        self._told = told
        self._progress = Progress(rows)
        self._moments: deque[float] = deque(maxlen=_RATE_OVER)
        self._may_go = asyncio.Event()
        self._may_go.set()
        self._is_stopping = False
        self._failed_in_a_row = 0
        self._answers = 0
        self._turned_away: set[bytes] = set()
        self._seen: set[bytes] = set()
        self._asking: set[bytes] = set()
        self._workers: list[asyncio.Task[None]] = []

    @property
    def progress(self) -> Progress:
        """How far it is now."""
        progress = self._progress
        progress.is_away, progress.seconds_away = self._way.is_away, self._way.seconds_left
        return progress

    @property
    def asking(self) -> Set[bytes]:
        """Fingerprints of the rows that are being asked now."""
        return self._asking

    def pause(self) -> None:
        """Send nothing more until `go_on`; what is on the wire comes in."""
        self._may_go.clear()
        self._progress.is_paused = True
        self._moments.clear()
        self._told()

    def go_on(self) -> None:
        """End the pause, and a wait for the line."""
        self._progress.is_paused = False
        self._way.try_now()
        self._may_go.set()
        self._told()

    async def work(self, rows: Iterator[Row]) -> Progress:
        """Ask all rows that have no final outcome, and return how it ended.

        It ends before the last row with the `problem` that every other row would meet too. Cancelled, it
        sends nothing more, waits a little for what is on the wire, and leaves the rest for another run.
        Raises `Problem` ``batch.store_*`` when its journal cannot be written.
        """
        self._workers = [asyncio.create_task(self._work(rows)) for _ in range(self._workers_wanted)]
        try:
            await asyncio.wait(self._workers)
        except asyncio.CancelledError:
            self._stop()
            await _let_end(self._workers)
            raise
        for worker in self._workers:
            if not worker.cancelled():
                worker.result()
        return self.progress

    def _stop(self) -> None:
        """Send nothing more: who waits to send is cancelled, what is on the wire comes in."""
        self._is_stopping = True
        for worker in self._workers:
            if worker not in self._lane.users and worker is not asyncio.current_task():
                worker.cancel()

    async def _work(self, rows: Iterator[Row]) -> None:
        try:
            for row in rows:  # shared: each worker takes the next one
                await self._may_go.wait()
                if self._is_stopping:
                    return
                await self._take(row)
        except Problem:
            self._stop()
            raise

    async def _take(self, row: Row) -> None:
        if row.inquiry is None:
            return
        mark = fingerprint(row.inquiry)
        if mark in self._seen:
            return
        self._seen.add(mark)
        known = self._journal.known.get(mark)
        is_settled = known is not None and (
            known.state in FINAL or (known.state is RowState.UNKNOWN and not self._again)
        )
        if known is not None and is_settled:
            self._count(known.state)
            return
        outcome = await self._outcome_of(row, row.inquiry, mark)
        if outcome is not None:
            self._moments.append(self._clock.monotonic())
            self._count(outcome.state)

    async def _outcome_of(self, row: Row, inquiry: Inquiry, mark: bytes) -> RowOutcome | None:
        """Ask until there is an outcome; None where the batch stops before."""
        tries = _Tries(self._answers)
        while True:
            async with self._way.turn():
                await self._may_go.wait()
                if self._is_stopping:
                    return None
                try:
                    outcome = await self._ask_once(row.number, inquiry, mark)
                    self._came_through()
                except Problem as problem:
                    outcome = self._after(problem, mark, tries)
                await self._journal.ended(row.number, mark, outcome)
                self._lane.users.discard(_this_task())
                if outcome.state is not RowState.WAITING:
                    self._turned_away.discard(mark)
                    return outcome
                self._told()

    async def _ask_once(self, number: int, inquiry: Inquiry, mark: bytes) -> RowOutcome:
        """Ask, noted down before; one that is stopped before it was on the wire is known not to be asked."""
        self._asking.add(mark)
        try:
            await self._journal.asking(number, mark)
            return await self._ask(inquiry, self._lane)
        except asyncio.CancelledError:
            if _this_task() not in self._lane.users:
                await self._journal.ended(number, mark, RowOutcome(RowState.WAITING))
            raise
        finally:
            self._asking.discard(mark)

    def _after(self, problem: Problem, mark: bytes, tries: _Tries) -> RowOutcome:
        """Return what becomes of a row that met a problem, and draw the conclusions for the batch."""
        now = self._clock.now()
        what_follows = then(problem, tries.repeats)
        tries.repeats += what_follows is Then.REPEAT
        match what_follows:
            case Then.TURNED_AWAY if self._is_given_up(mark, tries):
                return of_problem(RowState.FAILED, problem, now)
            case Then.WAIT | Then.TURNED_AWAY | Then.REPEAT:
                self._way.lost(asked_to_wait(problem))
                return RowOutcome(RowState.WAITING)
            case Then.REJECTED:
                self._came_through()
                return of_problem(RowState.REJECTED, problem, now)
            case Then.HALT:
                self._halt(problem)
                return RowOutcome(RowState.WAITING)
            case Then.FAILED:
                self._failed_in_a_row += 1
                if self._failed_in_a_row >= MOST_FAILED_IN_A_ROW:
                    self._halt(problem)
                return of_problem(RowState.FAILED, problem, now)

    def _is_given_up(self, mark: bytes, tries: _Tries) -> bool:
        """Count a try that was turned away; tell whether the row is turned away for what it asks.

        It is where others got their answers meanwhile, or hardly another one is left that could; else the
        service is away, and is waited for.
        """
        tries.turned_away += 1
        self._turned_away.add(mark)
        are_few = len(self._turned_away) < MOST_FAILED_IN_A_ROW
        is_its_own = are_few or self._answers > tries.answers_before
        return is_its_own and tries.turned_away >= MOST_TURNED_AWAY

    def _came_through(self) -> None:
        self._answers += 1
        self._turned_away.clear()
        self._failed_in_a_row = 0
        self._way.found()

    def _halt(self, problem: Problem) -> None:
        self._progress.problem = self._progress.problem or problem
        self._stop()

    def _count(self, state: RowState) -> None:
        progress = self._progress
        if state is not RowState.WAITING:
            progress.counts[state] += 1
        if len(self._moments) > 1:
            seconds = self._moments[-1] - self._moments[0]
            progress.per_minute = 60 * (len(self._moments) - 1) / seconds if seconds else 0.0
        if progress.per_minute:
            progress.seconds_left = (progress.rows - progress.ended) * 60 / progress.per_minute
        self._told()


def _this_task() -> asyncio.Task[None]:
    task: asyncio.Task[None] | None = asyncio.current_task()
    assert task is not None
    return task


async def _let_end(workers: list[asyncio.Task[None]]) -> None:
    """Wait for what is on the wire, then cancel what still waits."""
    _, late = await asyncio.wait(workers, timeout=GRACE_SECONDS)
    for worker in late:
        worker.cancel()
    if late:
        await asyncio.wait(late)
