"""What `eligibility today --json` prints (docs/json.md)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from spot_tui.backend.eligibility.history import Outcome

if TYPE_CHECKING:
    from spot_tui.backend.eligibility.history import Entry
    from spot_tui.backend.eligibility.reject_meter import MeterReading

VERSION = 1


@dataclass(frozen=True, slots=True)
class AskedInquiry:
    """One inquiry, and how it ended.

    `code` is that of the reject (AAA) or of the problem; `words` are the program's own. `verdict` is what an
    answer says of a bill, on some of the dates only if `is_partly`. `has_answer`: while the answer is good,
    the same `eligibility check` shows it without asking.
    """

    asked_at: datetime
    npi: str
    mbi: str
    name: str
    service_from: date
    service_to: date
    outcome: Outcome
    code: str
    words: str
    has_answer: bool
    verdict: str
    is_partly: bool


@dataclass(frozen=True, slots=True)
class RejectCount:
    """Inquiries answered over the last `days` days by all terminals of the store, and rejects by code.

    `warn_percent` is the share from which on it `is_high`; below `least_inquiries` it never is.
    """

    days: int
    asked: int
    rejected: int
    by_code: dict[str, int]
    warn_percent: int
    least_inquiries: int
    is_high: bool


@dataclass(frozen=True, slots=True)
class TodayDocument:
    """What a person asked today, the last first, and the reject meter."""

    version: int
    inquiries: tuple[AskedInquiry, ...] = field(repr=False)
    rejects: RejectCount


def today_document(entries: Iterable[Entry], reading: MeterReading) -> TodayDocument:
    """Return the document."""
    counts = RejectCount(
        days=reading.days,
        asked=reading.asked,
        rejected=reading.rejected,
        by_code=reading.by_code,
        warn_percent=reading.warn_percent,
        least_inquiries=reading.least,
        is_high=reading.is_high,
    )
    return TodayDocument(VERSION, tuple(map(_inquiry, entries)), counts)


def _inquiry(entry: Entry) -> AskedInquiry:
    inquiry = entry.inquiry
    return AskedInquiry(
        asked_at=entry.at,
        npi=entry.npi,
        mbi=inquiry.mbi,
        name=entry.name,
        service_from=inquiry.service.first,
        service_to=inquiry.service.last,
        outcome=entry.outcome,
        code=entry.code,
        words=entry.words,
        has_answer=bool(entry.answer_id),
        verdict=entry.verdict,
        is_partly=entry.is_partly,
    )
