"""A program of its own that submits a correction, and is killed at a chosen point of the way.

Arguments: store folder, gateway address, token, owner, mode, point. Mode ``submit`` submits a correction of
the claim whose request is read from standard input (match, then body); ``ask`` sends what waits; ``find``
sends nothing and tells what is kept. Point:
``before`` the request leaves, ``after`` its answer has come and before anybody saw it, a number of
milliseconds after it left, or ``never``.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx

from spot_tui.backend.clock import SystemClock, new_uuid
from spot_tui.backend.gateway import GatewayClient
from spot_tui.backend.http import UpstreamClient
from spot_tui.backend.outbox.model import Kind, Outgoing, Sender
from spot_tui.backend.outbox.rules import OutboxRules
from spot_tui.backend.outbox.service import Outbox
from spot_tui.backend.store.vault import Vaults
from spot_tui.backend.upstreams import GatewayUpstream
from tests.backend.store.builders import new_log

NPI = "1234567893"


class Fatal(httpx.AsyncBaseTransport):
    """A line at whose end the process is killed."""

    def __init__(self, point: str) -> None:
        self._point = point
        self._line = httpx.AsyncHTTPTransport()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self._point == "before":
            die()
        if self._point.isdecimal():
            asyncio.get_running_loop().call_later(int(self._point) / 1000, die)
        answer = await self._line.handle_async_request(request)
        if self._point == "after":
            await answer.aread()
            die()
        return answer


class Token:
    def __init__(self, text: str) -> None:
        self.text = text

    def access_token(self) -> str:
        return self.text


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


async def main(store: str, url: str, token: str, owner: str, mode: str, point: str) -> None:
    http = UpstreamClient("Gateway", (url,), transport=Fatal(point))
    outbox = Outbox(
        Vaults(Path(store)),
        GatewayClient(GatewayUpstream(url=url), http, new_id=new_uuid),
        OutboxRules(),
        audit=new_log(Path(store)),
        clock=SystemClock(),
        new_id=new_uuid,
        zone=ZoneInfo("America/New_York"),
    )
    sender = Sender(owner, NPI, Token(token))
    if mode == "submit":
        match, _, content = sys.stdin.read().partition("\n")
        found = [
            await outbox.submit(
                sender, Outgoing(kind=Kind.CORRECTION, path="/corrections", content=content, match=match)
            )
        ]
    else:
        found = await (outbox.send_all(sender) if mode == "ask" else outbox.find(owner))
    for each in found:
        sys.stdout.write(f"{each.state} {each.receipt.number if each.receipt else '-'}\n")


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
