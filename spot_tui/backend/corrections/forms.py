"""Forms of claim corrections, declared: names, header, a line as a whole, and the same change on many claims.

Their checks are the rules: what a rule refuses stands beside its field. What a rule only warns of is no
mistake of the form; `check_line` tells it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from functools import partial

from spot_tui.backend.claims.model import Claim, Line
from spot_tui.backend.claims.sheet import show_diagnosis
from spot_tui.backend.corrections.case import Case, LineCase, RuleBook
from spot_tui.backend.corrections.changes import apply_header, apply_values
from spot_tui.backend.corrections.check import check_correction, check_line
from spot_tui.backend.corrections.fields import header_fields, line_field, line_fields, modifier_field
from spot_tui.backend.corrections.findings import refusals
from spot_tui.backend.corrections.request import (
    DIAGNOSIS_PLACES,
    HOSPICE_MODIFIERS,
    MODIFIER_SLOTS,
    TYPE_FIELDS,
    Correction,
    HeaderValues,
    LineValues,
    RequestType,
    WholeChange,
    header_values,
    line_values,
)
from spot_tui.backend.formats import NAME_LENGTH, read_name, require, said_yes, show_date
from spot_tui.backend.forms import Check, Field, Form, Rule, Values
from spot_tui.backend.line_formats import MODIFIER_LENGTH, PROCEDURE_LENGTH, read_modifier, read_procedure
from spot_tui.backend.problems import Problem

_SLOTS = "1234"
_ANSWER = 5


def names_form(claim: Claim, today: date, book: RuleBook) -> Form:
    """Return the form that asks for the patient's names (R09, R10); a history correction needs no more."""
    case = Case(claim, Correction(claim.number, history=True), today, book)
    return Form("correction_names", _names(), (partial(_check_names, case),))


def start_form(claim: Claim | None, today: date, book: RuleBook) -> Form:
    """Return the form with which a correction begins: the names, and whether the claim goes unchanged.

    Without a `claim` names are not compared; that is done once it is known. Source: SPOT quick steps for
    claim corrections (names, then the question about a history correction).
    """
    named = names_form(claim, today, book) if claim else Form("correction_names", _names())
    return Form("correction_start", (*named.fields, _history_field()), named.checks, drafted=True)


def read_yes_or_no(text: str, name: str = "history") -> bool:
    """Return a yes or no, by its first letter or word. Raises `Problem` ``history.choice``."""
    answer = said_yes(require(text, name))
    if answer is None:
        raise Problem("history.choice", (name,))
    return answer


def header_form(claim: Claim, today: date, book: RuleBook) -> Form:
    """Return the form of the claim's header: who referred, and the diagnoses."""
    case = Case(claim, Correction(claim.number), today, book)
    fields = _as_held(header_fields(), header_values(claim))
    return Form("correction_header", fields, (partial(_check_header, case),), drafted=True)


def line_form(claim: Claim, line: Line, today: date, book: RuleBook) -> Form:
    """Return the form of one line with all that may change of it."""
    opened = tuple(
        each
        for each in line_fields()
        if not book.rules.primary_diagnosis_only or each.name not in _further_diagnoses()
    )
    fields = _as_held(opened, line_values(claim, line))
    check = _line_check(claim, line, today, book)
    return Form("correction_line", fields, (check,), drafted=True, breaks=("modifier_1",))


def same_form(kind: RequestType | WholeChange) -> Form:
    """Return the form of the same kind of change on many claims: which lines of each, and the fields.

    What rules say depends on each claim, so it is no check of the form. The slot for a modifier that is added
    is the first empty one of each line. What is asked of a claim as a whole has no lines.
    """
    if kind is WholeChange.HISTORY:
        return Form(f"bulk_{kind}", (_history_field(),), drafted=True)
    if kind is WholeChange.HEADER:
        return Form(f"bulk_{kind}", header_fields(), drafted=True)
    chosen = Field("bulk_lines", read_lines_chosen, PROCEDURE_LENGTH, upper=True)
    return Form(f"bulk_{kind}", (chosen, *_type_fields(kind)), drafted=True)


def read_lines_chosen(text: str, name: str = "bulk_lines") -> int | str:
    """Return the number of a line, or the procedure of the lines that are meant. Raises ``lines.choice``."""
    typed = require(text, name)
    if typed.isascii() and typed.isdigit() and len(typed) < PROCEDURE_LENGTH:
        return int(typed)
    try:
        return read_procedure(typed, name)
    except Problem:
        raise Problem("lines.choice", (name,)) from None


