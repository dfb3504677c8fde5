"""A terminal at which made-up staff sign in to a portal that runs the Identity Engine."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from spot_tui.backend.identity.device_grant import DeviceGrant
from spot_tui.backend.identity.marks import SignInMarks
from spot_tui.backend.identity.organisation import identity_client
from spot_tui.backend.identity.prompts import ChooseDevice, ChooseWay, DeviceKind, Prompt
from spot_tui.backend.identity.sign_in import SignIn
from spot_tui.backend.sessions import Sessions
from spot_tui.backend.store.audit import AuditLog
from spot_tui.sandbox import members, passcodes, staff_devices, staff_pushes
from tests.backend.store.builders import new_log, records
from tests.wire.portal import PASSWORD, Portal

VERA = "vera.oakhanger"
WILF = "wilf.pettigrove"

Meanwhile = Callable[[], None]


@dataclass
class IdxDesk:
    """`meanwhile` happens during the waits of the client; each wait passes on the portal's clock."""

    portal: Portal
    sign_in: SignIn
    grant: DeviceGrant
    audit: AuditLog
    store: Path
    waits: list[float] = field(default_factory=list)
    meanwhile: list[Meanwhile | None] = field(default_factory=list)

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.portal.clock.forward(seconds=seconds)
        happens = self.meanwhile.pop(0) if self.meanwhile else None
        if happens is not None:
            happens()

    async def to_devices(self, user_id: str) -> ChooseDevice:
        prompt = await self.sign_in.start(user_id, PASSWORD)
        assert isinstance(prompt, ChooseDevice)
        return prompt

    async def to(self, user_id: str, kind: DeviceKind) -> Prompt:
        """Sign in up to what a kind of device asks."""
        prompt = await self.to_devices(user_id)
        return await self.sign_in.choose(next(d for d in prompt.devices if d.kind is kind).id)

    async def forgot(self, user_id: str, kind: DeviceKind) -> Prompt:
        """Begin to set a new password, proved by a way of this kind."""
        return await self._by(await self.sign_in.forgot(user_id), kind)

    async def unlock(self, user_id: str, kind: DeviceKind) -> Prompt:
        """Begin to open a locked account, proved by a way of this kind."""
        return await self._by(await self.sign_in.unlock(user_id), kind)

    async def _by(self, prompt: Prompt, kind: DeviceKind) -> Prompt:
        assert isinstance(prompt, ChooseWay)
        return await self.sign_in.choose(next(way.id for way in prompt.devices if way.kind is kind))

    def code(self, user_id: str, kind: str) -> str:
        """Return what a device shows now, be it one that is being registered."""
        with self.portal.world.transaction() as moment:
            person = members.find_member(moment, user_id)
            assert person is not None
            begun = staff_devices.begun(moment, user_id)
            device = next((d for d in (*person.devices, begun) if d is not None and d.kind == kind), None)
            assert device is not None
            shown = passcodes.shown(moment, device)
        assert shown is not None
        return shown.code

    def press(self, user_id: str, *, approve: bool, number: int | None = None) -> None:
        """Answer the request on a person's phone."""
        with self.portal.world.transaction() as moment:
            person = members.find_member(moment, user_id)
            assert person is not None
            device = next(d for d in person.devices if d.kind == "push")
            assert staff_pushes.answer(moment, device.id, approve=approve, number=number) is not None

    def pushes(self, user_id: str) -> int:
        """Return how many requests a person's phone got."""
        with self.portal.world.transaction() as moment:
            person = members.find_member(moment, user_id)
            assert person is not None
            ids = [d.id for d in person.devices if d.kind == "push"]
            query = "SELECT count(*) FROM push WHERE device = ?"
            return int(moment.db.execute(query, (ids[0],)).fetchone()[0])

    def recorded(self) -> list[tuple[str, str, str]]:
        """Return event, outcome and code of all audit records but those about the log itself."""
        return [
            (record["event"], record["outcome"], record.get("code", ""))
            for record in records(self.store)
            if not record["event"].startswith("audit.")
        ]


@asynccontextmanager
async def idx_desk(portal: Portal, store: Path, **changes: Any) -> AsyncIterator[IdxDesk]:
    portal.switch("engine", "idx")
    upstream = portal.identity(**{"device_grant": True, **changes})
    numbers = count(1)
    client = identity_client(upstream)
    audit = new_log(store)
    marks = SignInMarks(store)
    made: list[IdxDesk] = []

    async def sleep(seconds: float) -> None:
        await made[0].sleep(seconds)

    def new_id() -> str:
        return f"session-{next(numbers)}"

    sessions = Sessions(clock=portal.clock, audit=audit, new_id=new_id)
    shared: dict[str, Any] = {"audit": audit, "marks": marks, "clock": portal.clock, "sleep": sleep}
    zone = ZoneInfo("America/New_York")
    sign_in = SignIn(upstream, client, new_id=new_id, zone=zone, sessions=sessions, **shared)
    grant = DeviceGrant(upstream, client, sessions=sessions, jitter=lambda: 0.0, **shared)
    made.append(IdxDesk(portal, sign_in, grant, audit, store))
    try:
        yield made[0]
    finally:
        await grant.cancel()
        await sign_in.cancel()
        await client.close()
        audit.close()
