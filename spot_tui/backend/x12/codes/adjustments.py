"""Why money was adjusted: group codes, CARCs and RARCs in our own words, with what an office does next.

A code without words stands for itself; the licensed texts of these lists are not shipped.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Any

from spot_tui.backend.x12.codes import TableFault, coded_rows, topic
from spot_tui.words import translate

REASONS, REMARKS, GROUPS = "carc", "rarc", "adjustment_group"
PATIENT = "PR"
UNPROCESSABLE = "MA130"


class Road(StrEnum):
    """Which way a code leads on."""

    SETTLE = "settle"
    """Nothing to send: post it, write it off."""
    WAIT = "wait"
    """Another decision comes by itself."""
    CHECK = "check"
    """Find a fact first: eligibility, enrollment, an earlier claim."""
    PATIENT = "patient"
    """Money between office and patient: bill, or refund."""
    OTHER_PAYER = "other_payer"
    """Another payer or provider owes it."""
    NEW_CLAIM = "new_claim"
    """Send a new, corrected claim."""
    CORRECT = "correct"
    """A clerical error: a claim correction (reopening)."""
    RECORDS = "records"
    """Send the documents asked for."""
    APPEAL = "appeal"
    """Ask for a redetermination, with records."""


@dataclass(frozen=True, slots=True)
class Explained:
    """A CARC or RARC in our words, and the next step; all blank but `code` where we have none."""

    code: str
    words: str = ""
    next: str = ""
    road: Road | None = None


@dataclass(frozen=True, slots=True)
class GroupCode:
    """Who bears an adjusted amount, what to do, and whether the patient may be billed for it."""

    code: str
    words: str = ""
    next: str = ""
    patient: bool = False


@dataclass(frozen=True, slots=True)
class _Entry:
    """A row of a table, in English; `groups` has the next step where it depends on the group code."""

    words: str
    next: str
    road: Road
    groups: Mapping[str, str] = field(default_factory=dict)


def explain_reason(code: str, group: str = "") -> Explained:
    """Return what a CARC means; with its group code (CO, PR, ...) the next step that fits the group."""
    return _explained(REASONS, code, group)


def explain_remark(code: str) -> Explained:
    """Return what a RARC means."""
    return _explained(REMARKS, code, "")


def explain_group(code: str) -> GroupCode:
    """Return what a group code means; an unknown one does not let the patient be billed."""
    row = _groups().get(code)
    if row is None:
        return GroupCode(code)
    said = topic(GROUPS)
    return GroupCode(code, translate(said, row.words), translate(said, row.next), row.patient)


def known_reasons() -> frozenset[str]:
    """Return the CARCs that have words."""
    return frozenset(_table(REASONS))


def known_remarks() -> frozenset[str]:
    """Return the RARCs that have words."""
    return frozenset(_table(REMARKS))


def adjustment_sentences() -> Iterator[tuple[str, str]]:
    """Yield every English text of the three tables with the name of its table, for translators."""
    for table in (REASONS, REMARKS):
        for entry in _table(table).values():
            yield from ((table, text) for text in (entry.words, entry.next, *entry.groups.values()))
    for row in _groups().values():
        yield from ((GROUPS, row.words), (GROUPS, row.next))


def checked_entries(table: str, codes: Mapping[str, Any]) -> Mapping[str, _Entry]:
    """Return the entries of a table. Raises `TableFault` where words, next step or a known road lack."""
    try:
        entries = {code: _Entry(**{**row, "road": Road(row["road"])}) for code, row in codes.items()}
    except (KeyError, TypeError, ValueError) as error:
        raise TableFault(f"{table}.json: {error}") from error
    for code, entry in entries.items():
        texts = (code, entry.words, entry.next, *entry.groups.values())
        if not all(isinstance(text, str) and text.strip() == text != "" for text in texts):
            raise TableFault(f"{table}.json: the words of {code!r} are no text")
    return MappingProxyType(entries)


def _explained(table: str, code: str, group: str) -> Explained:
    entry = _table(table).get(code)
    if entry is None:
        return Explained(code)
    step = entry.groups.get(group, entry.next)
    said = topic(table)
    return Explained(code, translate(said, entry.words), translate(said, step), entry.road)


@cache
def _table(table: str) -> Mapping[str, _Entry]:
    return checked_entries(table, coded_rows(table))


@cache
def _groups() -> Mapping[str, GroupCode]:
    try:
        return MappingProxyType({code: GroupCode(code, **row) for code, row in coded_rows(GROUPS).items()})
    except TypeError as error:
        raise TableFault(f"{GROUPS}.json: {error}") from error