def show_values(values: LineValues | HeaderValues) -> dict[str, str]:
    """Return values as they stand in the fields of a form."""
    return {each.name: _shown(each.name, getattr(values, each.name)) for each in fields(values)}


def _history_field() -> Field:
    return Field("history", read_yes_or_no, _ANSWER)


def _names() -> tuple[Field, ...]:
    return tuple(
        Field(name, needed("R10", partial(read_name, name=name), name), NAME_LENGTH)
        for name in ("first_name", "last_name")
    )


def needed(rule: str, read: Rule, name: str) -> Rule:
    """Return a rule of a field that must be filled: that it is empty is said by the rule of this id."""

    def read_needed(text: str) -> object:
        if not text.strip():
            raise Problem(f"rule.{rule}", (name,))
        return read(text)

    return read_needed


def _type_fields(kind: RequestType) -> tuple[Field, ...]:
    slot, modifier = Field("slot", read_slot, 1), modifier_field("modifier", required=True)
    if kind is RequestType.HOSPICE:
        return (_hospice_field(),)
    if kind is RequestType.ADD_MODIFIER:
        return (modifier,)
    if kind is RequestType.EDIT_MODIFIER:
        return (slot, modifier)
    if kind is RequestType.DELETE_MODIFIER:
        return (slot,)
    named = TYPE_FIELDS[kind]
    primary = (line_field(name) for name in named.primary)
    required = (replace(each, rule=needed("R31", each.rule, each.name), required=True) for each in primary)
    return (*required, *(line_field(name) for name in named.secondary))


def _hospice_field() -> Field:
    return Field("modifier", read_hospice_modifier, MODIFIER_LENGTH, upper=True, help="hospice_modifier")


def read_hospice_modifier(text: str, name: str = "modifier") -> str:
    """Return GV or GW. Raises `Problem` ``rule.R43``."""
    code = read_modifier(text, name)
    if code not in HOSPICE_MODIFIERS:
        raise Problem("rule.R43", (name,))
    return code


def read_slot(text: str, name: str = "slot") -> str:
    """Return the name of a modifier slot by its number, 1 to 4. Raises `Problem` ``slot.choice``."""
    typed = require(text, name)
    if len(typed) != 1 or typed not in _SLOTS:
        raise Problem("slot.choice", (name,))
    return MODIFIER_SLOTS[_SLOTS.index(typed)]


def _line_check(claim: Claim, line: Line, today: date, book: RuleBook) -> Check:
    """Return the check of a line by all its rules."""
    before = line_values(claim, line)

    def check(values: Values) -> Iterator[Problem]:
        after = apply_values(before, values)
        case = Case(claim, Correction(claim.number, lines={line.number: after}), today, book)
        if after != before:
            found = refusals(check_line(LineCase(case, line, before, after)))
            yield from (finding.problem for finding in found)

    return check


def _check_names(case: Case, values: Values) -> Iterator[Problem]:
    first, last = values.get("first_name"), values.get("last_name")
    if isinstance(first, str) and isinstance(last, str):
        asked = replace(case.correction, first_name=first, last_name=last)
        found = check_correction(replace(case, correction=asked))
        yield from (finding.problem for finding in found if finding.rule == "R09")


def _check_header(case: Case, values: Values) -> Iterator[Problem]:
    asked = replace(case.correction, header=apply_header(header_values(case.claim), values))
    for finding in refusals(check_correction(replace(case, correction=asked))):
        if finding.problem.fields and set(finding.problem.fields) <= {each.name for each in header_fields()}:
            yield finding.problem


def _further_diagnoses() -> frozenset[str]:
    return frozenset({"diagnosis_2", "diagnosis_3", "diagnosis_4"})


def _as_held(fields: Iterable[Field], values: LineValues | HeaderValues) -> tuple[Field, ...]:
    """Return fields as those of a claim: what it has is not called optional."""
    held = show_values(values)
    return tuple(replace(each, called_optional=not held[each.name]) for each in fields)


def _shown(name: str, value: object) -> str:
    if name in DIAGNOSIS_PLACES and isinstance(value, str):
        return show_diagnosis(value)
    if isinstance(value, tuple):
        return " ".join(map(show_diagnosis, value))
    if isinstance(value, date):
        return show_date(value)
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value or "")
