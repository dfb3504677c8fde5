"""What screen, command and print show of an answer: worded rows, and their layout as lines of text."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from spot_tui.backend.eligibility.model import Period, Raw

WIDTH = 78
GAP = 2
NARROWEST = 6


@dataclass(frozen=True, slots=True)
class Viewing:
    """As of which dates of service an answer is shown, and on which day.

    `on` is the first date of service, `through` the last; None means that it is the same day.
    `show_aco`: the eligibility service is known to send ACO REACH. `vbid_contracts` are those of plans in the
    VBID hospice model. `source` and `age` say, in words, who sent the answer and when.
    """

    on: date
    today: date
    show_aco: bool = False
    vbid_contracts: frozenset[str] = frozenset()
    through: date | None = None
    source: str = ""
    age: str = ""

    @property
    def service(self) -> Period:
        """All dates of service, both ends included."""
        return Period(self.on, max(self.on, self.through or self.on))

    @property
    def ends(self) -> tuple[date, ...]:
        """The first and the last date of service; one where they are the same."""
        return tuple(dict.fromkeys((self.on, self.service.last or self.on)))


class Tone(StrEnum):
    """How a row or sentence is meant; never shown by colour alone, the words say it too."""

    PLAIN = "plain"
    HEADING = "heading"
    COLUMNS = "columns"
    GOOD = "good"
    WARN = "warn"
    STOP = "stop"
    MUTED = "muted"


@dataclass(frozen=True, slots=True)
class Banner:
    """A sentence to stand above every tab; `tab` is the id of the tab that says more, or blank."""

    text: str
    tone: Tone
    tab: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """Cells under a section's columns, a `note` below them, and the raw segments they were read from.

    A cell may hold line breaks. `about` are sentences that explain this row beyond its section's.
    """

    cells: tuple[str, ...]
    tone: Tone = Tone.PLAIN
    note: str = ""
    raw: Raw = ()
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A titled table. Without `columns` each row is a label and a value. `right`: columns of numbers.

    `about` says what its rows are.
    """

    title: str
    rows: tuple[Row, ...]
    columns: tuple[str, ...] = ()
    right: frozenset[int] = frozenset()
    notes: tuple[str, ...] = ()
    about: str = ""


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab: always listed; `empty` when nothing was returned for it. `notes` stand above its sections."""

    id: str
    label: str
    sections: tuple[Section, ...] = ()
    notes: tuple[str, ...] = ()
    empty: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole answer in words. `outcome`: what is to be done with the bill. `banners` belong on every tab."""

    person: tuple[Row, ...]
    banners: tuple[Banner, ...]
    summary: Tab
    tabs: tuple[Tab, ...]
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text, at most as wide as asked, with the raw segments behind it and what explains it."""

    text: str
    tone: Tone = Tone.PLAIN
    raw: Raw = ()
    about: tuple[str, ...] = ()


def has_procedures(tab: Tab) -> bool:
    """Tell whether a tab of an answer shows procedure codes."""
    return tab.id == "preventive" and not tab.empty


def tab_lines(tab: Tab, width: int = WIDTH) -> tuple[Line, ...]:
    """Return a tab as lines of at most `width` columns."""
    lines = [line for note in tab.notes for line in sentence_lines(note, Tone.MUTED, width)]
    for section in tab.sections:
        if lines:
            lines.append(Line(""))
        lines.extend(section_lines(section, width))
    return tuple(lines)


def section_lines(section: Section, width: int = WIDTH) -> Iterator[Line]:
    """Yield a section's title, columns, rows and notes."""
    if section.title:
        yield from sentence_lines(section.title, Tone.HEADING, width)
    widths = _widths(section, width)
    if section.columns:
        for text in _table_row(section.columns, widths, section.right):
            yield Line(text, Tone.COLUMNS)
    for row in section.rows:
        about = tuple(filter(None, (section.about, *row.about)))
        for text in _table_row(row.cells, widths, section.right):
            yield Line(text, row.tone, row.raw, about)
        if row.note:
            for text in _wrap(row.note, width - GAP):
                yield Line(" " * GAP + text, row.tone, row.raw, about)
    for note in section.notes:
        yield from sentence_lines(note, Tone.MUTED, width)


def sentence_lines(text: str, tone: Tone, width: int = WIDTH) -> Iterator[Line]:
    """Yield a sentence wrapped to `width`."""
    return (Line(part, tone) for part in _wrap(text, width))


def _widths(section: Section, width: int) -> list[int]:
    """Return column widths: what the cells need; the widest columns give way until the row fits.

    Cells break between words first, then words of the heads; only then what stands in a row, such as a date.
    """
    rows = [row.cells for row in section.rows]
    table = [section.columns, *rows]
    count = max((len(cells) for cells in table), default=0)
    needed = _widest(table, count, _width)
    room = width - GAP * (count - 1)
    for least in (_widest(table, count, _longest_word), _widest(rows, count, _longest_word), [0] * count):
        while sum(needed) > room:
            giving = [place for place in range(count) if needed[place] > max(least[place], NARROWEST)]
            if not giving:
                break
            needed[max(giving, key=needed.__getitem__)] -= 1
    return needed


def _widest(table: Sequence[tuple[str, ...]], count: int, measure: Callable[[str], int]) -> list[int]:
    """Return the largest measure in each of `count` columns."""
    return [max((measure(cells[i]) for cells in table if i < len(cells)), default=0) for i in range(count)]


def _table_row(cells: tuple[str, ...], widths: list[int], right: frozenset[int]) -> Iterator[str]:
    columns = [_wrap(cell, width) for cell, width in zip(cells, widths, strict=False)]
    for number in range(max((len(column) for column in columns), default=0)):
        parts = [
            (column[number] if number < len(column) else "").rjust(width)
            if place in right
            else (column[number] if number < len(column) else "").ljust(width)
            for place, (column, width) in enumerate(zip(columns, widths, strict=False))
        ]
        yield (" " * GAP).join(parts).rstrip()


def _width(cell: str) -> int:
    return max(map(len, cell.split("\n")))


def _longest_word(cell: str) -> int:
    return max(map(len, cell.split()), default=0)


def _wrap(text: str, width: int) -> list[str]:
    if "\n" in text:
        return [line for part in text.split("\n") for line in _wrap(part, width)]
    if len(text) <= width:
        return [text]
    return textwrap.wrap(text, max(width, 1)) or [""]
