"""The one way to the network, against small servers that behave and misbehave."""

from __future__ import annotations

import asyncio
import gc
import gzip
import logging
import os
import ssl
import subprocess
import sys
import weakref
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from spot_tui.backend.http import Answer, UpstreamClient
from spot_tui.backend.problems import Problem
from spot_tui.backend.upstreams import HttpLimits, Trust

ASKED_BY: ContextVar[object] = ContextVar("asked_by")
Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
SENTINEL = "sentinel-4711"
HALF_A_ZIP = gzip.compress(b"hello" * 50)[:-12]


def answering(*parts: bytes, then_wait: bool = False) -> Serve:
    """Return a server that reads a request, sends `parts` and closes, or goes silent."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        for part in parts:
            writer.write(part)
            await writer.drain()
        if then_wait:
            await reader.read()
        writer.close()
        await writer.wait_closed()

    return serve


def response(body: bytes, *headers: str, status: int = 200) -> bytes:
    head = [f"HTTP/1.1 {status} X", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body


@asynccontextmanager
async def server(serve: Serve, tls: ssl.SSLContext | None = None) -> AsyncIterator[str]:
    """Serve each line with `serve`; at the end none is left open."""
    running: set[asyncio.Task[None]] = set()

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await serve(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.transport.abort()

    def track(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        running.add(asyncio.create_task(accept(reader, writer)))

    listening = await asyncio.start_server(track, "127.0.0.1", 0, ssl=tls)
    try:
        port = listening.sockets[0].getsockname()[1]
        yield f"{'https' if tls else 'http'}://127.0.0.1:{port}"
    finally:
        listening.close()
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


async def fetch(
    serve: Serve,
    limits: HttpLimits | None = None,
    tls: ssl.SSLContext | None = None,
    trust: Trust | None = None,
) -> Answer:
    async with server(serve, tls) as url:
        client = UpstreamClient("HETS", (url,), limits, trust)
        try:
            return await client.send("POST", f"{url}/{SENTINEL}", {"Authorization": SENTINEL}, b"x")
        finally:
            await client.close()


async def refusal(serve: Serve, **given: object) -> Problem:
    with pytest.raises(Problem) as caught:
        await fetch(serve, **given)  # type: ignore[arg-type]
    return caught.value


async def test_an_answer_comes_back_whole() -> None:
    headers = ("X-Okta-Request-Id: r1", "Content-Type: text/Plain; a=b")
    answer = await fetch(answering(response(b"hello", *headers)))
    assert (answer.status, answer.body, answer.reference) == (200, b"hello", "r1")
    assert answer.media_type == "text/plain"


async def test_a_compressed_answer_is_decoded() -> None:
    answer = await fetch(answering(response(gzip.compress(b"hello" * 100), "Content-Encoding: gzip")))
    assert answer.body == b"hello" * 100


async def test_an_answer_without_a_body_may_tell_how_the_body_would_be_encoded() -> None:
    answer = await fetch(answering(b"HTTP/1.1 304 X\r\nContent-Encoding: gzip\r\nContent-Length: 9\r\n\r\n"))
    assert (answer.status, answer.body) == (304, b"")


async def test_compression_is_asked_for_and_one_connection_carries_call_after_call() -> None:
    requests: list[list[bytes]] = []

    async def keep_open(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        requests.append([])
        while True:
            requests[-1].append(await reader.readuntil(b"\r\n\r\n"))
            writer.write(response(b"hello"))
            await writer.drain()

    async with server(keep_open) as url:
        client = UpstreamClient("HETS", (url,))
        for _ in range(3):
            await client.send("GET", f"{url}/{SENTINEL}")
        await client.close()
    assert [len(connection) for connection in requests] == [3]
    assert all(b"accept-encoding: gzip\r\n" in request.lower() for request in requests[0])


@pytest.mark.parametrize("encoded", [False, True])
async def test_a_long_answer_is_cut_off_before_it_fills_the_memory(encoded: bool) -> None:
    body = gzip.compress(b"0" * 30_000_000) if encoded else b"0" * 300_000
    headers = ["Content-Encoding: gzip"] if encoded else []
    problem = await refusal(answering(response(body, *headers)), limits=HttpLimits(most_bytes=200_000))
    assert (problem.code, problem.parameters["most"]) == ("upstream.too_large", 200_000)


async def test_an_answer_of_the_longest_length_is_read() -> None:
    answer = await fetch(answering(response(b"0" * 2000)), limits=HttpLimits(most_bytes=2000))
    assert len(answer.body) == 2000


@pytest.mark.parametrize(
    ("serve", "code"),
    [
        (answering(), "upstream.dropped"),
        (answering(b"HTTP/1.1 200 X\r\nContent-Len"), "upstream.dropped"),
        (answering(response(b"hello")[:-2]), "upstream.dropped"),
        (answering(b"\x00\xff garbage\r\n\r\n"), "upstream.dropped"),
        (answering(response(b"no gzip", "Content-Encoding: gzip")), "upstream.unreadable"),
        (answering(response(HALF_A_ZIP, "Content-Encoding: gzip")), "upstream.dropped"),
    ],
)
async def test_a_line_that_breaks_is_a_clear_problem(serve: Serve, code: str) -> None:
    assert (await refusal(serve)).code == code


async def test_silence_is_a_time_out_that_names_the_seconds() -> None:
    problem = await refusal(answering(then_wait=True), limits=HttpLimits(read_seconds=0.2))
    assert (problem.code, problem.parameters["seconds"]) == ("upstream.timeout", "0.2")


async def test_an_answer_that_never_ends_is_a_time_out() -> None:
    async def drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 X\r\nContent-Length: 100000\r\n\r\n")
        while not reader.at_eof():
            writer.write(b".")
            await asyncio.sleep(0.05)
        writer.close()

    problem = await refusal(drip, limits=HttpLimits(read_seconds=0.3))
    assert (problem.code, problem.parameters["seconds"]) == ("upstream.timeout", "0.6")


async def test_a_redirect_is_not_followed() -> None:
    answer = await fetch(answering(response(b"", "Location: https://evil.example/", status=302)))
    assert answer.status == 302


async def test_no_cookie_is_kept() -> None:
    seen: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for _ in range(2):
            seen.append(await reader.readuntil(b"\r\n\r\n"))
            writer.write(response(b"", "Set-Cookie: sid=1; Path=/"))
        writer.close()

    async with server(serve) as url:
        client = UpstreamClient("HETS", (url,))
        await client.send("GET", url)
        await client.send("GET", url)
        await client.close()
    assert b"cookie:" not in seen[1].lower()


@pytest.mark.parametrize(
    "url",
    [
        "https://other.example/",
        "http://hets.example/",
        "https://hets.example:8443/",
        "https://user@hets.example/",
        "https://hets.example.evil/",
        "ftp://hets.example/",
        "https://",
        "nonsense",
        "https://hets.example:99999/",
        "https://h\x00ts/",
    ],
)
async def test_only_the_upstreams_own_origin_is_called(url: str) -> None:
    client = UpstreamClient("HETS", ("https://hets.example/core",))
    with pytest.raises(Problem, match=r"upstream\.address"):
        await client.send("GET", url)


async def test_the_environment_has_no_say(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert (await fetch(answering(response(b"hello")))).body == b"hello"


async def test_nothing_sent_is_logged_or_shown(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(1)
    logging.getLogger("httpx").setLevel(1)
    answer = await fetch(answering(response(SENTINEL.encode(), f"X-Token: {SENTINEL}")))
    assert SENTINEL not in caplog.text
    assert SENTINEL not in repr(answer)


@pytest.mark.parametrize(
    ("body", "status", "media_type", "code"),
    [
        (b"<!DOCTYPE html><html>", 200, "text/plain", "upstream.page"),
        (b"sign in", 200, "text/html; charset=utf-8", "upstream.page"),
        (b"<html>", 503, "text/html", "upstream.down"),
        (b"", 200, "application/json", "upstream.unreadable"),
        (b"[1]", 200, "application/json", "upstream.unreadable"),
        (b'{"a": ', 200, "application/json", "upstream.unreadable"),
        (b"[" * 200_000, 200, "application/json", "upstream.unreadable"),
        (b"\xff\xfe", 200, "application/json", "upstream.unreadable"),
        (b"oops", 502, "text/plain", "upstream.down"),
    ],
)
def test_what_is_no_json_object_is_a_problem(body: bytes, status: int, media_type: str, code: str) -> None:
    with pytest.raises(Problem) as caught:
        Answer("HETS", status, {"content-type": media_type}, body).read_object()
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Wed, 25 Nov 2026 21:52:38 GMT", datetime(2026, 11, 25, 21, 52, 38, tzinfo=UTC)),
        ("yesterday", None),
        ("", None),
        ("Wed, 99 Nov 2026 21:52:38 GMT", None),
    ],
)
def test_the_upstreams_clock_is_read_if_it_can_be(text: str, moment: datetime | None) -> None:
    assert Answer("HETS", 200, {"date": text}, b"").date == moment


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a certificate for this machine, with its key, that no authority of the system signed."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now, here = datetime.now(UTC), ip_address("127.0.0.1")
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(here)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "server.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(private + made.public_bytes(Encoding.PEM))
    return file


def tls_of(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


async def test_an_unknown_certificate_is_refused_before_anything_is_sent(certificate: Path) -> None:
    seen: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        seen.append(await reader.read(10))
        writer.close()

    problem = await refusal(serve, tls=tls_of(certificate))
    assert problem.code == "upstream.tls"
    assert seen in ([], [b""])


async def test_an_authority_of_our_own_can_be_named(certificate: Path) -> None:
    answer = await fetch(
        answering(response(b"hello")), tls=tls_of(certificate), trust=Trust(ca_file=certificate)
    )
    assert answer.body == b"hello"


async def test_a_server_that_speaks_no_tls_is_refused() -> None:
    async def greet(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 hello, plain world\r\n")
        await writer.drain()
        await asyncio.Event().wait()

    async with server(greet) as url:
        client = UpstreamClient("HETS", (url.replace("http", "https"),))
        with pytest.raises(Problem) as caught:
            await client.send("GET", url.replace("http", "https"))
        await client.close()
    assert caught.value.code == "upstream.tls"


@pytest.mark.parametrize(
    ("name", "code"),
    [("ca_file", "upstream.certificate"), ("client_certificate", "certificate.unreadable")],
)
async def test_a_certificate_that_cannot_be_read_is_named(tmp_path: Path, name: str, code: str) -> None:
    problem = await refusal(answering(), trust=Trust.model_validate({name: tmp_path / "missing"}))
    assert problem.code == code
    assert problem.parameters["reason"] == "No such file or directory"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "7"}, 7),
        (
            {"retry-after": "Wed, 25 Nov 2026 21:52:38 GMT", "date": "Wed, 25 Nov 2026 21:52:08 GMT"},
            30,
        ),
        ({"retry-after": "Wed, 25 Nov 2026 21:52:38 GMT", "date": "Wed, 25 Nov 2026 22:52:08 GMT"}, 0),
        ({"retry-after": "Wed, 25 Nov 2026 21:52:38 GMT"}, None),
        ({"retry-after": "-3"}, None),
        ({"retry-after": "soon"}, None),
        ({}, None),
    ],
)
def test_how_long_to_wait_is_read_from_the_answer(headers: dict[str, str], seconds: int | None) -> None:
    answer = Answer("HETS", 503, headers, b"")
    assert answer.retry_seconds == seconds
    assert answer.unusable().code == ("upstream.down" if seconds is None else "upstream.busy")


def test_keys_of_connections_are_written_nowhere(tmp_path: Path, certificate: Path) -> None:
    keys = tmp_path / "keys.log"
    program = (
        "import asyncio\n"
        "from pathlib import Path\n"
        "from spot_tui.backend.tls import tls_context\n"
        "from spot_tui.backend.upstreams import Trust\n"
        f"for trust in (Trust(), Trust(ca_file=Path({str(certificate)!r}))):\n"
        "    context = tls_context('HETS', trust)\n"
        "    assert getattr(context, 'keylog_filename', None) is None\n"
    )
    environment = {**os.environ, "SSLKEYLOGFILE": str(keys)}
    subprocess.run([sys.executable, "-c", program], check=True, env=environment)
    assert not keys.exists()


def test_httpx_comes_without_the_command_line_that_it_brings() -> None:
    program = (
        "import sys, spot_tui.backend.http\n"
        "from httpx import AsyncClient\n"
        "sys.exit(bool({'click', 'rich', 'pygments'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_the_module_costs_no_httpx_until_something_is_sent() -> None:
    program = "import sys, spot_tui.backend.http; sys.exit('httpx' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


class Asker:
    """Whoever asks, with what was typed there."""


async def test_a_connection_that_stays_open_does_not_hold_who_asked() -> None:
    asker = Asker()
    left = weakref.ref(asker)

    async def ask(who: Asker, client: UpstreamClient, url: str) -> None:
        ASKED_BY.set(who)
        await client.send("GET", url)

    async with server(answering(response(b"{}"), then_wait=True)) as url:
        client = UpstreamClient("the practice portal", (url,))
        # The loop keeps what was cancelled until all that comes earlier is done.
        clock = asyncio.get_running_loop().call_later(1, gc.get_count)
        await asyncio.create_task(ask(asker, client, url))
        del asker
        await asyncio.sleep(0)
        gc.collect()
        assert left() is None
        clock.cancel()
        await client.close()
