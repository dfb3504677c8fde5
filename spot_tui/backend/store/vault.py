"""The vault: documents with PHI, sealed, each owner's in a journal of her own under a key of her own.

A change is a line; the last one of a document holds. The living documents are few, so they are held in
memory and caught up under the lock. When dead lines outweigh living ones the journal is written anew: other
processes find another file in its place, whose lines are numbered on from where theirs ended.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spot_tui.backend.store.files import (
    StoreLock,
    open_for_reading,
    open_private,
    private_folder,
    sync_folder,
)
from spot_tui.backend.store.journal import JournalFile
from spot_tui.backend.store.keys import Keys
from spot_tui.backend.store.lines import GENESIS, Damage, Document, Position, canonical, first_number
from spot_tui.backend.store.vault_keys import VaultKeys
from spot_tui.backend.store.vault_lines import SealedLines

LEAST_DEAD_LINES = 64
OFFICE = "office "
"""How the names of owners begin that are no person: what belongs to all who work with the profile."""

_COMPACTED = "compacted"


@dataclass(frozen=True, slots=True)
class Change:
    """A document as it is from now on, or None when it is removed."""

    table: str
    id: int
    document: Mapping[str, Any] | None

    def line(self) -> Document:
        """Return what the journal's line says."""
        return {"table": self.table, "id": self.id, "document": self.document}


Tables = dict[str, dict[int, bytes]]
"""The living documents as canonical JSON, by table and id."""


