"""What lies behind the line of the gateway: whether it speaks as docs/gateway-api says."""

from __future__ import annotations

from dataclasses import dataclass

from spot_tui.backend.http import UpstreamClient
from spot_tui.backend.problems import Problem
from spot_tui.backend.text import clean_line
from spot_tui.backend.upstream_checks.answers import check_answered, unanswered
from spot_tui.backend.upstream_checks.steps import Steps, failed, passed
from spot_tui.backend.upstreams import GatewayUpstream

_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class GatewayCheck:
    """A check of the gateway from HTTP on."""

    upstream: GatewayUpstream
    http: UpstreamClient

    async def steps(self) -> Steps:
        """Yield HTTP and gateway: it tells what it is, or refuses with a problem document (RFC 9457)."""
        try:
            answer = await self.http.send("GET", f"{self.upstream.url}/", {"Accept": "application/json"})
        except Problem as problem:
            yield unanswered(problem)
            return
        wrong = check_answered(answer)
        if wrong is not None:
            yield failed("http", wrong)
            return
        yield passed("http", "answers", status=answer.status)
        try:
            told = answer.read_object()
        except Problem as problem:
            yield failed("gateway", problem)
            return
        name = clean_line(str(told.get("name") or told.get("title") or "-"), _LONGEST_NAME)
        yield passed("gateway", "speaks", name=name)
