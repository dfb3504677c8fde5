"""The rows of a batch as the screen lists them: one a line, with how it ended so far."""

from __future__ import annotations

from dataclasses import dataclass, field

from spot_tui.backend.eligibility.batch.outcome import RowOutcome, RowState
from spot_tui.backend.eligibility.batch.reading import fingerprint
from spot_tui.backend.eligibility.batch.report import outcome_of_row
from spot_tui.backend.eligibility.batch.service import OpenBatch
from spot_tui.backend.eligibility.verdict.wording import worded_outcome
from spot_tui.backend.formats import masked_mbi
from spot_tui.widgets.line import Line, Tone, columns_of
from spot_tui.widgets.table import Table
from spot_tui.words import say

_WIDTHS = {"number": 6, "patient": 24, "mbi": 8, "outcome": 36}
"""The columns' widths."""
_WAITING = RowOutcome(RowState.WAITING)
_TONES = {
    RowState.UNKNOWN: Tone.BAD,
    RowState.FAILED: Tone.BAD,
    RowState.REJECTED: Tone.BAD,
    RowState.BAD: Tone.BAD,
    RowState.WARNED: Tone.WARN,
}


@dataclass(frozen=True, slots=True)
class Held:
    """As much of a row as the list shows; `bad` is the outcome of one that cannot be asked."""

    number: int
    name: str = field(repr=False)
    mbi: str = field(repr=False)
    mark: bytes
    bad: RowOutcome | None


def outcome_now(row: Held, batch: OpenBatch) -> RowOutcome:
    """Return how a row ended so far; the journal of one that is being asked says unknown, for a kill."""
    if row.mark in batch.run.asking:
        return RowOutcome(RowState.WAITING, say("batch.told.asking"))
    return row.bad or batch.journal.known.get(row.mark, _WAITING)


def held_rows(batch: OpenBatch) -> list[Held]:
    """Read the rows of a batch from its file."""
    rows = []
    for row in batch.file.rows():
        name = f"{row.typed.get('last_name', '')}, {row.typed.get('first_name', '')}"
        bad = outcome_of_row(row, {}) if row.inquiry is None else None
        mark = fingerprint(row.inquiry) if row.inquiry else b""
        rows.append(Held(row.number, name, masked_mbi(row.typed.get("mbi", "")), mark, bad))
    return rows


def table_of_rows() -> Table:
    """Return the table that the rows are."""
    heads = tuple(say(f"batch_run.column.{name}") for name in _WIDTHS)
    return Table(columns_of(_WIDTHS.values(), gap=1), heads, Tone.KEY, as_text=True)


def row_line(row: Held, outcome: RowOutcome) -> Line:
    """Return the line of a row: number, patient, masked MBI, and what can be billed or how it ended."""
    tone = _TONES.get(outcome.state, Tone.PLAIN)
    told = outcome.words
    if outcome.verdict:
        told = worded_outcome(outcome.verdict, is_partly=outcome.is_partly)
    return (
        (str(row.number), Tone.PLAIN),
        (row.name, Tone.STRONG),
        (row.mbi, Tone.PLAIN),
        (told or say(f"batch.outcome.{outcome.state.value}"), tone),
    )
