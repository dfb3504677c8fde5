from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest

from spot_tui.backend.clock import SystemClock
from spot_tui.backend.problems import Problem
from spot_tui.backend.session import Person, Session, Tokens
from spot_tui.backend.store.audit import AuditLog, Who
from spot_tui.settings import practice_profile

FIRST, SECOND = practice_profile().providers


class Log:
    """An audit log that keeps its records in memory, or fails."""

    def __init__(self) -> None:
        self.who = Who()
        self.records: list[tuple[str, str]] = []
        self.about: list[dict[str, Any]] = []
        self.works = True

    async def record(self, event: str, *_: Any, **about: Any) -> int:
        if not self.works:
            raise Problem("audit.unwritable")
        self.records.append((event, self.who.provider_npi))
        self.about.append(about)
        return len(self.records)


async def forget(_: Tokens) -> None:
    return


def session(log: Log, forget_provider: Callable[[], None] | None = None) -> Session:
    tokens = Tokens("access", "identity", datetime.now(UTC) + timedelta(hours=1))
    person = Person("wren.applegarth", "Wren Applegarth", "u1")
    return Session(
        *("s1", person, tokens),
        clock=SystemClock(),
        audit=cast(AuditLog, log),
        sign_out=forget,
        forget_provider=forget_provider,
    )


async def test_the_choice_of_a_provider_is_recorded_with_that_provider() -> None:
    log = Log()
    chosen = session(log)
    await chosen.act_for(SECOND)
    assert log.records == [("session.provider", SECOND.npi)]
    assert chosen.provider == SECOND


async def test_a_choice_that_cannot_be_recorded_changes_nothing() -> None:
    log = Log()
    chosen = session(log)
    await chosen.act_for(FIRST)
    log.works = False
    with pytest.raises(Problem, match=r"audit\.unwritable"):
        await chosen.act_for(SECOND)
    assert chosen.provider == FIRST
    assert log.who.provider_npi == FIRST.npi


async def test_a_switch_is_recorded_with_the_provider_before() -> None:
    log = Log()
    chosen = session(log)
    await chosen.act_for(FIRST)
    await chosen.act_for(SECOND)
    assert log.about == [
        {"reason": "chosen", "details": {}},
        {"reason": "switched", "details": {"provider_before": FIRST.npi}},
    ]


async def test_what_is_known_of_a_provider_is_forgotten_for_the_next_one() -> None:
    forgotten: list[str] = []
    chosen = session(Log(), lambda: forgotten.append("all"))
    await chosen.act_for(FIRST)
    assert not forgotten
    await chosen.act_for(SECOND)
    assert forgotten == ["all"]
