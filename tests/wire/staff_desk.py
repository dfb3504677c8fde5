"""A terminal at which made-up staff sign in."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from spot_tui.backend.clock import Clock
from spot_tui.backend.http import Transport
from spot_tui.backend.identity.marks import SignInMarks
from spot_tui.backend.identity.organisation import identity_client
from spot_tui.backend.identity.prompts import ChooseDevice, DeviceKind, Done, EnterCode
from spot_tui.backend.identity.sign_in import SignIn
from spot_tui.backend.session import Session
from spot_tui.backend.store.audit import AuditLog
from spot_tui.backend.upstreams import IdentityUpstream
from tests.backend.store.builders import new_log, records
from tests.wire.portal import PASSWORD, Portal

WREN = "wren.applegarth"
OTIS = "otis.barnabeck"


@dataclass
class StaffDesk:
    sign_in: SignIn
    audit: AuditLog
    marks: SignInMarks
    store: Path

    def recorded(self) -> list[tuple[str, str, str]]:
        """Return event, outcome and code of all audit records but those about the log itself."""
        return [
            (record["event"], record["outcome"], record.get("code", ""))
            for record in records(self.store)
            if not record["event"].startswith("audit.")
        ]


@asynccontextmanager
async def staff_desk(
    upstream: IdentityUpstream, store: Path, clock: Clock, transport: Transport | None = None
) -> AsyncIterator[StaffDesk]:
    numbers = count(1)
    client = identity_client(upstream, transport)
    audit = new_log(store)
    marks = SignInMarks(store)
    sign_in = SignIn(
        upstream,
        client,
        audit=audit,
        marks=marks,
        clock=clock,
        new_id=lambda: f"session-{next(numbers)}",
        zone=ZoneInfo("America/New_York"),
    )
    try:
        yield StaffDesk(sign_in, audit, marks, store)
    finally:
        await sign_in.cancel()
        await client.close()
        audit.close()


@asynccontextmanager
async def desk_at(portal: Portal, store: Path, **changes: Any) -> AsyncIterator[StaffDesk]:
    async with staff_desk(portal.identity(**changes), store, portal.clock) as desk:
        yield desk


async def to_passcode(sign_in: SignIn, user_id: str, kind: DeviceKind | None = None) -> EnterCode:
    """Sign in up to the passcode, with the first device or the one of a kind."""
    prompt = await sign_in.start(user_id, PASSWORD)
    assert isinstance(prompt, ChooseDevice)
    device = next(d for d in prompt.devices if kind in {None, d.kind})
    prompt = await sign_in.choose(device.id)
    assert isinstance(prompt, EnterCode)
    return prompt


async def signed_in(
    portal: Portal, sign_in: SignIn, user_id: str = WREN, kind: DeviceKind | None = None
) -> Session:
    asked = await to_passcode(sign_in, user_id, kind)
    prompt = await sign_in.enter(portal.passcode(asked.device.id))
    assert isinstance(prompt, Done)
    return prompt.session
