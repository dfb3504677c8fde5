"""The gateway API's client: the one place for its bearer token, problems, paging, idempotency and ETags.

Described by docs/gateway-api/openapi.json. Sources: RFC 6750 (bearer), RFC 9457 (problems), RFC 9110 (ETag,
If-Match, If-None-Match), draft-ietf-httpapi-idempotency-key-header-07.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol
from urllib.parse import quote

from spot_tui.backend.clock import NewId
from spot_tui.backend.gateway_problems import is_refused, is_untouched, problem_of
from spot_tui.backend.http import Answer, UpstreamClient
from spot_tui.backend.known_answers import KnownAnswers
from spot_tui.backend.problems import Problem
from spot_tui.backend.upstreams import GatewayUpstream, Provider

Saw = Callable[[Problem | None], None]
"""Hears of every call how it went: None for an answer, else the problem."""

_ACCEPT = "application/json, application/problem+json"
_OK = range(200, 300)
_MOST_KEYS = 100
_NEVER_SENT = frozenset(
    {
        *("upstream.unreachable", "upstream.tls", "upstream.certificate", "upstream.client_certificate"),
        *("upstream.address", "certificate.unreadable", "certificate.none", "certificate.open"),
        *("certificate.key", "certificate.passphrase", "certificate.pair", "certificate.ended"),
        "certificate.early",
    }
)
"""Problems that come before anything of a request is on the wire."""


class Bearer(Protocol):
    """Whose token goes along: a `Session`, or the limited token of somebody without a role."""

    def access_token(self) -> str:
        """Return the token. Raises `Problem` ``session.ended``."""
        ...


@dataclass(frozen=True, slots=True)
class Resource:
    """A JSON object that the gateway sent."""

    body: Mapping[str, object] = field(repr=False)
    reference: str = ""


Fate = Literal["done", "refused", "untouched", "unknown"]
"""What became of an act: done; refused for good; certainly not done; or nobody can say."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """How one try of an act ended: its `resource` when it was done, else its `problem`.

    `wait_seconds` is how long the gateway asks to be left alone, None where it does not say.
    """

    fate: Fate
    resource: Resource | None = None
    problem: Problem | None = None
    wait_seconds: int | None = None


class GatewayClient:
    """Calls under the base address of one gateway.

    A call whose line breaks is repeated once: reading may be repeated, and an act carries a key by which the
    gateway does it once only. What is read again comes whole only if it has changed, until `forget`. Problems
    of all calls: ``gateway.*``, ``access.*``, ``upstream.*`` and
    ``session.ended``.
    """

    def __init__(
        self, upstream: GatewayUpstream, client: UpstreamClient, *, new_id: NewId, saw: Saw | None = None
    ) -> None:
        self.name = client.name
        self._upstream = upstream
        self._client = client
        self._new_id = new_id
        self._saw = saw
        self._unsettled: dict[str, str] = {}
        self._known = KnownAnswers()

    def forget(self) -> None:
        """Hold no answer in memory any more: the session is over, or works for another provider."""
        self._known.forget()

    async def read(self, bearer: Bearer, path: str, query: Mapping[str, str] | None = None) -> Resource:
        """Return the object at `path`, which begins with a slash. Raises `Problem`."""
        return (await self._get(bearer, path, query or {}))[1]

    async def read_all(
        self, bearer: Bearer, path: str, query: Mapping[str, str] | None = None
    ) -> list[Mapping[str, object]]:
        """Return all items of the list at `path`, page by page.

        Raises `Problem` ``gateway.endless`` for a list that does not end, besides the others.
        """
        items: list[Mapping[str, object]] = []
        cursors: set[str] = set()
        asked = {"limit": str(self._upstream.page_size), **(query or {})}
        for _ in range(self._upstream.most_pages):
            answer, resource = await self._get(bearer, path, asked)
            found, cursor = _page(answer, resource.body)
            items += found
            if not cursor:
                return items
            if cursor in cursors:
                break
            cursors.add(cursor)
            asked["cursor"] = cursor
        raise Problem("gateway.endless", (), {"upstream": self.name})

    async def send(
        self, bearer: Bearer, path: str, body: Mapping[str, object], *, match: str = ""
    ) -> Resource:
        """Post `body` with an idempotency key, on the state whose ETag is `match`, and return what results.

        A call that got no answer keeps its key: the same body sent again is the same act. Raises `Problem`.
        """
        content = json.dumps(body).encode()
        act = hashlib.sha256(b"\0".join((path.encode(), match.encode(), content))).hexdigest()
        key = self._key_of(act)
        headers = {"Content-Type": "application/json", "Idempotency-Key": f'"{key}"'}
        if match:
            headers["If-Match"] = match
        answer = await self._exchange("POST", bearer, path, headers, content)
        if is_refused(answer):
            self._unsettled.pop(act, None)
        resource = self._accept(answer)
        self._unsettled.pop(act, None)
        return resource

    async def ask(self, bearer: Bearer, path: str, body: Mapping[str, object]) -> Resource:
        """Post a question that changes nothing and is too private for an address, and return the answer.

        It carries no key, so nothing of it is kept. Raises `Problem`.
        """
        headers = {"Content-Type": "application/json"}
        return self._accept(await self._exchange("POST", bearer, path, headers, json.dumps(body).encode()))

    async def deliver(
        self, bearer: Bearer, path: str, content: str, *, key: str, match: str = ""
    ) -> Delivery:
        """Post the JSON text `content` once, with a key that the caller keeps, and tell what became of it.

        Raises `Problem` ``session.ended``, with nothing sent.
        """
        headers = {"Content-Type": "application/json", "Idempotency-Key": f'"{key}"'}
        if match:
            headers["If-Match"] = match
        sent = self._headers(bearer, headers)
        try:
            answer = await self._client.send("POST", self._address(path), sent, content.encode())
        except Problem as problem:
            self._note(problem)
            return Delivery("untouched" if problem.code in _NEVER_SENT else "unknown", problem=problem)
        try:
            return Delivery("done", self._accept(answer))
        except Problem as problem:
            if is_untouched(answer):
                fate: Fate = "untouched"
            else:
                fate = "refused" if is_refused(answer) else "unknown"
            return Delivery(fate, problem=problem, wait_seconds=answer.retry_seconds)

    async def _get(self, bearer: Bearer, path: str, query: Mapping[str, str]) -> tuple[Answer, Resource]:
        """Return what is at `path`, from memory where the gateway says that it is still the same."""
        question = self._known.question(bearer.access_token(), path, query)
        told = await self._exchange("GET", bearer, path, question.headers, query=query)
        answer = question.whole(told)
        resource = self._accept(answer)
        question.keep(answer)
        return answer, resource

    def _key_of(self, act: str) -> str:
        if act not in self._unsettled:
            while len(self._unsettled) >= _MOST_KEYS:
                self._unsettled.pop(next(iter(self._unsettled)))
            self._unsettled[act] = self._new_id()
        return self._unsettled[act]

    async def _exchange(
        self,
        method: str,
        bearer: Bearer,
        path: str,
        headers: Mapping[str, str] | None = None,
        content: bytes | None = None,
        query: Mapping[str, str] | None = None,
    ) -> Answer:
        url, sent = self._address(path), self._headers(bearer, headers or {})
        try:
            return await self._client.send(method, url, sent, content, query)
        except Problem as problem:
            if problem.code != "upstream.dropped":
                self._note(problem)
                raise
        try:
            return await self._client.send(method, url, sent, content, query)
        except Problem as problem:
            self._note(problem)
            raise

    def _address(self, path: str) -> str:
        return self._upstream.url.rstrip("/") + path

    def _headers(self, bearer: Bearer, headers: Mapping[str, str]) -> dict[str, str]:
        return {"Authorization": f"Bearer {bearer.access_token()}", "Accept": _ACCEPT, **headers}

    def _accept(self, answer: Answer) -> Resource:
        """Return the object of an answer that is no error, and note how the gateway is."""
        try:
            if answer.status not in _OK:
                raise problem_of(answer)
            resource = Resource(answer.read_object(), answer.reference)
        except Problem as problem:
            self._note(problem)
            raise
        self._note(None)
        return resource

    def _note(self, problem: Problem | None) -> None:
        if self._saw is not None:
            self._saw(problem)


def about_provider(provider: Provider) -> dict[str, str]:
    """Return the query that names a provider."""
    return {"npi": provider.npi, **({"ptan": provider.ptan} if provider.ptan else {})}


def path_part(text: str) -> str:
    """Return a number as one part of a path; ``.`` and ``..`` would lead elsewhere, so they lead nowhere."""
    return quote(text.strip(), safe="").replace(".", "%2E") or "-"


def _page(answer: Answer, body: Mapping[str, object]) -> tuple[list[Mapping[str, object]], str]:
    items, cursor = body.get("items"), body.get("next")
    is_list = isinstance(items, list) and all(isinstance(item, dict) for item in items)
    if not is_list or not (cursor is None or isinstance(cursor, str)):
        raise answer.unusable()
    return list(items) if isinstance(items, list) else [], cursor or ""
