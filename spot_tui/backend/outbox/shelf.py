"""Submissions as documents of their owners' vaults. Nothing stays open or in memory between two calls."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from tinydb import where
from tinydb.table import Table

from spot_tui.backend.outbox.documents import document_of, submission_of
from spot_tui.backend.outbox.model import State, Submission
from spot_tui.backend.problems import Problem
from spot_tui.backend.session_registry import Process
from spot_tui.backend.store.files import UnsafeFile
from spot_tui.backend.store.lines import Damage, LineTooLong
from spot_tui.backend.store.vault import Vault, Vaults
from spot_tui.backend.store.vault_tables import VaultDatabase

_TABLE = "outbox"


class OutboxShelf:
    """Everybody's submissions, for one thread, each write on disk when it returns.

    `process` is the one that sends; `is_alive` tells whether another one still runs. Verbs raise `Problem`
    ``outbox.broken``, ``outbox.unwritable`` and ``outbox.too_long``. `changes` grows with what this process
    writes.
    """

    def __init__(self, vaults: Vaults, process: Process, is_alive: Callable[[Process], bool]) -> None:
        self._vaults = vaults
        self._process = process
        self._is_alive = is_alive
        self.changes = 0

    def put(self, submission: Submission) -> None:
        """Store a submission, or its new state."""
        with opened_outbox(self._vaults, submission.owner) as vault:
            _table(vault).upsert(document_of(submission), where("id") == submission.id)
            self.changes += 1

    def all(self, owner: str) -> list[Submission]:
        """Return all submissions of an owner, the first one first."""
        with opened_outbox(self._vaults, owner) as vault:
            return self._all(vault) if vault.path.exists() else []

    def take(self, owner: str, submission_id: str, now: datetime) -> tuple[Submission, Submission] | None:
        """Have this process send a submission: return it as it was and as it is; None unless it waits."""
        with opened_outbox(self._vaults, owner) as vault, vault.held():
            found = next((each for each in self._all(vault) if each.id == submission_id), None)
            if found is None or not found.state.waits:
                return None
            taken = replace(
                found, state=State.SENDING, tries=found.tries + 1, tried_at=now, sender=self._process
            )
            _table(vault).update(document_of(taken), where("id") == submission_id)
            self.changes += 1
            return found, taken

    def change(
        self, owner: str, submission_id: str, before: frozenset[State], after: State
    ) -> Submission | None:
        """Put a submission into another state, and return it; None unless it is in one of `before`."""
        with opened_outbox(self._vaults, owner) as vault, vault.held():
            found = next((each for each in self._all(vault) if each.id == submission_id), None)
            if found is None or found.state not in before:
                return None
            changed = replace(found, state=after)
            _table(vault).update(document_of(changed), where("id") == submission_id)
            self.changes += 1
            return changed

    def expire(self, owner: str, is_late: Callable[[Submission], bool]) -> list[Submission]:
        """Have those that are late be sent no more; return them."""
        with opened_outbox(self._vaults, owner) as vault, vault.held():
            late = [replace(each, state=State.EXPIRED) for each in self._all(vault) if is_late(each)]
            for each in late:
                _table(vault).update(document_of(each), where("id") == each.id)
                self.changes += 1
            return late

    def drop(self, owner: str, submission_ids: frozenset[str]) -> list[Submission]:
        """Remove submissions that no living process has on the wire; return those."""
        with opened_outbox(self._vaults, owner) as vault, vault.held():
            there = [each for each in self._all(vault) if each.id in submission_ids]
            gone = {each.id: each for each in there if each.state is not State.SENDING}
            if gone:
                _table(vault).remove(where("id").test(gone.__contains__))
                self.changes += 1
            return list(gone.values())

    def _all(self, vault: Vault) -> list[Submission]:
        found = [self._as_it_is(submission_of(vault.owner, document)) for document in _table(vault)]
        return sorted(found, key=lambda each: (each.created_at, each.id))

    def _as_it_is(self, submission: Submission) -> Submission:
        """Return one whose sender died as what it is: nobody knows whether it arrived."""
        sender = submission.sender
        if submission.state is not State.SENDING or (sender and self._is_alive(sender)):
            return submission
        return replace(submission, state=State.UNCONFIRMED, sender=None)


@contextmanager
def opened_outbox(vaults: Vaults, owner: str) -> Iterator[Vault]:
    """Open an owner's vault for the block only.

    Raises `Problem` ``outbox.broken``, ``outbox.unwritable`` and ``outbox.too_long``.
    """
    try:
        with vaults.opened(owner) as vault:
            yield vault
    except LineTooLong:
        raise Problem("outbox.too_long") from None
    except (Damage, UnsafeFile) as error:
        where_ = {"where": error.path.as_posix(), "reason": error.reason}
        raise Problem("outbox.broken", (), where_) from None
    except OSError as error:
        raise Problem("outbox.unwritable", (), {"reason": error.strerror or str(error)}) from None


def _table(vault: Vault) -> Table:
    return VaultDatabase(vault).table(_TABLE)
