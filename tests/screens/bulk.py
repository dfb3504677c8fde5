"""The same change on many claims for screens: a portal that answers as it is told."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from tests.backend.corrections.bulk_portal import MISSING, UNPROCESSABLE, Portal
from tests.screens.claims import claim_list
from tests.screens.desk import TestDesk
from tests.screens.looking import fill, press

WARNED = "9926000000112"


async def bulk_change(pilot: Any, desk: TestDesk) -> Portal:
    """Mark three claims, and choose to add a modifier."""
    portal = Portal(WARNED)
    desk.bulk = portal.desk
    await claim_list(pilot, desk, (MISSING, UNPROCESSABLE, WARNED))
    await press(pilot, "a", "f5", "6")
    return portal


async def bulk_preview(pilot: Any, desk: TestDesk) -> Portal:
    """Look at what a modifier means for each: one refused, one warned of, one free."""
    portal = await bulk_change(pilot, desk)
    await fill(pilot, "1", "59")
    await press(pilot, "f5")
    return portal


async def bulk_report(pilot: Any, desk: TestDesk) -> None:
    """Send what may be sent without a yes."""
    await bulk_preview(pilot, desk)
    await press(pilot, "f5", "f5")


BULK_PLACES: dict[str, Callable[[Any, TestDesk], Awaitable[Any]]] = {
    "bulk_change": bulk_change,
    "bulk_preview": bulk_preview,
    "bulk_report": bulk_report,
}
