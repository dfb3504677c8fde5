"""What is printed: facts that stand on each page, warnings, and tabs of headed rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from spot_tui.backend.eligibility.sheet import WIDTH, Line, Tab, Tone, sentence_lines, tab_lines


@dataclass(frozen=True, slots=True)
class Leaf:
    """One part of a printout. `owners` is the copyright line of the codes on it, blank where it has none."""

    tab: Tab
    owners: str = ""


@dataclass(frozen=True, slots=True)
class Printout:
    """Something to be printed or exported.

    `kind` is one word of ours for file names and the audit log, `title` stands on the paper and in the PDF's
    properties: neither may name a patient. `facts` stand on each page: patient, provider, source.
    `document` makes what the JSON form holds; `table`, names of columns first, is the CSV form. `patient`
    (MBI) and `claim` (number) are what the audit log keeps as keyed hashes; of what is about several, each is
    on record by its own pair of these in `subjects`.
    """

    kind: str
    title: str
    facts: tuple[str, ...]
    leaves: tuple[Leaf, ...]
    received_at: datetime
    document: Callable[[], object]
    warnings: tuple[str, ...] = ()
    patient: str = ""
    claim: str = ""
    provider_npi: str = ""
    table: tuple[tuple[str, ...], ...] = ()
    subjects: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PrintLine:
    """One line on paper, and the copyright line that its page has to carry, if any."""

    text: str
    tone: Tone = Tone.PLAIN
    owners: str = ""


def print_lines(printout: Printout, width: int = WIDTH) -> tuple[PrintLine, ...]:
    """Return everything between the heads and feet of the pages, each line at most `width` columns wide."""
    lines = [
        _printed(line) for told in printout.warnings for line in sentence_lines(f"! {told}", Tone.WARN, width)
    ]
    for leaf in printout.leaves:
        if lines:
            lines.append(PrintLine(""))
        lines += (_printed(line, leaf.owners) for line in _leaf_lines(leaf.tab, width))
    return tuple(lines)


def _leaf_lines(tab: Tab, width: int) -> Iterator[Line]:
    yield Line(tab.label.upper()[:width], Tone.HEADING)
    yield from tab_lines(tab, width)


def _printed(line: Line, owners: str = "") -> PrintLine:
    return PrintLine(line.text, line.tone, owners)
