"""What lies behind the line of the sign-in service: discovery document, keys, engine, clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from spot_tui.backend.clock import Clock
from spot_tui.backend.http import Answer, UpstreamClient
from spot_tui.backend.identity.engine import detect
from spot_tui.backend.identity.organisation import Organisation
from spot_tui.backend.problems import Problem
from spot_tui.backend.text import clean_line
from spot_tui.backend.upstream_checks.answers import check_answered, unanswered
from spot_tui.backend.upstream_checks.steps import Step, Steps, failed, passed
from spot_tui.backend.upstreams import IdentityUpstream

_OK = 200
_LONGEST_ADDRESS = 200


@dataclass(slots=True)
class IdentityCheck:
    """A check of the sign-in from HTTP on. `clock_difference` is how far its clock is ahead, once known."""

    upstream: IdentityUpstream
    http: UpstreamClient
    clock: Clock
    clock_difference: timedelta | None = None
    _found: Mapping[str, object] = field(default_factory=dict)

    async def steps(self) -> Steps:
        """Yield discovery, issuer, keys and engine. Nobody signs in."""
        for look in (self._discovery, self._issuer, self._keys, self._engine):
            step = await look()
            yield step
            if step.state == "bad":
                return

    async def _discovery(self) -> Step:
        try:
            answer = await self._get(f"{self.upstream.issuer}/.well-known/openid-configuration")
            wrong = check_answered(answer)
            if wrong is not None:
                return failed("http", wrong)
            if answer.status != _OK:
                told: dict[str, object] = {"upstream": answer.upstream, "status": answer.status}
                return failed("discovery", Problem("check.discovery", (), told))
            self._found = answer.read_object()
        except Problem as problem:
            return unanswered(problem)
        return passed("discovery", "found")

    async def _issuer(self) -> Step:
        ours, theirs = self.upstream.issuer, clean_line(str(self._found.get("issuer", "-")), _LONGEST_ADDRESS)
        if theirs != ours:
            return failed("issuer", Problem("check.issuer", (), {"ours": ours, "theirs": theirs}))
        return passed("issuer", "same", issuer=ours)

    async def _keys(self) -> Step:
        """Fetch the keys that identity tokens are proved by. RSA is the only kind that is taken."""
        told: dict[str, object] = {"upstream": self.http.name}
        try:
            listed = (await self._get(str(self._found.get("jwks_uri", "")))).read_object().get("keys")
        except Problem as problem:
            return failed("keys", problem)
        keys = listed if isinstance(listed, list) else []
        usable = sum(isinstance(key, dict) and key.get("kty") == "RSA" for key in keys)
        return (
            passed("keys", "found", count=usable)
            if usable
            else failed("keys", Problem("check.keys", (), told))
        )

    async def _engine(self) -> Step:
        try:
            await detect(Organisation(self.http, self.upstream.organisation_url, self.clock))
        except Problem as problem:
            return failed("engine", problem)
        return passed("engine", "served")

    async def _get(self, url: str) -> Answer:
        answer = await self.http.send("GET", url, {"Accept": "application/json"})
        if answer.date is not None:
            self.clock_difference = answer.date - self.clock.now()
        return answer
