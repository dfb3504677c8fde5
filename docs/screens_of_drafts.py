"""The way of `docs.screens` through drafts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docs.screens import Clerk


async def leave_unsent(clerk: Clerk) -> None:
    """Leave two inquiries unsent, find them in the list, and remove them."""
    await clerk.press("1", picture="use-rules")
    await clerk.press("f5", picture="inquiry")
    await clerk.press("f3")
    for number in ("1AA0AA0AA01", "2AA0AA0AA02"):
        await clerk.press("1")
        await clerk.write(number)
        await clerk.press("f3")
    await clerk.press("8", picture="drafts")
    clerk.stands_at("DraftsPage")
    await clerk.press("f2", picture="draft-remove-asked")
    await clerk.press("f2", "f2", "f2")
    clerk.stands_at("HomePage")
