"""Over real HTTP: what has not changed is not sent again, and what is sent comes compressed."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from spot_tui.backend.gateway import GatewayClient
from spot_tui.backend.http import UpstreamClient
from spot_tui.backend.problems import Problem
from spot_tui.backend.upstreams import GatewayUpstream, HttpLimits
from spot_tui.sandbox.people import people
from tests.wire.core_desk import core_desk
from tests.wire.gateway import CLERK, OTHER_CLERK, Token, issue
from tests.wire.portal import Portal, Served

CLINIC = {"npi": "1234567893"}
LIST = "/messages"


@dataclass
class Answered:
    """What the portal sent for one call."""

    status: int
    headers: Headers
    body_bytes: int = 0


@dataclass
class Line:
    """Stands before the portal and counts what it sends."""

    app: ASGIApp
    sent: list[Answered] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                self.sent.append(Answered(message["status"], Headers(raw=message["headers"])))
            else:
                self.sent[-1].body_bytes += len(message.get("body", b""))
            await send(message)

        await self.app(scope, receive, counted)


@dataclass
class Office:
    """The gateway's client of one terminal, and its line."""

    portal: Portal
    line: Line
    gateway: GatewayClient

    def token(self, user_id: str) -> Token:
        return issue(self.portal.world, user_id, origin=self.portal.url)


@pytest.fixture
async def office(portal: Portal, served: Served) -> AsyncIterator[Office]:
    assert served.app is not None
    line = served.app = Line(served.app)
    upstream = GatewayUpstream(url=f"{portal.url}/gateway/v1")
    http = UpstreamClient("Gateway", (portal.url,), upstream.limits)
    yield Office(portal, line, GatewayClient(upstream, http, new_id=lambda: "the-one-key"))
    await http.close()


async def test_a_list_that_has_not_changed_is_not_sent_again(office: Office) -> None:
    gateway, wren = office.gateway, office.token(CLERK)
    first = await gateway.read_all(wren, LIST, CLINIC)
    assert await gateway.read_all(wren, LIST, CLINIC) == first
    assert [(each.status, each.body_bytes) for each in office.line.sent[1:]] == [(304, 0)]

    await gateway.send(wren, f"{LIST}/{first[0]['number']}/read", {})
    assert (await gateway.read_all(wren, LIST, CLINIC))[0] == {**first[0], "read": True}
    assert office.line.sent[-1].status == 200

    assert (await gateway.read_all(office.token(OTHER_CLERK), LIST, CLINIC))[0] == first[0]
    gateway.forget()
    await gateway.read_all(wren, LIST, CLINIC)
    assert [each.status for each in office.line.sent[-2:]] == [200, 200]


async def test_a_role_that_was_lost_shows_nothing_of_what_is_known(office: Office) -> None:
    wren = office.token(CLERK)
    await office.gateway.read_all(wren, LIST, CLINIC)
    with office.portal.world.transaction() as moment:
        moment.db.execute("DELETE FROM token")
    with pytest.raises(Problem, match=r"gateway\.token"):
        await office.gateway.read_all(wren, LIST, CLINIC)


async def test_an_answer_comes_compressed_to_who_takes_that(office: Office) -> None:
    wren, path = office.token(CLERK), "/claims"
    asked = {**CLINIC, "part": "B", "service_from": "2026-01-01", "service_to": "2026-12-31"}
    items = await office.gateway.read_all(wren, path, asked)
    headers = {"Authorization": f"Bearer {wren.text}", "Accept-Encoding": "identity"}
    async with httpx.AsyncClient(headers=headers) as plain:
        query = asked | {"limit": "50"}
        answer = await plain.get(f"{office.portal.url}/gateway/v1{path}", params=query)
    packed, whole = office.line.sent
    assert answer.json()["items"] == items
    assert (packed.headers["content-encoding"], whole.headers.get("content-encoding")) == ("gzip", None)
    assert packed.body_bytes * 4 < whole.body_bytes
    assert packed.headers["etag"] == f"W/{whole.headers['etag']}"


async def test_a_compressed_answer_is_cut_off_at_the_limit_of_what_it_inflates_to(office: Office) -> None:
    wren = office.token(CLERK)
    whole = len(json.dumps(await office.gateway.read_all(wren, LIST, CLINIC)))
    limits = HttpLimits(most_bytes=whole // 2)
    assert office.line.sent[0].body_bytes < limits.most_bytes
    upstream = GatewayUpstream(url=f"{office.portal.url}/gateway/v1")
    http = UpstreamClient("Gateway", (office.portal.url,), limits)
    with pytest.raises(Problem, match=r"upstream\.too_large"):
        await GatewayClient(upstream, http, new_id=str).read_all(wren, LIST, CLINIC)
    await http.close()


@pytest.mark.parametrize("form", ["soap", "mime"])
async def test_an_eligibility_answer_comes_compressed(office: Office, tmp_path: Path, form: str) -> None:
    async with core_desk(office.portal, tmp_path / "store", form) as desk:
        assert (await desk.check(people()[1])).eligibility.deductibles
    [answer] = office.line.sent
    assert answer.headers["content-encoding"] == "gzip"


async def test_the_sign_in_is_never_compressed(office: Office) -> None:
    async with httpx.AsyncClient(headers={"Accept-Encoding": "gzip"}) as http:
        await http.get(f"{office.portal.url}/oauth2/practice/.well-known/openid-configuration")
    [answer] = office.line.sent
    assert answer.body_bytes > 500
    assert "content-encoding" not in answer.headers
