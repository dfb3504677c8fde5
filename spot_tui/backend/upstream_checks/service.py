"""Checks each upstream of a profile, step by step, and stops at the first layer that fails.

Nothing is recorded in the audit log, since nothing is asked about anybody and nobody signs in.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import aclosing
from datetime import timedelta
from typing import TYPE_CHECKING

from spot_tui.backend.clock import Clock, NewId
from spot_tui.backend.connectivity.core import X12_270
from spot_tui.backend.http import Transport, UpstreamClient
from spot_tui.backend.upstream_checks.line import LineCheck, Place, place_of
from spot_tui.backend.upstream_checks.steps import Steps, passed
from spot_tui.backend.upstreams import CoreUpstream, GatewayUpstream, HttpLimits, IdentityUpstream, Trust
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.upstream_checks.identity import IdentityCheck

CONNECT_SECONDS = 5.0
READ_SECONDS = 20.0


class UpstreamChecks:
    """The checks of one profile. `transport` replaces the network, and with it the layers below HTTP.

    `clock_difference` is how far the sign-in service's clock is ahead, once it answered.
    """

    def __init__(self, *, clock: Clock, new_id: NewId, transport: Transport | None = None) -> None:
        self.clock_difference: timedelta | None = None
        self._clock = clock
        self._new_id = new_id
        self._transport = transport

    async def core(self, upstream: CoreUpstream, *, send: bool = True, payload_type: str = X12_270) -> Steps:
        """Check a CORE endpoint; with `send` by an envelope that holds no patient, of this type."""
        from spot_tui.backend.upstream_checks.core import CoreCheck

        def rest(http: UpstreamClient) -> Steps:
            return CoreCheck(upstream, http, self._clock, self._new_id, payload_type).steps(send=send)

        async for step in self._all(upstream.name, (upstream.url,), upstream.limits, upstream.trust, rest):
            yield step

    async def identity(self, upstream: IdentityUpstream) -> Steps:
        """Check the sign-in service."""
        from spot_tui.backend.upstream_checks.identity import IdentityCheck

        checks: list[IdentityCheck] = []

        def rest(http: UpstreamClient) -> Steps:
            checks.append(IdentityCheck(upstream, http, self._clock))
            return checks[0].steps()

        name, urls = say("identity.upstream"), (upstream.issuer, upstream.organisation_url)
        async for step in self._all(name, urls, upstream.limits, upstream.trust, rest):
            yield step
        self.clock_difference = checks[0].clock_difference if checks else None

    async def gateway(self, upstream: GatewayUpstream) -> Steps:
        """Check the gateway."""
        from spot_tui.backend.upstream_checks.gateway import GatewayCheck

        def rest(http: UpstreamClient) -> Steps:
            return GatewayCheck(upstream, http).steps()

        async for step in self._all(upstream.name, (upstream.url,), upstream.limits, upstream.trust, rest):
            yield step

    async def _all(
        self,
        name: str,
        urls: tuple[str, ...],
        limits: HttpLimits,
        trust: Trust,
        rest: Callable[[UpstreamClient], Steps],
    ) -> Steps:
        limits = _quick(limits)
        for place in dict.fromkeys(map(place_of, urls)):
            async with aclosing(self._line(name, place, trust, limits)) as steps:
                async for step in steps:
                    yield step
                    if step.state == "bad":
                        return
        http = UpstreamClient(name, urls, limits, trust, self._transport)
        try:
            async with aclosing(rest(http)) as steps:
                async for step in steps:
                    yield step
        finally:
            if self._transport is None:  # One that was handed in is shared with who works here meanwhile.
                await http.close()

    async def _line(self, name: str, place: Place, trust: Trust, limits: HttpLimits) -> Steps:
        if self._transport is not None:
            yield passed("line", "within")
            return
        check = LineCheck(name, place, trust, self._clock, limits.connect_seconds)
        async with aclosing(check.steps()) as steps:
            async for step in steps:
                yield step


def _quick(limits: HttpLimits) -> HttpLimits:
    """Return limits under which somebody who waits at a terminal soon knows."""
    return limits.model_copy(
        update={
            "connect_seconds": min(limits.connect_seconds, CONNECT_SECONDS),
            "read_seconds": min(limits.read_seconds, READ_SECONDS),
        }
    )
