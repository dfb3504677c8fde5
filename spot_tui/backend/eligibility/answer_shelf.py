"""Kept answers on disk: sealed in vaults that belong to the office, not to a person.

Answers are spread over a few vaults by a keyed hash of the patient's number, so that to look one up opens a
small file however many there are. Nothing stays open or in memory between two calls.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from tinydb import where
from tinydb.queries import QueryInstance

from spot_tui.backend.clock import Clock, today
from spot_tui.backend.eligibility.inquiry import Inquiry
from spot_tui.backend.eligibility.kept_answers import KeptAnswer, worth_keeping
from spot_tui.backend.eligibility.kept_documents import disk_problems, inquiry_document, inquiry_of
from spot_tui.backend.store.keys import Keys, Pseudonyms
from spot_tui.backend.store.lines import Document
from spot_tui.backend.store.vault import OFFICE, Vault, Vaults
from spot_tui.backend.store.vault_tables import VaultDatabase

if TYPE_CHECKING:
    from tinydb.table import Table

    from spot_tui.backend.eligibility.answer_rules import AnswerRules

PARTS = "0123456789abcdef"
_TABLE = "answers"


class AnswerShelf:
    """Everybody's kept answers, for one thread.

    All raise `Problem` ``kept.broken`` for files that are not what was written, or whose key is gone, and
    ``kept.unwritable`` when the disk does not do its work.
    """

    def __init__(self, vaults: Vaults, rules: AnswerRules, clock: Clock, zone: ZoneInfo) -> None:
        self._vaults = vaults
        self._rules = rules
        self._clock = clock
        self._zone = zone
        self._keys = Keys(vaults.folder / "keys")
        self._pseudonyms: Pseudonyms | None = None

    def about(self, mbi: str, npi: str) -> list[KeptAnswer]:
        """Return the answers about a patient for a provider, as they came."""
        with self._part_of(mbi) as vault:
            found = [_answer(document) for document in _table(vault).search(_about(mbi, npi))]
        oldest = self._oldest_day()
        return sorted(
            (answer for answer in found if answer.day >= oldest), key=lambda answer: answer.received_at
        )

    def keep(self, answer: KeptAnswer) -> None:
        """Store an answer; those about the patient that are not worth keeping beside it go."""
        mbi, npi = answer.inquiry.mbi, answer.npi
        with self._part_of(mbi) as vault, vault.held():
            table = _table(vault)
            before = [_answer(document) for document in table.search(_about(mbi, npi))]
            worth = {each.id for each in worth_keeping([*before, answer])}
            gone = {each.id for each in before} - worth
            table.insert(_document(answer))
            gone |= self._too_many(table)
            if gone:
                table.remove(where("id").test(gone.__contains__))

    def outdate(self, inquiry: Inquiry, npi: str, now: datetime) -> None:
        """Have the good answers to this inquiry good no more from `now` on."""
        with self._part_of(inquiry.mbi) as vault, vault.held():
            table = _table(vault)
            found = [_answer(document) for document in table.search(_about(inquiry.mbi, npi))]
            good = {answer.id for answer in found if answer.answers(inquiry, now)}
            if good:
                table.update({"fresh_until": now.isoformat()}, where("id").test(good.__contains__))

    def expire(self) -> int:
        """Remove what is older than it may get, also from the files; return how many answers."""
        oldest, removed = self._oldest_day().isoformat(), 0
        for part in PARTS:
            with self._opened(part) as vault:
                if not vault.path.exists():
                    continue
                with vault.held():
                    table = _table(vault)
                    gone = table.remove(where("day").test(lambda day: str(day) < oldest))
                    if gone:
                        vault.compact()
                    removed += len(gone)
        return removed

    def _oldest_day(self) -> date:
        days = self._rules.keep_answers_days
        return today(self._clock, self._zone) - timedelta(days=days) if days else date.max

    def _too_many(self, table: Table) -> set[str]:
        """Return the ids of the oldest answers of a part that has more than its share."""
        most = max(self._rules.most_kept // len(PARTS), 1)
        documents = sorted(table, key=_came)
        return {document["id"] for document in documents[: max(len(documents) - most, 0)]}

    @contextmanager
    def _part_of(self, mbi: str) -> Iterator[Vault]:
        with disk_problems():
            if self._pseudonyms is None:
                self._pseudonyms = Pseudonyms(self._keys.store_key())
            part = self._pseudonyms.of_patient(mbi)[0]
        with self._opened(part) as vault:
            yield vault

    @contextmanager
    def _opened(self, part: str) -> Iterator[Vault]:
        with disk_problems(), self._vaults.opened(f"{OFFICE}answers {part}") as vault:
            yield vault


def _table(vault: Vault) -> Table:
    return VaultDatabase(vault).table(_TABLE)


def _came(document: Document) -> str:
    return str(document["received_at"])


def _about(mbi: str, npi: str) -> QueryInstance:
    found: QueryInstance = (where("mbi") == mbi) & (where("npi") == npi)
    return found


def _document(answer: KeptAnswer) -> Document:
    return {
        "id": answer.id,
        **inquiry_document(answer.inquiry),
        "npi": answer.npi,
        "packed": b64encode(answer.packed).decode(),
        "source": answer.source,
        "received_at": answer.received_at.isoformat(),
        "day": answer.day.isoformat(),
        "fresh_until": answer.fresh_until.isoformat(),
        "subject": answer.subject,
        "user": answer.user,
        "before": answer.before,
    }


def _answer(document: Document) -> KeptAnswer:
    return KeptAnswer(
        id=document["id"],
        inquiry=inquiry_of(document),
        npi=document["npi"],
        packed=b64decode(document["packed"]),
        source=document["source"],
        received_at=datetime.fromisoformat(document["received_at"]),
        day=date.fromisoformat(document["day"]),
        fresh_until=datetime.fromisoformat(document["fresh_until"]),
        subject=document["subject"],
        user=document["user"],
        before=document["before"],
    )
