"""What a correction may touch: rules R15 to R31, each a function from a case to what it has to say."""

from __future__ import annotations

from collections.abc import Iterator

from spot_tui.backend.corrections.case import Case, ClaimRule, LineCase, LineRule
from spot_tui.backend.corrections.findings import Finding, refusal
from spot_tui.backend.corrections.request import (
    DIAGNOSIS_PLACES,
    LOCKED_HEADER,
    LOCKED_LINE,
    MODIFIER_SLOTS,
    RequestType,
    changed_fields,
    header_values,
    request_types,
)

_MODIFIER_TYPES = frozenset(
    {
        RequestType.ADD_MODIFIER,
        RequestType.EDIT_MODIFIER,
        RequestType.DELETE_MODIFIER,
        RequestType.HOSPICE,
    }
)


def same_lines(case: Case) -> Iterator[Finding]:
    """R15: no line is added; R16: none is removed."""
    for number in case.correction.added:
        yield refusal("R15", line=number)
    for number in case.correction.removed:
        yield refusal("R16", line=number)


def open_fields_only(case: Case) -> Iterator[Finding]:
    """R17 to R20, R36: fields that no correction opens; R25: any other field."""
    asked = case.correction
    for name in asked.locked_header:
        yield refusal(LOCKED_HEADER.get(name, "R25"), name)
    for number, name in asked.locked_lines:
        yield refusal(LOCKED_LINE.get(name, "R25"), name, line=number)


def no_diagnosis_removed(case: Case) -> Iterator[Finding]:
    """R25: diagnoses of a claim are added or changed, never taken away; nor is who referred."""
    header, before = case.correction.header, header_values(case.claim)
    if header is None:
        return
    if len(header.diagnoses) < len(before.diagnoses):
        yield refusal("R25", "diagnoses")
    for name in ("referring_name", "referring_npi"):
        if getattr(before, name) and not getattr(header, name):
            yield refusal("R25", name)


def something_changed(case: Case) -> Iterator[Finding]:
    """R26: a correction changes something, unless it is a history correction; R28: which changes nothing."""
    if case.correction.history and has_changes(case):
        yield refusal("R28")
    if not case.correction.history and not has_changes(case):
        yield refusal("R26")


def has_changes(case: Case) -> bool:
    """Tell whether anything was to be changed, by right or not."""
    asked = case.correction
    header = asked.header is not None and bool(changed_fields(header_values(case.claim), asked.header))
    others = (asked.added, asked.removed, asked.locked_header, asked.locked_lines)
    return header or any(others) or any(True for _ in case.lines())


def same_year(found: LineCase) -> Iterator[Finding]:
    """R21: the year of service stays."""
    for name in ("service_from", "service_to"):
        old, new = getattr(found.before, name), getattr(found.after, name)
        if old is not None and new is not None and old.year != new.year:
            yield refusal("R21", name, line=found.number)


def one_type(found: LineCase) -> Iterator[Finding]:
    """R29: one kind of change for a line; R47: and one modifier. R30: a setting lifts both."""
    if not found.book.rules.one_type_per_line:
        return
    types = request_types(found.before, found.after)
    changed = changed_fields(found.before, found.after)
    slots = tuple(name for name in changed if name in MODIFIER_SLOTS)
    if len(slots) > 1:
        yield refusal("R47", *slots, line=found.number)
    if len({"modifier" if each in _MODIFIER_TYPES else each for each in types}) > 1:
        yield refusal("R29", *changed, line=found.number)


def primary_filled(found: LineCase) -> Iterator[Finding]:
    """R31: a field that names the kind of change is not emptied."""
    for name in changed_fields(found.before, found.after):
        is_slot = name in MODIFIER_SLOTS
        if not is_slot and name not in DIAGNOSIS_PLACES[1:] and not getattr(found.after, name):
            yield refusal("R31", name, line=found.number)


SCOPE_RULES: tuple[ClaimRule, ...] = (
    same_lines,
    open_fields_only,
    no_diagnosis_removed,
    something_changed,
)
LINE_SCOPE_RULES: tuple[LineRule, ...] = (same_year, one_type, primary_filled)
