"""The claim status service: asks about one claim over CORE (276/277), on record before and after."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from spot_tui.backend.claims.inquiry import StatusInquiry
from spot_tui.backend.claims.order import ORDERS, ordered
from spot_tui.backend.claims.service import ClaimList, Saw
from spot_tui.backend.claims.status_reply import StatusAsked, read_status_reply
from spot_tui.backend.claims.status_request import write_status_request
from spot_tui.backend.clock import Clock, NewId
from spot_tui.backend.connectivity.core import X12_276
from spot_tui.backend.connectivity.repeats import pause_asked
from spot_tui.backend.connectivity.request import new_numbers
from spot_tui.backend.problems import Problem
from spot_tui.backend.upstreams import ClaimsUpstream, Provider

if TYPE_CHECKING:
    from spot_tui.backend.connectivity.core import CoreClient
    from spot_tui.backend.store.audit import Act, AuditLog


Sleep = Callable[[float], Awaitable[None]]


class ClaimStatusDesk:
    """Asks how one claim of a provider stands. `zone` is that of the times in the request."""

    def __init__(
        self,
        core: CoreClient,
        upstream: ClaimsUpstream,
        *,
        audit: AuditLog,
        clock: Clock,
        zone: ZoneInfo,
        new_id: NewId,
        saw: Saw | None = None,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self.name = upstream.name
        self._core = core
        self._upstream = upstream
        self._audit = audit
        self._clock = clock
        self._zone = zone
        self._new_id = new_id
        self._saw = saw
        self._sleep = sleep

    async def ask(self, inquiry: StatusInquiry, provider: Provider) -> ClaimList:
        """Ask and return the claims that the answer is about; none is an answer too.

        A busy service that says when to come again is asked again, twice at most, as a new request.

        Raises `Problem`: those of `CoreClient.exchange` and of `read_status_reply`; ``audit.*`` (nothing is
        asked or shown when the log cannot be written).
        """
        async with self._audit.act(
            "record.search",
            patient=inquiry.mbi,
            claim=inquiry.number,
            details={"upstream": self.name, "view": f"claim status {inquiry.part}"},
        ) as act:
            repeats = 0
            while True:
                try:
                    claims = await self._ask(inquiry, provider, act)
                    break
                except Problem as problem:
                    pause = pause_asked(problem, repeats)
                    if pause is None:
                        raise
                    repeats += 1
                    await self._sleep(pause)
            act.details["records"] = len(claims.claims)
        return claims

    async def _ask(self, inquiry: StatusInquiry, provider: Provider, act: Act) -> ClaimList:
        numbers = new_numbers(self._new_id)
        act.correlation = numbers.trace
        created = self._clock.now().astimezone(self._zone)
        text = write_status_request(inquiry, provider, self._upstream, numbers, created)
        system = f"claims_{inquiry.part.lower()}"
        try:
            answer = await self._core.exchange(text, X12_276)
            act.correlation = f"{numbers.trace}/{answer.payload_id}"
            claims = read_status_reply(answer.payload, StatusAsked(inquiry, numbers, self.name))
        except Problem as problem:
            self._note(system, problem)
            raise
        self._note(system, None)
        return ClaimList(ordered(claims, ORDERS[0]), self.name, self._clock.now(), has_detail=True)

    def _note(self, system: str, problem: Problem | None) -> None:
        if self._saw is not None:
            self._saw(system, problem)
