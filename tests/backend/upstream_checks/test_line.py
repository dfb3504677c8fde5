"""The way to an upstream below HTTP, over real sockets that behave and misbehave."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.backend.test_http import Serve, answering, response, server
from tests.backend.upstream_checks.looking import QUICK, core, ids, steps_of
from tests.certificates import Made, make

TO_TLS = ["address.found", "line.open"]


@dataclass
class Authority:
    made: Made
    folder: Path

    def server(self, name: str = "server", **given: Any) -> Made:
        return make(self.folder, name, **{"by": self.made} | given)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    folder = tmp_path_factory.mktemp("authority")
    return Authority(make(folder, "Practice Authority"), folder)


def shows(made: Made, wants: Made | None = None) -> ssl.SSLContext:
    """Return what a server shows; it wants a certificate of `wants`."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made.certificate_file, made.key_file)
    if wants:
        context.load_verify_locations(wants.certificate_file)
        context.verify_mode = ssl.CERT_REQUIRED
    return context


METHOD = answering(response(b"", status=405))


async def look(
    made: Made, authority: Authority, *, trusted: bool = True, wants: Made | None = None, **trust: Any
) -> list[Any]:
    """Look at a server with this certificate as far as HTTP."""
    believed = {"ca_file": authority.made.certificate_file} if trusted else {}
    async with server(METHOD, shows(made, wants)) as url:
        return await steps_of(core(url, trust=believed | trust), send=False)


async def test_a_way_that_is_open_is_told_layer_by_layer(authority: Authority) -> None:
    steps = await look(authority.server(), authority)
    assert ids(steps) == [*TO_TLS, "tls.proved", "http.answers", "envelope.not_sent"]
    assert "issued by Practice Authority, good until" in steps[2].what
    assert "TLSv1.3" in steps[2].what
    assert "(HTTP 405)" in steps[3].what


async def test_a_certificate_that_ends_soon_is_spoken_of(authority: Authority) -> None:
    steps = await look(authority.server("soon", ends=9), authority)
    assert (steps[2].id, steps[2].state) == ("tls.soon", "note")
    assert steps[3].id == "http.answers"


@pytest.mark.parametrize(
    ("given", "code", "words"),
    [
        ({"begins": -9, "ends": -1}, "check.tls_ended", "issued by Practice Authority"),
        ({"begins": 1}, "check.tls_early", "good only from"),
        ({"host": "core.example"}, "check.tls_host", "is for core.example, not for 127.0.0.1"),
    ],
)
async def test_a_certificate_that_is_wrong_is_told_with_the_reason(
    authority: Authority, given: dict[str, Any], code: str, words: str
) -> None:
    steps = await look(authority.server("wrong", **given), authority)
    assert ids(steps) == [*TO_TLS, code]
    assert words in steps[-1].what


async def test_whom_nobody_believes_is_named(authority: Authority) -> None:
    issued = await look(authority.server(), authority, trusted=False)
    alone = await look(make(authority.folder, "alone"), authority, trusted=False)
    assert ids(issued) == [*TO_TLS, "check.tls_issuer"]
    assert "issued by Practice Authority, who is not believed" in issued[-1].what
    assert ids(alone) == [*TO_TLS, "check.tls_self"]
    assert "trust.ca_file" in alone[-1].fix


