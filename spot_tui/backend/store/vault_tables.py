"""TinyDB over a vault: its own tables, whole, with each change made under the lock of all processes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, cast

from tinydb import TinyDB
from tinydb.queries import QueryLike
from tinydb.storages import Storage
from tinydb.table import Document as TableDocument
from tinydb.table import Table

from spot_tui.backend.store.lines import canonical
from spot_tui.backend.store.vault import Change, Tables, Vault

Fields = Mapping[str, Any] | Callable[[Any], None]


class VaultStorage(Storage):
    """A vault as TinyDB sees it: what is written back is compared, and what differs is appended."""

    def __init__(self, vault: Vault) -> None:
        self.vault = vault

    def read(self) -> dict[str, dict[str, Any]] | None:
        """Return copies of all living documents, or None when there are none."""
        with self.vault.held() as living:
            found = {
                name: {str(doc_id): json.loads(text) for doc_id, text in sorted(table.items())}
                for name, table in living.items()
            }
        return found or None

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Append what differs from the living documents, all or nothing."""
        with self.vault.held() as living:
            self.vault.apply(list(_changes(living, data)))

    def close(self) -> None:
        """Give the vault's files back."""
        self.vault.close()


def _changes(living: Tables, data: Mapping[str, Mapping[str, Any]]) -> Iterator[Change]:
    for name, documents in data.items():
        before = living.get(name, {})
        for key, document in documents.items():
            if before.get(int(key)) != canonical(document):
                yield Change(name, int(key), document)
    for name, table in living.items():
        kept = data.get(name, {})
        for doc_id in table:
            if str(doc_id) not in kept:
                yield Change(name, doc_id, None)


class VaultTable(Table):
    """A table of a vault. Ids are never given twice; nothing is remembered that others could make stale."""

    def __init__(self, storage: Storage, name: str, cache_size: int = 0, persist_empty: bool = False) -> None:
        super().__init__(storage, name, cache_size=0)
        self._vault = cast("VaultStorage", storage).vault

    def insert(self, document: Mapping[str, Any]) -> int:
        """Store a document and return its id once it is on disk."""
        return self.insert_multiple([document])[0]

    def insert_multiple(self, documents: Iterable[Mapping[str, Any]]) -> list[int]:
        """Store all documents, or none, and return their ids once they are on disk."""
        with self._vault.held():
            return super().insert_multiple(list(self._numbered(documents)))

    def update(
        self, fields: Fields, cond: QueryLike | None = None, doc_ids: Iterable[int] | None = None
    ) -> list[int]:
        """Change all documents that match, or none."""
        with self._vault.held():
            return super().update(fields, cond, doc_ids)

    def update_multiple(self, updates: Iterable[tuple[Fields, QueryLike]]) -> list[int]:
        """Change documents in several ways, all or none."""
        with self._vault.held():
            return super().update_multiple(list(updates))

    def upsert(self, document: Mapping[str, Any], cond: QueryLike | None = None) -> list[int]:
        """Change the documents that match, or store a new one."""
        with self._vault.held():
            return super().upsert(document, cond)

    def remove(self, cond: QueryLike | None = None, doc_ids: Iterable[int] | None = None) -> list[int]:
        """Remove all documents that match, or none."""
        with self._vault.held():
            return super().remove(cond, doc_ids)

    def truncate(self) -> None:
        """Remove all documents."""
        with self._vault.held():
            super().truncate()

    def _numbered(self, documents: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
        next_id = self._vault.next_id()
        for document in documents:
            if isinstance(document, TableDocument):
                next_id = max(next_id, document.doc_id + 1)
                yield document
            elif isinstance(document, Mapping):
                yield TableDocument(document, next_id)
                next_id += 1
            else:
                raise ValueError("Document is not a Mapping")


class VaultDatabase(TinyDB):
    """TinyDB over the vault of one owner."""

    table_class = VaultTable

    def __init__(self, vault: Vault) -> None:
        super().__init__(storage=lambda: VaultStorage(vault))
        self._vault = vault

    def drop_tables(self) -> None:
        """Remove all documents of all tables."""
        with self._vault.held():
            super().drop_tables()

    def drop_table(self, name: str) -> None:
        """Remove all documents of a table."""
        with self._vault.held():
            super().drop_table(name)
