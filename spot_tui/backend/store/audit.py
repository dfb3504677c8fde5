"""The audit log: who did what to which record, when, and how it ended; on disk before it is answered.

A service wraps each act that touches beneficiary data::

    async with audit.act("record.search", patient=mbi) as act:
        answer = await ...
        act.correlation = answer.reference
    return answer

The intent is on disk before the block begins and the outcome before the block is left, so before anybody
sees the answer. If either cannot be written, `Problem` ``audit.unwritable`` or ``audit.broken`` comes out.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Unpack

from spot_tui.backend.clock import Clock, NewId
from spot_tui.backend.store.records import About, Detail, Environment, Event, Facts, Outcome, Who

__all__ = ["About", "Act", "AuditLog", "Detail", "Environment", "Event", "Facts", "Outcome", "Who"]


@dataclass(slots=True)
class Act:
    """An act under way: what its outcome record shall say. Set what becomes known while it runs."""

    id: str
    outcome: Outcome = "success"
    code: str = ""
    reason: str = ""
    correlation: str = ""
    details: dict[Detail, str | int] = field(default_factory=dict)


class AuditLog:
    """The audit log of one profile, written by all terminals of this host.

    `folder` is the profile's store folder; the log lies in its ``audit``, the keys in its ``keys``. `who` is
    the person signed in: the session sets it, and every record names it. `anchor` is a file in another place
    that gets (count, last MAC), against which `verify` finds a tail that was cut.
    """

    def __init__(
        self,
        folder: Path,
        *,
        clock: Clock,
        new_id: NewId,
        environment: Environment,
        facts: Facts,
        anchor: Path | None = None,
    ) -> None: ...

    who: Who

    async def start(self) -> None:
        """Check the log, and record that this program began.

        Raises `Problem` ``audit.broken`` when the log was damaged or altered, ``audit.unwritable`` when it
        cannot be written.
        """

    async def stop(self) -> None:
        """Record that this program ends, and close the log; nothing can be recorded after."""

    async def record(self, event: Event, outcome: Outcome = "success", **about: Unpack[About]) -> int:
        """Write one record and return its sequence number once it is on disk. Raises as `start` does.

        A record handed over is written even if the waiting task is cancelled.
        """
        raise NotImplementedError

    def record_now(self, event: Event, outcome: Outcome = "success", **about: Unpack[About]) -> int:
        """Write one record from any thread, without the event loop; return its number once it is on disk."""
        raise NotImplementedError

    @asynccontextmanager
    async def act(
        self, event: Event, *, patient: str = "", details: Mapping[Detail, str | int] | None = None
    ) -> AsyncIterator[Act]:
        """Record an intent, run the block, record its outcome: that of `Act`, or the `Problem`'s."""
        raise NotImplementedError
        yield
