"""Terminals of an office whose sessions a test opens, over one store and one clock."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from spot_tui.backend.drafts import Drafts
from spot_tui.backend.problems import Problem
from spot_tui.backend.session import Person, Session, Tokens
from spot_tui.backend.session_registry import Process, SessionRegistry
from spot_tui.backend.session_rules import SessionRules
from spot_tui.backend.sessions import Sessions
from spot_tui.backend.store.vault import Vaults
from spot_tui.backend.unlock import Cost, Unlock
from spot_tui.backend.upstreams import Provider
from tests.backend.store.builders import SetClock, new_log, records

WREN = Person("wren.applegarth", "Wren Applegarth", "sub-wren")
OTIS = Person("otis.barnabeck", "Otis Barnabeck", "sub-otis")
PASSWORD = "Only4Practice-Portal"
CLINIC = Provider(organisation="Practice Family Clinic", npi="1234567893")


class Organisation:
    """The organisation's side of the tokens: what was given back, and what a renewal answers."""

    def __init__(self) -> None:
        self.given_back: list[str] = []
        self.asked: list[str] = []
        self.answers: list[Any] = []
        self.gate = asyncio.Event()
        self.gate.set()

    async def sign_out(self, tokens: Tokens) -> None:
        self.given_back.append(tokens.access)

    async def renew(self, tokens: Tokens) -> Tokens:
        self.asked.append(tokens.refresh)
        await self.gate.wait()
        answer = self.answers.pop(0)
        if isinstance(answer, Problem):
            raise answer
        assert isinstance(answer, Tokens)
        return answer


class Terminal:
    """One terminal of an office: a process with its audit log, over a store that it shares."""

    def __init__(self, store: Path, clock: SetClock, pid: int, rules: SessionRules) -> None:
        self.store, self.clock = store, clock
        self.organisation = Organisation()
        self.audit = new_log(store, clock)
        numbers = count(1)
        self.drafts = Drafts(
            Vaults(store),
            audit=self.audit,
            clock=clock,
            new_id=lambda: f"draft-{pid}-{next(numbers)}",
            zone=ZoneInfo("America/New_York"),
            keep_days=7,
        )
        self.sessions = Sessions(
            clock=clock,
            audit=self.audit,
            new_id=lambda: f"session-{pid}-{next(numbers)}",
            rules=rules,
            registry=SessionRegistry(store, Process(pid, "boot-a", pid), lambda process: True),
            drafts=lambda: self.drafts,
        )

    def tokens(self, name: str = "t1", hours: float = 12, refresh: str = "") -> Tokens:
        return Tokens(name, "identity", self.clock.now() + timedelta(hours=hours), refresh)

    async def signed_in(self, person: Person = WREN, tokens: Tokens | None = None) -> Session:
        unlock = Unlock(Cost(n=2**4, p=1))
        await unlock.set(PASSWORD)
        session = await self.sessions.open(
            person,
            tokens or self.tokens(),
            sign_out=self.organisation.sign_out,
            renew=self.organisation.renew,
            unlock_by=unlock,
        )
        await session.act_for(CLINIC)
        return session

    def recorded(self) -> list[tuple[str, str, str]]:
        """Return event, outcome and reason of what was recorded about sessions and tokens."""
        return [
            (record["event"], record["outcome"], record.get("reason", ""))
            for record in records(self.store)
            if record["event"].startswith(("session.", "auth."))
        ]

    async def close(self) -> None:
        await self.drafts.close()
        self.sessions.close()
        self.audit.close()


class Office:
    """The terminals of one host."""

    def __init__(self, store: Path) -> None:
        self.store = store
        self.clock = SetClock()
        self.terminals: list[Terminal] = []

    def terminal(self, second: Literal["end_first", "refuse"] = "end_first") -> Terminal:
        rules = SessionRules(second=second)
        self.terminals.append(Terminal(self.store, self.clock, len(self.terminals) + 1, rules))
        return self.terminals[-1]
