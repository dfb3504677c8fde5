"""What a file of patients holds, before anything is sent; choosing its purpose begins the batch."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message
from textual.widget import Widget

from spot_tui.backend.eligibility.batch.book import Batch
from spot_tui.backend.eligibility.batch.plan import Plan
from spot_tui.backend.eligibility.batch.reading import PatientFile
from spot_tui.backend.eligibility.batch.service import OpenBatch
from spot_tui.backend.eligibility.rejects import reason_of
from spot_tui.backend.problems import Problem
from spot_tui.backend.use_rules import PURPOSES, Purpose, purpose_words
from spot_tui.commands import COMMANDS, key_name
from spot_tui.screens.paged import Paged
from spot_tui.widgets.choices import Choice, Choices
from spot_tui.widgets.line import Line, Tone, wrapped
from spot_tui.widgets.lined import Lined
from spot_tui.widgets.plain import Plain
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.eligibility.batch.service import BatchDesk
    from spot_tui.backend.upstreams import Provider


_MARGINS = 3
_INDENT = "    "


class BatchPreviewPage(Paged):
    """Counts, the purposes to choose from, and every bad row with its reason.

    Where the file's last batch did not run to its end (`begun`), purposes are offered once that is given up.
    """

    NAME = "batch_preview"
    KEYS = (
        "explain",
        "begin_anew",
        "cancel",
        "back",
        "go_on_batch",
        "content",
        "page_up",
        "page_down",
        "sign_out",
    )

    class Begun(Message):
        """The batch is kept and may run."""

        def __init__(self, batch: OpenBatch) -> None:
            super().__init__()
            self.batch = batch

    class Kept(Message):
        """A batch of the file was begun meanwhile."""

        def __init__(self, batch: Batch) -> None:
            super().__init__()
            self.batch = batch

    def __init__(self, file: PatientFile, plan: Plan, begun: Batch | None) -> None:
        super().__init__()
        self._file = file
        self._plan = plan
        self._begun_before = begun
        self._is_anew = False

    def main(self) -> Lined:
        """Return the purposes, or the bad rows while no purpose is to be chosen."""
        purposes = self.query_one("#purposes", Choices)
        return purposes if purposes.choices else self.lined

    @property
    def lined(self) -> Lined:
        """The bad rows."""
        return self.query_one("#bad", Lined)

    def body(self) -> Iterable[Widget]:
        """Yield counts, purposes and bad rows."""
        plan = self._plan
        yield Plain(((self._file.path.name, Tone.STRONG),), classes="gap")
        yield Plain("\n".join(self._counts()))
        yield Plain(id="asked", classes="gap")
        yield Choices(id="purposes")
        told = say("batch.plan.bad", count=plan.bad_rows) if plan.bad_rows else ""
        yield Plain(((told, Tone.WARN),), classes="gap")
        yield Lined(self._bad_lines(), id="bad")

    def on_mount(self) -> None:
        """Ask for what is to be decided first."""
        self._ask()

    def _ask(self) -> None:
        """Ask whether to go on with the batch that is kept, else for the purpose."""
        begun = self._begun_before
        asked = self.query_one("#asked", Plain)
        if begun is not None:
            keys = {
                name: key_name(COMMANDS[command].key)
                for name, command in (("go_on", "go_on_batch"), ("anew", "begin_anew"))
            }
            told = say("batch_preview.kept", left=begun.left)
            asked.show(((told, Tone.WARN), (f"\n{say('batch_preview.kept.next', **keys)}", Tone.PLAIN)))
        elif self._plan.good:
            anew = f"{say('batch_preview.anew')}\n" if self._is_anew else ""
            told = f"{say('batch.purpose')} {say('batch_preview.begins')}"
            asked.show(((anew, Tone.WARN), (told, Tone.STRONG)))
        else:
            asked.show("")
        is_asked = self._plan.good and begun is None
        purposes = [Choice(each, purpose_words(each)) for each in PURPOSES] if is_asked else []
        self.query_one("#purposes", Choices).offer(purposes)
        self.do_content()
        self.tell_keys()

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
            told = say("batch.plan.bad_row", number=row.number, reason=reason)
            lines += wrapped(told, self.app.size.width - _MARGINS, indent=_INDENT)
        if plan.bad_rows > len(plan.bad):
            lines.append(((say("batch.plan.more", count=plan.bad_rows - len(plan.bad)), Tone.PLAIN),))
        return lines

    @on(Choices.Chosen)
    def _begin(self, message: Choices.Chosen) -> None:
        purpose = next(each for each in PURPOSES if each == message.choice.id)
        self.wait_for(
            say("batch.opening"),
            self._begun(purpose),
            lambda found: self.Kept(found) if isinstance(found, Batch) else self.Begun(found),
        )

    async def _begun(self, purpose: Purpose) -> OpenBatch | Batch:
        """Begin the batch, or return the one of this file that another terminal began meanwhile."""
        batches, provider = self._at_work()
        begun = None if self._is_anew else await batches.unfinished(self._file.path, provider)
        if begun is not None:
            return begun
        await self.house.rest_batch()
        prepared = await batches.begin(self._file, self._plan, provider, purpose, anew=self._is_anew)
        return await batches.open(prepared, provider)

    def _at_work(self) -> tuple[BatchDesk, Provider]:
        session, batches = self.house.session, self.house.desk.batches
        if batches is None or session is None or session.provider is None:
            raise Problem("session.ended")
        return batches, session.provider

    @on(Kept)
    def _ask_first(self, message: Kept) -> None:
        self._begun_before = message.batch
        self._ask()

    def can_go_on_batch(self) -> bool:
        """Tell whether a batch of this file is to be gone on with."""
        return self._begun_before is not None

    def do_go_on_batch(self) -> None:
        """Go on with the batch of this file."""
        if self._begun_before is not None:
            self.wait_for(say("batch.opening"), self._taken_up(self._begun_before), self.Begun)

    async def _taken_up(self, batch: Batch) -> OpenBatch:
        batches, provider = self._at_work()
        return await batches.open(await batches.prepared(batch), provider)

    def can_begin_anew(self) -> bool:
        """Tell whether there is something to ask, and that is not chosen already."""
        return self._plan.good > 0 and not self._is_anew

    def do_begin_anew(self) -> None:
        """Ask for the purpose of a batch that asks everybody; one that is kept is given up."""
        self._is_anew, self._begun_before = True, None
        self.notice.clear()
        self._ask()

    @on(Begun)
    def _run(self, message: Begun) -> None:
        from spot_tui.screens.batch_run import BatchRunPage

        self.house.run_batch(message.batch)
        self.app.pop_screen()
        self.house.replace(BatchRunPage())
