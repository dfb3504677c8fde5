"""The claims service: searches and shows claims over the gateway, with the audit trail around the wire."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from urllib.parse import quote

from spot_tui.backend.claims.model import Claim
from spot_tui.backend.claims.order import ORDERS, ordered
from spot_tui.backend.claims.rules import ClaimRules
from spot_tui.backend.claims.search import ClaimSearch
from spot_tui.backend.claims.wire import read_claim, read_summary
from spot_tui.backend.clock import Clock
from spot_tui.backend.gateway import Bearer, GatewayClient, about_provider
from spot_tui.backend.problems import Problem
from spot_tui.backend.store.audit import AuditLog, Detail
from spot_tui.backend.upstreams import Provider

Saw = Callable[[str, Problem | None], None]
"""Hears which system was asked (``claims_a``, ``claims_b``) and how that went: None for an answer."""

_PATH = "/claims"


@dataclass(frozen=True, slots=True)
class ClaimList:
    """The claims that fit a search, the newest first, when they came (UTC), and by which upstream.

    `since` is the first day of decision that was looked for, None where the search went by number. With
    `has_detail` each claim holds all that there is to tell, else what lists show.
    """

    claims: tuple[Claim, ...] = field(repr=False)
    source: str
    received_at: datetime
    since: date | None = None
    has_detail: bool = False


@dataclass(frozen=True, slots=True)
class ClaimShown:
    """One claim with its detail."""

    claim: Claim = field(repr=False)
    source: str
    received_at: datetime


class ClaimsDesk:
    """Claims of one provider at a time.

    Verbs raise `Problem` ``gateway.*``, ``upstream.*``, ``session.ended``, ``audit.*``, and
    ``claims.not_yours`` where the person has no role for the provider.
    """

    def __init__(
        self,
        gateway: GatewayClient,
        rules: ClaimRules,
        *,
        audit: AuditLog,
        clock: Clock,
        saw: Saw | None = None,
    ) -> None:
        self.name = gateway.name
        self._gateway = gateway
        self._rules = rules
        self._audit = audit
        self._clock = clock
        self._saw = saw

    async def search(self, bearer: Bearer, provider: Provider, wanted: ClaimSearch, today: date) -> ClaimList:
        """Return the claims that fit; none is an answer too.

        Those decided before the look-back of their part are left out, unless a number is asked for. Raises
        ``claims.too_many`` for more than a list may have (settings: gateway.page_size, gateway.most_pages).
        """
        since = None if wanted.number else self._rules.decided_since(wanted.part, today)
        details: dict[Detail, str | int] = {"upstream": self.name, "view": f"claims {wanted.part}"}
        async with self._audit.act(
            "record.search", patient=wanted.mbi, claim=wanted.number, details=details
        ) as act:
            found = await self._read_all(bearer, provider, wanted, since)
            claims = tuple(read_summary(body, self.name) for body in found)
            act.details["records"] = len(claims)
        return ClaimList(ordered(claims, ORDERS[0]), self.name, self._clock.now(), since)

    async def show(self, bearer: Bearer, provider: Provider, number: str) -> ClaimShown:
        """Return one claim with its detail. Raises ``claims.none``."""
        details: dict[Detail, str | int] = {"upstream": self.name, "view": "claim"}
        async with self._audit.act("record.view", claim=number, details=details) as act:
            query = about_provider(provider)
            answer = await self._gateway.read(bearer, f"{_PATH}/{quote(number, safe='')}", query)
            act.correlation = answer.reference
            claim = read_claim(answer.body, self.name)
            if claim.number != number:
                raise Problem("answer.mismatch", (), {"upstream": self.name, "layer": "HTTP"})
            act.patient = claim.patient.mbi
        return ClaimShown(claim, self.name, self._clock.now())

    async def _read_all(
        self, bearer: Bearer, provider: Provider, wanted: ClaimSearch, since: date | None
    ) -> list[Mapping[str, object]]:
        asked = {**about_provider(provider), "part": wanted.part}
        if wanted.service:
            asked["service_from"] = wanted.service.first.isoformat()
            asked["service_to"] = wanted.service.last.isoformat()
        given = {
            "mbi": wanted.mbi,
            "number": wanted.number,
            "decided_since": since.isoformat() if since else "",
        }
        asked |= {name: value for name, value in given.items() if value}
        system = f"claims_{wanted.part.lower()}"
        try:
            found = await self._gateway.read_all(bearer, _PATH, asked)
        except Problem as problem:
            self._note(system, problem)
            if problem.code == "gateway.endless":
                raise Problem("claims.too_many", ("service_from", "service_to", "mbi")) from None
            raise
        self._note(system, None)
        return found

    def _note(self, system: str, problem: Problem | None) -> None:
        if self._saw is not None:
            self._saw(system, problem)
