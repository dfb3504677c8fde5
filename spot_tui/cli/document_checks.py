"""What the doctor looks at for documents: limits, folders, and the scanner, which gets a file of its own."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

from spot_tui.backend.problems import Problem
from spot_tui.cli.findings import Finding, finding_of, good, note

if TYPE_CHECKING:
    from spot_tui.backend.documents.settings import DocumentRules
    from spot_tui.desk import Desk

_HARMLESS = b"A harmless line that the doctor of spot-tui wrote.\n"


async def check_documents(desk: Desk) -> AsyncIterator[Finding]:
    """Look at what an operator set for documents; nothing where that is nothing."""
    from spot_tui.backend.documents.settings import DocumentRules

    rules = desk.profile.document_rules
    if rules == DocumentRules():
        return
    try:
        limits = desk.papers.limits
    except Problem as problem:
        yield finding_of("settings", problem)
        return
    yield good("settings", "limits", contractor=limits.name, most=limits.total_megabytes.value)
    for folder in (*rules.folders, *rules.media):
        if not folder.expanduser().is_dir():
            yield note("settings", "no_folder", folder=folder)
    async for finding in _check_scanner(rules):
        yield finding


async def _check_scanner(rules: DocumentRules) -> AsyncIterator[Finding]:
    from spot_tui.backend.documents.scanner import scan

    descriptor = os.memfd_create("harmless")
    try:
        os.write(descriptor, _HARMLESS)
        verdict = await scan(descriptor, rules)
    finally:
        os.close(descriptor)
    if verdict.scan == "clean":
        yield good("settings", "scanner")
    elif verdict.scan != "none":
        yield note("settings", "no_scanner", said=verdict.words)
