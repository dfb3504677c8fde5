"""An outbox with one submission of each state, and the way to its screens."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from spot_tui.backend.outbox.model import Kind, Receipt, State, Submission
from spot_tui.backend.outbox.rules import OutboxRules
from spot_tui.backend.problems import Problem
from spot_tui.commands import COMMANDS
from tests.screens.claims import claims_home
from tests.screens.corrections import submission
from tests.screens.desk import MORNING, TestDesk
from tests.screens.looking import press

NO_LINE = Problem("upstream.unreachable", (), {"upstream": "Practice gateway"})
WAITS = replace(submission(State.QUEUED, NO_LINE), tries=3, tried_at=MORNING, deadline=date(2027, 11, 2))
URGENT = replace(
    WAITS,
    id="two",
    kind=Kind.APPEAL,
    state=State.UNCONFIRMED,
    created_at=MORNING - timedelta(days=1),
    next_at=MORNING + timedelta(seconds=252),
    deadline=date(2026, 11, 26),
    problem=Problem("upstream.timeout", (), {"upstream": "Practice gateway", "seconds": 20}),
)
CHANGED = Problem("gateway.changed", (), {}, "Someone else changed it.", "gw-1")
REFUSED = replace(submission(State.REFUSED, CHANGED), id="three")
CONFIRMED = replace(
    submission(State.CONFIRMED),
    id="four",
    kind=Kind.DOCUMENTS,
    created_at=MORNING - timedelta(days=2),
    receipt=Receipt("PD-10007", date(2026, 11, 22), MORNING - timedelta(days=2)),
)
ELSEWHERE = replace(WAITS, id="five", provider_npi="1000000020", kind=Kind.APPEAL_DOCUMENTS)


class HeldOutbox:
    """An outbox in memory; what is sent is confirmed."""

    rules = OutboxRules()

    def __init__(self, *held: Submission) -> None:
        self.held = {each.id: each for each in held}
        self.changes = 1
        self.dropped: list[tuple[str, bool]] = []

    async def find(self, _: str) -> list[Submission]:
        return list(self.held.values())

    async def send(self, _: Any, submission_id: str) -> Submission:
        sent = self._confirm(self.held[submission_id])
        self.changes += 1
        return sent

    async def send_all(self, sender: Any) -> list[Submission]:
        waiting = [each for each in self.held.values() if each.state.waits and sender.may_send(each)]
        self.changes += 1
        return [self._confirm(each) for each in waiting]

    async def drop(self, _: str, submission_id: str, *, though_unconfirmed: bool = False) -> Submission:
        self.dropped.append((submission_id, though_unconfirmed))
        self.changes += 1
        return self.held.pop(submission_id)

    async def drop_made_again(self, _: str, submission_ids: frozenset[str]) -> None:
        for each in submission_ids & set(self.held):
            del self.held[each]
        self.changes += 1

    def _confirm(self, each: Submission) -> Submission:
        receipt = Receipt("PC-10001", date(2026, 11, 24), MORNING)
        sent = replace(each, state=State.CONFIRMED, receipt=receipt, problem=None)
        self.held[each.id] = sent
        return sent


async def outbox(pilot: Any, desk: TestDesk) -> None:
    """Open it from where work on claims begins."""
    desk.outbox = HeldOutbox(WAITS, URGENT, REFUSED, CONFIRMED, ELSEWHERE)
    await claims_home(pilot, desk)
    await press(pilot, COMMANDS["outbox"].key)


async def outbox_item(pilot: Any, desk: TestDesk) -> None:
    """Open the urgent one."""
    await outbox(pilot, desk)
    await press(pilot, "enter")


OUTBOX_PLACES: dict[str, Callable[[Any, TestDesk], Awaitable[None]]] = {
    "outbox": outbox,
    "outbox_item": outbox_item,
}
