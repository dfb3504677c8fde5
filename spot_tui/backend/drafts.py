"""Drafts: what a person typed and did not send, kept encrypted on this machine and for her alone.

A form is a draft from its first key. A draft is kept for some days after it was last saved, and never ends
before the deadline of what it is for.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from spot_tui.backend.clock import Clock, NewId
from spot_tui.backend.formats import read_mbi
from spot_tui.backend.forms import Form, Typed
from spot_tui.backend.problems import Problem
from spot_tui.backend.store.audit import AuditLog
from spot_tui.backend.store.files import UnsafeFile
from spot_tui.backend.store.lines import Damage
from spot_tui.backend.store.shelf import Draft, DraftEntry, DraftShelf, Lifetime
from spot_tui.backend.store.vault import Vaults

__all__ = ["WARN_BEFORE", "Draft", "DraftEntry", "Drafts", "ending_soon"]

WARN_BEFORE = timedelta(days=3)
"""How long before its end a draft is among those that expire soon: longer than a weekend."""

_CLAIM, _WHOM = "claim_number", ("last_name", "mbi", "business_name", "about")
"""The fields by which a person knows her drafts again: which claim, and whom or what, the best first."""

Result = TypeVar("Result")


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
        self._lifetime = Lifetime(keep_days, zone)
        self._shelf = DraftShelf(vaults, clock, self._lifetime)
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
            expires_at=self._lifetime.end(now, deadline),
            deadline=deadline,
        )

    async def save(self, draft: Draft, form: Form, typed: Typed) -> Draft:
        """Put what was typed on disk and return the draft as it is there.

        What `form` declares `secret`, or does not declare, is left out. The last save holds; a draft that
        expired meanwhile is stored again. The first save of a draft is recorded. Raises, besides the usual,
        `Problem` ``vault.too_long``.
        """
        values = _values(draft, form, typed)
        return await self._in_turn(lambda: self._save(draft, values))

    def save_now(self, draft: Draft, form: Form, typed: Typed) -> Draft:
        """Save like `save`, from any thread but the event loop's, which may stand still."""
        values = _values(draft, form, typed)
        return self._thread.submit(lambda: self._do(lambda: self._save(draft, values))).result()

    async def find(self, owner: str) -> list[DraftEntry]:
        """Return all drafts of a person, the last saved first."""
        return [_entry(draft) for draft in await self._in_turn(lambda: self._shelf.all(owner))]

    async def get(self, owner: str, draft_id: str) -> Draft:
        """Return a draft of a person, and record that she opened it.

        Raises `Problem` ``draft.unknown`` for one that is not hers or not there any more.
        """
        return await self._in_turn(lambda: self._get(owner, draft_id))

    async def drop(self, owner: str, draft_id: str) -> None:
        """Remove a draft of a person, as after it was sent, and record it; one not there is let be."""
        await self._in_turn(lambda: self._drop(owner, draft_id))

    async def expire(self) -> int:
        """Remove everybody's drafts that have come to their end, record each, and return how many.

        A vault that cannot be read is passed over, and that is recorded: its owner is told when she opens it.
        """
        return await self._in_turn(self._expire)

    async def put_away(self, owner: str) -> None:
        """Keep nothing of a person's in memory, as after sign-out."""
        await self._in_turn(lambda: self._vaults.put_away(owner))

    async def shred(self, owner: str) -> None:
        """Destroy a person's key, so that nobody can read any of her drafts again, and record it."""
        await self._in_turn(lambda: self._shred(owner))

    async def close(self) -> None:
        """Finish what is under way, and give the files back."""
        await self._in_turn(self._vaults.close)
        self._thread.shutdown(wait=False)

    async def _in_turn(self, work: Callable[[], Result]) -> Result:
        loop = asyncio.get_running_loop()
        return await asyncio.shield(loop.run_in_executor(self._thread, lambda: self._do(work)))

    def _do(self, work: Callable[[], Result]) -> Result:
        try:
            result = work()
        except (Damage, UnsafeFile, OSError) as error:
            problem = _problem(error)
            if problem.code == "vault.broken":
                self._record_failure(problem)
            raise problem from None
        cut = self._vaults.take_cut_bytes()
        if cut:
            self._audit.record_now("record.draft", reason="cut", details={"cut_bytes": cut})
        return result

    def _save(self, draft: Draft, values: Typed) -> Draft:
        saved = self._shelf.save(draft, values)
        if saved.revision == 1:
            self._record(saved, "saved")
        return saved

    def _get(self, owner: str, draft_id: str) -> Draft:
        draft = self._shelf.get(owner, draft_id)
        if draft is None:
            raise Problem("draft.unknown")
        self._record(draft, "opened")
        return draft

    def _drop(self, owner: str, draft_id: str) -> None:
        draft = self._shelf.drop(owner, draft_id)
        if draft is not None:
            self._record(draft, "dropped")

    def _expire(self) -> int:
        dropped, failures = self._shelf.expire()
        for draft in dropped:
            self._record(draft, "expired")
        for error in failures:
            self._record_failure(_problem(error))
        return len(dropped)

    def _shred(self, owner: str) -> None:
        self._vaults.of(owner).shred()
        self._audit.record_now("record.draft", reason="shredded")

    def _record(self, draft: Draft, reason: str) -> None:
        self._audit.record_now(
            "record.draft",
            patient=_patient(draft.values),
            reason=reason,
            details={"document": draft.form, "revision": draft.revision},
        )

    def _record_failure(self, problem: Problem) -> None:
        self._audit.record_now("record.draft", "unavailable", code=problem.code)


def ending_soon(drafts: Iterable[DraftEntry], now: datetime) -> list[DraftEntry]:
    """Return those of `drafts` that end within `WARN_BEFORE` of `now`, the first to end first."""
    found = [entry for entry in drafts if entry.expires_at <= now + WARN_BEFORE]
    return sorted(found, key=lambda entry: entry.expires_at)


def _values(draft: Draft, form: Form, typed: Typed) -> Typed:
    if draft.form != form.name:
        raise ValueError(f"a draft of {draft.form!r} is no {form.name!r}")
    return form.keepable(typed)


def _entry(draft: Draft) -> DraftEntry:
    known = {name: getattr(draft, name) for name in DraftEntry.__dataclass_fields__}
    whom = next((draft.values[name] for name in _WHOM if draft.values.get(name)), "")
    about = "  ".join(filter(None, (draft.values.get(_CLAIM, ""), whom)))
    return DraftEntry(**{**known, "about": about})


def _patient(values: Typed) -> str:
    with suppress(Problem):
        return read_mbi(values.get("mbi", ""))
    return ""


def _problem(error: Damage | UnsafeFile | OSError) -> Problem:
    if isinstance(error, OSError):
        return Problem("vault.unwritable", (), {"reason": error.strerror or str(error)})
    return Problem("vault.broken", (), {"where": error.path.as_posix(), "reason": error.reason})
