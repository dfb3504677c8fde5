"""The gateway API's client: the one place for its bearer token, problems, paging, idempotency and ETags.

Described by docs/gateway-api/openapi.json. Sources: RFC 6750 (bearer), RFC 9457 (problems), RFC 9110 (ETag,
If-Match), draft-ietf-httpapi-idempotency-key-header-07.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from spot_tui.backend.clock import NewId
from spot_tui.backend.http import UpstreamClient
from spot_tui.backend.problems import Problem
from spot_tui.backend.upstreams import GatewayUpstream

Saw = Callable[[Problem | None], None]
"""Hears of every call how it went: None for an answer, else the problem."""


class Bearer(Protocol):
    """Whose token goes along: a `Session`, or the limited token of somebody without a role."""

    def access_token(self) -> str:
        """Return the token. Raises `Problem` ``session.ended``."""
        ...


@dataclass(frozen=True, slots=True)
class Resource:
    """A JSON object that the gateway sent; `etag` is the mark of this state of it, as it came."""

    body: Mapping[str, object] = field(repr=False)
    etag: str = ""
    reference: str = ""


class GatewayClient:
    """Calls under the base address of one gateway."""

    def __init__(
        self, upstream: GatewayUpstream, client: UpstreamClient, *, new_id: NewId, saw: Saw | None = None
    ) -> None:
        self._upstream = upstream
        self._client = client
        self._new_id = new_id
        self._saw = saw

    async def read(self, bearer: Bearer, path: str, query: Mapping[str, str] | None = None) -> Resource:
        """Return the object at `path`, which begins with a slash. Raises `Problem`."""
        raise NotImplementedError

    async def read_all(
        self, bearer: Bearer, path: str, query: Mapping[str, str] | None = None
    ) -> list[Mapping[str, object]]:
        """Return all items of the list at `path`, page by page. Raises `Problem`."""
        raise NotImplementedError

    async def send(
        self, bearer: Bearer, path: str, body: Mapping[str, object], *, match: str = ""
    ) -> Resource:
        """Post `body` with an idempotency key, on the state whose ETag is `match`, and return what results.

        A call that got no answer keeps its key: the same body sent again is the same act. Raises `Problem`.
        """
        raise NotImplementedError
