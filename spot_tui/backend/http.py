"""The one way to the network: a client for each upstream, with time-outs, size caps and verified TLS.

Nothing here logs, and no repr shows, what is sent or received. Sources: RFC 9110 (HTTP), RFC 9325 (TLS).
"""

from __future__ import annotations

import asyncio
import json
import logging
import ssl
import sys
import zlib
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from contextvars import Context
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from spot_tui.backend.link_watch import LinkWatch, measured
from spot_tui.backend.problems import Problem
from spot_tui.backend.tls import is_about_our_certificate, tls_context, tls_refusal
from spot_tui.backend.upstreams import HttpLimits, Trust

if TYPE_CHECKING:
    import httpx

# Where click and rich are there, httpx loads a command line of its own with them; it does without.
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]

Transport: TypeAlias = "httpx.AsyncBaseTransport"
"""What carries requests; a quoted name, since loading httpx takes long and not every command needs it."""

KEEP_ALIVE_SECONDS = 110
_REDIRECT, _NOT_MODIFIED, _SERVER_FAULT = 300, 304, 500
_BUSY = frozenset({429, 503})
_NOT_THERE = frozenset({502, 503, 504})
_GZIP = 16 + zlib.MAX_WBITS
_AT_ONCE = 4


class Link:
    """The line that all upstreams of a profile share: so many calls at once, the others wait their turn.

    `watch` hears how each call ended.
    """

    def __init__(self, at_once: int = _AT_ONCE, watch: LinkWatch | None = None) -> None:
        self.watch = watch or LinkWatch()
        self._turns = asyncio.Semaphore(at_once)
        self._calls = 0
        self._quiet = asyncio.Event()
        self._quiet.set()
        self._used_at = float("-inf")

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Hold one of the line's places."""
        self._calls += 1
        self._quiet.clear()
        try:
            async with self._turns:
                yield
        finally:
            self._calls -= 1
            self._used_at = asyncio.get_running_loop().time()
            if not self._calls:
                self._quiet.set()

    def was_used(self, seconds: float) -> bool:
        """Tell whether anybody had a call out within the last so many seconds, so that more may follow."""
        return asyncio.get_running_loop().time() - self._used_at <= seconds

    async def give_way(self, most_seconds: float) -> None:
        """Wait while anybody has a call out, so long at most: a person waits for that one."""
        if self._calls:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._quiet.wait(), most_seconds)


@dataclass(frozen=True, slots=True)
class Patience:
    """Time-outs of one call, in seconds: to connect, for each step of handing over and of reading.

    `whole` is for all of it, None where it may last as long as it goes on.
    """

    connect: float
    write: float
    read: float
    whole: float | None


class OneLine(Protocol):
    """A single connection with options of its own, for who sends so much that it matters how it is sent."""

    @property
    def options(self) -> Sequence[tuple[int, int, int] | tuple[int, int, bytes]]:
        """Socket options of the connection: level, name, value."""
        ...

    async def saw(self, event: str, told: Mapping[str, Any]) -> None:
        """Hear of a step of the connection (httpcore's trace events)."""
        ...


@dataclass(frozen=True, slots=True)
class Answer:
    """What an upstream answered: names of `headers` are in lower case, `body` is decoded of compression."""

    upstream: str
    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)

    @property
    def media_type(self) -> str:
        """The type of the body without parameters, in lower case."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def reference(self) -> str:
        """The upstream's own id of this request, to be quoted to its support."""
        return self.headers.get("x-okta-request-id") or self.headers.get("x-request-id", "")

    @property
    def date(self) -> datetime | None:
        """The upstream's clock when it answered, in UTC."""
        try:
            moment = parsedate_to_datetime(self.headers.get("date", ""))
            return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
        except (ValueError, TypeError, OverflowError):
            return None

    @property
    def retry_seconds(self) -> int | None:
        """How long the upstream asks to wait before the next try (Retry-After, RFC 9110, 10.2.3)."""
        told = self.headers.get("retry-after", "").strip()
        if told.isascii() and told.isdecimal():
            return int(told[:9])
        try:
            moment = parsedate_to_datetime(told)
            moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
            return max(0, round((moment - self.date).total_seconds())) if self.date else None
        except (ValueError, TypeError, OverflowError):
            return None

    @property
    def is_page(self) -> bool:
        """Whether a web page came: a proxy's or a captive portal's, since no upstream of ours sends one."""
        return self.media_type in {"text/html", "application/xhtml+xml"} or self.body.lstrip()[
            :14
        ].lower().startswith((b"<!doctype html", b"<html"))

    def unusable(self) -> Problem:
        """Return the problem that this answer is, for a caller that can make nothing of it."""
        code = "upstream.page" if self.is_page else "upstream.unreadable"
        if self.status >= _SERVER_FAULT:
            code = "upstream.down"
        told: dict[str, object] = {"upstream": self.upstream, "status": self.status}
        if self.status in _BUSY and self.retry_seconds is not None:
            code, told["seconds"] = "upstream.busy", self.retry_seconds
        return Problem(code, (), told, reference=self.reference)

    def read_object(self) -> dict[str, object]:
        """Return the JSON object in the body, whatever the status.

        Raises `Problem`: ``upstream.page``, ``upstream.unreadable`` or ``upstream.down``.
        """
        try:
            value = json.loads(self.body)
        except (ValueError, RecursionError):
            raise self.unusable() from None
        if not isinstance(value, dict):
            raise self.unusable()
        return value


