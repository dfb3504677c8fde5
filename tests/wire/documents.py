"""Documents of one clerk over a practice portal that runs in a thread, or over any tus server."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from spot_tui.backend.clock import Clock, SystemClock, new_uuid
from spot_tui.backend.documents.desk import DocumentsDesk
from spot_tui.backend.documents.filed import FilledForm
from spot_tui.backend.documents.local_file import chosen
from spot_tui.backend.documents.tus import TusServer
from spot_tui.backend.documents.upload import LocalFile
from spot_tui.backend.documents.upload_flow import Flow, Timing
from spot_tui.backend.documents.upload_line import UploadLine
from spot_tui.backend.documents.upload_rules import UploadRules
from spot_tui.backend.gateway import GatewayClient
from spot_tui.backend.http import Link, Transport, UpstreamClient
from spot_tui.backend.outbox.model import Sender, Submission
from spot_tui.backend.outbox.rules import OutboxRules
from spot_tui.backend.outbox.service import Outbox
from spot_tui.backend.store.audit import AuditLog
from spot_tui.backend.store.vault import Vaults
from spot_tui.backend.upstreams import GatewayUpstream
from tests.backend.store.builders import new_log
from tests.wire.gateway import CLINIC, Token

NAME = "Practice gateway"


@dataclass
class Pauses:
    """Pauses that take no time: how long each would have been."""

    waits: list[float] = field(default_factory=list)
    then: Callable[[], None] | None = None

    async def __call__(self, seconds: float) -> None:
        self.waits.append(seconds)
        if self.then:
            self.then()


def flows_to(url: str, transport: Callable[[], Transport] | None = None) -> Callable[[], Flow]:
    """Return what makes connections to a tus server, over a `transport` of its own if given."""

    def new_flow() -> Flow:
        line = UploadLine("")
        client = UpstreamClient(NAME, (url,), one_line=line, transport=transport and transport())
        return Flow(TusServer(client, url, 20), line, Link(), client.close)

    return new_flow


@dataclass
class Office:
    """The services of one clerk."""

    documents: DocumentsDesk
    outbox: Outbox
    audit: AuditLog
    sender: Sender
    pauses: Pauses
    http: UpstreamClient
    store: Path

    async def send(self, *files: LocalFile, **fields: str) -> Submission:
        filled = FilledForm(form="general_inquiry", fields=fields, files=files)
        return await self.documents.submit(self.sender, CLINIC, filled)

    async def close(self) -> None:
        await self.documents.close()
        await self.outbox.close()
        await self.http.close()
        self.audit.close()


def office(
    base: str,
    token: str,
    owner: str,
    store: Path,
    clock: Clock | None = None,
    pause: Callable[[float], Awaitable[None]] | None = None,
    transport: Callable[[], Transport] | None = None,
    uploads: str = "",
    **rules: Any,
) -> Office:
    """Open the services of a clerk over the gateway at `base`, with uploads to there or elsewhere."""
    clock, pauses = clock or SystemClock(), Pauses()
    http = UpstreamClient(NAME, (base,), transport=transport and transport())
    gateway = GatewayClient(GatewayUpstream(url=base, name=NAME), http, new_id=str)
    audit = new_log(store)

    outbox = Outbox(
        Vaults(store),
        gateway,
        OutboxRules(),
        audit=audit,
        clock=clock,
        new_id=new_uuid,
        zone=ZoneInfo("America/New_York"),
    )
    documents = DocumentsDesk(
        gateway,
        outbox,
        Vaults(store),
        flows_to(uploads or f"{base}/uploads", transport),
        UploadRules(**{"congestion": "", **rules}),
        audit=audit,
        timing=Timing(clock, pause or pauses, lambda: 0.5),
        new_id=new_uuid,
    )
    return Office(documents, outbox, audit, Sender(owner, CLINIC.npi, Token(token)), pauses, http, store)


async def paper(folder: Path, size: int, seed: int = 1, name: str = "records.pdf") -> LocalFile:
    """Write a file of so many made-up bytes, and choose it."""
    return await chosen(written(folder, size, seed, name), "application/pdf")


def written(folder: Path, size: int, seed: int = 1, name: str = "records.pdf") -> Path:
    """Write a file of so many made-up bytes, the same for the same seed."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_bytes(random.Random(seed).randbytes(size))
    return path
