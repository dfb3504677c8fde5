"""The print service: makes the document, keeps the audit trail around it, and hands it out."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from spot_tui.backend.prints.files import as_csv, write_export
from spot_tui.backend.prints.printer import send_to_printer
from spot_tui.backend.prints.printout import Printout
from spot_tui.backend.problems import Problem
from spot_tui.backend.store.files import UnsafeFile, private_folder
from spot_tui.backend.text import clean_line
from spot_tui.words import say

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from spot_tui.backend.clock import Clock
    from spot_tui.backend.prints.settings import Prints, Where
    from spot_tui.backend.store.audit import Act, AuditLog, Detail, Event

Form = Literal["pdf", "text", "json", "csv"]
FORMS: tuple[Form, ...] = ("pdf", "text", "json", "csv")
ENDINGS: dict[Form, str] = {"pdf": ".pdf", "text": ".txt", "json": ".json", "csv": ".csv"}
JSON_VERSION = 1


def forms_of(*, has_table: bool) -> tuple[Form, ...]:
    """Return the forms of something; CSV needs a table."""
    return tuple(form for form in FORMS if form != "csv" or has_table)


class PrintDesk:
    """Prints and exports of one profile.

    `store` is its folder, `environment` its own (practice is marked on each page), `in_kiosk` whether this is
    a locked terminal.
    """

    def __init__(
        self,
        prints: Prints,
        store: Path,
        environment: str,
        *,
        in_kiosk: bool,
        audit: AuditLog,
        clock: Clock,
        zone: ZoneInfo,
    ) -> None:
        self._prints = prints
        self._store = store
        self._environment = environment
        self._audit = audit
        self._clock = clock
        self._zone = zone
        self.offers: tuple[Where, ...] = prints.offers(in_kiosk=in_kiosk)
        """Where something can be put."""

    @property
    def folder(self) -> Path:
        """The folder of files that the program names itself."""
        return self._prints.folder or self._store / "prints"

    def check_file(self, path: Path, *, replace: bool = False, has_table: bool = False) -> Form:
        """Return the form that a file's ending asks for, once it may be written; CSV is for a table alone.

        Raises `Problem` ``print.off``, ``print.form``, ``print.folder``, ``print.exists``.
        """
        self._require("file")
        forms = forms_of(has_table=has_table)
        form = next((form for form in forms if path.suffix.lower() == ENDINGS[form]), None)
        if form is None:
            raise Problem("print.form", (), {"file": clean_line(path.name)})
        allowed = self._prints.folder
        if allowed and not path.parent.resolve().is_relative_to(allowed.resolve()):
            raise Problem("print.folder", (), {"folder": allowed})
        if not replace and os.path.lexists(path):
            raise Problem("print.exists", (), {"file": clean_line(path.name)})
        return form

    def check_printer(self) -> None:
        """Raise `Problem` ``print.off`` or ``print.no_printer`` where nothing can be printed."""
        self._require("printer")
        command = self._prints.command
        if not command or not os.access(command[0], os.X_OK):
            raise Problem("print.no_printer", (), {"program": command[0] if command else ""})

    async def to_file(self, printout: Printout, path: Path, *, replace: bool = False) -> Path:
        """Write a printout in the form of the file's ending, and return where it is.

        Raises `Problem`: those of `check_file`, ``print.unwritable``, and ``audit.*``: then nothing is
        written.
        """
        form = self.check_file(path, replace=replace, has_table=bool(printout.table))
        async with self._acts("record.export", printout, form) as acts:
            content = await asyncio.to_thread(self._made, printout, form)
            for act in acts:
                act.details["file_sha256"] = sha256(content).hexdigest()
            await asyncio.to_thread(write_export, path, content, replace=replace)
        return path

    async def to_new_file(self, printout: Printout, form: Form) -> Path:
        """Write a printout into a new file of the folder, named by kind, time and a number; return it.

        Raises as `to_file`.
        """
        path = await asyncio.to_thread(self._new_path, printout.kind, ENDINGS[form])
        return await self.to_file(printout, path)

    async def to_printer(self, printout: Printout) -> None:
        """Have a printout printed.

        Raises `Problem`: those of `check_printer`, ``print.failed``, ``audit.*`` (it is not printed then).
        """
        self.check_printer()
        form = self._prints.printer_form
        async with self._acts("record.print", printout, form):
            content = await asyncio.to_thread(self._made, printout, form)
            await send_to_printer(self._prints.command, content, self._prints.seconds)

    async def keep(self, content: bytes, kind: str, ending: str, claim: str = "") -> Path:
        """Write a document as it came into a new file of the folder, and return where it is.

        `kind` is one word of ours, `ending` such as ``.pdf``; `claim` is what it is about.
        Raises `Problem` ``print.off``, ``print.unwritable``, and ``audit.*``: then nothing is written.
        """
        path = await asyncio.to_thread(self._new_path, kind, ending)
        details: dict[Detail, str | int] = {"document": kind, "file_sha256": sha256(content).hexdigest()}
        async with self._audit.act("record.export", claim=claim, details=details):
            await asyncio.to_thread(write_export, path, content, replace=False)
        return path

    @asynccontextmanager
    async def _acts(self, event: Event, printout: Printout, form: Form) -> AsyncIterator[list[Act]]:
        """Keep on record what the block hands out: one act, or one for each that it is about."""
        details: dict[Detail, str | int] = {
            "document": f"{printout.kind}.{form}",
            "records": len(printout.leaves),
        }
        async with AsyncExitStack() as stack:
            yield [
                await stack.enter_async_context(
                    self._audit.act(event, patient=patient, claim=claim, details=details)
                )
                for patient, claim in printout.subjects or ((printout.patient, printout.claim),)
            ]

    def _new_path(self, kind: str, ending: str) -> Path:
        """Return a path in the folder at which there is nothing yet."""
        self._require("file")
        try:
            private_folder(self.folder)
        except (OSError, UnsafeFile) as error:
            reason = clean_line(getattr(error, "strerror", None) or str(error))
            raise Problem("print.unwritable", (), {"file": self.folder, "reason": reason}) from None
        there = self._clock.now().astimezone(self._zone)
        names = (f"{kind}-{there:%Y%m%d-%H%M%S}-{number}{ending}" for number in count(1))
        return next(self.folder / name for name in names if not os.path.lexists(self.folder / name))

    def _require(self, where: Where) -> None:
        if where not in self.offers:
            raise Problem("print.off", (), {"where": say(f"prints.where.{where}")})

    def _made(self, printout: Printout, form: Form) -> bytes:
        now = self._clock.now()
        if form == "json":
            return self._json(printout)
        if form == "csv":
            return as_csv(printout.table)
        from spot_tui.backend.prints.pages import Setting, as_text, make_pages

        place = say("prints.practice") if self._environment == "practice" else ""
        paper = self._prints.paper
        pages = make_pages(printout, Setting(now, self._zone, place, paper))
        if form == "text":
            return as_text(pages).encode()
        from spot_tui.backend.prints.pdf import as_pdf

        return as_pdf(pages, printout.title, now, paper)

    def _json(self, printout: Printout) -> bytes:
        """Return the document of ``--json`` with what a file needs to be understood by itself."""
        told = {
            "version": JSON_VERSION,
            "kind": printout.kind,
            "environment": self._environment,
            "provider_npi": printout.provider_npi,
            "exported_at": self._clock.now().isoformat(),
            "document": printout.document(),
        }
        return (json.dumps(told, indent=2) + "\n").encode()
