"""What the replaceable lists say: rules R13, R14, R37 and R48 to R52.

A list of the contractor's own refuses, one that is borrowed warns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spot_tui.backend.claims.codes import is_denied
from spot_tui.backend.claims.model import Adjustment, Line
from spot_tui.backend.corrections.case import Case, ClaimRule, LineCase, LineRule
from spot_tui.backend.corrections.findings import Finding, refusal
from spot_tui.backend.corrections.request import MODIFIER_SLOTS, changed_slots
from spot_tui.backend.corrections.restricted import Effect, RestrictedList, RestrictedLists

_DENIALS: tuple[tuple[str, Effect], ...] = (("R13", "other_road"), ("R52", "excluded"))
_LIABILITY = frozenset({"GA", "GX"})


def denials_of_claim(case: Case) -> Iterator[Finding]:
    """R13, R52: the denial of the whole claim, or of every line of it, is one of a list."""
    claim, lists = case.claim, case.book.lists
    for rule, effect in _DENIALS:
        each = [denial_listed(line, lists, effect) for line in claim.lines]
        of_lines = each[0] if each and all(each) else None
        found = _listed(lists, effect, claim.adjustments, claim.remarks) or of_lines
        if found:
            code, held = found
            yield held.finding(rule, line=None, code=code)


def denial_of_line(found: LineCase) -> Iterator[Finding]:
    """R13, R52: the denial of this line alone is one of a list."""
    told = {finding.rule for finding in denials_of_claim(found.case)}
    for rule, effect in _DENIALS:
        listed = denial_listed(found.line, found.book.lists, effect)
        if listed and rule not in told:
            code, held = listed
            yield held.finding(rule, line=found.number, code=code)


def documents_of_line(found: LineCase) -> Iterator[Finding]:
    """R14: the service is one that may need documents."""
    for code in dict.fromkeys((found.before.procedure, found.after.procedure)):
        for held in found.book.lists.naming("procedure", "other_road", code):
            yield held.finding("R14", "procedure", line=found.number, code=code)


def procedures(found: LineCase) -> Iterator[Finding]:
    """R37: the new procedure is one that a list excludes; R49: that of the line is."""
    old, new, lists = found.before.procedure, found.after.procedure, found.book.lists
    for held in lists.naming("procedure", "excluded", old):
        yield held.finding("R49", "procedure", line=found.number, code=old)
    if new != old:
        for held in lists.naming("procedure", "excluded", new):
            yield held.finding("R37", "procedure", line=found.number, code=new)


def modifiers(found: LineCase) -> Iterator[Finding]:
    """R48: a modifier of the line is one that a list excludes; R50: one that changes is not on a list."""
    lists = found.book.lists
    changed = {name: (old, new) for name, old, new in changed_slots(found.before, found.after)}
    slots = zip(MODIFIER_SLOTS, found.before.modifiers, found.after.modifiers, strict=True)
    for name, old, new in slots:
        for code in dict.fromkeys(filter(None, (old, new))):
            for held in lists.naming("modifier", "excluded", code):
                yield held.finding("R48", name, line=found.number, code=code)
        for code in filter(None, changed.get(name, ())):
            for held in lists.lacking("modifier", code):
                yield held.finding("R50", name, line=found.number, code=code)


def liability(found: LineCase) -> Iterator[Finding]:
    """R51: GZ goes, or the line was denied with GA or GX on it."""
    before, after = found.before.modifiers, found.after.modifiers
    if "GZ" in before and "GZ" not in after:
        yield refusal("R51", MODIFIER_SLOTS[before.index("GZ")], line=found.number, code="GZ")
    held = next((code for code in before if code in _LIABILITY), "")
    if held and is_denied(found.line):
        yield refusal("R51", MODIFIER_SLOTS[before.index(held)], line=found.number, code=held)


def denial_listed(line: Line, lists: RestrictedLists, effect: Effect) -> tuple[str, RestrictedList] | None:
    """Return the code of a line's denial and the list that names it; None where there is none."""
    return _listed(lists, effect, line.adjustments, line.remarks) if is_denied(line) else None


def _listed(
    lists: RestrictedLists, effect: Effect, adjustments: Iterable[Adjustment], remarks: Iterable[str]
) -> tuple[str, RestrictedList] | None:
    whole = [(f"{each.group} {each.code}", each.code) for each in adjustments]
    for code, *short in (*whole, *((remark,) for remark in remarks)):
        for named in (code, *short):
            for held in lists.naming("denial", effect, named):
                return code, held
    return None


CLAIM_LIST_RULES: tuple[ClaimRule, ...] = (denials_of_claim,)
LINE_LIST_RULES: tuple[LineRule, ...] = (
    denial_of_line,
    documents_of_line,
    procedures,
    modifiers,
    liability,
)