async def test_nothing_is_sent_to_whom_nobody_believes(authority: Authority) -> None:
    heard: list[bytes] = []
    over = asyncio.Event()

    async def listen(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            heard.append(await reader.read(1))
        over.set()

    async with server(listen, shows(authority.server())) as url:
        steps = await steps_of(core(url))
        await over.wait()
    assert ids(steps) == [*TO_TLS, "check.tls_issuer"]
    assert b"".join(heard) == b""


async def test_nothing_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    assert ids(await steps_of(core(f"https://127.0.0.1:{port}/core"))) == ["address.found", "check.refused"]


async def test_a_name_that_leads_nowhere() -> None:
    assert ids(await steps_of(core("https://core.invalid/"))) == ["check.no_address"]


async def test_a_connection_that_is_not_taken_ends_after_the_wait() -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full, socket.socket() as waiting:
        address = full.getsockname()
        waiting.connect(address)
        limits = QUICK | {"connect_seconds": 0.2}
        steps = await steps_of(core(f"https://127.0.0.1:{address[1]}/", limits=limits))
    # A kernel may take one more into a full queue; then it is TLS that never begins.
    assert steps[-1].id in {"check.silent", "check.tls_silent"}
    assert "within 0.2 seconds" in steps[-1].what


async def hang_up(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.transport.abort()


async def say_nothing(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
    await reader.read(1)
    await asyncio.Event().wait()


async def greet(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
    await writer.drain()
    await asyncio.Event().wait()


@pytest.mark.parametrize(
    ("serve", "code"),
    [(hang_up, "check.tls_closed"), (say_nothing, "check.tls_silent"), (greet, "check.no_tls")],
)
async def test_what_speaks_no_tls_is_told_apart(serve: Serve, code: str) -> None:
    async with server(serve) as url:
        limits = QUICK | {"connect_seconds": 0.3 if serve is say_nothing else 5}
        steps = await steps_of(core(url.replace("http:", "https:"), limits=limits))
    assert ids(steps) == [*TO_TLS, code]


async def test_a_line_that_closes_at_the_first_question_points_to_certificate_and_address(
    authority: Authority,
) -> None:
    async with server(hang_up, shows(authority.server())) as url:
        trust = {"ca_file": authority.made.certificate_file}
        steps = await steps_of(core(url, trust=trust))
    assert ids(steps) == [*TO_TLS, "tls.proved", "check.dropped"]
    assert steps[-1].layer == "http"
    assert "client certificate" in steps[-1].fix


async def test_our_own_certificate_is_looked_at_before_it_is_shown(authority: Authority) -> None:
    client = authority.server("client")
    shown: dict[str, Any] = {"client_certificate": client.certificate_file, "client_key": client.key_file}
    steps = await look(authority.server(), authority, wants=authority.made, **shown)
    assert ids(steps)[2:5] == ["certificate.good", "tls.proved", "http.answers"]
    assert "Ours to show is client, issued by Practice Authority" in steps[2].what


@pytest.mark.parametrize(
    ("given", "mode", "code"),
    [
        ({"begins": -9, "ends": -1}, 0o600, "certificate.ended"),
        ({"ends": 5}, 0o600, "certificate.soon"),
        ({}, 0o644, "certificate.open"),
        ({"passphrase": "wagon-41"}, 0o600, "certificate.passphrase"),
    ],
)
async def test_what_is_wrong_with_our_own_certificate_is_told(
    authority: Authority, given: dict[str, Any], mode: int, code: str
) -> None:
    client = authority.server("bad-client", **given)
    client.key_file.chmod(mode)
    shown: dict[str, Any] = {"client_certificate": client.certificate_file, "client_key": client.key_file}
    steps = await look(authority.server(), authority, **shown)
    found = next(step for step in steps if step.layer == "certificate")
    assert found.id == code
    assert (steps[-1] is found) is (found.state == "bad")


@asynccontextmanager
async def proxy(status: str = "200 Connected") -> AsyncIterator[tuple[str, list[bytes]]]:
    """Serve a proxy that connects where it is told, and keeps what it was asked."""
    asked: list[bytes] = []

    async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while data := await reader.read(65536):
                writer.write(data)
                await writer.drain()
        writer.close()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(f"HTTP/1.1 {status}\r\n\r\n".encode())
        await writer.drain()
        if not status.startswith("200"):
            return
        host, _, port = asked[-1].split(b" ")[1].decode().rpartition(":")
        far_reader, far_writer = await asyncio.open_connection(host, int(port))
        try:
            await asyncio.gather(carry(reader, far_writer), carry(far_reader, writer))
        finally:
            far_writer.transport.abort()

    async with server(serve) as url:
        yield url, asked


async def test_a_proxy_is_gone_through_by_every_layer(authority: Authority) -> None:
    async with proxy() as (url, asked):
        steps = await look(authority.server(), authority, proxy=url)
    assert ids(steps)[:4] == ["address.found", "line.through", "tls.proved", "http.answers"]
    assert len(asked) == 2
    assert all(line.startswith(b"CONNECT 127.0.0.1:") for line in asked)


async def test_a_proxy_that_refuses_is_told(authority: Authority) -> None:
    async with proxy("407 Proxy Authentication Required") as (url, _):
        steps = await look(authority.server(), authority, proxy=url)
    assert ids(steps) == ["address.found", "check.proxy"]
    assert "(HTTP 407)" in steps[-1].what


async def test_a_proxy_that_is_not_there_is_told(authority: Authority) -> None:
    steps = await look(authority.server(), authority, proxy="http://127.0.0.1:1")
    assert ids(steps) == ["address.found", "check.refused"]
