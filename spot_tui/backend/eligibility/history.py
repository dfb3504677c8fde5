"""What a person asked today: in memory while she is signed in, and in her vault where answers are kept."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from tinydb import where

from spot_tui.backend.eligibility.inquiry import Inquiry
from spot_tui.backend.eligibility.kept_documents import (
    disk_problems,
    inquiry_document,
    inquiry_of,
)
from spot_tui.backend.problems import Problem
from spot_tui.backend.store.vault_tables import VaultDatabase

if TYPE_CHECKING:
    from spot_tui.backend.disk_turns import DiskTurns
    from spot_tui.backend.store.lines import Document
    from spot_tui.backend.store.vault import Vaults

MOST_ENTRIES = 1000
_TABLE = "inquiries"


class Outcome(StrEnum):
    """How an inquiry ended. `STOPPED`: before an answer came, by the person or by the end of the program."""

    ANSWERED = "answered"
    REJECTED = "rejected"
    FAILED = "failed"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One inquiry: when it was asked (UTC), on which day where the provider is, for whom, and how it ended.

    `name` is the patient's as Medicare's record has it, or as it was typed; `words` say how it ended. `code`
    is that of the reject (AAA) or of the problem. `answer_id` leads to the answer while that is kept.
    `verdict` is what the answer says of a bill (an outcome of a verdict), on some days only if `is_partly`.
    """

    id: str
    at: datetime
    day: date
    npi: str
    inquiry: Inquiry = field(repr=False)
    name: str = field(repr=False)
    outcome: Outcome
    words: str
    code: str = ""
    answer_id: str = ""
    verdict: str = ""
    is_partly: bool = False


class History:
    """The inquiries of everybody who works here; `vaults` is None where nothing is kept on disk."""

    def __init__(self, turns: DiskTurns, vaults: Vaults | None = None) -> None:
        self._turns = turns
        self._vaults = vaults
        self._held: list[Entry] = []

    async def note(self, entry: Entry, subject: str) -> None:
        """Note an inquiry of a person. Raises `Problem` ``kept.*`` once it is held in memory."""
        self._held.append(entry)
        del self._held[:-MOST_ENTRIES]
        vaults = self._vaults
        if vaults is not None and subject:
            await self._turns(lambda: _store(vaults, subject, entry))

    async def of(self, subject: str, day: date) -> tuple[list[Entry], Problem | None]:
        """Return a person's inquiries of a day, the last first, and why some may be missing."""
        found = {entry.id: entry for entry in self._held}
        problem = None
        vaults = self._vaults
        if vaults is not None and subject:
            try:
                found |= {entry.id: entry for entry in await self._turns(lambda: _stored(vaults, subject))}
            except Problem as caught:
                problem = caught
        entries = [entry for entry in found.values() if entry.day == day]
        return sorted(entries, key=lambda entry: entry.at, reverse=True), problem

    def forget(self) -> None:
        """Hold nothing in memory any more, as after a sign-out."""
        self._held.clear()


def expire_entries(vaults: Vaults, on: date, *, is_kept: bool) -> int:
    """Remove everybody's entries of days before `on`, or all where nothing is kept; return how many.

    Vaults that fail are passed over.
    """
    removed = 0
    for name in vaults.names():
        with suppress(Problem), disk_problems():  # its owner is told when she opens it
            removed += _expire(vaults, name, on.isoformat() if is_kept else date.max.isoformat())
    return removed


def _expire(vaults: Vaults, name: str, oldest: str) -> int:
    owner = vaults.owner(name)
    if owner is None or vaults.is_of_the_office(owner):
        return 0
    with vaults.opened(owner) as vault:
        if not vault.path.exists():
            return 0
        with vault.held():
            table = VaultDatabase(vault).table(_TABLE)
            gone = table.remove(where("day").test(lambda day: str(day) < oldest))
            if gone:
                vault.compact()
            return len(gone)


def _store(vaults: Vaults, subject: str, entry: Entry) -> None:
    with disk_problems(), vaults.opened(subject) as vault, vault.held():
        table = VaultDatabase(vault).table(_TABLE)
        table.insert(_document(entry))
        old = {document["id"] for document in table if document["day"] < entry.day.isoformat()}
        documents = sorted(table, key=lambda document: str(document["at"]))
        old |= {document["id"] for document in documents[: max(len(documents) - MOST_ENTRIES, 0)]}
        if old:
            table.remove(where("id").test(old.__contains__))


def _stored(vaults: Vaults, subject: str) -> list[Entry]:
    with disk_problems(), vaults.opened(subject) as vault:
        return [_entry(document) for document in VaultDatabase(vault).table(_TABLE)]


def _document(entry: Entry) -> Document:
    return {
        "id": entry.id,
        "at": entry.at.isoformat(),
        "day": entry.day.isoformat(),
        "npi": entry.npi,
        **inquiry_document(entry.inquiry),
        "name": entry.name,
        "outcome": entry.outcome.value,
        "words": entry.words,
        "code": entry.code,
        "answer_id": entry.answer_id,
        "verdict": entry.verdict,
        "is_partly": entry.is_partly,
    }


def _entry(document: Document) -> Entry:
    return Entry(
        id=document["id"],
        at=datetime.fromisoformat(document["at"]),
        day=date.fromisoformat(document["day"]),
        npi=document["npi"],
        inquiry=inquiry_of(document),
        name=document["name"],
        outcome=Outcome(document["outcome"]),
        words=document["words"],
        code=document["code"],
        answer_id=document["answer_id"],
        verdict=document.get("verdict", ""),
        is_partly=document.get("is_partly", False),
    )