class UpstreamClient:
    """The client of one upstream, which `name` calls in problems (a noun phrase: ``the sign-in service``).

    It sends to the origins (scheme, host and port) of `addresses` only, follows no redirect, keeps no cookie,
    takes nothing from the environment and never repeats a call. `transport` replaces the network. With
    `one_line` all goes over that single connection. `watch` hears how calls end; without it that of `link`.
    """

    def __init__(
        self,
        name: str,
        addresses: tuple[str, ...],
        limits: HttpLimits | None = None,
        trust: Trust | None = None,
        transport: Transport | None = None,
        link: Link | None = None,
        one_line: OneLine | None = None,
        watch: LinkWatch | None = None,
    ) -> None:
        self.name = name
        self._addresses = addresses
        self._limits = limits or HttpLimits()
        self._trust = trust or Trust()
        self._transport = transport
        self._link = link or Link()
        self._one_line = one_line
        self._watch = watch or self._link.watch
        self._client: httpx.AsyncClient | None = None

    async def send(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str] | None = None,
        content: bytes | AsyncIterator[bytes] | None = None,
        query: Mapping[str, str] | None = None,
        patience: Patience | None = None,
    ) -> Answer:
        """Send one request, once, and return the answer, whatever its status.

        `query` is added to the address. `content` that is made while it is sent needs a Content-Length. The
        whole call may take twice the read time-out, unless `patience` says else. Raises `Problem`:
        ``upstream.unreachable``, ``upstream.timeout``, ``upstream.dropped``, ``upstream.too_large``,
        ``upstream.tls``, ``upstream.certificate``, ``upstream.client_certificate``, ``certificate.*``,
        ``upstream.unreadable`` or ``upstream.address``.
        """
        import httpx

        target = self._own_address(url)
        if query:
            target = target.copy_merge_params(dict(query))
        client, read = self._open(), self._limits.read_seconds
        wait = patience or Patience(self._limits.connect_seconds, read, read, 2 * read)
        request = client.build_request(
            method,
            target,
            headers=dict(headers or {}),
            content=content,
            timeout=httpx.Timeout(wait.read, connect=wait.connect, write=wait.write),
            extensions={"trace": self._one_line.saw if self._one_line else _ConnectTime(self._watch).saw},
        )
        try:
            async with self._link.turn():
                # In a context of its own: the connection and its timers outlive the screen that asked, and
                # would hold it with all that was typed there.
                call = self._exchange(client, request, wait.whole)
                answer = await asyncio.get_running_loop().create_task(call, context=Context())
        except (httpx.TransportError, httpx.StreamError, TimeoutError, ssl.SSLError, OSError) as error:
            problem = self._problem_of(error, wait)
            self._watch.failed(self.name, problem.code)
            raise problem from None
        self._watch.answered(
            self.name,
            with_page=answer.is_page and answer.status < _REDIRECT,
            is_away=answer.status in _NOT_THERE,
        )
        return answer

    async def close(self) -> None:
        """Close the connections."""
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()

    async def _exchange(
        self, client: httpx.AsyncClient, request: httpx.Request, seconds: float | None
    ) -> Answer:
        async with asyncio.timeout(seconds):
            response = await client.send(request, stream=True)
            try:
                body = await self._read(response)
                self._measure(response)
            finally:
                await response.aclose()
        names = {name.lower(): value for name, value in response.headers.items()}
        return Answer(self.name, response.status_code, names, body)

    def _measure(self, response: httpx.Response) -> None:
        """Tell the watch what the kernel knows of the connection; one within this process has no kernel."""
        stream = response.extensions.get("network_stream")
        connection = stream.get_extra_info("socket") if stream is not None else None
        if connection is not None and (told := measured(connection)) is not None:
            self._watch.carried(connection.fileno(), told)

    async def _read(self, response: httpx.Response) -> bytes:
        most = self._limits.most_bytes
        inflate = _inflater(response.headers.get("content-encoding", ""))
        if response.status_code == _NOT_MODIFIED:  # its headers tell of a body that does not come
            inflate = None
        body = bytearray()
        try:
            async for chunk in response.aiter_raw():
                body += inflate.decompress(chunk, most + 1 - len(body)) if inflate else chunk
                if len(body) > most or (inflate and inflate.unconsumed_tail):
                    raise Problem("upstream.too_large", (), {"upstream": self.name, "most": most})
        except zlib.error:
            raise Problem(
                "upstream.unreadable", (), {"upstream": self.name, "status": response.status_code}
            ) from None
        if inflate and not inflate.eof:
            raise Problem("upstream.dropped", (), {"upstream": self.name})
        return bytes(body)

    def _own_address(self, url: str) -> httpx.URL:
        import httpx

        try:
            target = httpx.URL(url)
            own = {_origin(httpx.URL(address)) for address in self._addresses}
        except (httpx.InvalidURL, ValueError):
            raise Problem("upstream.address", (), {"upstream": self.name}) from None
        if target.userinfo or _origin(target) not in own:
            raise Problem("upstream.address", (), {"upstream": self.name})
        return target

    def _open(self) -> httpx.AsyncClient:
        if self._client is None:
            self._client = self._build()
        return self._client

    def _build(self) -> httpx.AsyncClient:
        from http.cookiejar import CookieJar, DefaultCookiePolicy

        import httpx

        _silence_logs()
        at_once = 1 if self._one_line else _AT_ONCE
        transport = self._transport or httpx.AsyncHTTPTransport(
            verify=tls_context(self.name, self._trust),
            trust_env=False,
            limits=httpx.Limits(
                max_connections=at_once,
                max_keepalive_connections=at_once,
                keepalive_expiry=KEEP_ALIVE_SECONDS,
            ),
            proxy=self._trust.proxy,
            socket_options=self._one_line.options if self._one_line else None,
        )
        return httpx.AsyncClient(
            transport=transport,
            follow_redirects=False,
            trust_env=False,
            cookies=CookieJar(policy=DefaultCookiePolicy(allowed_domains=[])),
            headers={"Accept-Encoding": "gzip", "User-Agent": "spot-tui"},
        )

    def _problem_of(self, error: Exception, wait: Patience) -> Problem:
        import httpx

        upstream: dict[str, object] = {"upstream": self.name}
        refused = tls_refusal(error)
        if refused:
            code = "upstream.client_certificate" if is_about_our_certificate(refused) else "upstream.tls"
            return Problem(code, (), upstream | {"reason": refused})
        if isinstance(error, (httpx.TimeoutException, TimeoutError)):
            return Problem("upstream.timeout", (), upstream | {"seconds": _waited(error, wait)})
        if isinstance(error, (httpx.ConnectError, httpx.ProxyError)):
            return Problem("upstream.unreachable", (), upstream)
        if isinstance(error, (httpx.UnsupportedProtocol, httpx.LocalProtocolError)):
            return Problem("upstream.address", (), upstream)
        return Problem("upstream.dropped", (), upstream)


