"""Choosing the file of a batch: typed, or taken from a list; or the last batch that is kept."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from pathlib import Path
from typing import cast

from textual import on, work
from textual.message import Message
from textual.widget import Widget

from spot_tui.backend.eligibility.batch.book import Batch
from spot_tui.backend.eligibility.batch.choosing import file_form, files_in, folders_of
from spot_tui.backend.eligibility.batch.plan import Plan
from spot_tui.backend.eligibility.batch.reading import PatientFile
from spot_tui.backend.eligibility.batch.service import OpenBatch
from spot_tui.backend.problems import Problem
from spot_tui.screens.form_page import FormPage
from spot_tui.screens.paged import Paged
from spot_tui.widgets.form_panel import FormPanel
from spot_tui.widgets.line import Tone, line
from spot_tui.widgets.lined import Lined
from spot_tui.widgets.plain import Plain
from spot_tui.words import say


class BatchPage(FormPage, Paged):
    """The file's name, the files there are, and what is kept of batches."""

    NAME = "batch"
    BAR_ROWS = 2
    KEYS = (
        "explain",
        "next_file",
        "cancel",
        "back",
        "go_on_batch",
        "fill_on",
        "content",
        "page_up",
        "page_down",
        "sign_out",
        "choose",
    )

    class Looked(Message):
        """The files there are, and the person's batches for this provider."""

        def __init__(self, files: list[Path], batches: list[Batch]) -> None:
            super().__init__()
            self.files = files
            self.batches = batches

    class Read(Message):
        """A file was read; nothing was sent."""

        def __init__(self, read: tuple[PatientFile, Plan, Batch | None]) -> None:
            super().__init__()
            self.file, self.plan, self.begun = read

    class Opened(Message):
        """A batch that is kept was opened."""

        def __init__(self, batch: OpenBatch) -> None:
            super().__init__()
            self.batch = batch

    def __init__(self) -> None:
        super().__init__()
        self._files: list[Path] = []
        self._batches: list[Batch] = []
        self._taken: Path | None = None

    @property
    def _folders(self) -> tuple[Path, ...]:
        profile = self.house.desk.profile
        return folders_of(profile.batch, is_kiosk=profile.kiosk.enabled)

    def body(self) -> Iterable[Widget]:
        """Yield the form, what is kept, and the files."""
        yield Plain(((say("batch.heading"), Tone.STRONG),), classes="gap gap-below")
        yield FormPanel(file_form(self._folders))
        yield Plain(((say("batch.hint"), Tone.QUIET),), classes="gap")
        yield Plain(id="kept", classes="gap")
        yield Plain(id="files", classes="gap")
        yield Lined()

    def on_screen_resume(self) -> None:
        """Look again: files come, and batches go on."""
        self._look()

    @work(group="batches", exclusive=True)
    async def _look(self) -> None:
        files = await asyncio.to_thread(files_in, self._folders)
        try:
            kept = await self._begun()
        except Problem as problem:
            self.post_message(self.Refused(problem))
            kept = []
        self.post_message(self.Looked(files, kept))

    async def _begun(self) -> list[Batch]:
        session, batches = self.house.session, self.house.desk.batches
        if session is None or session.provider is None or batches is None:
            return []
        return await batches.begun(session.provider)

    @on(Looked)
    def _list(self, message: Looked) -> None:
        marked = self._files[self.lined.cursor] if self._files else None
        self._files, self._batches = message.files, message.batches
        named = ", ".join(folder.as_posix() for folder in self._folders)
        key = "batch.found" if self._files else "batch.found.none" if named else "batch.folders.none"
        self.query_one("#files", Plain).show(say(key, folders=named, count=len(self._files)))
        place = self._files.index(marked) if marked in self._files else 0
        self.lined.fill([line(path.name) for path in self._files], place)
        told = ""
        if self._batches:
            last = self._batches[0]
            told = say("batch.kept", file=Path(last.file).name, left=last.left, rows=last.rows)
        self.query_one("#kept", Plain).show(((told, Tone.WARN),))
        self.tell_keys()

    def can_next_file(self) -> bool:
        """Tell whether there are files to take from."""
        return bool(self._files)

    def do_next_file(self) -> None:
        """Fill in the next file, which is marked in the list too."""
        place = self._files.index(self._taken) + 1 if self._taken in self._files else 0
        self.lined.action_move(place % len(self._files) - self.lined.cursor)
        self._take_marked()

    def _take_marked(self) -> None:
        self._taken = self._files[self.lined.cursor]
        self.panel.fill({"batch_file": self._taken.as_posix()})

    def can_choose(self) -> bool:
        """Tell whether the cursor is in the list of files."""
        return bool(self._files) and self.lined.has_focus

    def do_choose(self) -> None:
        """Show what the marked file holds."""
        self.do_send()

    def can_go_on_batch(self) -> bool:
        """Tell whether a batch is kept."""
        return bool(self._batches)

    def do_go_on_batch(self) -> None:
        """Open the last batch that is kept."""
        self.wait_for(say("batch.opening"), self._open(self._batches[0]), self.Opened)

    async def _open(self, batch: Batch) -> OpenBatch:
        session, batches = self.house.session, self.house.desk.batches
        if batches is None or session is None or session.provider is None:
            raise Problem("session.ended")
        return await batches.open(await batches.prepared(batch), session.provider)

    @on(Opened)
    def _go_on(self, message: Opened) -> None:
        from spot_tui.screens.batch_run import BatchRunPage

        self.house.run_batch(message.batch)
        self.house.replace(BatchRunPage())

    def do_send(self) -> None:
        """Read the file, the marked one if the cursor is in the list, and show what it holds."""
        if self.can_choose():
            self._take_marked()
        reading = self.panel.send()
        if not reading.problems:
            path = cast(Path, reading.values["batch_file"])
            self.wait_for(say("batch.reading"), self._preview(path), self.Read)

    async def _preview(self, path: Path) -> tuple[PatientFile, Plan, Batch | None]:
        session, batches = self.house.session, self.house.desk.batches
        if batches is None or session is None or session.provider is None:
            raise Problem("session.ended")
        file, plan = await batches.preview(path, session.provider)
        return file, plan, await batches.unfinished(path, session.provider)

    @on(Read)
    def _show(self, message: Read) -> None:
        from spot_tui.screens.batch_preview import BatchPreviewPage

        self.house.open(BatchPreviewPage(message.file, message.plan, message.begun))
