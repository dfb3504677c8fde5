"""The practice gateway with tokens of its made-up staff, as if they had signed in."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any, cast

import httpx

from spot_tui.backend.access.model import Address, Application, Role
from spot_tui.backend.access.service import AccessDesk
from spot_tui.backend.gateway import GatewayClient
from spot_tui.backend.http import UpstreamClient
from spot_tui.backend.problems import Problem
from spot_tui.backend.store.audit import AuditLog
from spot_tui.backend.upstreams import GatewayUpstream, Provider
from spot_tui.sandbox import members
from spot_tui.sandbox.call import Call
from spot_tui.sandbox.tokens import CLIENT_ID, ONBOARDING_ID, access_token
from spot_tui.sandbox.transport import PracticeTransport
from spot_tui.sandbox.world import World
from tests.backend.store.builders import FACTS, SetClock
from tests.wire.portal import signing_key

BASE = "http://practice.invalid/gateway/v1"
CLINIC = Provider(organisation="Practice Family Clinic", npi="1234567893", ptan="PR0001", parts=("A", "B"))
APPROVER, CLERK, OTHER_CLERK = "otis.barnabeck", "wren.applegarth", "ida.corriveld"
NO_REQUEST, PENDING, DENIED, REMOVED = (
    *("owen.hartlebury", "petra.islingwood"),
    *("quinn.jesselmore", "rhea.kestrelton"),
)

APPLICATION = Application(
    role=Role.END_USER,
    organisation="",
    business_name="Practice Family Clinic",
    address=Address("100 Practice Way", "", "Jacksonville", "FL", "32202"),
    npi="1234567893",
    ptan="PR0001",
    tin="000000001",
    line_of_business=("A", "B"),
    reason="New at the front desk",
)


@dataclass(frozen=True)
class Token:
    """A bearer."""

    text: str

    def access_token(self) -> str:
        return self.text


def issue(
    world: World, user_id: str, client_id: str = CLIENT_ID, origin: str = "http://practice.invalid"
) -> Token:
    """Issue a token as the sign-in at `origin` would."""
    scope = "openid profile access_requests" if client_id == ONBOARDING_ID else "openid profile"
    with world.transaction() as moment:
        who = {"user_id": user_id, "scope": scope, "client": client_id}
        grant = cast("Any", {**who, "signed_in_at": moment.now})
        return Token(access_token(Call(moment, "GET", origin, {}, {}, {}, b""), grant))


@dataclass
class Gateway:
    """The practice gateway, its clock, and the health that was noted of it."""

    desk: AccessDesk
    client: GatewayClient
    audit: AuditLog
    wire: httpx.AsyncClient
    world: World
    clock: SetClock
    seen: list[Problem | None]

    def token(self, user_id: str, client_id: str = CLIENT_ID) -> Token:
        """Issue a token as the sign-in would."""
        return issue(self.world, user_id, client_id)

    def limited(self, user_id: str) -> Token:
        """Issue the token of an account without a role."""
        return self.token(user_id, ONBOARDING_ID)

    def access_of(self, user_id: str) -> str:
        """Return the state of access that the sign-in goes by."""
        with self.world.transaction() as moment:
            person = members.find_member(moment, user_id)
        assert person is not None
        return person.access

    def switch_on(self, fault: str, times: int = 1) -> None:
        """Let the next calls go wrong."""
        from spot_tui.sandbox.faults import switch_on

        with self.world.transaction() as moment:
            switch_on(moment, fault, "", times)


@asynccontextmanager
async def practice_gateway(path: Path, page_size: int = 50, most_pages: int = 40) -> AsyncIterator[Gateway]:
    """Open a new world with its gateway."""
    clock = SetClock()
    world = World(path / "world.sqlite", clock)
    with world.transaction() as moment:
        moment.db.execute("INSERT INTO secret VALUES ('signing key', ?)", (signing_key(),))
    upstream = GatewayUpstream(url=BASE, name="Practice gateway", page_size=page_size, most_pages=most_pages)
    transport = PracticeTransport(path / "world.sqlite", clock)
    http = UpstreamClient(upstream.name, (BASE,), upstream.limits, transport=transport)
    numbers = count(1)

    def new_id() -> str:
        return f"number-{next(numbers)}"

    audit = AuditLog(path / "store", clock=clock, new_id=new_id, environment="practice", facts=FACTS)
    seen: list[Problem | None] = []
    client = GatewayClient(upstream, http, new_id=new_id, saw=seen.append)
    wire = httpx.AsyncClient(transport=PracticeTransport(path / "world.sqlite", clock))
    try:
        yield Gateway(AccessDesk(client, audit=audit), client, audit, wire, world, clock, seen)
    finally:
        await wire.aclose()
        await http.close()
        audit.close()
        world.close()


def application(**changes: Any) -> Application:
    """Return a right application, with `changes`."""
    return replace(APPLICATION, **changes)
