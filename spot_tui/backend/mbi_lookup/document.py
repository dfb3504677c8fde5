"""A look-up as one JSON document: what ``mbi lookup --json`` prints."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from spot_tui.backend.mbi_lookup.service import FoundMbi

VERSION = 1


@dataclass(frozen=True, slots=True)
class LookupDocument:
    """The number in force, the names as Medicare's record has them, and who said so when (UTC)."""

    version: int
    source: str
    received_at: datetime
    mbi: str
    first_name: str
    last_name: str
    birth_date: date


def lookup_document(found: FoundMbi) -> LookupDocument:
    """Return the document of one look-up."""
    entry = found.entry
    return LookupDocument(
        VERSION,
        found.source,
        found.received_at,
        entry.mbi,
        entry.first_name,
        entry.last_name,
        found.birth_date,
    )
