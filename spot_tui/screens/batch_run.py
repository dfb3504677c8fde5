"""A batch while it runs and afterwards: how far it is, and its rows with the exceptions first."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable

from textual import on
from textual.message import Message
from textual.widget import Widget

from spot_tui.backend.eligibility.answered import EligibilityAnswer
from spot_tui.backend.eligibility.batch.choosing import results_beside
from spot_tui.backend.eligibility.batch.outcome import ANSWERED, RANKS, UNANSWERED, RowOutcome, RowState
from spot_tui.backend.eligibility.batch.service import OpenBatch
from spot_tui.backend.eligibility.batch.view import progress_line
from spot_tui.backend.eligibility.inquiry import Inquiry
from spot_tui.backend.problems import Problem
from spot_tui.commands import COMMANDS, key_name
from spot_tui.screens.batch_rows import Held, held_rows, outcome_now, row_line, table_of_rows
from spot_tui.screens.paged import Paged
from spot_tui.screens.use_rules import with_use_rules
from spot_tui.widgets.line import Tone
from spot_tui.widgets.lined import Lined
from spot_tui.widgets.plain import Plain
from spot_tui.words import say

LOOK_EVERY_SECONDS = 2.0
MOST_LISTED = 1000


class BatchRunPage(Paged):
    """Counts and rate above; one row a line; the marked one in full beneath."""

    NAME = "batch_run"
    BAR_ROWS = 2
    KEYS = (
        "explain",
        "save_results",
        "cancel",
        "back",
        "stop_batch",
        "other_file",
        "ask_row",
        "ask_unanswered",
        "pause_batch",
        "filter_batch",
        "changed_only",
        "content",
        "page_up",
        "page_down",
        "sign_out",
        "choose",
    )

    class Read(Message):
        """The rows of the file."""

        def __init__(self, rows: list[Held]) -> None:
            super().__init__()
            self.rows = rows

    class Opened(Message):
        """The answer to a row; None where it is not held any more."""

        def __init__(self, found: tuple[Inquiry, EligibilityAnswer | None]) -> None:
            super().__init__()
            self.inquiry, self.answer = found

    class Saved(Message):
        """The results were written."""

        def __init__(self, told: str) -> None:
            super().__init__()
            self.told = told

    class Stopped(Message):
        """The batch was stopped."""

    class Rested(Message):
        """The batch that ended was given back."""

    class Resumed(Message):
        """The batch goes on, with the rows that have no answer."""

        def __init__(self, batch: OpenBatch) -> None:
            super().__init__()
            self.batch = batch

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[Held] = []
        self._listed: list[tuple[Held, RowOutcome]] = []
        self._state: RowState | None = None
        self._is_changed_only = False
        self._unanswered = 0
        self._seen: object = None

    def body(self) -> Iterable[Widget]:
        """Yield how far it is, the list, and the marked row."""
        yield Plain(id="far")
        yield Plain(id="counts")
        heads = Plain(id="heads", classes="gap")
        heads.show_heads(table_of_rows())
        yield heads
        yield Lined()
        yield Plain(id="marked")

    def on_mount(self) -> None:
        """Read the rows, and look how far it is from now on."""
        self._read_rows()
        self.set_interval(LOOK_EVERY_SECONDS, self.look)

    def _read_rows(self) -> None:
        batch = self.house.batch
        if batch is not None:
            self.wait_for(say("batch.reading"), asyncio.to_thread(held_rows, batch), self.Read)

    @on(Read)
    def _take(self, message: Read) -> None:
        self._rows = message.rows
        self.look()

    def on_screen_resume(self) -> None:
        """Look at once."""
        self.look()

    def look(self) -> None:
        """Show what is new; while nothing is, nothing is drawn."""
        batch = self.house.batch
        if batch is None or self.app.screen is not self or not self._rows:
            return
        progress = batch.run.progress
        seen = (
            progress_line(progress),
            self.house.is_batch_running,
            dict(progress.counts),
            set(batch.run.asking),
        )
        if seen == self._seen:
            return
        self._seen = seen
        self._list(batch)
        problem = self.house.batch_problem
        if problem is not None and not self.house.is_batch_running and self.is_free:
            self.notice.complain(problem)

    def _list(self, batch: OpenBatch) -> None:
        here = self._marked if self.lined.cursor else None
        found = [(row, outcome_now(row, batch)) for row in self._rows]
        counts = Counter(outcome.state for _, outcome in found)
        self._unanswered = sum(counts[state] for state in UNANSWERED)
        chosen = [each for each in found if self._is_chosen(each[1])]
        chosen.sort(key=lambda each: RANKS.index(each[1].state))
        self._listed = chosen[:MOST_LISTED]
        place = next((i for i, (row, _) in enumerate(self._listed) if here and row is here[0]), 0)
        self.query_one("#far", Plain).show(((self._far(batch), Tone.STRONG),))
        told = "   ".join(f"{say(f'batch.outcome.{s.value}')} {counts[s]}" for s in RANKS if counts[s])
        if self._is_changed_only:
            told = say("batch_run.changed", some=len(chosen), all=len(found))
        elif self._state is not None:
            outcome = say(f"batch.outcome.{self._state.value}")
            told = say("batch_run.some", outcome=outcome, some=len(chosen), all=len(found))
        self.query_one("#counts", Plain).show(told)
        self.lined.fill([row_line(row, outcome) for row, outcome in self._listed], place, table_of_rows())
        self.query_one("#heads", Plain).show_heads(self.lined.table)
        self._tell_marked(len(chosen))

    def _is_chosen(self, outcome: RowOutcome) -> bool:
        if self._is_changed_only and not outcome.changes:
            return False
        return self._state in (None, outcome.state)

    def _far(self, batch: OpenBatch) -> str:
        if self.house.is_batch_running:
            return progress_line(batch.run.progress)
        left = batch.run.progress.left
        over = say("batch_run.stopped" if left or self.house.batch_problem else "batch_run.over")
        return (
            f"{over}.  {say('batch.progress', ended=batch.run.progress.ended, rows=batch.run.progress.rows)}"
        )

    @property
    def _marked(self) -> tuple[Held, RowOutcome] | None:
        return self._listed[self.lined.cursor] if self._listed else None

    @on(Lined.Moved)
    def _moved_to(self) -> None:
        self._tell_marked()

    def _tell_marked(self, chosen: int = 0) -> None:
        marked = self._marked
        if marked is None:
            told = say("batch_run.nothing") if self._rows else ""
        else:
            outcome = marked[1]
            told = outcome.words or say(f"batch.told.{outcome.state.value}")
            if outcome.changed:
                told = say("batch_run.marked_changed", topics=outcome.changed, words=told)
        if chosen > MOST_LISTED:
            told = f"{told}\n{say('batch_run.more', count=MOST_LISTED)}"
        self.query_one("#marked", Plain).show(told)
        self.tell_keys()

    def _again(self) -> None:
        self.notice.clear()
        self._seen = None
        self.look()

    def do_filter_batch(self) -> None:
        """Show the rows of the next outcome there is, and after the last all again."""
        batch = self.house.batch
        if batch is None:
            return
        there = {outcome_now(row, batch).state for row in self._rows}
        choices = (None, *(state for state in RANKS if state in there))
        place = choices.index(self._state) if self._state in choices else 0
        self._state = choices[(place + 1) % len(choices)]
        self._again()

    def do_changed_only(self) -> None:
        """Show only what changed, or all again."""
        self._is_changed_only = not self._is_changed_only
        self._again()

    def can_pause_batch(self) -> bool:
        """Tell whether it runs."""
        return self.house.is_batch_running

    def do_pause_batch(self) -> None:
        """Pause, or end the pause or the wait for the line."""
        batch = self.house.batch
        if batch is None:
            return
        progress = batch.run.progress
        if progress.is_paused or progress.is_away:
            batch.run.go_on()
        else:
            batch.run.pause()
        self._again()

    def can_stop_batch(self) -> bool:
        """Tell whether it runs."""
        return self.house.is_batch_running

    def do_stop_batch(self) -> None:
        """Stop it and go back; it can be gone on with."""
        self.wait_for(say("batch.opening"), self.house.rest_batch(), lambda _: self.Stopped())

    @on(Stopped)
    def _leave(self) -> None:
        self.do_back()

    def can_other_file(self) -> bool:
        """Tell whether it has ended."""
        return not self.house.is_batch_running

    def do_other_file(self) -> None:
        """Give the batch back, and go to the choice of a file."""
        self.wait_for(say("batch.opening"), self.house.rest_batch(), lambda _: self.Rested())

    @on(Rested)
    def _choose_file(self) -> None:
        from spot_tui.screens.batch import BatchPage

        self.house.replace(BatchPage())

    def can_ask_unanswered(self) -> bool:
        """Tell whether it has ended without the answer to a row."""
        return not self.house.is_batch_running and self._unanswered > 0

    def question(self, name: str) -> str:
        """Say about how many rows it is, where several are to be asked about."""
        if name != "ask_unanswered":
            return super().question(name)
        return say("batch_run.ask_unanswered", count=self._unanswered, key=key_name(COMMANDS[name].key))

    def do_ask_unanswered(self) -> None:
        """Go on with all rows that have no answer, also those where it is unknown."""
        with_use_rules(self, lambda: self.wait_for(say("batch.opening"), self._resumed(), self.Resumed))

    async def _resumed(self) -> OpenBatch:
        session, desk, batch = self.house.session, self.house.desk, self.house.batch
        if desk.batches is None or session is None or session.provider is None or batch is None:
            raise Problem("session.ended")
        await self.house.rest_batch()
        prepared = await desk.batches.prepared(batch.batch)
        return await desk.batches.open(prepared, session.provider, again=True)

    @on(Resumed)
    def _go_on(self, message: Resumed) -> None:
        self.house.run_batch(message.batch)
        self._seen = None
        self._read_rows()

    def can_choose(self) -> bool:
        """Tell whether there is a row under the cursor."""
        return self._marked is not None

    def do_choose(self) -> None:
        """Open the answer of the marked row, if it is still held."""
        marked = self._marked
        if marked is None or marked[1].state not in ANSWERED:
            self.notice.hint(say("batch_run.bad_row" if marked and marked[0].bad else "batch_run.no_answer"))
            return
        self.wait_for(say("today.opening"), self._known(marked[0]), self.Opened)

    async def _known(self, row: Held) -> tuple[Inquiry, EligibilityAnswer | None]:
        session, inquiry = self.house.session, await self._inquiry_of(row)
        if session is None or session.provider is None:
            raise Problem("session.ended")
        return inquiry, await self.house.desk.answer_book.known(inquiry, session.provider)

    async def _inquiry_of(self, row: Held) -> Inquiry:
        batch = self.house.batch
        found = await asyncio.to_thread(batch.inquiry_at, row.number) if batch else None
        if found is None:
            raise Problem("kept.outdated")
        return found

    @on(Opened)
    def _show_answer(self, message: Opened) -> None:
        from spot_tui.screens.answer import AnswerPage

        session = self.house.session
        if message.answer is None:
            self.notice.hint(say("batch_run.not_held"))
        elif session is not None:
            self.house.open(AnswerPage(message.inquiry, message.answer, session.provider))

    def can_ask_row(self) -> bool:
        """Tell whether the marked row can be asked, and the batch does not do so itself."""
        marked = self._marked
        return marked is not None and marked[0].bad is None and not self.house.is_batch_running

    def do_ask_row(self) -> None:
        """Ask about the marked row once more."""
        marked = self._marked
        if marked is not None:
            with_use_rules(self, lambda: self._ask_row(marked[0]))

    def _ask_row(self, row: Held) -> None:
        self.wait_for(say("batch_run.asking"), self._row_asked(row), self.Opened, upstream="eligibility")

    async def _row_asked(self, row: Held) -> tuple[Inquiry, EligibilityAnswer]:
        desk, session, batch = self.house.desk, self.house.session, self.house.batch
        inquiry = await self._inquiry_of(row)
        if desk.batches is None or session is None or session.provider is None or batch is None:
            raise Problem("session.ended")
        answer = await desk.batches.ask_row(batch, row.number, inquiry, session.provider)
        self._seen = None
        return inquiry, answer

    def can_save_results(self) -> bool:
        """Tell whether there are rows, on no kiosk."""
        return bool(self._rows) and not self.house.desk.profile.kiosk.enabled

    def do_save_results(self) -> None:
        """Write the results so far beside the file."""
        batch = self.house.batch
        if batch is not None:
            self.wait_for(say("batch_run.saving"), _save(batch), self.Saved)

    @on(Saved)
    def _tell_saved(self, message: Saved) -> None:
        self.notice.hint(message.told)


async def _save(batch: OpenBatch) -> str:
    path = await asyncio.to_thread(results_beside, batch.file.path)
    count = await batch.write(path)
    return say("batch_run.saved", count=count, file=path.name)
