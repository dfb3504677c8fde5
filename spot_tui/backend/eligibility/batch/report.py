"""Results of a batch as CSV or JSON lines, exceptions first, in a file that is private to its owner."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TextIO

from spot_tui.backend.eligibility.batch.outcome import RANKS, RowOutcome, RowState
from spot_tui.backend.eligibility.batch.reading import PatientFile, Row, fingerprint
from spot_tui.backend.eligibility.rejects import reason_of
from spot_tui.backend.problems import Problem
from spot_tui.backend.spreadsheet import defused
from spot_tui.backend.text import clean_line
from spot_tui.words import say

COLUMNS = (
    *("row", "reference", "outcome", "verdict", "summary", "code", "changes", "changed"),
    *("mbi", "first_name", "last_name", "birth_date", "service_date", "service_date_to"),
    *("answered_at", "source"),
)
Format = Literal["csv", "jsonl"]
_WAITING = RowOutcome(RowState.WAITING)


@dataclass(frozen=True, slots=True)
class Result:
    """One row of the file with its outcome."""

    row: Row
    outcome: RowOutcome

    def cells(self) -> dict[str, str | int | None]:
        """Return the columns: dates in ISO, moments in UTC; what is not known is None."""
        row, outcome = self.row, self.outcome
        inquiry, service = row.inquiry, row.inquiry.service if row.inquiry else None
        told: dict[str, str | int | None] = {
            "row": row.number,
            "reference": row.reference or None,
            "outcome": outcome.state.value,
            "verdict": outcome.verdict or None,
            "summary": outcome.words or say(f"batch.told.{outcome.state.value}"),
            "code": outcome.code or None,
            "changes": outcome.changes,
            "changed": outcome.changed or None,
            **{name: row.typed.get(name) or None for name in COLUMNS if name in row.typed},
            "answered_at": f"{outcome.at:%Y-%m-%dT%H:%M:%SZ}" if outcome.at else None,
            "source": outcome.source or None,
        }
        if inquiry is not None and service is not None:
            told["mbi"] = inquiry.mbi
            told["birth_date"] = inquiry.birth_date.isoformat()
            told["service_date"] = service.first.isoformat()
            told["service_date_to"] = service.last.isoformat()
        return told


def outcome_of_row(row: Row, known: Mapping[bytes, RowOutcome]) -> RowOutcome:
    """Return how a row ended, by what the journal knows; one that cannot be asked ended so in the file."""
    if row.inquiry is None:
        words = " ".join(reason_of(problem) for problem in row.problems)
        return RowOutcome(RowState.BAD, words, row.problems[0].code)
    return known.get(fingerprint(row.inquiry), _WAITING)


def results(file: PatientFile, known: Mapping[bytes, RowOutcome]) -> Iterator[Result]:
    """Yield all rows with their outcomes, exceptions first, otherwise as the file has them.

    The file is read once for each kind of outcome there is, so that no more than a row is in memory.
    """
    there = {outcome_of_row(row, known).state for row in file.rows()}
    for state in RANKS:
        if state not in there:
            continue
        for row in file.rows():
            outcome = outcome_of_row(row, known)
            if outcome.state is state:
                yield Result(row, outcome)


def format_of(path: Path) -> Format:
    """Return how a file of results is written, by its name. Raises `Problem` ``batch.out_kind``."""
    if path.suffix.lower() == ".csv":
        return "csv"
    if path.suffix.lower() == ".jsonl":
        return "jsonl"
    raise Problem("batch.out_kind", (), {"file": path.as_posix()})


def check_out(path: Path, *, may_replace: bool) -> None:
    """Look before anything is asked whether results can be written to `path`.

    Raises `Problem`: ``batch.out_kind``, ``batch.out_exists``, ``batch.out_folder``.
    """
    format_of(path)
    if path.exists() and not (may_replace and path.is_file()):
        raise Problem("batch.out_exists", (), {"file": path.as_posix()})
    if not os.access(path.parent, os.W_OK | os.X_OK):
        raise Problem("batch.out_folder", (), {"file": path.as_posix()})


def write_results(path: Path, found: Iterator[Result]) -> int:
    """Write results to `path`, whole or not at all, mode 0600, and return how many rows.

    Raises `Problem` ``batch.out_unwritable``.
    """
    write = _write_csv if format_of(path) == "csv" else _write_lines
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with _private(beside) as file:
            count = write(file, found)
            file.flush()
            os.fsync(file.fileno())
        beside.rename(path)
    except OSError as error:
        reason = error.strerror or str(error)
        raise Problem("batch.out_unwritable", (), {"file": path.as_posix(), "reason": reason}) from None
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
    return count


def _private(path: Path) -> TextIO:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    return os.fdopen(os.open(path, flags, 0o600), "w", encoding="utf-8", newline="")


def _write_csv(file: TextIO, found: Iterator[Result]) -> int:
    writer, count = csv.writer(file), 0
    writer.writerow(COLUMNS)
    for result in found:
        cells = result.cells()
        writer.writerow([defused(_text(cells.get(name))) for name in COLUMNS])
        count += 1
    return count


def _write_lines(file: TextIO, found: Iterator[Result]) -> int:
    count = 0
    for result in found:
        file.write(json.dumps(result.cells(), ensure_ascii=True) + "\n")
        count += 1
    return count


def _text(value: str | int | None) -> str:
    return "" if value is None else clean_line(str(value), 2000)
