"""Documents over TLS with an authority of the operator's own, through a proxy."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from hashlib import sha256
from pathlib import Path

import pytest

from spot_tui.backend.documents.local_file import opened
from spot_tui.backend.documents.tus import TusServer
from spot_tui.backend.documents.upload import Upload
from spot_tui.backend.documents.upload_flow import Flow, Timing
from spot_tui.backend.documents.upload_line import UploadLine
from spot_tui.backend.documents.upload_meter import Meter
from spot_tui.backend.documents.upload_rules import UploadRules
from spot_tui.backend.documents.upload_run import UploadRun
from spot_tui.backend.http import Link, UpstreamClient
from spot_tui.backend.problems import Problem
from spot_tui.backend.upstreams import Trust
from tests.backend.store.builders import SetClock
from tests.wire.documents import NAME, Pauses, paper
from tests.wire.gateway import Token
from tests.wire.portal import Portal
from tests.wire.test_core_tls import Office, office, secure
from tests.wire.test_outbox_kills import token_of

__all__ = ["office", "secure"]


class Proxy:
    """A proxy that carries lines from end to end, and remembers whereto."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.bytes = bytearray()
        self.lines: list[asyncio.Task[None]] = []

    def opened(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.lines.append(asyncio.create_task(self.serve(reader, writer)))

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        self.asked.append(head.splitlines()[0])
        host, _, port = head.split()[1].partition(":")
        there, to_there = await asyncio.open_connection(host, int(port))
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        await asyncio.gather(self._pump(reader, to_there), self._pump(there, writer))

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while came := await reader.read(65536):
                self.bytes += came
                writer.write(came)
                await writer.drain()
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()


@asynccontextmanager
async def proxy() -> AsyncIterator[tuple[Proxy, str]]:
    serving = Proxy()
    server = await asyncio.start_server(serving.opened, "127.0.0.1", 0)
    async with server:
        yield serving, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        await asyncio.gather(*serving.lines)


async def bring(portal: Portal, folder: Path, trust: Trust) -> Upload:
    """Bring a file to a portal."""
    url, line, clock = f"{portal.url}/gateway/v1/uploads", UploadLine(""), SetClock()
    client = UpstreamClient(NAME, (url,), trust=trust, one_line=line)
    flow = Flow(TusServer(client, url, 20), line, Link(), client.close)
    file = await paper(folder, 500_000)

    async def keep(_: Upload) -> None:
        """The disk is not what is tried."""

    try:
        with opened(file.path, file.name) as open_file:
            run = UploadRun(
                Upload(reference="paper-1", submission="s-1", file=file),
                open_file,
                Token(token_of(portal)),
                lambda _: flow,
                keep,
                Meter(file.name, file.size, clock),
                UploadRules(congestion=""),
                Timing(clock, Pauses()),
            )
            return await run.go()
    finally:
        await client.close()


async def test_documents_go_through_a_proxy_that_reads_nothing_of_them(
    secure: Portal, office: Office, tmp_path: Path
) -> None:
    async with proxy() as (between, address):
        upload = await bring(secure, tmp_path / "in", office.trust(proxy=address))
    (stored,) = (tmp_path / "portal" / "world.sqlite.uploads").iterdir()
    assert sha256(stored.read_bytes()).hexdigest() == upload.file.sha256
    assert between.asked == [f"CONNECT {secure.url.removeprefix('https://')} HTTP/1.1"]
    assert upload.file.path.read_bytes()[:32] not in between.bytes


async def test_no_byte_goes_to_a_server_that_nobody_vouches_for(
    secure: Portal, office: Office, tmp_path: Path
) -> None:
    with pytest.raises(Problem, match=r"upstream\.tls"):
        await bring(secure, tmp_path / "in", Trust())
    assert not (tmp_path / "portal" / "world.sqlite.uploads").exists()