class Vault:
    """One owner's documents, shared by processes and threads.

    Everything raises `Damage` and `UnsafeFile` for files that are not what was written, and `OSError`.
    `cut_bytes` counts what was taken away of writes that a crash left unfinished.
    """

    def __init__(self, store: Path, keys: VaultKeys, owner: str) -> None:
        self.owner = owner
        self.cut_bytes = 0
        self._keys = keys
        self._name = keys.name_of(owner)
        self.path = store / "vault" / f"{self._name}.vault"
        self._lock = StoreLock(self.path.with_suffix(".lock"))
        self._threads = threading.RLock()
        self._depth = 0
        self._codec: SealedLines | None = None
        self._stamp: tuple[int, int] | None = None
        self._file: JournalFile | None = None
        self._known = 0  # the number of the last line there was, in whatever file
        self._living: Tables = {}

    @contextmanager
    def held(self) -> Iterator[Tables]:
        """Keep everybody else away for the block, within which `living` and `apply` see the newest state."""
        with self._threads:
            if self._depth:
                yield self._living
                return
            if self._file is None:
                private_folder(self.path.parent)
            with self._lock.held():
                self._catch_up()
                self._depth = 1
                try:
                    yield self._living
                finally:
                    self._depth = 0

    def apply(self, changes: Iterable[Change]) -> None:
        """Put all `changes` on disk, or none. Raises `ValueError` for what no line can hold."""
        lines = [change.line() for change in changes]
        if not lines:
            return
        with self.held():
            self._catch_up()  # a compaction in this very block may have failed after its rename
            self._known = self._journal().append(lines)[-1]
            if self._is_mostly_dead():
                # What was asked is on disk; that the file stays long is mended by a later change.
                with suppress(OSError):
                    self._compact()

    def compact(self) -> None:
        """Write the journal anew, so that no line of a document that was removed is left in it."""
        with self.held():
            self._catch_up()
            self._compact()

    def next_id(self) -> int:
        """Return the id of the next new document, which no document ever had. Within `held` only."""
        ids = [doc_id for table in self._living.values() for doc_id in table]
        return max([self._journal().end.seq, *ids]) + 1

    def shred(self) -> None:
        """Destroy the owner's key, so that nothing of hers can be read again, then her journal."""
        with self._threads:
            private_folder(self.path.parent)
            with self._lock.held():
                self._forget()
                self._codec, self._known = None, 0
                self._keys.shred(self.owner)
                for path in (self.path, self._beside):
                    path.unlink(missing_ok=True)
                sync_folder(self.path.parent)

    def close(self) -> None:
        """Keep nothing of hers in memory, and give the files back; the next use opens them again."""
        with self._threads:
            self._forget()
            self._codec = None
            self._lock.close()

    @property
    def _beside(self) -> Path:
        return self.path.with_suffix(".new")

    def _journal(self) -> JournalFile:
        assert self._file is not None
        return self._file

    def _catch_up(self) -> None:
        stamp = self._keys.stamp(self._name)
        if self._file is None or stamp != self._stamp:
            self._open()
        elif not self._file.in_place:
            self._follow_compaction()
        journal = self._journal()
        self.cut_bytes += journal.catch_up()
        if journal.end.seq < self._known:
            raise Damage(self.path, "replaced", self._known)
        self._known = journal.end.seq

    def _open(self) -> None:
        self._forget()
        key = self._keys.load(self.owner)
        if key is None:
            key = self._begin()
        stamp = self._keys.stamp(self._name)
        if stamp != self._stamp:
            self._known = 0  # another key, so another vault
        self._codec, self._stamp = SealedLines(key, self.owner), stamp
        self._read()

    def _begin(self) -> bytes:
        # The journal first and then its key: a key without a journal has lost one.
        if self._keys.is_shredded(self.owner):
            self.path.unlink(missing_ok=True)
        descriptor = open_private(self.path, create=True)
        size = os.fstat(descriptor).st_size
        os.close(descriptor)
        if size:
            raise Damage(self._keys.file(self._name), "key_removed")
        return self._keys.make(self.owner)

    def _follow_compaction(self) -> None:
        # Whoever renamed it may have died before the folder was synced.
        sync_folder(self.path.parent)
        self._read()

    def _read(self) -> None:
        self._forget()
        assert self._codec is not None
        try:
            start = Position(0, _first_number(self.path) - 1, GENESIS)
            self._file = JournalFile(self.path, self._codec, start, create=False, follow=self._take)
        except FileNotFoundError:
            raise Damage(self.path, "removed") from None

    def _take(self, said: Document) -> None:
        table = self._living.setdefault(said["table"], {})
        if said["document"] is None:
            table.pop(said["id"], None)
        else:
            table[said["id"]] = canonical(said["document"])
        if not table:
            del self._living[said["table"]]

    def _is_mostly_dead(self) -> bool:
        living = sum(len(table) for table in self._living.values())
        dead = self._journal().count - living
        return dead > living and (dead >= LEAST_DEAD_LINES or not living)

    def _compact(self) -> None:
        assert self._codec is not None
        beside = self._beside
        beside.unlink(missing_ok=True)
        start = Position(0, self._journal().end.seq, GENESIS)
        file = JournalFile(beside, self._codec, start, create=True)
        try:
            file.append([{"table": _COMPACTED, "id": 0, "document": None}, *self._living_lines()])
        except OSError:
            beside.unlink(missing_ok=True)
            raise
        finally:
            file.close()
        beside.rename(self.path)
        self._catch_up()

    def _living_lines(self) -> list[Document]:
        return [
            Change(table, doc_id, json.loads(text)).line()
            for table, documents in self._living.items()
            for doc_id, text in documents.items()
        ]

    def _forget(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None
        self._living.clear()


class Vaults:
    """The vaults of all owners of one store."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self._keys = VaultKeys(Keys(self.folder / "keys"))
        self._open: dict[str, Vault] = {}
        self._cut_bytes = 0

    def of(self, owner: str) -> Vault:
        """Return an owner's vault, which stays open until `put_away`. Raises `ValueError` for nobody."""
        if not owner:
            raise ValueError("a vault has an owner")
        if owner not in self._open:
            self._open[owner] = Vault(self.folder, self._keys, owner)
        return self._open[owner]

    def names(self) -> list[str]:
        """Return the file names of all owners."""
        return self._keys.names()

    def owner(self, name: str) -> str | None:
        """Return whose vault is called `name`; None when it was shredded. Raises `Damage`."""
        return self._keys.owner(name)

    @staticmethod
    def is_of_the_office(owner: str) -> bool:
        """Tell whether an owner is no person."""
        return owner.startswith(OFFICE)

    @contextmanager
    def opened(self, owner: str) -> Iterator[Vault]:
        """Open an owner's vault for the block only."""
        vault = Vault(self.folder, self._keys, owner)
        try:
            yield vault
        finally:
            self._cut_bytes += vault.cut_bytes
            vault.close()

    def take_cut_bytes(self) -> int:
        """Return how many bytes of unfinished writes were taken away since this was last asked."""
        cut = self._cut_bytes + sum(vault.cut_bytes for vault in self._open.values())
        self._cut_bytes = 0
        for vault in self._open.values():
            vault.cut_bytes = 0
        return cut

    def put_away(self, owner: str) -> None:
        """Keep nothing of an owner's in memory."""
        vault = self._open.pop(owner, None)
        if vault is not None:
            vault.close()

    def close(self) -> None:
        """Keep nothing in memory, and give the files back."""
        for owner in list(self._open):
            self.put_away(owner)


def _first_number(path: Path) -> int:
    """Return the number of a journal's first line, 1 when there is none."""
    descriptor = open_for_reading(path)
    try:
        return first_number(path, descriptor, os.fstat(descriptor).st_size)
    finally:
        os.close(descriptor)
