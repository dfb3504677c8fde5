"""What a file of patients holds, before anything is sent; choosing its purpose begins the batch."""

from __future__ import annotations

from collections.abc import Iterable

from textual import on
from textual.message import Message
from textual.widget import Widget

from spot_tui.backend.eligibility.batch.outcome import reason_of
from spot_tui.backend.eligibility.batch.plan import Plan
from spot_tui.backend.eligibility.batch.reading import PatientFile
from spot_tui.backend.eligibility.batch.service import OpenBatch
from spot_tui.backend.problems import Problem
from spot_tui.backend.use_rules import PURPOSES, Purpose, purpose_words
from spot_tui.screens.paged import Paged
from spot_tui.widgets.choices import Choice, Choices
from spot_tui.widgets.line import Line, Tone
from spot_tui.widgets.lined import Lined
from spot_tui.widgets.plain import Plain
from spot_tui.words import say


class BatchPreviewPage(Paged):
    """Counts, the purposes to choose from, and every bad row with its reason."""

    NAME = "batch_preview"
    KEYS = ("explain", "cancel", "back", "content", "page_up", "page_down", "sign_out")

    class Begun(Message):
        """The batch is kept and may run."""

        def __init__(self, batch: OpenBatch) -> None:
            super().__init__()
            self.batch = batch

    def __init__(self, file: PatientFile, plan: Plan) -> None:
        super().__init__()
        self._file = file
        self._plan = plan

    def main(self) -> Lined:
        """Return the purposes."""
        return self.query_one("#purposes", Choices)

    @property
    def lined(self) -> Lined:
        """The bad rows."""
        return self.query_one("#bad", Lined)

    def body(self) -> Iterable[Widget]:
        """Yield counts, purposes and bad rows."""
        plan = self._plan
        yield Plain(((self._file.path.name, Tone.STRONG),))
        yield Plain("\n".join(self._counts()))
        yield Plain(((say("batch.purpose") if plan.good else "", Tone.STRONG),), classes="gap")
        yield Choices([Choice(each, purpose_words(each)) for each in PURPOSES if plan.good], id="purposes")
        told = say("batch.plan.bad", count=plan.bad_rows) if plan.bad_rows else ""
        yield Plain(((told, Tone.WARN),), classes="gap")
        yield Lined(self._bad_lines(), id="bad")

    def _counts(self) -> list[str]:
        plan, ignored = self._plan, self._file.layout.ignored
        lines = [say("batch.plan.good", count=plan.good)]
        if plan.twice:
            lines.append(say("batch.plan.twice", count=plan.twice))
        if ignored:
            lines.append(say("batch.plan.ignored", columns=", ".join(ignored)))
        return lines

    def _bad_lines(self) -> list[Line]:
        plan = self._plan
        lines: list[Line] = []
        for row in plan.bad:
            reason = " ".join(reason_of(problem) for problem in row.problems)
            lines.append(((say("batch.plan.bad_row", number=row.number, reason=reason), Tone.PLAIN),))
        if plan.bad_rows > len(plan.bad):
            lines.append(((say("batch.plan.more", count=plan.bad_rows - len(plan.bad)), Tone.PLAIN),))
        return lines

    @on(Choices.Chosen)
    def _begin(self, message: Choices.Chosen) -> None:
        purpose = next(each for each in PURPOSES if each == message.choice.id)
        self.wait_for(say("batch.opening"), self._begun(purpose), self.Begun)

    async def _begun(self, purpose: Purpose) -> OpenBatch:
        session, batches = self.house.session, self.house.desk.batches
        if batches is None or session is None or session.provider is None:
            raise Problem("session.ended")
        await self.house.rest_batch()
        begun = await batches.unfinished(self._file.path, session.provider)
        if begun is not None:
            raise Problem("batch.unfinished", (), {"file": self._file.path.name, "left": begun.left})
        prepared = await batches.begin(self._file, self._plan, session.provider, purpose)
        return await batches.open(prepared, session.provider)

    @on(Begun)
    def _run(self, message: Begun) -> None:
        from spot_tui.screens.batch_run import BatchRunPage

        self.house.run_batch(message.batch)
        self.app.pop_screen()
        self.house.replace(BatchRunPage())
