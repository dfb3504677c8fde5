"""An outbox over a store, against a gateway that counts what it was given."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx

from spot_tui.backend.gateway import GatewayClient
from spot_tui.backend.http import UpstreamClient
from spot_tui.backend.outbox.model import Kind, Outgoing, Sender
from spot_tui.backend.outbox.rules import OutboxRules
from spot_tui.backend.outbox.service import Outbox
from spot_tui.backend.problems import Problem
from spot_tui.backend.session_registry import Process
from spot_tui.backend.store.audit import Who
from spot_tui.backend.store.vault import Vaults
from spot_tui.backend.upstreams import GatewayUpstream
from tests.backend.store.builders import SetClock, new_log, records

BASE = "https://gateway.example/v1"
CLERK, COLLEAGUE = "00u-clerk-1", "00u-clerk-2"
NPI, OTHER_NPI = "1234567893", "1000000020"
CLAIM, MBI = "9926000000102", "1AA0AA0AA01"
FILED = {"number": "PC-1001", "received_on": "2026-11-23"}

Answer = httpx.Response | Exception


class Token:
    def __init__(self) -> None:
        self.text = "t0ken"

    def access_token(self) -> str:
        if not self.text:
            raise Problem("session.ended")
        return self.text


class Filing:
    """A gateway: files what comes, once for each key, and then answers as it is told, else rightly."""

    def __init__(self) -> None:
        self.answers: list[Answer | Callable[[], Answer]] = []
        self.sent: list[httpx.Request] = []
        self.filed: dict[str, bytes] = {}
        self.files = True

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.sent.append(request)
        if self.files:
            self.filed.setdefault(request.headers["idempotency-key"], request.content)
        found = self.answers.pop(0) if self.answers else httpx.Response(201, json=FILED)
        answer = found() if callable(found) else found
        if isinstance(answer, Exception):
            raise answer
        stream = httpx.ByteStream(answer.content)
        return httpx.Response(answer.status_code, headers=answer.headers, stream=stream)


class Desk:
    """One process of an office, and who is signed in there."""

    def __init__(self, store: Path, filing: Filing, clock: SetClock, pid: int = 1, **rules: int) -> None:
        self.store, self.filing, self.clock = store, filing, clock
        self.audit = new_log(store, clock)
        self.audit.who = Who(CLERK, "QCLERK1", provider_npi=NPI)
        self.dead: set[int] = set()
        self.token = Token()
        http = UpstreamClient("Gateway", (BASE,), transport=httpx.MockTransport(filing))
        numbers = count(1)
        self.outbox = Outbox(
            Vaults(store),
            GatewayClient(GatewayUpstream(url=BASE), http, new_id=str),
            OutboxRules(**rules),
            audit=self.audit,
            clock=clock,
            new_id=lambda: f"id-{pid}-{next(numbers):04}",
            zone=ZoneInfo("America/New_York"),
            process=Process(pid, "boot-a", pid),
            is_alive=lambda process: process.pid not in self.dead,
        )

    def sender(self, owner: str = CLERK, npi: str = NPI) -> Sender:
        return Sender(owner, npi, self.token)

    def acts(self) -> list[tuple[Any, ...]]:
        """Return event, outcome and reason of what was recorded about submissions."""
        return [
            (record["event"], record["outcome"], record.get("reason", ""))
            for record in records(self.store)
            if record["event"] in {"record.submit", "record.outbox"}
        ]

    async def close(self) -> None:
        await self.outbox.close()
        self.audit.close()


def correction(deadline: date | None = None, **body: Any) -> Outgoing:
    return Outgoing(
        kind=Kind.CORRECTION,
        path="/corrections",
        content=json.dumps({"claim": CLAIM, **body}),
        match='"7"',
        claim=CLAIM,
        patient=MBI,
        deadline=deadline,
        overrides=("R48",),
    )
