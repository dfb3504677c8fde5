"""A terminal at which made-up staff sign in to a portal that runs the Classic engine."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from spot_tui.sandbox import members
from spot_tui.sandbox.staff import StaffMember
from tests.wire.idx_desk import IdxDesk, idx_desk
from tests.wire.portal import Portal


@asynccontextmanager
async def classic_desk(portal: Portal, store: Path, **changes: Any) -> AsyncIterator[IdxDesk]:
    async with idx_desk(portal, store, **changes) as desk:
        portal.switch("engine", "v1")
        yield desk


def member(portal: Portal, user_id: str) -> StaffMember:
    """Return a made-up person as she stands now."""
    with portal.world.transaction() as moment:
        found = members.find_member(moment, user_id)
    assert found is not None
    return found
