"""The way of `docs.screens` through a correction: the roads, fields, a warning, review, sent, followed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spot_tui.commands import COMMANDS

if TYPE_CHECKING:
    from docs.screens import Clerk


async def correct_a_claim(clerk: Clerk) -> None:
    """From the home screen and back to it."""
    await clerk.press(COMMANDS["claims"].key, "1")
    await clerk.write("B")
    await clerk.press("tab", "tab", "tab", "tab")
    await clerk.write("9926000000103")
    await clerk.press("f5", "enter")
    clerk.stands_at("ClaimPage")
    await clerk.press("f5", picture="next-step")
    await clerk.press("1", picture="correction-start")
    await clerk.write("Bertram")
    await clerk.press("tab")
    await clerk.write("Thistlewick")
    await clerk.press("f5", picture="correction")
    await clerk.press("enter", picture="correction-line")
    await clerk.press("f8")
    await clerk.write("2!")
    await clerk.press("tab", picture="correction-line-wrong")
    await clerk.press("f4")
    await clerk.write("24")
    await clerk.press("tab", picture="correction-line-warned")
    await clerk.press("f5", picture="correction-changed")
    await clerk.press("f5", picture="correction-review")
    clerk.stands_at("CorrectionReviewPage")
    await clerk.press("y", picture="correction-review-yes")
    await clerk.press("f5", picture="correction-sent")
    clerk.stands_at("CorrectionSentPage")
    await clerk.press("o", picture="outbox")
    await clerk.press("enter", picture="outbox-item")
    await clerk.press("f3", "f3")
    await clerk.press("3", picture="corrections")
    await clerk.press("enter", picture="correction-filed")
    await clerk.press("f3", "f3", "f3", "f3", "f3", "f3")
    clerk.stands_at("HomePage")
