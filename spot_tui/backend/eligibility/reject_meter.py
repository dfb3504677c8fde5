"""How many inquiries of the last days were rejected, and which one was rejected within the hour.

CMS watches both: the share of a submitter's rejects (AAA), and what is asked again and again. All terminals
of the store count in one small file: counts by day and code, and keyed hashes of what was rejected lately. It
holds nothing about a patient in clear.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from spot_tui.backend.clock import Clock, today
from spot_tui.backend.eligibility.kept_documents import disk_problems
from spot_tui.backend.problems import Kind
from spot_tui.backend.store.files import StoreLock, private_folder, read_private, replace_private
from spot_tui.backend.store.keys import Keys, Pseudonyms
from spot_tui.backend.x12.codes import reject_codes

if TYPE_CHECKING:
    from spot_tui.backend.eligibility.answer_rules import RejectMeterRules
    from spot_tui.backend.eligibility.inquiry import Inquiry

FILE_NAME = "inquiries.json"
REPEAT_WINDOW = timedelta(hours=1)
"""How long an inquiry that was rejected is not sent again unchanged without a second word."""

MOST_DAYS = 31
_MOST_REFUSED = 500

Counts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Refused:
    """A reject that stands in the way of the same inquiry: its code (AAA03) and when it came (UTC)."""

    code: str
    at: datetime


@dataclass(frozen=True, slots=True)
class MeterReading:
    """What the meter shows of the last `days` days: inquiries answered, and rejects by code.

    `warn_percent` is the share from which on it `is_high`; below `least` inquiries it never is.
    """

    days: int
    asked: int
    by_code: dict[str, int] = field(default_factory=dict)
    warn_percent: int = 100
    least: int = 1

    @property
    def rejected(self) -> int:
        """How many were rejected."""
        return sum(self.by_code.values())

    @property
    def percent(self) -> float:
        """The share of rejects, of a hundred; 0 where nothing was asked."""
        return 100 * self.rejected / self.asked if self.asked else 0.0

    @property
    def is_high(self) -> bool:
        """Whether the share is one to be told of."""
        return self.asked >= self.least and self.rejected * 100 >= self.warn_percent * self.asked

    @property
    def by_kind(self) -> dict[Kind, int]:
        """How many were rejected for which kind of problem, the most first."""
        found: dict[Kind, int] = {}
        for code, count in self.by_code.items():
            known = reject_codes().get(code)
            kind = Kind(known.kind) if known else Kind.MATCHING
            found[kind] = found.get(kind, 0) + count
        return dict(sorted(found.items(), key=lambda each: -each[1]))


class RejectMeter:
    """The meter of a profile's store `folder`, for any thread. `zone` is that of its days.

    A file that cannot be understood counts as nothing counted. Verbs raise `Problem` ``kept.unwritable`` or
    ``kept.broken`` for a file or key that cannot be used.
    """

    def __init__(self, folder: Path, rules: RejectMeterRules, clock: Clock, zone: ZoneInfo) -> None:
        self._path = folder / FILE_NAME
        self._lock = StoreLock(folder / "inquiries.lock")
        self._rules = rules
        self._clock = clock
        self._zone = zone
        self._keys = Keys(folder / "keys")
        self._pseudonyms: Pseudonyms | None = None

    def count(self, inquiry: Inquiry, npi: str, code: str = "", *, is_final: bool = True) -> None:
        """Count one inquiry that was answered, as rejected with `code` if there is one.

        A reject that passes by itself is counted, and does not stand in the way of asking again.
        """
        with disk_problems():
            mark, now = self._mark(inquiry, npi), self._clock.now()
            known = reject_codes().get(code)
            stands = bool(code) and is_final and not (known and known.retry)
            self._change(lambda counts: _counted(counts, self._day(), code, mark, now if stands else None))

    def refused_before(self, inquiry: Inquiry, npi: str) -> Refused | None:
        """Return the reject that this very inquiry met within the hour, on any terminal."""
        with disk_problems():
            entry = self._read().get("refused", {}).get(self._mark(inquiry, npi))
        refused = _refused(entry)
        now = self._clock.now()
        return refused if refused and timedelta() <= now - refused.at < REPEAT_WINDOW else None

    def reading(self) -> MeterReading:
        """Return what it shows now."""
        rules = self._rules
        with disk_problems():
            days = self._read().get("days", {})
        asked, by_code = 0, dict[str, int]()
        for back in range(rules.days):
            counts = days.get((self._day() - timedelta(days=back)).isoformat(), {})
            asked += counts.get("asked", 0)
            for code, count in counts.get("rejected", {}).items():
                by_code[code] = by_code.get(code, 0) + count
        ordered = dict(sorted(by_code.items(), key=lambda each: (-each[1], each[0])))
        return MeterReading(rules.days, asked, ordered, rules.warn_percent, rules.least_inquiries)

    def close(self) -> None:
        """Give the lock's file back."""
        self._lock.close()

    def _day(self) -> date:
        return today(self._clock, self._zone)

    def _mark(self, inquiry: Inquiry, npi: str) -> str:
        if self._pseudonyms is None:
            self._pseudonyms = Pseudonyms(self._keys.store_key())
        service = inquiry.service
        asked = (
            inquiry.mbi,
            inquiry.first_name,
            inquiry.last_name,
            inquiry.birth_date,
            service.first,
            service.last,
        )
        return self._pseudonyms.of_inquiry(json.dumps([npi, *map(str, asked)]))

    def _change(self, change: Callable[[Counts], Counts]) -> None:
        private_folder(self._path.parent)
        with self._lock.held():
            replace_private(self._path, json.dumps(change(self._read())).encode())

    def _read(self) -> Counts:
        try:
            counts = json.loads(read_private(self._path))
        except (FileNotFoundError, ValueError, RecursionError):
            return {}
        return counts if _is_sound(counts) else {}


