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

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Unpack

from spot_tui.backend.clock import Clock, NewId
from spot_tui.backend.problems import Problem
from spot_tui.backend.store.anchors import ANCHOR_EVERY, AnchorFile
from spot_tui.backend.store.commit import GroupCommit
from spot_tui.backend.store.files import UnsafeFile
from spot_tui.backend.store.keys import Keys, Pseudonyms
from spot_tui.backend.store.lines import Damage, Document
from spot_tui.backend.store.records import (
    EVENTS,
    FORMAT_VERSION,
    NOBODY,
    OUTCOMES,
    About,
    Detail,
    Environment,
    Event,
    Facts,
    Outcome,
    Who,
    action_of,
    checked_details,
    masked,
)
from spot_tui.backend.store.segments import AuditStorage
from spot_tui.backend.store.tables import TABLE, JournalDatabase

__all__ = ["About", "Act", "AuditLog", "Detail", "Environment", "Event", "Facts", "Outcome", "Who"]

_ANCHORED = frozenset({"session.start", "session.end"})


@dataclass(slots=True)
class Act:
    """An act under way: what its outcome record shall say. Set what becomes known while it runs."""

    id: str
    outcome: Outcome = "success"
    code: str = ""
    reason: str = ""
    correlation: str = ""
    details: dict[Detail, str | int] = field(default_factory=dict)
    patient: str = field(default="", repr=False)
    claim: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class _Entry:
    """A record before its pseudonyms, time and number are known."""

    event: Event
    outcome: Outcome
    who: Who
    act: str
    about: About


