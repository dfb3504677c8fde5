"""The journal of a batch: which rows were asked and how they ended, sealed, on disk around the wire.

The rows of a batch lie in a file of their own, which only grows: in a vault, whose documents are held in
memory, a batch of thousands would not be as quick at its end as at its beginning. The file's key lies in the
vault of who began the batch, so that it is hers alone, and gone when her document goes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from spot_tui.backend.eligibility.batch.outcome import RowOutcome, RowState, outcome_of
from spot_tui.backend.eligibility.kept_documents import disk_problems
from spot_tui.backend.problems import Problem
from spot_tui.backend.store.commit import GroupCommit
from spot_tui.backend.store.files import StoreLock, private_folder
from spot_tui.backend.store.journal import Journal
from spot_tui.backend.store.vault_lines import SealedLines

if TYPE_CHECKING:
    from spot_tui.backend.store.lines import Document

_TABLE = "rows"


@contextmanager
def store_problems() -> Iterator[None]:
    """Turn what the store raises into `Problem` ``batch.store_broken`` or ``batch.store_unwritable``."""
    try:
        with disk_problems():
            yield
    except Problem as problem:
        if problem.code == "kept.broken":
            raise Problem("batch.store_broken", (), problem.parameters) from None
        if problem.code == "kept.unwritable":
            raise Problem("batch.store_unwritable", (), problem.parameters) from None
        raise


@dataclass(frozen=True, slots=True)
class _Written:
    number: int
    fingerprint: bytes
    outcome: RowOutcome | None

    def line(self) -> Document:
        """Return the journal's line; a row without an outcome is about to be asked."""
        told = self.outcome.document() if self.outcome else None
        return {
            "table": _TABLE,
            "id": self.number,
            "document": {"row": self.fingerprint.hex(), "outcome": told},
        }


class BatchJournal:
    """The rows of one batch in the file at `path`, sealed with `key`, for one process at a time.

    `known` says of each row asked so far how it ended, by its fingerprint. Whoever holds it may `close` it.
    Verbs raise `Problem` ``batch.running`` where another process works on the batch, and those of
    `store_problems`.
    """

    def __init__(self, path: Path, key: bytes) -> None:
        self._lock = StoreLock(path.with_suffix(".running"), patience=0.0)
        self._held = self._lock.held()
        self.known: dict[bytes, RowOutcome] = {}
        with store_problems():
            try:
                private_folder(path.parent)
                self._held.__enter__()
            except TimeoutError:
                self._lock.close()
                raise Problem("batch.running") from None
            try:
                self._journal = Journal(path, SealedLines(key, path.stem))
                self._read()
            except BaseException:
                self._let_go()
                raise
        self._commits: GroupCommit[_Written] = GroupCommit(self._commit, "batch journal")

    async def asking(self, number: int, row: bytes) -> None:
        """Note that a row is about to be asked; returns once that is on disk."""
        self.known[row] = RowOutcome(RowState.UNKNOWN)
        await self._commits.put(_Written(number, row, None))

    async def ended(self, number: int, row: bytes, outcome: RowOutcome) -> None:
        """Note how a row ended, or that it waits again; returns once that is on disk."""
        if outcome.state is RowState.WAITING:
            self.known.pop(row, None)
        else:
            self.known[row] = outcome
        await self._commits.put(_Written(number, row, outcome))

    def close(self) -> None:
        """Put what was noted on disk, and give the files back."""
        self._commits.close()
        self._journal.close()
        self._let_go()

    def _let_go(self) -> None:
        self._held.__exit__(None, None, None)
        self._lock.close()

    def _read(self) -> None:
        for _, line in self._journal.stream():
            told = line["document"]
            row = bytes.fromhex(told["row"])
            outcome = outcome_of(told["outcome"]) if told["outcome"] else RowOutcome(RowState.UNKNOWN)
            if outcome.state is RowState.WAITING:
                self.known.pop(row, None)
            else:
                self.known[row] = outcome

    def _commit(self, written: Sequence[_Written]) -> list[int]:
        with store_problems():
            return self._journal.append([each.line() for each in written])
