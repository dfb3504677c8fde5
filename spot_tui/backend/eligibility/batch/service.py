"""The service of batches: previews a file, begins, goes on, and keeps the records around."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from spot_tui.backend.clock import provider_day
from spot_tui.backend.eligibility.batch.book import Batch, BatchBook
from spot_tui.backend.eligibility.batch.outcome import RowOutcome, RowState, of_answer, of_problem
from spot_tui.backend.eligibility.batch.pace import Pace, Sleep, Way
from spot_tui.backend.eligibility.batch.plan import Plan, plan_of
from spot_tui.backend.eligibility.batch.reading import PatientFile, fingerprint
from spot_tui.backend.eligibility.batch.report import results, write_results
from spot_tui.backend.eligibility.batch.run import Ask, BatchRun, Progress
from spot_tui.backend.problems import Problem

if TYPE_CHECKING:
    from spot_tui.backend.clock import Clock, NewId
    from spot_tui.backend.eligibility.answered import EligibilityAnswer
    from spot_tui.backend.eligibility.batch.journal import BatchJournal
    from spot_tui.backend.eligibility.batch.rules import BatchRules
    from spot_tui.backend.eligibility.inquiry import Inquiry
    from spot_tui.backend.eligibility.service import EligibilityDesk
    from spot_tui.backend.store.audit import AuditLog, Detail
    from spot_tui.backend.upstreams import EligibilityRules, Provider
    from spot_tui.backend.use_rules import Purpose


@dataclass(frozen=True, slots=True)
class Prepared:
    """A batch that can be run: its file, what is in that, and what is kept of it."""

    batch: Batch
    file: PatientFile
    plan: Plan


class BatchDesk:
    """Batches of who is signed in. `zone` is the profile's, for providers without one.

    Verbs raise `Problem` as noted, and ``batch.store_*`` where the store does not do its work.
    """

    def __init__(
        self,
        eligibility: EligibilityDesk,
        book: BatchBook,
        rules: BatchRules,
        asking: EligibilityRules,
        *,
        audit: AuditLog,
        clock: Clock,
        zone: str,
        new_id: NewId,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self.rules = rules
        self._eligibility = eligibility
        self._book = book
        self._asking = asking
        self._audit = audit
        self._clock = clock
        self._zone = zone
        self._new_id = new_id
        self._sleep = sleep

    async def preview(self, path: Path, provider: Provider) -> tuple[PatientFile, Plan]:
        """Return what a file holds, as it would be asked for `provider` today; nothing is sent.

        Raises `Problem` ``batch.*`` for a file that is none.
        """
        file = self._file(path, provider_day(self._clock, provider, self._zone))
        return file, await asyncio.to_thread(plan_of, file, self.rules)

    async def begun(self, provider: Provider) -> list[Batch]:
        """Return the batches of who is signed in for `provider`, the last one first."""
        owner = self._audit.who.subject
        found = await asyncio.to_thread(self._book.of, owner)
        return [batch for batch in found if batch.npi == provider.npi]

    async def is_any_waiting(self, provider: Provider) -> bool:
        """Tell whether the last batch of who is signed in for `provider` has rows without an answer."""
        owner = self._audit.who.subject
        kept = await asyncio.to_thread(self._book.kept, owner)
        return next((not batch.is_over for batch in kept if batch.npi == provider.npi), False)

    async def unfinished(self, path: Path, provider: Provider) -> Batch | None:
        """Return the last batch of this file, if it did not run to its end."""
        found = await self._of_file(path, provider)
        return found[0] if found and not found[0].is_over else None

    async def begin(
        self, file: PatientFile, plan: Plan, provider: Provider, purpose: Purpose, *, anew: bool = False
    ) -> Prepared:
        """Keep a new batch of a file that was previewed, for a purpose that its owner states.

        `anew`: everybody is asked, also whom an answer of today is kept of.

        Raises `Problem` ``batch.nothing_good``.
        """
        if not plan.good:
            raise Problem("batch.nothing_good")
        owner, path = self._audit.who.subject, _absolute(file.path)
        batch = await asyncio.to_thread(
            lambda: self._book.begin(
                owner, self._new_id(), path, file.day, provider.npi, purpose, plan.sent, anew=anew
            )
        )
        return Prepared(batch, file, plan)

    async def take_up(self, path: Path, provider: Provider) -> Prepared:
        """Return the last batch of this file, to be gone on with, as its file is now.

        Raises `Problem` ``batch.nothing_begun`` where there is none, and those of `preview`.
        """
        found = await self._of_file(path, provider)
        if not found:
            raise Problem("batch.nothing_begun", (), {"file": path.as_posix()})
        return await self.prepared(found[0])

    async def prepared(self, batch: Batch) -> Prepared:
        """Return a batch as its file is now. Raises `Problem` as `preview` does."""
        file = self._file(Path(batch.file), batch.day)
        return Prepared(batch, file, await asyncio.to_thread(plan_of, file, self.rules))

    async def drop(self, batch: Batch) -> None:
        """Forget a batch and what is known of its rows."""
        await asyncio.to_thread(self._book.drop, self._audit.who.subject, batch)

    async def open(
        self,
        prepared: Prepared,
        provider: Provider,
        told: Callable[[], None] = lambda: None,
        *,
        again: bool = False,
    ) -> OpenBatch:
        """Open a batch for a run or to look at its results. Raises `Problem` ``batch.running``."""
        journal = await asyncio.to_thread(self._book.journal, prepared.batch)
        run = BatchRun(
            journal,
            self._ask(provider, prepared.file.day, anew=prepared.batch.anew),
            rows=prepared.plan.sent,
            at_once=self.rules.at_once,
            pace=Pace(self.rules.per_minute, self._clock, self._sleep),
            way=Way(self._clock, self._sleep),
            clock=self._clock,
            again=again,
            told=told,
        )
        return OpenBatch(prepared, journal, run, self._book, self._audit)

    async def ask_row(
        self, batch: OpenBatch, number: int, inquiry: Inquiry, provider: Provider
    ) -> EligibilityAnswer:
        """Ask about one row once more, outside a run, and return the answer; the batch keeps how it ended.

        Raises `Problem` as `EligibilityDesk.check`.
        """
        mark = fingerprint(inquiry)
        await batch.journal.asking(number, mark)
        try:
            answer = await self._eligibility.check(inquiry, provider, again=True)
        except Problem as problem:
            is_reject = problem.code.startswith("aaa.")
            state = RowState.REJECTED if is_reject else RowState.FAILED
            await batch.journal.ended(number, mark, of_problem(state, problem, self._clock.now()))
            raise
        await batch.journal.ended(number, mark, of_answer(answer, inquiry, batch.file.day, self._asking))
        return answer

    def _ask(self, provider: Provider, day: date, *, anew: bool) -> Ask:
        owner = self._audit.who.subject

        async def ask(inquiry: Inquiry, lane: AbstractAsyncContextManager[object]) -> RowOutcome:
            who = self._audit.who
            if who.subject != owner:
                raise Problem("session.ended")
            if who.provider_npi != provider.npi:
                raise Problem("batch.other_provider", (), {"provider": provider.organisation})
            try:
                answer = await self._eligibility.check(inquiry, provider, again=anew, lane=lane)
            except Problem as problem:
                if problem.code == "use_rules.not_accepted":
                    raise Problem("batch.new_day") from None
                raise
            return of_answer(answer, inquiry, day, self._asking)

        return ask

    def _file(self, path: Path, day: date) -> PatientFile:
        return PatientFile(path, day, self._asking)

    async def _of_file(self, path: Path, provider: Provider) -> list[Batch]:
        named = _absolute(path)
        return [batch for batch in await self.begun(provider) if batch.file == named]


class OpenBatch:
    """A batch whose journal this process holds, until `close`."""

    def __init__(
        self, prepared: Prepared, journal: BatchJournal, run: BatchRun, book: BatchBook, audit: AuditLog
    ) -> None:
        self.batch = prepared.batch
        self.file = prepared.file
        self.plan = prepared.plan
        self.run = run
        self.journal = journal
        self._book = book
        self._audit = audit
        self._owner = audit.who.subject

    async def work(self) -> Progress:
        """Run it to its end, or to what stops it; both are recorded. Raises as `BatchRun.work`."""
        details: dict[Detail, str | int] = {"records": self.plan.sent, "purpose": self.batch.purpose}
        async with self._audit.act("record.batch", details=details) as act:
            try:
                with closing(self.file.rows()) as rows:
                    progress = await self.run.work(rows)
            finally:
                left = self.run.progress.left
                await asyncio.shield(asyncio.to_thread(self._book.stopped, self._owner, self.batch, left))
            act.details = {"records": progress.ended, "purpose": self.batch.purpose}
            if progress.problem is not None:
                act.outcome, act.code = progress.problem.kind.value, progress.problem.code
        return progress

    def inquiry_at(self, number: int) -> Inquiry | None:
        """Return what the row at a line of the file asks; reads the file up to it."""
        with closing(self.file.rows()) as rows:
            return next((row.inquiry for row in rows if row.number == number), None)

    async def write(self, path: Path) -> int:
        """Write its results so far to a file, recorded before, and return how many rows.

        Raises `Problem` ``batch.out_unwritable`` and those of the audit log.
        """
        async with self._audit.act("record.export", details={"document": "batch"}) as act:
            known = dict(self.journal.known)
            count = await asyncio.to_thread(lambda: write_results(path, results(self.file, known)))
            act.details = {"document": "batch", "records": count}
        return count

    async def close(self) -> None:
        """Give its journal back."""
        await asyncio.to_thread(self.journal.close)


def _absolute(path: Path) -> str:
    return Path(os.path.abspath(path)).as_posix()  # noqa: PTH100 - links are left as they are named
