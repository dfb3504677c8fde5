"""TinyDB over a journal: its documents and queries, with inserts that append and reads that stream.

Table and storage belong together. TinyDB's own table would read and write the whole database at every insert,
and remember query results that another process has made stale.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn, Protocol, cast

from tinydb import TinyDB
from tinydb.queries import QueryLike
from tinydb.storages import Storage
from tinydb.table import Document as TableDocument
from tinydb.table import Table

from spot_tui.backend.store.journal import Journal
from spot_tui.backend.store.lines import ChecksumChain, Document, LineCodec

TABLE = TinyDB.default_table_name


class AppendOnlyError(Exception):
    """Something tried to change or remove what a journal holds."""

    def __init__(self) -> None:
        super().__init__("a journal can only be appended to")


class Appendable(Protocol):
    """A storage that takes documents one by one and gives them back in order."""

    def append(self, documents: Sequence[Mapping[str, Any]]) -> list[int]:
        """Store all documents or none; return their sequence numbers once they are on disk."""
        ...

    def stream(self) -> Iterator[tuple[int, Document]]:
        """Yield sequence number and document of each record that is there now."""
        ...


def whole_database(storage: Appendable) -> dict[str, dict[str, Any]] | None:
    """Return what TinyDB's own table expects of `Storage.read`: for small journals, tools and tests."""
    found = {str(seq): document for seq, document in storage.stream()}
    return {TABLE: found} if found else None


class JournalStorage(Storage):
    """One journal file as TinyDB sees it."""

    def __init__(self, path: Path | str, codec: LineCodec | None = None) -> None:
        self.journal = Journal(Path(path), codec or ChecksumChain())

    def append(self, documents: Sequence[Mapping[str, Any]]) -> list[int]:
        """Append to the journal."""
        return self.journal.append(documents)

    def stream(self) -> Iterator[tuple[int, Document]]:
        """Read the journal, each line proved."""
        return self.journal.stream()

    def read(self) -> dict[str, dict[str, Any]] | None:
        """Return the whole database, or None when there is nothing."""
        return whole_database(self)

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Refuse to write the whole database anew."""
        raise AppendOnlyError

    def close(self) -> None:
        """Give the files back."""
        self.journal.close()


class JournalTable(Table):
    """The one table of a journal; a document's id is its sequence number."""

    def __init__(self, storage: Storage, name: str, cache_size: int = 0, persist_empty: bool = False) -> None:
        if name != TABLE:
            raise ValueError("a journal holds one table")
        super().__init__(storage, name, cache_size=0)
        self._lines = cast("Appendable", storage)

    def insert(self, document: Mapping[str, Any]) -> int:
        """Append a document and return its id once it is on disk."""
        return self.insert_multiple([document])[0]

    def insert_multiple(self, documents: Iterable[Mapping[str, Any]]) -> list[int]:
        """Append all documents, or none, and return their ids once they are on disk."""
        given = list(documents)
        for document in given:
            if not isinstance(document, Mapping):
                raise ValueError("Document is not a Mapping")
            if isinstance(document, TableDocument):
                raise AppendOnlyError  # it has an id already
        return self._lines.append(given) if given else []

    def matching(self, condition: QueryLike) -> Iterator[TableDocument]:
        """Yield the documents that match, as they are read."""
        return (document for document in self if condition(document))

    def search(self, cond: QueryLike) -> list[TableDocument]:
        """Return all documents that match now."""
        return list(self.matching(cond))

    def get(  # type: ignore[override] # TinyDB spells the three uses as overloads
        self,
        cond: QueryLike | None = None,
        doc_id: int | None = None,
        doc_ids: list[int] | None = None,
    ) -> TableDocument | list[TableDocument] | None:
        """Return the document of an id, those of several ids, or the first that matches."""
        if doc_id is not None:
            return next((document for document in self if document.doc_id == doc_id), None)
        if doc_ids is not None:
            wanted = set(doc_ids)
            return [document for document in self if document.doc_id in wanted]
        if cond is not None:
            return next(self.matching(cond), None)
        raise RuntimeError("You have to pass either cond or doc_id or doc_ids")

    def count(self, cond: QueryLike) -> int:
        """Return how many documents match."""
        return sum(1 for _ in self.matching(cond))

    def __len__(self) -> int:
        return sum(1 for _ in self._lines.stream())

    def __iter__(self) -> Iterator[TableDocument]:
        return (TableDocument(document, seq) for seq, document in self._lines.stream())

    def update(self, *_: object, **__: object) -> NoReturn:
        """Refuse."""
        raise AppendOnlyError

    update_multiple = upsert = remove = truncate = update


class JournalDatabase(TinyDB):
    """TinyDB with the journal's table; hand it `JournalStorage`, or another that appends."""

    table_class = JournalTable

    def tables(self) -> set[str]:
        """Return the name of the one table, once it has documents."""
        storage = cast("Appendable", self.storage)
        return {TABLE} if next(storage.stream(), None) else set()

    def drop_tables(self) -> NoReturn:
        """Refuse."""
        raise AppendOnlyError

    def drop_table(self, name: str) -> NoReturn:
        """Refuse."""
        raise AppendOnlyError
