"""A file of patients, read row by row: never more of it in memory than one row."""

from __future__ import annotations

import codecs
import csv
import hashlib
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, TypeVar

from spot_tui.backend.eligibility.batch.cells import mended
from spot_tui.backend.eligibility.batch.columns import ALIASES, REFERENCE, places_of, plain, require_columns
from spot_tui.backend.eligibility.inquiry import Inquiry, inquiry_form, make_inquiry
from spot_tui.backend.problems import Problem

if TYPE_CHECKING:
    from spot_tui.backend.forms import Form
    from spot_tui.backend.upstreams import EligibilityRules

_SEPARATORS = ",;\t|"
_SEPARATOR_LINE = "sep="
_ROWS_BEFORE_HEADINGS = 10
"""Titles and blank lines that a report may have above its headings."""
_CHUNK = 1 << 16
_FINGERPRINT_BYTES = 12

RowOrLine = TypeVar("RowOrLine")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the file: its line, the office's own number of it, and what is asked or why it cannot be.

    `typed` holds the cells by field, mended. Either `inquiry` is set or `problems` has something.
    """

    number: int
    reference: str = field(repr=False)
    typed: dict[str, str] = field(repr=False)
    inquiry: Inquiry | None = field(default=None, repr=False)
    problems: tuple[Problem, ...] = ()


def fingerprint(inquiry: Inquiry) -> bytes:
    """Return what tells this very question from all others, wherever in a file it stands."""
    service = inquiry.service
    asked = (
        inquiry.mbi,
        inquiry.first_name,
        inquiry.last_name,
        inquiry.birth_date,
        *(service.first, service.last),
    )
    return hashlib.blake2b("\0".join(map(str, asked)).encode(), digest_size=_FINGERPRINT_BYTES).digest()


@dataclass(frozen=True, slots=True)
class Layout:
    """How a file is written: its encoding, what separates cells, and where each field stands."""

    encoding: str
    separator: str
    places: dict[str, int]
    headings_line: int
    ignored: tuple[str, ...]


class PatientFile:
    """The file at `path`, for inquiries made on `day` under `rules`.

    Every verb may raise `Problem`: ``batch.file`` for one that cannot be read as text in rows,
    ``batch.encoding`` for one whose characters are in no code known here, ``batch.columns_missing`` and
    ``batch.columns_twice``.
    """

    def __init__(self, path: Path, day: date, rules: EligibilityRules) -> None:
        self.path = path
        self.day = day
        self._form: Form = inquiry_form(day, rules)
        self._names = tuple(each.name for each in self._form.fields)
        self._layout: Layout | None = None

    @property
    def layout(self) -> Layout:
        """How the file is written, found out at the first look."""
        self.require_layout()
        assert self._layout is not None
        return self._layout

    def require_layout(self) -> None:
        """Raise `Problem` unless the file is one of patients."""
        if self._layout is None:
            self._layout = self._look()

    def rows(self) -> Generator[Row, None, None]:
        """Yield each row below the headings that is not blank, in order; close it where you stop early."""
        layout = self.layout
        with self._opened(layout.encoding) as text:
            reader = csv.reader(text, delimiter=layout.separator)
            for cells in self._told(reader):
                if reader.line_num > layout.headings_line and any(cell.strip() for cell in cells):
                    yield self._row(reader.line_num, cells, layout.places)

    def _row(self, number: int, cells: list[str], places: dict[str, int]) -> Row:
        given = {name: cells[place] for name, place in places.items() if place < len(cells)}
        reference = given.pop(REFERENCE, "").strip()
        typed, problems = dict[str, str](), []
        for name in self._names:
            try:
                typed[name] = mended(name, given.get(name, ""), self.day)
            except Problem as problem:
                typed[name] = given[name].strip()
                problems.append(problem)
        wrong = {name for problem in problems for name in problem.fields}
        reading = self._form.read(typed)
        problems += [problem for problem in reading.problems if not wrong & set(problem.fields)]
        inquiry = None if problems else make_inquiry(reading.values, self.day)
        return Row(number, reference, typed, inquiry, tuple(problems))

    def _look(self) -> Layout:
        encoding = self._encoding()
        with self._opened(encoding) as text:
            lines = list(self._told(_first(text, _ROWS_BEFORE_HEADINGS + 1)))
        separator = _separator(lines)
        reader = csv.reader(lines, delimiter=separator)
        best: tuple[dict[str, int], int, list[str]] = ({}, 1, [])
        for cells in self._told(reader):
            found = places_of(cells)
            if len(found) > len(best[0]):
                best = (found, reader.line_num, cells)
        places, line, headings = best
        require_columns(places, headings or lines[:1])
        ignored = tuple(h.strip() for h in headings if h.strip() and plain(h) not in ALIASES)
        return Layout(encoding, separator, places, line, ignored)

    def _encoding(self) -> str:
        """Return UTF-16 or UTF-8 where the file is, else the one of Western spreadsheet programs."""
        try:
            with self.path.open("rb") as file:
                start = file.read(2)
                if start in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
                    return "utf-16"
                decoder = codecs.getincrementaldecoder("utf-8-sig")()
                file.seek(0)
                while chunk := file.read(_CHUNK):
                    decoder.decode(chunk)
                decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
        except OSError as error:
            raise self._unreadable(error.strerror or str(error)) from None
        return "utf-8-sig"

    def _opened(self, encoding: str) -> TextIO:
        try:
            return self.path.open(encoding=encoding, newline="")
        except OSError as error:
            raise self._unreadable(error.strerror or str(error)) from None

    def _told(self, rows: Iterable[RowOrLine]) -> Iterator[RowOrLine]:
        """Yield rows; what keeps them from being read becomes a `Problem`."""
        try:
            yield from rows
        except UnicodeError:
            raise Problem("batch.encoding", (), {"file": self.path.as_posix()}) from None
        except csv.Error as error:
            raise self._unreadable(str(error)) from None
        except OSError as error:
            raise self._unreadable(error.strerror or str(error)) from None

    def _unreadable(self, reason: str) -> Problem:
        return Problem("batch.file", (), {"file": self.path.as_posix(), "reason": reason})


def _first(text: TextIO, count: int) -> Iterator[str]:
    for _, line in zip(range(count), iter(lambda: text.readline(_CHUNK), ""), strict=False):
        yield line


def _separator(lines: list[str]) -> str:
    """Return what a spreadsheet program wrote down, else that by which most headings are known."""
    told = lines[0].strip().lower() if lines else ""
    if told.startswith(_SEPARATOR_LINE) and len(told) == len(_SEPARATOR_LINE) + 1:
        return told[-1]

    def known(separator: str) -> int:
        rows = csv.reader([line.replace("\0", "") for line in lines], delimiter=separator)
        return max((sum(plain(cell) in ALIASES for cell in row) for row in rows), default=0)

    return max(_SEPARATORS, key=known)
