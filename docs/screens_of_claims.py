"""The way of `docs.screens` through claims: searched, listed, opened, explained, asked about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spot_tui.commands import COMMANDS

if TYPE_CHECKING:
    from docs.screens import Clerk


async def look_at_claims(clerk: Clerk) -> None:
    """From the home screen and back to it."""
    await clerk.press(COMMANDS["claims"].key, picture="claims-home")
    await clerk.press("1", picture="claim-search")
    await clerk.press("f5", picture="claim-search-missing")
    await clerk.write("B")
    await clerk.press("tab")
    await clerk.write("01/01/2026")
    await clerk.press("tab")
    await clerk.write("11/20/2026")
    await clerk.press("f5", picture="claim-list")
    await clerk.press("s", "g", "g", "g", picture="claim-list-group")
    await clerk.press("enter", picture="licence-notice")
    await clerk.press("f5", "f5", picture="claim")
    await clerk.press("2", picture="claim-lines")
    await clerk.press("down", "f1", picture="claim-explained")
    await clerk.press("f3", "3", picture="claim-payment")
    await clerk.press("4", picture="claim-appeals")
    await clerk.press("a", picture="claim-status-answer")
    await clerk.press("f3", "f3", "f3", "f3", "2", picture="claim-status")
    await clerk.press("f3", "f3")
    clerk.stands_at("HomePage")
