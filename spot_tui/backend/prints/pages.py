"""Breaking lines into pages, each with its head and foot; what text and PDF are both made from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from spot_tui.backend.eligibility.sheet import WIDTH, Tone, sentence_lines
from spot_tui.backend.formats import show_date
from spot_tui.backend.prints.printout import PrintLine, Printout, print_lines
from spot_tui.words import say

Paper = Literal["letter", "a4"]

ROWS: dict[Paper, int] = {"letter": 58, "a4": 62}
"""Rows of a page, head and foot among them."""

_KEPT_TOGETHER = frozenset({Tone.HEADING, Tone.COLUMNS})
_MOST_KEPT = 4


@dataclass(frozen=True, slots=True)
class Page:
    """One page from top to bottom, each line at most as wide as the paper."""

    head: tuple[PrintLine, ...]
    body: tuple[PrintLine, ...]
    foot: tuple[PrintLine, ...]


@dataclass(frozen=True, slots=True)
class Setting:
    """When and where something is printed: `place` is the mark of a profile that is not production."""

    printed_at: datetime
    zone: ZoneInfo
    place: str = ""
    paper: Paper = "letter"
    width: int = WIDTH


def make_pages(printout: Printout, setting: Setting) -> tuple[Page, ...]:
    """Return the pages of a printout."""
    head = _head(printout, setting)
    lines = print_lines(printout, setting.width)
    owners = tuple(dict.fromkeys(line.owners for line in lines if line.owners))
    reserved = sum(len(_wrapped(told, setting.width)) for told in owners) + bool(owners)
    rows = ROWS[setting.paper] - len(head) - 1 - reserved
    bodies = broken(lines, max(rows, 1))
    return tuple(
        Page((_first(printout, setting, number, len(bodies)), *head), body, _foot(body, setting.width))
        for number, body in enumerate(bodies, start=1)
    )


def broken(lines: Sequence[PrintLine], rows: int) -> tuple[tuple[PrintLine, ...], ...]:
    """Return the lines page by page, at most `rows` each, at least one page; headings stay with what follows.

    Only blank lines at the beginning of a page are left out.
    """
    pages: list[tuple[PrintLine, ...]] = []
    rest = list(lines)
    while True:
        while pages and rest and not rest[0].text:
            del rest[0]
        if pages and not rest:
            return tuple(pages)
        end = min(rows, len(rest))
        if end < len(rest):
            end = _before_headings(rest, end)
        pages.append(tuple(rest[:end]))
        del rest[:end]


def _before_headings(lines: Sequence[PrintLine], end: int) -> int:
    """Return where the page ends, so that no heading is the last on it."""
    cut = end
    while cut > 0 and end - cut < _MOST_KEPT and lines[cut - 1].tone in _KEPT_TOGETHER:
        cut -= 1
    is_heading_still = cut > 0 and lines[cut - 1].tone in _KEPT_TOGETHER
    return end if cut == 0 or is_heading_still else cut


def _first(printout: Printout, setting: Setting, number: int, count: int) -> PrintLine:
    """Return the first line of a page: mark, title, number."""
    paged = say("prints.page", number=number, count=count)
    title = "  ".join(filter(None, (setting.place, printout.title)))[: setting.width - len(paged) - 2]
    return PrintLine(title.ljust(setting.width - len(paged)) + paged, Tone.HEADING)


def _head(printout: Printout, setting: Setting) -> tuple[PrintLine, ...]:
    times = say(
        "prints.times",
        received=show_instant(printout.received_at, setting.zone),
        printed=show_instant(setting.printed_at, setting.zone),
    )
    told = (*printout.facts, times)
    facts = (PrintLine(line) for fact in told for line in _wrapped(fact, setting.width))
    return (*facts, PrintLine("-" * setting.width), PrintLine(""))


def _foot(body: Sequence[PrintLine], width: int) -> tuple[PrintLine, ...]:
    owners = tuple(dict.fromkeys(line.owners for line in body if line.owners))
    told = tuple(PrintLine(line, Tone.MUTED) for each in owners for line in _wrapped(each, width))
    return (PrintLine(""), *told) if told else ()


def _wrapped(text: str, width: int) -> list[str]:
    return [line.text for line in sentence_lines(text, Tone.PLAIN, width)]


def show_instant(moment: datetime, zone: ZoneInfo) -> str:
    """Return an aware moment as it stands on paper: ``11/24/2026 09:41 EST``."""
    there = moment.astimezone(zone)
    return f"{show_date(there.date())} {there:%H:%M %Z}"


def as_text(pages: Sequence[Page]) -> str:
    """Return the pages as text; a form feed ends each page but the last."""
    return "\f".join(
        "".join(f"{line.text}\n" for line in (*page.head, *page.body, *page.foot)) for page in pages
    )
