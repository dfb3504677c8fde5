"""The way to an upstream below HTTP: name, connection, proxy and TLS. Nothing of a person is sent."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from spot_tui.backend.clock import Clock
from spot_tui.backend.problems import Problem
from spot_tui.backend.text import clean_line
from spot_tui.backend.tls import is_about_our_certificate, tls_context, tls_refusal
from spot_tui.backend.upstream_checks.certificates import check_own, check_shown, untrusted
from spot_tui.backend.upstream_checks.steps import Steps, failed, passed
from spot_tui.backend.upstreams import Trust

MOST_ADDRESSES = 4
_PORTS = {"https": 443, "http": 80}
_NO_TLS = ("wrong version number", "record layer failure", "http request", "packet length")
_MOST_HEAD = 16 * 1024
_LONGEST_NAME = 120

Line = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a connection goes."""

    scheme: str
    host: str
    port: int


def place_of(url: str) -> Place:
    """Return where an address leads."""
    parts = urlsplit(url)
    return Place(parts.scheme, parts.hostname or "", parts.port or _PORTS.get(parts.scheme, 443))


@dataclass(frozen=True, slots=True)
class LineCheck:
    """A check of the way to `place`, over the proxy of `trust` if there is one; each wait has `seconds`."""

    upstream: str
    place: Place
    trust: Trust
    clock: Clock
    seconds: float

    async def steps(self) -> Steps:
        """Yield address, line, own certificate and TLS; the last one is bad when the way is closed."""
        first = place_of(self.trust.proxy) if self.trust.proxy else self.place
        try:
            addresses = await self._resolve(first)
        except Problem as problem:
            yield failed("address", problem)
            return
        shown = ", ".join(addresses[:MOST_ADDRESSES])
        yield passed("address", "found", host=first.host, addresses=shown)
        if self.place.scheme == "http":
            async for step in self._plain(first, addresses):
                yield step
            return
        async for step in self._secure(first, addresses):
            yield step

    async def _plain(self, first: Place, addresses: tuple[str, ...]) -> Steps:
        try:
            async with self._connected(first, addresses):
                yield passed("line", "plain", host=self.place.host, port=self.place.port)
        except Problem as problem:
            yield failed("line", problem)

    async def _secure(self, first: Place, addresses: tuple[str, ...]) -> Steps:
        try:
            async with self._connected(first, addresses) as line:
                yield passed("line", "through" if self.trust.proxy else "open", **self._told(first))
                own = check_own(self.trust, self.clock.now())
                if own is not None:
                    yield own
                    if own.state == "bad":
                        return
                try:
                    certificate, version = await self._tls(line, tls_context(self.upstream, self.trust))
                except ssl.SSLCertVerificationError as error:
                    yield failed("tls", await self._why_not_trusted(first, addresses, error))
                    return
                except Problem as problem:
                    yield failed("tls", problem)
                    return
                yield check_shown(certificate, self.place.host, version, self.clock.now())
        except Problem as problem:
            yield failed("line", problem)

    async def _resolve(self, place: Place) -> tuple[str, ...]:
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(self.seconds):
                found = await loop.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)
        except (OSError, TimeoutError, UnicodeError):
            raise self._problem("check.no_address", place) from None
        return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))

    @asynccontextmanager
    async def _connected(self, first: Place, addresses: tuple[str, ...]) -> AsyncIterator[Line]:
        """Connect to the first address that takes it, and through the proxy to the place itself."""
        line = await self._connect(first, addresses)
        try:
            if self.trust.proxy:
                await self._pass_proxy(line, first)
            yield line
        finally:
            line[1].transport.abort()
            # The socket is closed in the loop's next turn; to wait for the writer would never end where TLS
            # failed, since the loop has then forgotten whom to tell.
            await asyncio.sleep(0)

    async def _connect(self, place: Place, addresses: tuple[str, ...]) -> Line:
        problem = self._problem("check.no_route", place, reason="-")
        for address in addresses[:MOST_ADDRESSES]:
            try:
                async with asyncio.timeout(self.seconds):
                    return await self._open(address, place)
            except TimeoutError:
                problem = self._problem("check.silent", place, seconds=f"{self.seconds:g}")
            except ConnectionRefusedError:
                problem = self._problem("check.refused", place)
            except ssl.SSLError as error:
                problem = self._problem("check.tls", place, reason=tls_refusal(error) or "-")
            except OSError as error:
                problem = self._problem("check.no_route", place, reason=error.strerror or "-")
        raise problem

    async def _open(self, address: str, place: Place) -> Line:
        if place is self.place or place.scheme == "http":
            return await asyncio.open_connection(address, place.port)
        # A proxy that is spoken to over TLS itself; no certificate of ours is shown to it.
        context = tls_context(self.upstream, Trust(ca_file=self.trust.ca_file))
        return await asyncio.open_connection(address, place.port, ssl=context, server_hostname=place.host)

    async def _pass_proxy(self, line: Line, proxy: Place) -> None:
        """Have the proxy connect to the place (RFC 9110, 9.3.6). Raises `Problem` ``check.proxy``."""
        reader, writer = line
        target = f"{self.place.host}:{self.place.port}"
        writer.write(f"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n\r\n".encode("ascii", "replace"))
        try:
            async with asyncio.timeout(self.seconds):
                await writer.drain()
                head = await reader.readuntil(b"\r\n\r\n")
        except (OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            head = b""
        status = head[:_MOST_HEAD].decode("latin-1").partition("\r\n")[0].split(" ")[1:2]
        if status != ["200"]:
            told = clean_line(status[0], 3) if status else "-"
            raise self._problem("check.proxy", self.place, proxy=proxy.host, status=told)

    async def _tls(self, line: Line, context: ssl.SSLContext) -> tuple[bytes, str]:
        """Shake hands; return the certificate shown (DER) and the version of TLS.

        Raises `Problem`, or `ssl.SSLCertVerificationError` where the certificate is not believed.
        """
        _, writer = line
        try:
            async with asyncio.timeout(self.seconds):
                await writer.start_tls(context, server_hostname=self.place.host)
        except ssl.SSLCertVerificationError:
            raise
        except TimeoutError:
            raise self._problem("check.tls_silent", self.place, seconds=f"{self.seconds:g}") from None
        except ssl.SSLError as error:
            raise self._refused(error) from None
        except OSError:
            raise self._problem("check.tls_closed", self.place) from None
        secure = writer.get_extra_info("ssl_object")
        return secure.getpeercert(True) or b"", str(secure.version())

    def _refused(self, error: ssl.SSLError) -> Problem:
        reason = tls_refusal(error)
        if not reason:
            return self._problem("check.tls_closed", self.place)
        if any(words in reason for words in _NO_TLS):
            return self._problem("check.no_tls", self.place)
        if is_about_our_certificate(reason):
            return self._problem("upstream.client_certificate", self.place, reason=reason)
        return self._problem("check.tls", self.place, reason=reason)

    async def _why_not_trusted(
        self, first: Place, addresses: tuple[str, ...], error: ssl.SSLCertVerificationError
    ) -> Problem:
        """Fetch the certificate without believing it, to say what is wrong with it; nothing is sent."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        try:
            async with self._connected(first, addresses) as line:
                shown, _ = await self._tls(line, context)
        except (Problem, ssl.SSLError):
            shown = b""
        code, told = untrusted(shown, error, self.clock.now())
        return self._problem(code, self.place, **told)

    def _told(self, first: Place) -> dict[str, object]:
        return {"host": self.place.host, "port": self.place.port, "proxy": first.host}

    def _problem(self, code: str, place: Place, **told: str) -> Problem:
        host = clean_line(place.host, _LONGEST_NAME)
        return Problem(code, (), {"upstream": self.upstream, "host": host, "port": place.port, **told})
