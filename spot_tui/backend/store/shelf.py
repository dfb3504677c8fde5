"""Drafts as documents of their owners' vaults."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tinydb import where
from tinydb.table import Table

from spot_tui.backend.clock import Clock
from spot_tui.backend.forms import Typed
from spot_tui.backend.problems import Problem
from spot_tui.backend.store.files import UnsafeFile
from spot_tui.backend.store.lines import Damage, Document, LineTooLong
from spot_tui.backend.store.vault import Vault, Vaults
from spot_tui.backend.store.vault_tables import VaultDatabase

_TABLE = "drafts"

Failure = Damage | UnsafeFile | OSError


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftEntry:
    """What a list of drafts shows of one: everything but what was typed, except whom or what it is about.

    `form` is the name of its `Form`, `owner` the subject of the person. `revision` counts how often it was
    saved; 0 is a draft that is not on disk. `saved_at` and `expires_at` are aware, in UTC. `deadline` is the
    day, in the profile's zone, to the end of which it is kept whatever its age. `about` tells its owner one
    draft from another, and is empty where nothing was typed yet that does.
    """

    id: str
    form: str
    owner: str
    provider_npi: str
    revision: int
    saved_at: datetime
    expires_at: datetime
    deadline: date | None = None
    about: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft(DraftEntry):
    """One draft with what was typed, by field name."""

    values: Typed = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Lifetime:
    """How long drafts are kept: so many days after the last save, and to the end of a deadline in a zone."""

    days: int
    zone: ZoneInfo

    def end(self, saved_at: datetime, deadline: date | None) -> datetime:
        """Return the moment, in UTC, at which a draft ends."""
        end = saved_at + timedelta(days=self.days)
        if deadline is None:
            return end
        after_deadline = datetime.combine(deadline + timedelta(days=1), time(), self.zone)
        return max(end, after_deadline.astimezone(UTC))


class DraftShelf:
    """Everybody's drafts, for one thread. Raises `Damage`, `UnsafeFile` and `OSError` as a vault does."""

    def __init__(self, vaults: Vaults, clock: Clock, lifetime: Lifetime) -> None:
        self.vaults = vaults
        self._clock = clock
        self._lifetime = lifetime

    def save(self, draft: Draft, values: Typed) -> Draft:
        """Store a draft with these values and return it. Raises `Problem` ``vault.too_long``."""
        vault, now = self.vaults.of(draft.owner), self._clock.now()
        with vault.held():
            before = self._read(vault, draft.id)
            saved = replace(
                draft,
                revision=before.revision + 1 if before else 1,
                saved_at=now,
                expires_at=self._lifetime.end(now, draft.deadline),
                values=values,
            )
            try:
                _table(vault).upsert(_document(saved), where("id") == draft.id)
            except LineTooLong:
                raise Problem("vault.too_long") from None
        return saved

    def all(self, owner: str) -> list[Draft]:
        """Return all drafts of an owner, the last saved first."""
        return sorted(
            self._all(self.vaults.of(owner)), key=lambda draft: (draft.saved_at, draft.id), reverse=True
        )

    def get(self, owner: str, draft_id: str) -> Draft | None:
        """Return a draft of an owner, None when it is not there."""
        return self._read(self.vaults.of(owner), draft_id)

    def drop(self, owner: str, draft_id: str) -> Draft | None:
        """Remove a draft of an owner and return it, None when it is not there."""
        vault = self.vaults.of(owner)
        with vault.held():
            draft = self._read(vault, draft_id)
            _table(vault).remove(where("id") == draft_id)
        return draft

    def expire(self) -> tuple[list[Draft], list[Failure]]:
        """Remove everybody's drafts that ended; return them, and why a vault had to be passed over."""
        dropped: list[Draft] = []
        failures: list[Failure] = []
        for name in self.vaults.names():
            try:
                dropped += self._expire_one(name)
            except (Damage, UnsafeFile, OSError) as error:
                failures.append(error)
        return dropped, failures

    def _expire_one(self, name: str) -> list[Draft]:
        owner, now = self.vaults.owner(name), self._clock.now()
        if owner is None or self.vaults.is_of_the_office(owner):
            return []
        with self.vaults.opened(owner) as vault, vault.held():
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
            expires_at=self._lifetime.end(saved_at, deadline),
            deadline=deadline,
            values=document["values"],
        )


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