class _ConnectTime:
    """Tells `watch` how long a connection took (httpcore's trace events), where one was opened for a call."""

    def __init__(self, watch: LinkWatch) -> None:
        self._watch = watch
        self._began = 0.0

    async def saw(self, event: str, _: Mapping[str, Any]) -> None:
        """Hear of a step of the connection."""
        now = asyncio.get_running_loop().time()
        if event == "connection.connect_tcp.started":
            self._began = now
        elif event == "connection.connect_tcp.complete":
            self._watch.connected(now - self._began)


def _waited(error: Exception, wait: Patience) -> str:
    import httpx

    if isinstance(error, httpx.ConnectTimeout):
        return f"{wait.connect:g}"
    if isinstance(error, httpx.WriteTimeout):
        return f"{wait.write:g}"
    return f"{wait.whole if wait.whole and not isinstance(error, httpx.TimeoutException) else wait.read:g}"


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port


def _inflater(encoding: str) -> zlib._Decompress | None:
    return zlib.decompressobj(_GZIP) if encoding.strip().lower() in {"gzip", "x-gzip"} else None


def _silence_logs() -> None:
    """Stop the network libraries from logging addresses and headers, which hold tokens."""
    for name in ("httpx", "httpcore"):
        log = logging.getLogger(name)
        log.setLevel(logging.CRITICAL + 1)
        log.propagate = False
