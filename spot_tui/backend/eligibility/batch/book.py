"""The batches of a person, kept in her vault: of which file, for whom, how far they are."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from tinydb import where

from spot_tui.backend.eligibility.batch.journal import BatchJournal, store_problems
from spot_tui.backend.eligibility.batch.outcome import FINAL
from spot_tui.backend.problems import Problem
from spot_tui.backend.store.keys import KEY_BYTES
from spot_tui.backend.store.vault import Vaults
from spot_tui.backend.store.vault_tables import VaultDatabase

if TYPE_CHECKING:
    from tinydb.table import Table

    from spot_tui.backend.clock import Clock
    from spot_tui.backend.store.lines import Document

_TABLE = "batches"
_FOLDER = "batches"


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """One batch: the file it was read from, the day that stands for "today" in it, and for whom it asks.

    `rows` counts those that can be asked, `left` those without a final outcome when it last stopped. One that
    is `anew` asks everybody, also whom an answer of today is kept of.
    """

    id: str
    file: str
    day: date
    npi: str
    purpose: str
    began_at: datetime
    rows: int
    left: int
    key: bytes = field(repr=False)
    anew: bool = False

    @property
    def is_over(self) -> bool:
        """Whether it ran to its end."""
        return self.left == 0


class BatchBook:
    """The batches in the store at `folder`. Verbs are for one thread, and raise as `store_problems`."""

    def __init__(self, folder: Path, clock: Clock, keep_days: int) -> None:
        self._vaults = Vaults(folder)
        self._folder = self._vaults.folder / _FOLDER
        self._clock = clock
        self._keep = timedelta(days=keep_days)

    def begin(
        self,
        owner: str,
        batch_id: str,
        file: str,
        day: date,
        npi: str,
        purpose: str,
        rows: int,
        *,
        anew: bool = False,
    ) -> Batch:
        """Keep a new batch, and return it."""
        batch = Batch(
            id=batch_id,
            file=file,
            day=day,
            npi=npi,
            purpose=purpose,
            began_at=self._clock.now(),
            rows=rows,
            left=rows,
            key=secrets.token_bytes(KEY_BYTES),
            anew=anew,
        )
        with self._table_of(owner) as table:
            table.insert(_document(batch))
        return batch

    def of(self, owner: str) -> list[Batch]:
        """Return a person's batches, the last one first.

        Of one that was killed the rows left are counted anew; while another process works on it, they are
        those of its beginning.
        """
        return [self._counted(batch) for batch in self.kept(owner)]

    def kept(self, owner: str) -> list[Batch]:
        """Return a person's batches as `of` does, with the rows left that were kept of them."""
        oldest = self._clock.now() - self._keep
        with self._table_of(owner) as table:
            found = [_batch(document) for document in table]
        found = [batch for batch in found if batch.began_at > oldest]
        return sorted(found, key=lambda batch: batch.began_at, reverse=True)

    def _counted(self, batch: Batch) -> Batch:
        """Return a batch with the rows left by its journal; one that cannot be read says so when opened.

        One that was killed at its very end is not over: it has to be gone on with for its results.
        """
        if batch.is_over:
            return batch
        try:
            with closing(self.journal(batch)) as journal:
                ended = sum(known.state in FINAL for known in journal.known.values())
        except Problem:
            return batch
        return replace(batch, left=max(batch.rows - ended, 1))

    def stopped(self, owner: str, batch: Batch, left: int) -> Batch:
        """Keep how many rows are left of a batch."""
        with self._table_of(owner) as table:
            table.update({"left": left}, where("id") == batch.id)
        return replace(batch, left=left)

    def journal(self, batch: Batch) -> BatchJournal:
        """Open the journal of a batch. Raises also ``batch.running``."""
        return BatchJournal(self._path(batch.id), batch.key)

    def drop(self, owner: str, batch: Batch) -> None:
        """Forget a batch: its key first, without which nothing of it can be read."""
        with self._table_of(owner) as table:
            table.remove(where("id") == batch.id)
        self._unlink(batch.id)

    def expire(self) -> int:
        """Forget everybody's batches that are kept long enough; return how many. Failing vaults are left."""
        oldest, removed = (self._clock.now() - self._keep).isoformat(), 0
        for name in self._vaults.names():
            with suppress(Problem), store_problems():
                owner = self._vaults.owner(name)
                if owner is not None and not self._vaults.is_of_the_office(owner):
                    removed += self._expire(owner, oldest)
        return removed

    def _expire(self, owner: str, oldest: str) -> int:
        with self._vaults.opened(owner) as vault:
            if not vault.path.exists():
                return 0
            table = VaultDatabase(vault).table(_TABLE)
            old = [document["id"] for document in table if document["began_at"] <= oldest]
            if old:
                table.remove(where("id").test(old.__contains__))
                vault.compact()
        for batch_id in old:
            self._unlink(batch_id)
        return len(old)

    def _path(self, batch_id: str) -> Path:
        return self._folder / f"{batch_id}.rows"

    def _unlink(self, batch_id: str) -> None:
        path = self._path(batch_id)
        with store_problems():
            for each in (path, path.with_name(f"{path.name}.lock"), path.with_suffix(".running")):
                each.unlink(missing_ok=True)

    @contextmanager
    def _table_of(self, owner: str) -> Iterator[Table]:
        with store_problems(), self._vaults.opened(owner) as vault:
            yield VaultDatabase(vault).table(_TABLE)


def _document(batch: Batch) -> Document:
    return asdict(batch) | {
        "day": batch.day.isoformat(),
        "began_at": batch.began_at.isoformat(),
        "key": batch.key.hex(),
    }


def _batch(document: Document) -> Batch:
    return Batch(
        **{name: document[name] for name in ("id", "file", "npi", "purpose", "rows", "left")},
        day=date.fromisoformat(document["day"]),
        began_at=datetime.fromisoformat(document["began_at"]),
        key=bytes.fromhex(document["key"]),
        anew=document.get("anew", False),
    )
