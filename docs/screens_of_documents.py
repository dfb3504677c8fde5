"""The way of `docs.screens` through documents: a request answered, its files, upload, receipt and history."""

from __future__ import annotations

import os
from io import BytesIO
from typing import TYPE_CHECKING

from spot_tui.commands import COMMANDS

if TYPE_CHECKING:
    from pathlib import Path

    from docs.screens import Clerk

_DAY = 1_790_000_000
"""When the files were written, in seconds since 1970: the last written one stands first."""


async def answer_a_request(clerk: Clerk, papers: Path) -> None:
    """From the home screen and back to it; `papers` is the folder from which files may be sent."""
    _write(papers)
    await clerk.press(COMMANDS["documents"].key, picture="documents-home")
    await clerk.press("f3", COMMANDS["mailbox"].key)
    await clerk.press("g", "g", "1", "f5", picture="document-form")
    clerk.stands_at("DocumentFormPage")
    await clerk.press("f5", picture="document-form-missing")
    for value in ("1AA0AA0AA30", "yes", "Wren Applegarth", "555-555-0100"):
        await clerk.write(value)
        await clerk.press("tab")
    await clerk.press("f5", picture="document-files-letter")
    await clerk.press("f2", picture="document-picker-folders")
    await clerk.press("enter", picture="document-picker")
    await clerk.press("down", "space", "space", picture="document-picker-marked")
    await clerk.press("f5", picture="document-files")
    clerk.stands_at("DocumentFilesPage")
    await clerk.press("2", "f4", picture="document-files-right")
    await clerk.press("f5", picture="document-review")
    clerk.stands_at("DocumentReviewPage")
    await clerk.press("y", "f5", picture="document-sending")
    await clerk.until("DocumentReceiptPage")
    clerk.take("document-receipt")
    await clerk.press("h", picture="documents-sent")
    await clerk.press("enter", picture="document-filed")
    await clerk.press("f3", "f3", "f3", "f3")
    clerk.stands_at("HomePage")


def _write(papers: Path) -> None:
    """Write records and a file that is cut off."""
    from pypdf import PdfWriter

    (papers / "June").mkdir(parents=True)
    writer, made = PdfWriter(), BytesIO()
    writer.add_blank_page(612, 792)
    writer.write(made)
    writer.add_blank_page(612, 792)
    writer.write(records := BytesIO())
    (papers / "progress notes.pdf").write_bytes(records.getvalue())
    (papers / "cut off.pdf").write_bytes(made.getvalue()[:-60])
    for age, name in enumerate(("cut off.pdf", "progress notes.pdf")):
        os.utime(papers / name, (_DAY - age, _DAY - age))
