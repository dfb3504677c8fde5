"""The way of `docs.screens` through answers that are shown again, and the inquiries of today."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docs.screens import Clerk


async def look_back(clerk: Clerk) -> None:
    """Send what was rejected once more unchanged, then open an answer of today and ask for it again."""
    from spot_tui.commands import COMMANDS

    clerk.stands_at("InquiryPage")
    await clerk.press("f5", picture="rejected-before")
    await clerk.press("f3")
    await clerk.press(COMMANDS["today"].key, picture="today")
    clerk.stands_at("TodayPage")
    await clerk.press("g", picture="today-answered")
    await clerk.press("enter", picture="kept-answer")
    clerk.stands_at("AnswerPage")
    await clerk.press("f5", picture="asked-again")
    await clerk.press("f2", "1", picture="print")
    clerk.stands_at("PrintPage")
    await clerk.press("f5", picture="printed")
    await clerk.press("c", picture="changes")
    clerk.stands_at("ChangesPage")
    await clerk.press("f3", "f3", "f3")
    clerk.stands_at("HomePage")
