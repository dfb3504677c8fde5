"""Changes of one line: rules R32 to R47 and R53, each a function from a line's case to what it has to say."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from spot_tui.backend.corrections.case import LineCase, LineRule
from spot_tui.backend.corrections.catalogue import Outcome
from spot_tui.backend.corrections.findings import Finding, refusal, warning
from spot_tui.backend.corrections.request import (
    DIAGNOSIS_PLACES,
    HOSPICE_MODIFIERS,
    LineValues,
    changed_fields,
    changed_slots,
    first_empty_slot,
)
from spot_tui.backend.corrections.settings import CorrectionRules
from spot_tui.backend.formats import show_date
from spot_tui.backend.problems import Problem

MINUTES_OF_A_UNIT = 15
_ANESTHESIA = ("00100", "01999")


def dates_in_order(found: LineCase) -> Iterator[Finding]:
    """R32, R33, R34: the first day is not after the last, whichever of them moved."""
    changed = {"service_from", "service_to"}.intersection(changed_fields(found.before, found.after))
    first, last = found.after.service_from, found.after.service_to
    if not changed or first is None or last is None or first <= last:
        return
    if len(changed) == 2:
        yield refusal("R34", "service_from", "service_to", line=found.number)
    else:
        [name] = changed
        yield refusal("R32" if name == "service_from" else "R33", name, line=found.number)


def not_in_the_future(found: LineCase) -> Iterator[Finding]:
    """R35: no service after today."""
    for name in ("service_from", "service_to"):
        old, new = getattr(found.before, name), getattr(found.after, name)
        if new is not None and new != old and new > found.case.today:
            yield refusal("R35", name, line=found.number, date=show_date(found.case.today))


def primary_diagnosis_only(found: LineCase) -> Iterator[Finding]:
    """R36: of a line's diagnoses the first one changes; a setting opens the others."""
    if found.book.rules.primary_diagnosis_only:
        for name in changed_fields(found.before, found.after):
            if name in DIAGNOSIS_PLACES[1:]:
                yield refusal("R36", name, line=found.number)


def units_not_minutes(found: LineCase) -> Iterator[Finding]:
    """R41: units of anesthesia that look like minutes; the units that they make are offered."""
    if found.after.units != found.before.units:
        yield from minutes_for_units(found.after, found.number, found.book.rules)


def minutes_for_units(values: LineValues, number: int, rules: CorrectionRules) -> Iterator[Finding]:
    """R41: the units of the line `number` look like minutes."""
    units = values.units
    if units is None or not is_anesthesia(values.procedure) or units < rules.anesthesia_minutes_from:
        return
    offered = units_of_minutes(units)
    yield warning("R41", "units", line=number, minutes=f"{units.normalize():f}", units=f"{offered:f}")


def billed_covers_allowed(found: LineCase) -> Iterator[Finding]:
    """R42: what is billed is not below what is allowed, whatever else changes along with it."""
    billed, allowed = found.after.billed, found.line.allowed
    if billed is None or billed == found.before.billed or allowed is None or billed >= allowed:
        return
    yield refusal("R42", "billed", line=found.number, billed=f"{billed:.2f}", allowed=f"{allowed:.2f}")


def hospice_adds_only(found: LineCase) -> Iterator[Finding]:
    """R43: GV or GW is added to a line that has neither."""
    held = HOSPICE_MODIFIERS.intersection(found.before.modifiers)
    for name, _, new in changed_slots(found.before, found.after):
        if new in HOSPICE_MODIFIERS and held:
            yield refusal("R43", name, line=found.number)


def first_empty_is_taken(found: LineCase) -> Iterator[Finding]:
    """R44: a modifier is added in the first empty slot."""
    added = [name for name, old, _ in changed_slots(found.before, found.after) if not old]
    free = first_empty_slot(found.before)
    if added and free not in added:
        yield refusal("R44", added[0], line=found.number, slot=free[-1:])


def modifier_stands_once(found: LineCase) -> Iterator[Finding]:
    """R53: a modifier that the line has already is not put into another slot."""
    for name, _, new in changed_slots(found.before, found.after):
        if new and found.after.modifiers.count(new) > 1:
            twice = Problem("modifier.twice", (name,), {"code": new})
            yield Finding("R53", Outcome.REFUSE, twice, found.number)


def is_anesthesia(procedure: str) -> bool:
    """Tell whether a procedure is anesthesia, by its range."""
    first, last = _ANESTHESIA
    return len(procedure) == len(first) and procedure.isdigit() and first <= procedure <= last


def units_of_minutes(minutes: Decimal) -> Decimal:
    """Return units of anesthesia: 15 minutes are one, with one decimal, which a person confirms."""
    units = (minutes / MINUTES_OF_A_UNIT).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return units.to_integral() if units == units.to_integral() else units


LINE_RULES: tuple[LineRule, ...] = (
    dates_in_order,
    not_in_the_future,
    primary_diagnosis_only,
    units_not_minutes,
    billed_covers_allowed,
    hospice_adds_only,
    first_empty_is_taken,
    modifier_stands_once,
)
