"""Talking to an Okta organisation: JSON in and out, each call once, its errors as problems."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from urllib.parse import urlencode, urlsplit

from spot_tui.backend.clock import Clock
from spot_tui.backend.http import Answer, Link, Transport, UpstreamClient
from spot_tui.backend.identity.errors import authn_problem
from spot_tui.backend.upstreams import IdentityUpstream
from spot_tui.words import say

_OK = range(200, 300)
_JSON = "application/json"


def identity_client(
    upstream: IdentityUpstream, transport: Transport | None = None, link: Link | None = None
) -> UpstreamClient:
    """Return the client of a profile's sign-in."""
    addresses = (upstream.organisation_url, upstream.issuer)
    name = say("identity.upstream")
    return UpstreamClient(name, addresses, upstream.limits, upstream.trust, transport, link)


class Organisation:
    """An organisation at one address. `clock_difference` is how far its clock is ahead, once it answered."""

    def __init__(self, client: UpstreamClient, url: str, clock: Clock) -> None:
        self.url = url.rstrip("/")
        self.host = urlsplit(self.url).hostname or ""
        self.clock = clock
        self.clock_difference: timedelta | None = None
        self._client = client

    async def post(self, url: str, body: Mapping[str, object]) -> Mapping[str, object]:
        """Post JSON and return the JSON object that comes back. Raises `Problem` for errors of any kind."""
        headers = {"Content-Type": _JSON, "Accept": _JSON}
        answer = await self.send("POST", url, headers, json.dumps(body).encode())
        return self.accept(answer)

    async def get(self, url: str) -> Mapping[str, object]:
        """Get a JSON object. Raises `Problem` for errors of any kind."""
        return self.accept(await self.send("GET", url, {"Accept": _JSON}))

    async def post_form(self, url: str, form: Mapping[str, str]) -> Answer:
        """Post a form and return the answer as it is. Raises `Problem` if none comes."""
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": _JSON}
        return await self.send("POST", url, headers, urlencode(form).encode())

    async def send(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        content: bytes | None = None,
        query: Mapping[str, str] | None = None,
    ) -> Answer:
        """Send one request, and note the organisation's clock."""
        answer = await self._client.send(method, url, headers, content, query)
        if answer.date is not None:
            self.clock_difference = answer.date - self.clock.now()
        return answer

    def is_own(self, url: str) -> bool:
        """Tell whether an address is the organisation's own, by scheme, host and port."""
        try:
            given, own = urlsplit(url), urlsplit(self.url)
            same = (given.scheme, given.hostname, given.port) == (own.scheme, own.hostname, own.port)
        except ValueError:
            return False
        return same and given.username is None

    def accept(self, answer: Answer) -> Mapping[str, object]:
        """Return the JSON object of an answer that is no error."""
        body = answer.read_object()
        if answer.status not in _OK:
            raise authn_problem(answer, body)
        return body

    def now(self) -> float:
        """Return the organisation's time in seconds since 1970, by its own clock if that is known."""
        return (self.clock.now() + (self.clock_difference or timedelta())).timestamp()
