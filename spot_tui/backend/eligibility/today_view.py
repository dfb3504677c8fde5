"""A person's inquiries of today and the reject meter, in words for screen and command."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import tzinfo
from typing import TYPE_CHECKING

from spot_tui.backend.eligibility.history import Outcome
from spot_tui.backend.eligibility.sheet import Row, Section, Tone
from spot_tui.backend.eligibility.verdict.wording import worded_outcome
from spot_tui.backend.formats import masked_mbi
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.eligibility.history import Entry
    from spot_tui.backend.eligibility.reject_meter import MeterReading

TONES = {
    Outcome.ANSWERED: Tone.GOOD,
    Outcome.REJECTED: Tone.STOP,
    Outcome.FAILED: Tone.WARN,
    Outcome.STOPPED: Tone.MUTED,
}


def outcome_words(entry: Entry) -> str:
    """Return how an inquiry ended, in two or three words: an answered one by what it says of the bill."""
    if entry.outcome is Outcome.ANSWERED and entry.verdict:
        return worded_outcome(entry.verdict, is_partly=entry.is_partly)
    key = "rejected_with" if entry.outcome is Outcome.REJECTED and entry.code else entry.outcome.value
    return say(f"today.outcome.{key}", code=entry.code)


def entries_section(entries: Iterable[Entry], zone: tzinfo) -> Section:
    """Return a table of inquiries, what each came to beneath it."""
    rows = tuple(
        Row(
            (
                f"{entry.at.astimezone(zone):%H:%M}",
                entry.name,
                masked_mbi(entry.inquiry.mbi),
                outcome_words(entry),
            ),
            TONES[entry.outcome],
            entry.words,
        )
        for entry in entries
    )
    columns = tuple(say(f"today.column.{name}") for name in ("time", "patient", "mbi", "outcome"))
    return Section(say("today.heading"), rows, columns, notes=() if rows else (say("today.none"),))


def meter_line(reading: MeterReading) -> str:
    """Return the share of rejects over the last days, and of which kinds they were."""
    if not reading.asked:
        return say("today.meter.none", count=reading.days)
    told = say(
        "today.meter.high" if reading.is_high else "today.meter",
        rejected=reading.rejected,
        asked=reading.asked,
        percent=f"{reading.percent:.1f}",
        limit=reading.warn_percent,
        days=reading.days,
    )
    kinds = ", ".join(
        f"{say(f'problem.kind.{kind}').lower()} {count}" for kind, count in reading.by_kind.items()
    )
    return say("today.meter.kinds", told=told, kinds=kinds) if kinds else told