class AuditLog:
    """The audit log of one profile, written by all terminals of this host.

    `folder` is the profile's store folder; the log lies in its ``audit``, the keys in its ``keys``. `who` is
    the person signed in: the session sets it, and every record names it. `anchor` is a file in another place
    that gets (count, last MAC), against which `verify` finds a tail that was cut. `problem` is why the last
    record could not be written, None where it was.
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
    ) -> None:
        self.who = NOBODY
        self.environment = environment
        self.facts = facts
        self._facts = _facts_fields(facts, environment)
        self.folder = root = folder.resolve()
        self.anchor_path = anchor
        self._clock = clock
        self._new_id = new_id
        self._keys = Keys(root / "keys")
        self._storage = AuditStorage(root, self._keys, clock, self._own_record)
        self._table = JournalDatabase(storage=lambda: self._storage).table(TABLE)
        self._commits: GroupCommit[_Entry] = GroupCommit(self._commit, "audit log")
        self._pseudonyms: Pseudonyms | None = None
        self._refused = 0
        self.problem: Problem | None = None
        self._last_who: tuple[Who, Document] = (NOBODY, {})
        self._anchors = AnchorFile(anchor) if anchor else None
        self._anchor_failed = False

    async def start(self) -> None:
        """Check the log, and record that this program began.

        Raises `Problem` ``audit.broken`` when the log was damaged or altered, ``audit.unwritable`` when it
        cannot be written.
        """
        await self.record("audit.start", details={"boot": self.facts.boot_id})

    async def stop(self) -> None:
        """Record that this program ends, and give the files back."""
        try:
            await self.record("audit.stop")
        finally:
            await asyncio.to_thread(self.close)

    def close(self) -> None:
        """Give the files back without a record; the next record opens them again."""
        self._commits.close()
        self._storage.close()

    async def record(self, event: Event, outcome: Outcome = "success", **about: Unpack[About]) -> int:
        """Write one record and return its sequence number once it is on disk. Raises as `start` does.

        A record handed over is written even if the waiting task is cancelled.
        """
        return await self._commits.put(self._entry(event, outcome, about))

    def record_now(self, event: Event, outcome: Outcome = "success", **about: Unpack[About]) -> int:
        """Write one record from any thread, without the event loop; return its number once on disk."""
        return self._commit([self._entry(event, outcome, about)])[0]

    @asynccontextmanager
    async def act(
        self,
        event: Event,
        *,
        patient: str = "",
        claim: str = "",
        details: Mapping[Detail, str | int] | None = None,
    ) -> AsyncIterator[Act]:
        """Record an intent, run the block, record its outcome: that of `Act`, or the `Problem`'s.

        The two records share the act's id. An intent without an outcome is an act that a kill or a power cut
        ended.
        """
        act = Act(self._new_id(), details=dict(details or {}), patient=patient, claim=claim)
        intent: About = {"patient": patient, "claim": claim, "details": dict(act.details)}
        try:
            await self._commits.put(self._entry(event, "pending", intent, act.id))
        except asyncio.CancelledError:
            await self._conclude(event, act, "cancelled")
            raise
        try:
            yield act
        except Problem as problem:
            act.code = problem.code
            act.correlation = problem.reference or act.correlation
            await self._conclude(event, act, problem.kind.value)
            raise
        except BaseException as error:
            # A signal's exception may come up anywhere, in the middle of the block too.
            cancelled = isinstance(error, asyncio.CancelledError | SystemExit | KeyboardInterrupt)
            await self._conclude(event, act, "cancelled" if cancelled else "internal")
            raise
        await self._conclude(event, act, act.outcome)

    async def _conclude(self, event: Event, act: Act, outcome: Outcome) -> None:
        about: About = {
            "patient": act.patient,
            "claim": act.claim,
            "reason": act.reason,
            "code": act.code,
            "correlation": act.correlation,
            "details": act.details,
        }
        await self._commits.put(self._entry(event, outcome, about, act.id))

    def _entry(self, event: Event, outcome: Outcome, about: About, act: str = "") -> _Entry:
        if event not in EVENTS or outcome not in OUTCOMES:
            raise ValueError(f"no audit event or outcome: {event!r}, {outcome!r}")
        details = checked_details(about.get("details", {}))
        return _Entry(event, outcome, self.who, act, {**about, "details": details})

    def _commit(self, entries: Sequence[_Entry]) -> list[int]:
        try:
            numbers = self._commit_all(entries)
        except Problem as problem:
            self.problem = problem
            raise
        self.problem = None
        return numbers

    def _commit_all(self, entries: Sequence[_Entry]) -> list[int]:
        try:
            return self._write(entries)
        except Damage as damage:
            raise broken(damage) from None
        except UnsafeFile as unsafe:
            raise broken(Damage(unsafe.path, "unsafe")) from None
        except OSError as error:
            self._refused += len(entries)
            raise Problem("audit.unwritable", (), {"reason": error.strerror or str(error)}) from None

    def _write(self, entries: Sequence[_Entry]) -> list[int]:
        if self._pseudonyms is None:
            self._storage.open()
            self._pseudonyms = Pseudonyms(self._keys.store_key())
        refused = self._refused
        gap = [self._own_record("audit.gap", {"records": refused})] if refused else []
        documents = [self._document(entry, self._pseudonyms) for entry in entries]
        numbers = self._table.insert_multiple([*gap, *documents])
        self._refused -= refused
        self._anchor(entries)
        return numbers[len(gap) :]

    def _document(self, entry: _Entry, pseudonyms: Pseudonyms) -> Document:
        about = entry.about
        fields = {
            "act": entry.act,
            "patient_ref": pseudonyms.of_patient(about.get("patient", "")),
            "claim_ref": pseudonyms.of_claim(about.get("claim", "")),
            "reason": masked(about.get("reason", "")),
            "code": masked(about.get("code", "")),
            "corr": masked(about.get("correlation", "")),
            "details": about.get("details", {}),
        }
        return {
            **self._common(entry.event, entry.outcome),
            **self._who_fields(entry.who, pseudonyms),
            **_without_empty(fields),
        }

    def _who_fields(self, who: Who, pseudonyms: Pseudonyms) -> Document:
        # The same person does many acts: her fields are made once.
        known, fields = self._last_who
        if known is not who:
            fields = _without_empty(
                {
                    "sub": masked(who.subject),
                    "idm_user": masked(who.user),
                    "role": masked(who.role),
                    "npi_ctx": masked(who.provider_npi),
                    "sid_hash": pseudonyms.of_session(who.session_id),
                }
            )
            self._last_who = (who, fields)
        return fields

    def _own_record(self, event: Event, details: Mapping[Detail, str | int]) -> Document:
        if event == "audit.segment":
            details = {**details, "boot": self.facts.boot_id}
        return self._common(event, "success") | {"details": checked_details(details)}

    def _common(self, event: Event, outcome: Outcome) -> Document:
        return {**self._facts, "event": event, "action": action_of(event), "outcome": outcome}

    def _anchor(self, entries: Sequence[_Entry]) -> None:
        before, end = self._storage.written
        full = before.seq // ANCHOR_EVERY != end.seq // ANCHOR_EVERY
        if self._anchors is None or not (full or any(entry.event in _ANCHORED for entry in entries)):
            return
        try:
            self._anchors.write(end, self._clock.now(), self.facts.boot_id)
        except OSError:
            # The log itself is sound, so work goes on; that the other place is away is recorded, once.
            if not self._anchor_failed:
                self._anchor_failed = True
                self._storage.append([self._common("audit.anchor", "unavailable")])
        else:
            self._anchor_failed = False


def broken(damage: Damage) -> Problem:
    """Return the `Problem` ``audit.broken`` of a damage: `where` it is and the code word of its `reason`."""
    where = damage.path.as_posix() if damage.seq is None else f"{damage.path.as_posix()}, record {damage.seq}"
    return Problem("audit.broken", (), {"where": where, "reason": damage.reason})


def _facts_fields(facts: Facts, environment: Environment) -> Document:
    return {"v": FORMAT_VERSION, "pid": facts.pid} | _without_empty(
        {
            "env": environment,
            "host": masked(facts.host),
            "app": facts.app,
            "ver": facts.version,
            "tty": masked(facts.tty),
            "src": masked(facts.source),
            "os_user": masked(facts.os_user),
        }
    )


def _without_empty(fields: Mapping[str, Any]) -> Document:
    return {name: value for name, value in fields.items() if value not in ("", {})}
