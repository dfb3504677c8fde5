"""Drafts: what a person typed and did not send, kept encrypted on this machine and for her alone.

A form is a draft from its first key. A draft is kept for some days after it was last saved, and never ends
before the deadline of what it is for.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from tinydb import where
from tinydb.table import Table

from spot_tui.backend.clock import Clock, NewId
from spot_tui.backend.formats import read_mbi
from spot_tui.backend.forms import Form, Typed
from spot_tui.backend.problems import Problem
from spot_tui.backend.store.audit import AuditLog
from spot_tui.backend.store.files import UnsafeFile
from spot_tui.backend.store.lines import Damage, Document, LineTooLong
from spot_tui.backend.store.vault import Vault, Vaults
from spot_tui.backend.store.vault_tables import VaultDatabase
from spot_tui.backend.text import clean

WARN_BEFORE = timedelta(days=3)
"""How long before its end a draft is among those that expire soon: longer than a weekend."""

_TABLE = "drafts"
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftEntry:
    """What a list of drafts shows of one: everything but what was typed.

    `form` is the name of its `Form`, `owner` the subject of the person. `revision` counts how often it was
    saved; 0 is a draft that is not on disk. `saved_at` and `expires_at` are aware, in UTC. `deadline` is the
    day, in the profile's zone, to the end of which it is kept whatever its age.
    """

    id: str
    form: str
    owner: str
    provider_npi: str
    revision: int
    saved_at: datetime
    expires_at: datetime
    deadline: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft(DraftEntry):
    """One draft with what was typed, by field name."""

    values: Typed = field(default_factory=dict, repr=False)


class Drafts:
    """The drafts of everybody who works with one profile; each person sees her own.

    `keep_days` counts from the last save. Verbs that touch the disk are awaited without holding up the event
    loop, are done in the order in which they were called, and are done even if the waiting task is cancelled.
    They raise `Problem`: ``vault.broken`` for files that are not what was written, ``vault.unwritable`` when
    the disk does not do its work, and the audit log's own.
    """

    def __init__(
        self,
        vaults: Vaults,
        *,
        audit: AuditLog,
        clock: Clock,
        new_id: NewId,
        zone: ZoneInfo,
        keep_days: int,
    ) -> None:
        self._vaults = vaults
        self._audit = audit
        self._clock = clock
        self._new_id = new_id
        self._zone = zone
        self._kept_for = timedelta(days=keep_days)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="drafts")

    def begin(self, form: Form, owner: str, provider_npi: str, deadline: date | None = None) -> Draft:
        """Return a draft with nothing typed; it is on disk once it was saved."""
        now = self._clock.now()
        return Draft(
            id=self._new_id(),
            form=form.name,
            owner=owner,
            provider_npi=provider_npi,
            revision=0,
            saved_at=now,
            expires_at=self._end(now, deadline),
            deadline=deadline,
        )

    async def save(self, draft: Draft, form: Form, typed: Typed) -> Draft:
        """Put what was typed on disk and return the draft as it is there.

        What `form` declares `secret`, or does not declare, is left out. The last save holds; a draft that
        expired meanwhile is stored again. The first save of a draft is recorded. Raises, besides the usual,
        `Problem` ``vault.too_long``.
        """
        if draft.form != form.name:
            raise ValueError(f"a draft of {draft.form!r} is no {form.name!r}")
        values = {
            each.name: clean(typed[each.name])
            for each in form.fields
            if typed.get(each.name) and not each.secret
        }
        saved = await self._done(lambda: self._save(draft, values))
        if saved.revision == 1:
            await self._record(saved, "saved")
        return saved

    async def find(self, owner: str) -> list[DraftEntry]:
        """Return all drafts of a person, the last saved first."""
        return await self._done(lambda: self._entries(owner))

    async def expiring(self, owner: str) -> list[DraftEntry]:
        """Return the drafts of a person that end within `WARN_BEFORE`, the first to end first."""
        until = self._clock.now() + WARN_BEFORE
        found = [entry for entry in await self.find(owner) if entry.expires_at <= until]
        return sorted(found, key=lambda entry: entry.expires_at)

    async def get(self, owner: str, draft_id: str) -> Draft:
        """Return a draft of a person, and record that she opened it.

        Raises `Problem` ``draft.unknown`` for one that is not hers or not there any more.
        """
        draft = await self._done(lambda: self._read(self._vaults.of(owner), draft_id))
        if draft is None:
            raise Problem("draft.unknown")
        await self._record(draft, "opened")
        return draft

    async def drop(self, owner: str, draft_id: str) -> None:
        """Remove a draft of a person, as after it was sent, and record it; one not there is let be."""
        draft = await self._done(lambda: self._drop(owner, draft_id))
        if draft is not None:
            await self._record(draft, "dropped")

    async def expire(self) -> int:
        """Remove everybody's drafts that have come to their end, record each, and return how many.

        A vault that cannot be read is passed over, and that is recorded: its owner is told when she opens it.
        """
        dropped, failures = await self._done(self._expire)
        for draft in dropped:
            await self._record(draft, "expired")
        for problem in failures:
            await self._record_failure(problem)
        return len(dropped)

    async def put_away(self, owner: str) -> None:
        """Keep nothing of a person's in memory, as after sign-out."""
        await self._done(lambda: self._vaults.put_away(owner))

    async def shred(self, owner: str) -> None:
        """Destroy a person's key, so that nobody can read any of her drafts again, and record it."""
        await self._done(self._vaults.of(owner).shred)
        await self._audit.record("record.draft", reason="shredded")

    async def close(self) -> None:
        """Finish what is under way, and give the files back."""
        await self._done(self._vaults.close)
        self._thread.shutdown(wait=False)

    async def _done(self, work: Callable[[], Result]) -> Result:
        loop = asyncio.get_running_loop()
        try:
            done = loop.run_in_executor(self._thread, lambda: (work(), self._vaults.take_cut_bytes()))
            result, cut = await asyncio.shield(done)
        except (Damage, UnsafeFile, OSError) as error:
            problem = _problem(error)
            if problem.code == "vault.broken":
                await self._record_failure(problem)
            raise problem from None
        if cut:
            await self._audit.record("record.draft", reason="cut", details={"cut_bytes": cut})
        return result

    def _save(self, draft: Draft, values: Typed) -> Draft:
        vault, now = self._vaults.of(draft.owner), self._clock.now()
        with vault.held():
            before = self._read(vault, draft.id)
            saved = Draft(
                id=draft.id,
                form=draft.form,
                owner=draft.owner,
                provider_npi=draft.provider_npi,
                revision=before.revision + 1 if before else 1,
                saved_at=now,
                expires_at=self._end(now, draft.deadline),
                deadline=draft.deadline,
                values=values,
            )
            try:
                _table(vault).upsert(_document(saved), where("id") == draft.id)
            except LineTooLong:
                raise Problem("vault.too_long") from None
        return saved

    def _drop(self, owner: str, draft_id: str) -> Draft | None:
        vault = self._vaults.of(owner)
        with vault.held():
            draft = self._read(vault, draft_id)
            _table(vault).remove(where("id") == draft_id)
        return draft

    def _entries(self, owner: str) -> list[DraftEntry]:
        drafts = sorted(self._all(self._vaults.of(owner)), key=lambda draft: draft.saved_at, reverse=True)
        names = DraftEntry.__dataclass_fields__
        return [DraftEntry(**{name: getattr(draft, name) for name in names}) for draft in drafts]

    def _expire(self) -> tuple[list[Draft], list[Problem]]:
        dropped: list[Draft] = []
        failures: list[Problem] = []
        for name in self._vaults.names():
            try:
                dropped += self._expire_one(name)
            except (Damage, UnsafeFile, OSError) as error:
                failures.append(_problem(error))
        return dropped, failures

    def _expire_one(self, name: str) -> list[Draft]:
        owner, now = self._vaults.owner(name), self._clock.now()
        if owner is None:
            return []
        with self._vaults.opened(owner) as vault, vault.held():
            ended = [draft for draft in self._all(vault) if draft.expires_at <= now]
            ids = {draft.id for draft in ended}
            _table(vault).remove(where("id").test(ids.__contains__))
        return ended

    def _all(self, vault: Vault) -> list[Draft]:
        return [self._draft(vault.owner, document) for document in _table(vault)]

    def _read(self, vault: Vault, draft_id: str) -> Draft | None:
        return next((draft for draft in self._all(vault) if draft.id == draft_id), None)

    def _draft(self, owner: str, document: Document) -> Draft:
        saved_at = datetime.fromisoformat(document["saved_at"])
        deadline = date.fromisoformat(document["deadline"]) if document["deadline"] else None
        return Draft(
            id=document["id"],
            form=document["form"],
            owner=owner,
            provider_npi=document["provider_npi"],
            revision=document["revision"],
            saved_at=saved_at,
            expires_at=self._end(saved_at, deadline),
            deadline=deadline,
            values=document["values"],
        )

    def _end(self, saved_at: datetime, deadline: date | None) -> datetime:
        end = saved_at + self._kept_for
        if deadline is None:
            return end
        after_deadline = datetime.combine(deadline + timedelta(days=1), time(), self._zone)
        return max(end, after_deadline.astimezone(UTC))

    async def _record(self, draft: Draft, reason: str) -> None:
        await self._audit.record(
            "record.draft",
            patient=_patient(draft.values),
            reason=reason,
            details={"document": draft.form, "revision": draft.revision},
        )

    async def _record_failure(self, problem: Problem) -> None:
        await self._audit.record("record.draft", "unavailable", code=problem.code)


def _table(vault: Vault) -> Table:
    return VaultDatabase(vault).table(_TABLE)


def _document(draft: Draft) -> Document:
    return {
        "id": draft.id,
        "form": draft.form,
        "provider_npi": draft.provider_npi,
        "revision": draft.revision,
        "saved_at": draft.saved_at.isoformat(),
        "deadline": draft.deadline.isoformat() if draft.deadline else "",
        "values": dict(draft.values),
    }


def _patient(values: Typed) -> str:
    with suppress(Problem):
        return read_mbi(values.get("mbi", ""))
    return ""


def _problem(error: Damage | UnsafeFile | OSError) -> Problem:
    if isinstance(error, OSError):
        return Problem("vault.unwritable", (), {"reason": error.strerror or str(error)})
    return Problem("vault.broken", (), {"where": error.path.as_posix(), "reason": error.reason})
