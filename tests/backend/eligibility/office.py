"""An office: one store, people who ask from its terminals, an eligibility service that answers as told."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, cast

from spot_tui.backend.clock import today
from spot_tui.backend.connectivity.core import CoreClient
from spot_tui.backend.eligibility.answer_book import AnswerBook, expire_kept, open_book
from spot_tui.backend.eligibility.answer_rules import AnswerRules, RejectMeterRules
from spot_tui.backend.eligibility.answered import EligibilityAnswer
from spot_tui.backend.eligibility.inquiry import Inquiry
from spot_tui.backend.eligibility.service import EligibilityDesk
from spot_tui.backend.formats import ServiceDates
from spot_tui.backend.store.audit import AuditLog, Who
from spot_tui.backend.upstreams import EligibilityRules, Provider
from tests.backend.eligibility.test_service import COVERED, INQUIRY, PERSON, Rows, Upstream
from tests.backend.store.builders import SetClock, new_log
from tests.backend.store.builders import records as records_of
from tests.wire.core_desk import CLINIC, ZONE, new_uuids

WREN = Who("sub-1", "wren.applegarth", session_id="s1")
OTIS = Who("sub-2", "otis.barnabeck", session_id="s2")
KEPT = AnswerRules(keep_answers_days=30)
IN_MEMORY = AnswerRules()
NOT_FOUND: Rows = (*PERSON, ("AAA", "N", "", "72", "C"))
BUSY: Rows = (*PERSON, ("AAA", "N", "", "42", "N"))


def with_plan(contract: str) -> Rows:
    """Return the rows of an answer with an Advantage plan."""
    return (
        *COVERED,
        ("EB", "R", "", "30", "HN"),
        ("REF", "18", f"{contract} 001"),
        ("DTP", "290", "D8", "20260101"),
    )


@dataclass
class Terminal:
    """A terminal at which somebody is signed in."""

    desk: EligibilityDesk
    book: AnswerBook
    upstream: Upstream
    audit: AuditLog
    clock: SetClock

    @property
    def sent(self) -> int:
        """How many inquiries were put on the wire from here."""
        return len(self.upstream.sent)

    async def check(
        self, on: date | None = None, provider: Provider = CLINIC, *, again: bool = False, **changes: Any
    ) -> EligibilityAnswer:
        """Ask about Alma, for today unless another date of service is given."""
        on = on or today(self.clock, ZONE)
        inquiry: Inquiry = replace(INQUIRY, **({"service": ServiceDates(on, on)} | changes))
        return await self.desk.check(inquiry, provider, again=again)


@asynccontextmanager
async def terminal(
    store: Path,
    clock: SetClock,
    *answers: Rows,
    rules: AnswerRules = KEPT,
    meter: RejectMeterRules | None = None,
    who: Who = WREN,
) -> AsyncIterator[Terminal]:
    """Open a terminal of the office; its eligibility service gives `answers`, the last one ever after."""
    audit = new_log(store, clock)
    audit.record_now("audit.start")  # makes the store's key, as every program's start does
    audit.who = who
    name = f"{who.user} {clock.now()} {len(list(records_of(store)))}"
    upstream = Upstream(*(answers or (COVERED,)))
    book = open_book(
        store,
        EligibilityRules(),
        rules,
        meter or RejectMeterRules(),
        audit=audit,
        clock=clock,
        zone=ZONE,
        new_id=new_uuids(f"book {name}"),
    )

    async def at_once(_: float) -> None:
        return None

    desk = EligibilityDesk(
        cast(CoreClient, upstream),
        EligibilityRules(),
        audit=audit,
        clock=clock,
        zone=ZONE,
        new_id=new_uuids(name),
        sleep=at_once,
        book=book,
    )
    try:
        yield Terminal(desk, book, upstream, audit, clock)
    finally:
        await book.close()
        audit.close()


def expire(store: Path, clock: SetClock, rules: AnswerRules = KEPT) -> int:
    return expire_kept(store, rules, clock, ZONE)


def shown(store: Path) -> Sequence[dict[str, Any]]:
    """Return the audit records of what was shown without asking."""
    return [record for record in records_of(store) if record["event"] == "record.view"]