def _counted(counts: Counts, on: date, code: str, mark: str, refused_at: datetime | None) -> Counts:
    """Return the counts with one inquiry more, without what is too old to count."""
    oldest = (on - timedelta(days=MOST_DAYS)).isoformat()
    days = {day: told for day, told in counts.get("days", {}).items() if day > oldest}
    before = days.get(on.isoformat(), {"asked": 0, "rejected": {}})
    rejected = dict(before["rejected"])
    if code:
        rejected[code] = rejected.get(code, 0) + 1
    days[on.isoformat()] = {"asked": before["asked"] + 1, "rejected": rejected}
    refused = {key: told for key, told in counts.get("refused", {}).items() if key != mark}
    if refused_at is not None:
        refused[mark] = {"code": code, "at": refused_at.isoformat()}
        limit = (refused_at - REPEAT_WINDOW).isoformat()
        refused = {key: told for key, told in refused.items() if told["at"] > limit}
    return {"days": days, "refused": dict(list(refused.items())[-_MOST_REFUSED:])}


def _is_sound(counts: object) -> bool:
    if not isinstance(counts, dict):
        return False
    days, refused = counts.get("days", {}), counts.get("refused", {})
    return (
        isinstance(days, dict)
        and all(_is_day(told) for told in days.values())
        and isinstance(refused, dict)
        and all(_refused(told) is not None for told in refused.values())
    )


def _is_day(told: object) -> bool:
    if not isinstance(told, dict) or type(told.get("asked")) is not int:
        return False
    rejected = told.get("rejected")
    return isinstance(rejected, dict) and all(type(count) is int for count in rejected.values())


def _refused(told: object) -> Refused | None:
    if not isinstance(told, dict):
        return None
    try:
        return Refused(str(told["code"]), datetime.fromisoformat(told["at"]).astimezone(UTC))
    except (KeyError, TypeError, ValueError, OverflowError):
        return None
