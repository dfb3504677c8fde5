"""Documents for screens: files that are looked through, a submission on its way, and what was sent."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from spot_tui.backend.documents.filed import FiledSubmission, ReceivedFile
from spot_tui.backend.documents.folders import Entry, Listing, Place
from spot_tui.backend.documents.forms import Role
from spot_tui.backend.documents.limits import PaperKind, read_limits
from spot_tui.backend.documents.paper import Paper
from spot_tui.backend.documents.upload import LocalFile, Part, Upload
from spot_tui.backend.documents.upload_meter import Meter
from spot_tui.backend.outbox.model import Kind, State, Submission
from spot_tui.backend.problems import Problem
from tests.screens.desk import MORNING, TestDesk
from tests.screens.looking import fill, open_job, press, settle, to_home

FOLDER = Path("/srv/scans")
LETTER, NOTES, CUT = FOLDER / "letter.pdf", FOLDER / "Notes of June.tif", FOLDER / "cut off.pdf"
MEGABYTE = 1024 * 1024
CLOSED = Problem("paper.cut", ("files",), {"file": CUT.name})
RECORDS = {
    "letter": "PRADR-0134",
    "letter_date": "2026-11-14",
    "claim_number": "9926000000134",
    "mbi": "1AA0AA0AA01",
}
FILED = FiledSubmission(
    "PD-10001",
    "records",
    "1234567893",
    "Received",
    "Wren Applegarth",
    is_mine=True,
    submitted_at=MORNING,
    received_on=date(2026, 11, 24),
    fields=RECORDS,
    files=(ReceivedFile(LETTER.name, 2 * MEGABYTE, "0123456789abcdef" * 4),),
)
ON_ITS_WAY = Submission(
    kind=Kind.DOCUMENTS,
    path="/submissions",
    content='{"form": "inquiry", "fields": {}}',
    id="one",
    key="key",
    owner="sub-1",
    provider_npi="1234567893",
    created_at=MORNING,
    next_at=MORNING,
    state=State.UPLOADING,
)


class ToldPapers:
    """Files that are as a test tells."""

    limits = read_limits(None, "First Coast")

    def places(self) -> tuple[Place, ...]:
        return Place(FOLDER), Place(Path("/media/desk/STICK"), is_medium=True)

    async def list(self, folder: Path) -> Listing:
        sizes = ((LETTER, 2), (NOTES, 30), (CUT, 1))
        changed = MORNING.timestamp()
        files = (Entry(path.name, path, False, size * MEGABYTE, changed) for path, size in sizes)
        return Listing((Entry("June", folder / "June", True, 0, changed), *files), 1, has_more=False)

    async def check(self, path: Path, role: Role) -> Paper:
        if path == CUT:
            return Paper(path.name, MEGABYTE, PaperKind.PDF, role, problems=(CLOSED,), path=path)
        return Paper(path.name, 2 * MEGABYTE, PaperKind.PDF, role, path.name, 3, path=path)


class ToldDocuments:
    """Documents that were sent or are on their way, as a test tells."""

    name = "Practice gateway"
    meter: Meter | None = None

    async def list(self, *_: Any, **__: Any) -> tuple[FiledSubmission, ...]:
        return (FILED,)

    async def show(self, *_: Any) -> FiledSubmission:
        return FILED

    async def uploads(self, *_: Any) -> tuple[Upload, ...]:
        first = Upload(reference="1", submission="one", file=LocalFile(LETTER, "", 2 * MEGABYTE, ""), url="u")
        file = LocalFile(NOTES, "", 30 * MEGABYTE, "")
        return first, Upload(reference="2", submission="one", file=file, parts=(Part(0, file.size),))

    def progress(self, _: str) -> Meter | None:
        return self.meter

    def under_way(self) -> tuple[Meter, ...]:
        return (self.meter,) if self.meter else ()

    def percent(self, _: str) -> int | None:
        return self.meter.arrived * 100 // self.meter.size if self.meter else None


class ToldOutbox:
    """An outbox with one submission, on its way unless a test says otherwise."""

    submission = ON_ITS_WAY

    changes = 1

    async def find(self, _: str) -> tuple[Submission, ...]:
        return (self.submission,)


async def documents_home(pilot: Any, desk: TestDesk) -> None:
    """List the forms."""
    desk.documents, desk.papers, desk.outbox = ToldDocuments(), ToldPapers(), ToldOutbox()
    await to_home(pilot, desk)
    await open_job(pilot, "documents")


async def document_files(pilot: Any, desk: TestDesk) -> None:
    """Fill the answer to a letter in and choose files, one of them cut off."""
    await documents_home(pilot, desk)
    await press(pilot, "1")
    typed = ("review", "PRADR-0205", "11/14/2026", "9926000000134", "1AA0AA0AA01", "", "Wren Applegarth")
    await fill(pilot, *typed, "555-555-0100")
    await press(pilot, "f5", "f2", "enter", "down", "space", "space", "space", "f5")
    for _ in range(3):
        await settle(pilot)


async def document_picker(pilot: Any, desk: TestDesk) -> None:
    """Open the folders once more."""
    await document_files(pilot, desk)
    await press(pilot, "f2", "down", "space")


async def document_review(pilot: Any, desk: TestDesk) -> None:
    """Put it right and look at it once more."""
    await document_files(pilot, desk)
    await press(pilot, "l", "3", "f4", "f5")


async def document_sending(pilot: Any, desk: TestDesk) -> None:
    """Look at what is on its way."""
    await documents_home(pilot, desk)
    meter = desk.documents.meter = Meter(NOTES.name, 30 * MEGABYTE, desk.clock)
    meter.reached(MEGABYTE, MEGABYTE)
    desk.clock.forward(10)
    meter.sends()
    meter.reached(4 * MEGABYTE, 4 * MEGABYTE)
    await press(pilot, "u")
    await settle(pilot)


async def documents_sent(pilot: Any, desk: TestDesk) -> None:
    """List what was sent."""
    await documents_home(pilot, desk)
    await press(pilot, "h")


async def document_receipt(pilot: Any, desk: TestDesk) -> None:
    """Open the receipt of what was sent."""
    await documents_sent(pilot, desk)
    await press(pilot, "2")


DOCUMENT_PLACES = {
    "documents_home": documents_home,
    "document_files": document_files,
    "document_picker": document_picker,
    "document_review": document_review,
    "document_sending": document_sending,
    "documents_sent": documents_sent,
    "document_receipt": document_receipt,
}
