"""Claims that can be looked up, and corrections of them that end as a test says."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast
from zoneinfo import ZoneInfo

from spot_tui.backend.corrections.bulk import BulkClaim, BulkDesk
from spot_tui.backend.corrections.case import shipped_book
from spot_tui.backend.outbox.model import Kind, Receipt, State, Submission
from spot_tui.backend.problems import Problem
from tests.backend.corrections.cases import practice

NOON = datetime(2026, 11, 22, 17, tzinfo=UTC)
UNPROCESSABLE, MISSING = "9926000000106", "9926000000102"
DOWN = Problem("upstream.down", (), {"upstream": "x", "status": 503})


class Clock:
    """A clock that a test sets."""

    moment = NOON

    def now(self) -> datetime:
        return self.moment


class Portal:
    """Claims that can be looked up, and corrections that end as a test says."""

    def __init__(self, *more: str) -> None:
        self.clock = Clock()
        self.gate: asyncio.Event | None = None
        """While it is there, nothing that is sent is answered before it is set."""
        self.claims = {number: practice(number) for number in (MISSING, UNPROCESSABLE, *more)}
        self.states: list[State | Problem] = []
        self.sent: list[tuple[str, tuple[str, ...], bool]] = []

    @property
    def desk(self) -> BulkDesk:
        own = cast(Any, self)
        return BulkDesk(own, own, shipped_book(), clock=own.clock, zone=ZoneInfo("America/New_York"))

    async def show(self, bearer: object, provider: object, number: str) -> Any:
        if number not in self.claims:
            raise Problem("claims.none")
        return SimpleNamespace(claim=self.claims[number])

    async def submit_once(
        self, sender: Any, provider: Any, case: Any, overrides: Any, *, at_once: bool
    ) -> Submission:
        self.sent.append((case.claim.number, overrides, at_once))
        if self.gate is not None:
            await self.gate.wait()
        state = self.states.pop(0) if self.states else State.CONFIRMED
        if isinstance(state, Problem):
            raise state
        return Submission(
            kind=Kind.CORRECTION,
            path="/",
            content="",
            id="i",
            key="k",
            owner="o",
            provider_npi="n",
            created_at=NOON,
            next_at=NOON,
            state=state,
            problem=DOWN if state is State.UNCONFIRMED else None,
            receipt=Receipt("PC-1", None, NOON) if state is State.CONFIRMED else None,
        )

    async def look(self, asked: Any, *numbers: str) -> list[BulkClaim]:
        nobody = cast(Any, None)
        return [one async for one in self.desk.look_each(nobody, nobody, numbers, asked)]

    async def send(self, found: list[BulkClaim]) -> list[BulkClaim]:
        nobody = cast(Any, None)
        return [one async for one in self.desk.send_each(nobody, nobody, found)]
