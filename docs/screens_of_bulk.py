"""The way of `docs.screens` through one change of many claims: marked, typed, previewed, sent, reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spot_tui.commands import COMMANDS

if TYPE_CHECKING:
    from docs.screens import Clerk


async def correct_many_claims(clerk: Clerk) -> None:
    """From the home screen and back to it."""
    await clerk.press(COMMANDS["claims"].key, "1")
    await clerk.write("B")
    await clerk.press("tab", "tab", "tab")
    await clerk.write("1AA0AA0AA02")
    await clerk.press("f5")
    await clerk.press("space", "a", picture="claim-list-marked")
    clerk.stands_at("ClaimListPage")
    await clerk.press("f5", picture="bulk-start")
    await clerk.press("end", "enter", picture="bulk-change-history")
    await clerk.press("f3", "up", "enter", picture="bulk-change-header")
    await clerk.press("f3")
    await clerk.press("6")
    await clerk.write("1")
    await clerk.press("tab")
    await clerk.write("24")
    await clerk.press("tab", picture="bulk-change")
    await clerk.press("f5", picture="bulk-preview")
    clerk.stands_at("BulkPreviewPage")
    await clerk.press("enter", picture="bulk-claim")
    await clerk.press("f3", "y", "f5", picture="bulk-preview-asked")
    await clerk.press("f5", picture="bulk-report")
    clerk.stands_at("BulkReportPage")
    await clerk.press("f2", picture="bulk-report-print")
    await clerk.press("f3", "f3", "f3", "f3", "f3")
    clerk.stands_at("HomePage")
