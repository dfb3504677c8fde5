"""The calls of tus 1.0.0: what a server offers, create, look, append, join, end. Each is made once.

Source: tus.io, resumable upload protocol 1.0.0, core and the extensions creation, checksum, expiration,
termination and concatenation. Problems of all calls: ``upload.*``, ``gateway.token`` and ``upstream.*``.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from spot_tui.backend.http import Answer, Patience, UpstreamClient
from spot_tui.backend.problems import Problem

if TYPE_CHECKING:
    from spot_tui.backend.gateway import Bearer

VERSION = "1.0.0"
CHECKSUMS = ("sha256", "sha1")
"""Those that we can make, the better one first."""

_CONNECT_SECONDS = 20
_CODES: Mapping[int, str] = {
    401: "gateway.token",
    403: "upload.forbidden",
    404: "upload.gone",
    409: "upload.offset",
    410: "upload.gone",
    413: "upload.too_large",
    415: "upload.kind",
    423: "upload.busy",
    429: "upload.busy",
    460: "upload.checksum",
}


@dataclass(frozen=True, slots=True)
class Offer:
    """What a server can do besides the core; `checksum` is what both sides know, empty for none."""

    extensions: frozenset[str] = frozenset()
    checksum: str = ""
    most_bytes: int | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """How an upload stands at the server: `length` where it tells, `expires_at` aware, where it expires."""

    url: str
    offset: int
    length: int | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """So many bytes, made while they are sent; with the ``Upload-Checksum`` of them, if any."""

    length: int
    parts: AsyncIterator[bytes]
    checksum: str = ""


class TusServer:
    """The uploads at `url` of one server. Only its own origin gets to know who is signed in."""

    def __init__(self, client: UpstreamClient, url: str, stall_seconds: float) -> None:
        self.name = client.name
        self._client = client
        self._url = url
        self._patience = Patience(_CONNECT_SECONDS, stall_seconds, stall_seconds, None)
        self._offer: Offer | None = None

    async def offer(self, bearer: Bearer) -> Offer:
        """Return what the server can do, asked once. One that does not answer that offers nothing special."""
        if self._offer is None:
            self._offer = await self._ask(bearer)
        return self._offer

    async def create(
        self, bearer: Bearer, length: int, metadata: Mapping[str, str], *, is_part: bool = False
    ) -> Standing:
        """Begin an upload of so many bytes."""
        headers = {"Upload-Length": str(length), "Upload-Metadata": _metadata(metadata)}
        return await self._begin(bearer, headers | ({"Upload-Concat": "partial"} if is_part else {}))

    async def join(self, bearer: Bearer, urls: Sequence[str], metadata: Mapping[str, str]) -> Standing:
        """Make one upload of parts that are whole, in this order."""
        concat = f"final;{' '.join(urls)}"
        return await self._begin(bearer, {"Upload-Concat": concat, "Upload-Metadata": _metadata(metadata)})

    async def look(self, bearer: Bearer, url: str) -> Standing:
        """Ask how much of an upload is there. Never while something is appended to it: that would end."""
        answer = await self._call("HEAD", url, bearer)
        self._accept(answer)
        offset = _number(answer, "upload-offset")
        if offset is None:
            raise answer.unusable()
        return Standing(url, offset, _number(answer, "upload-length"), _expiry(answer))

    async def append(self, bearer: Bearer, url: str, offset: int, body: Body) -> Standing:
        """Append bytes at `offset`. The server may have taken fewer than were sent: go by the standing."""
        headers = {
            "Upload-Offset": str(offset),
            "Content-Length": str(body.length),
            "Content-Type": "application/offset+octet-stream",
            **({"Upload-Checksum": body.checksum} if body.checksum else {}),
        }
        answer = await self._call("PATCH", url, bearer, headers, body.parts)
        self._accept(answer)
        reached = _number(answer, "upload-offset")
        if reached is None or reached > offset + body.length:
            raise answer.unusable()
        return Standing(url, reached, None, _expiry(answer))

    async def end(self, bearer: Bearer, url: str) -> None:
        """Give an upload up; one that is gone already is no problem."""
        answer = await self._call("DELETE", url, bearer)
        if answer.status not in {404, 410}:
            self._accept(answer)

    async def _ask(self, bearer: Bearer) -> Offer:
        answer = await self._call("OPTIONS", self._url, bearer)
        if answer.status in {404, 405, 501}:
            return Offer()
        self._accept(answer)
        versions = _listed(answer, "tus-version")
        if versions and VERSION not in versions:
            raise self._refused("upload.refused", answer)
        known = _listed(answer, "tus-checksum-algorithm")
        extensions = frozenset(_listed(answer, "tus-extension"))
        checksum = next((name for name in CHECKSUMS if name in known), "") if "checksum" in extensions else ""
        return Offer(extensions, checksum, _number(answer, "tus-max-size"))

    async def _begin(self, bearer: Bearer, headers: Mapping[str, str]) -> Standing:
        answer = await self._call("POST", self._url, bearer, {**headers, "Content-Length": "0"})
        self._accept(answer)
        told = answer.headers.get("location", "")
        if not told:
            raise answer.unusable()
        return Standing(urljoin(self._url, told), 0, None, _expiry(answer))

    async def _call(
        self,
        method: str,
        url: str,
        bearer: Bearer,
        headers: Mapping[str, str] | None = None,
        content: AsyncIterator[bytes] | None = None,
    ) -> Answer:
        sent = {"Tus-Resumable": VERSION, **(headers or {})}
        if _origin(url) == _origin(self._url):
            sent["Authorization"] = f"Bearer {bearer.access_token()}"
        return await self._client.send(method, url, sent, content, patience=self._patience)

    def _accept(self, answer: Answer) -> None:
        if answer.is_page or answer.status >= 500:
            raise answer.unusable()
        if answer.status >= 300:
            raise self._refused(_CODES.get(answer.status, "upload.refused"), answer)

    def _refused(self, code: str, answer: Answer) -> Problem:
        told = {"upstream": self.name, "status": answer.status, "seconds": answer.retry_seconds or 0}
        return Problem(code, (), told, reference=answer.reference)


def _metadata(values: Mapping[str, str]) -> str:
    return ",".join(f"{name} {b64encode(value.encode()).decode()}" for name, value in values.items())


def _listed(answer: Answer, name: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in answer.headers.get(name, "").split(",") if part.strip())


def _number(answer: Answer, name: str) -> int | None:
    text = answer.headers.get(name, "").strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else None


def _expiry(answer: Answer) -> datetime | None:
    try:
        moment = parsedate_to_datetime(answer.headers.get("upload-expires", ""))
    except (ValueError, TypeError, OverflowError):
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _origin(url: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port
