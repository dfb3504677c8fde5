"""The way of `docs.screens` through the mailbox: listed, opened, saved, and the deadlines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spot_tui.commands import COMMANDS

if TYPE_CHECKING:
    from docs.screens import Clerk


async def read_mail(clerk: Clerk) -> None:
    """From the home screen and back to it."""
    await clerk.press(COMMANDS["mailbox"].key, picture="mailbox")
    await clerk.press("g", "g", picture="mailbox-requests")
    await clerk.press("enter", picture="message-request")
    await clerk.press("f4", picture="message-saved")
    await clerk.press("f2", picture="message-print")
    await clerk.press("f3", "f3", "n", picture="notices")
    await clerk.press("f3", "d", picture="deadlines")
    await clerk.press("f3", "f3", picture="home-mail-read")
    clerk.stands_at("HomePage")
