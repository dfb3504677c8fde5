"""The service that checks a file before it goes into a submission, and records that it did."""

from __future__ import annotations

import asyncio
import hashlib
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from spot_tui.backend.documents.byte_check import look_at_bytes
from spot_tui.backend.documents.folders import (
    Listing,
    Place,
    list_folder,
    open_file,
    places,
    roots,
    shown_name,
)
from spot_tui.backend.documents.forms import Role
from spot_tui.backend.documents.limits import MEGABYTE
from spot_tui.backend.documents.look import Fault, look_inside
from spot_tui.backend.documents.paper import Paper
from spot_tui.backend.documents.scanner import scan
from spot_tui.backend.problems import Problem

if TYPE_CHECKING:
    from spot_tui.backend.documents.limits import Limits
    from spot_tui.backend.documents.settings import DocumentRules
    from spot_tui.backend.store.audit import AuditLog

_CHUNK = 1024 * 1024


class PaperDesk:
    """Files as somebody chooses them. `is_kiosk`: on a locked terminal only folders that are set count.

    `saved` is the folder into which the program puts what is saved, where this terminal may save anything.
    """

    def __init__(
        self,
        rules: DocumentRules,
        limits: Limits,
        *,
        is_kiosk: bool,
        audit: AuditLog,
        saved: Path | None = None,
    ) -> None:
        self.limits = limits
        self._rules = rules
        self._is_kiosk = is_kiosk
        self._audit = audit
        self._saved = saved

    def places(self) -> tuple[Place, ...]:
        """Return the folders to choose from, removable media that are there now among them."""
        return places(self._rules, is_kiosk=self._is_kiosk, saved=self._saved)

    async def list(self, folder: Path) -> Listing:
        """Return what is in one of them, or below. Raises `Problem` ``paper.outside``, ``paper.folder``."""
        return await asyncio.to_thread(list_folder, folder, self._roots(by_command=False))

    async def check(self, path: Path, role: Role = Role.RECORDS, *, by_command: bool = False) -> Paper:
        """Look at a file: what it is, whether it is whole and open, what is in it, and for viruses.

        What speaks against it stands in the paper. Raises only the audit log's own.
        """
        async with self._audit.act("record.check", details={"document": role.value}) as act:
            paper = await self._checked(path, role, by_command=by_command)
            act.reason = paper.scan
            if paper.sha256:
                act.details["file_sha256"] = paper.sha256
            if paper.problems:
                act.outcome, act.code = paper.problems[0].kind.value, paper.problems[0].code
        return paper

    def _roots(self, *, by_command: bool) -> tuple[Path, ...]:
        return roots(self._rules, is_kiosk=self._is_kiosk, by_command=by_command, saved=self._saved)

    async def _checked(self, path: Path, role: Role, *, by_command: bool) -> Paper:
        name = shown_name(path)
        try:
            allowed = self._roots(by_command=by_command)
            descriptor, whole = await asyncio.to_thread(open_file, path, allowed)
        except Problem as problem:
            return Paper(name, 0, None, role, problems=(problem,))
        try:
            before = os.fstat(descriptor)
            paper = await self._looked_through(
                descriptor, Paper(name, before.st_size, None, role, path=whole)
            )
            if _marks(os.fstat(descriptor)) != _marks(before):
                return _with(paper, "changed")
            return paper
        except OSError as error:
            return _with(Paper(name, 0, None, role), "missing", reason=error.strerror or str(error))
        finally:
            os.close(descriptor)

    async def _looked_through(self, descriptor: int, paper: Paper) -> Paper:
        """Look ever deeper, and no further than the first thing that is wrong."""
        if not paper.size:
            return _with(paper, "empty")
        seen = await asyncio.to_thread(look_at_bytes, descriptor, paper.size)
        paper = replace(paper, kind=seen.kind)
        if seen.kind not in self.limits.kinds.value:
            return paper
        if paper.size > self.limits.one_file * MEGABYTE:
            return _with(paper, "too_large", most=self.limits.one_file)
        if seen.fault:
            return _with(paper, seen.fault)
        paper = await self._scanned(descriptor, paper)
        if paper.problems:
            return paper
        inside = await look_inside(descriptor, self._rules)
        if inside.faults:
            return _with(paper, *inside.faults)
        digest = await asyncio.to_thread(_sha256, descriptor)
        return replace(paper, pages=inside.pages, sha256=digest)

    async def _scanned(self, descriptor: int, paper: Paper) -> Paper:
        verdict = await scan(descriptor, self._rules)
        paper = replace(paper, scan=verdict.scan)
        if verdict.scan == "found":
            return _with(paper, "virus", found=verdict.words)
        if verdict.scan == "away" and self._rules.scanner_required:
            return _with(paper, "scanner", reason=verdict.words)
        return paper


def _with(paper: Paper, *faults: Fault | str, **told: str | int) -> Paper:
    """Return the paper with what is wrong; a locked one is told by its rule (R64)."""
    problems = (
        Problem(f"paper.{fault}", ("files",), {"file": paper.name, **told})
        for fault in faults
        if fault != "locked"
    )
    is_locked = paper.is_locked or "locked" in faults
    return replace(paper, is_locked=is_locked, problems=(*paper.problems, *problems))


def _marks(found: os.stat_result) -> tuple[int, int, int]:
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns


def _sha256(descriptor: int) -> str:
    digest = hashlib.sha256()
    for chunk in _chunks(descriptor):
        digest.update(chunk)
    return digest.hexdigest()


def _chunks(descriptor: int) -> Iterator[bytes]:
    place = 0
    while chunk := os.pread(descriptor, _CHUNK, place):
        yield chunk
        place += len(chunk)
