"""The way of `docs.screens` through an appeal: form, review, sent, followed, letter, why no next level."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spot_tui.commands import COMMANDS

if TYPE_CHECKING:
    from docs.screens import Clerk


async def appeal_a_denial(clerk: Clerk) -> None:
    """From the home screen and back to it."""
    await clerk.press(COMMANDS["claims"].key, "1")
    await clerk.write("B")
    await clerk.press("tab", "tab", "tab", "tab")
    await clerk.write("9926000000107")
    await clerk.press("f5", "enter", "f5")
    await clerk.press("1", picture="appeal-form")
    clerk.stands_at("AppealFormPage")
    await clerk.press("f8", "tab")
    for value in ("refund", "The record shows that it was needed.", "", "Wren Applegarth"):
        await clerk.write(value)
        await clerk.press("tab")
    await clerk.press("f5", picture="appeal-form-wrong")
    await clerk.press(*["backspace"] * len("refund"))
    await clerk.write("coverage")
    await clerk.press("f5", picture="appeal-review")
    clerk.stands_at("AppealReviewPage")
    await clerk.press("f5", picture="appeal-sent")
    clerk.stands_at("AppealSentPage")
    await clerk.press("4", "m", picture="appeals")
    clerk.stands_at("AppealsPage")
    await clerk.press("1", "f5", picture="appeal")
    await clerk.press("d", "f8", picture="appeal-papers")
    clerk.stands_at("DocumentFormPage")
    await clerk.press("f3", "f3", "5", "l", picture="letter")
    clerk.stands_at("LetterPage")
    await clerk.press("f2", picture="letter-print")
    await clerk.press("f3", "f3", "f3", "f3", "f3", "f3", "f3", "f3")
    clerk.stands_at("HomePage")
