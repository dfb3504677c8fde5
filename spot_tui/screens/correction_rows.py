"""The rows of a correction: what stands in header and lines, what changed, what is locked and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from spot_tui.backend.claims.model import Claim
from spot_tui.backend.claims.model import Line as ClaimLine
from spot_tui.backend.claims.sheet import show_diagnosis, show_money
from spot_tui.backend.corrections.case import Case, LineCase
from spot_tui.backend.corrections.check import check_opened_line
from spot_tui.backend.corrections.editing import Editing
from spot_tui.backend.corrections.findings import refusal, refusals
from spot_tui.backend.corrections.request import (
    DIAGNOSIS_PLACES,
    LOCKED_HEADER,
    LOCKED_LINE,
    Correction,
    HeaderValues,
    header_values,
    line_values,
)
from spot_tui.backend.corrections.review import change_rows, types_words
from spot_tui.backend.eligibility.sheet import Row
from spot_tui.backend.explanations import explain, field_label
from spot_tui.backend.formats import show_date
from spot_tui.widgets.line import Line, Tone, fit, line
from spot_tui.words import say

_LABEL, _VALUE, _INDENT = 14, 46, 5


class Place(Enum):
    """What a row is of."""

    HEADER = "header"
    LINE = "line"
    NOTHING = "nothing"


@dataclass(frozen=True)
class EditRow:
    """One row: `rule` and `why` say what locks it; `line` is the claim's line that it belongs to."""

    text: Line
    place: Place = Place.NOTHING
    line: ClaimLine | None = None
    rule: str = ""
    why: str = ""
    is_changed: bool = False


def correction_rows(editing: Editing) -> tuple[EditRow, ...]:
    """Return header, then lines, each with what changed beneath it."""
    return (
        *_header(editing),
        EditRow(line("")),
        EditRow(line(say("correction.heads"), Tone.QUIET)),
        *_lines(editing),
    )


def _header(editing: Editing) -> Iterator[EditRow]:
    claim, after = editing.claim, editing.header()
    changed = change_rows(header_values(claim), after)
    yield EditRow(line(say("correction.header"), Tone.STRONG), Place.HEADER, is_changed=bool(changed))
    for label, value in _open_header(after):
        told = f"  {fit(say(f'correction.{label}'), _LABEL)} {value}"
        yield EditRow(line(told), Place.HEADER, is_changed=bool(changed))
    yield from _changed_rows(changed, Place.HEADER, None)
    for label, value, rule in _locked_header(claim):
        yield _locked_row(say(f"correction.{label}"), value, rule)


def _locked_row(label: str, value: str, rule: str, name: str = "", indent: int = 0) -> EditRow:
    """Return what stays as it is; `name` is its field, where the rule's sentence names that itself."""
    text: Line = (
        (f"{' ' * (2 + indent)}{fit(label, _LABEL)} ", Tone.QUIET),
        (f"{fit(value, _VALUE - indent)} ", Tone.QUIET),
        (say("correction.locked", rule=rule), Tone.QUIET),
    )
    why = explain(refusal(rule, *filter(None, (name,))).problem).what
    words = f"{why} ({rule})" if name else say("correction.locked_why", field=label, why=why, rule=rule)
    return EditRow(text, rule=rule, why=words)


def _open_header(after: HeaderValues) -> Iterator[tuple[str, str]]:
    referring = say("correction.referring_told", name=after.referring_name, npi=after.referring_npi)
    yield "referring", referring if after.referring_npi or after.referring_name else say("correction.empty")
    yield "diagnoses", " ".join(map(show_diagnosis, after.diagnoses)) or say("correction.empty")


def _locked_header(claim: Claim) -> Iterator[tuple[str, str, str]]:
    yield "patient", claim.patient.name, LOCKED_HEADER["mbi"]
    if claim.billing_npi:
        yield "billing", claim.billing_npi, LOCKED_HEADER["billing_npi"]
    if claim.rendering_npi:
        yield "rendering", claim.rendering_npi, LOCKED_HEADER["rendering_npi"]
    if claim.assigned is not None:
        assigned = say("claims.assigned" if claim.assigned else "claims.not_assigned")
        yield "assigned", assigned, LOCKED_HEADER["assigned"]


def _lines(editing: Editing) -> Iterator[EditRow]:
    claim = editing.claim
    for each in claim.lines:
        before, after = line_values(claim, each), editing.values(each)
        case = Case(claim, Correction(claim.number), editing.today, editing.book)
        closing = refusals(check_opened_line(LineCase(case, each, before, before)))
        changed = change_rows(before, after)
        rule = closing[0].rule if closing else ""
        why = explain(closing[0].problem).what if closing else ""
        told = say("correction.line_locked", number=each.number, why=why, rule=rule) if closing else ""
        yield EditRow(_line_text(each, claim, rule), Place.LINE, each, rule, told, bool(changed))
        if not rule:
            yield from _locked_of_line(editing, each)
        yield from _changed_rows(changed, Place.LINE, each)
        if changed:
            yield _row(f"       {types_words(before, after)}", Tone.STRONG, each)
        for finding in editing.line_findings(each):
            mark, tone = ("!", Tone.BAD) if finding.refuses else ("?", Tone.WARN)
            yield _row(f"     {mark} {explain(finding.problem).what} ({finding.rule})", tone, each)


def _locked_of_line(editing: Editing, each: ClaimLine) -> Iterator[EditRow]:
    before = line_values(editing.claim, each)
    if editing.book.rules.primary_diagnosis_only:
        for name in filter(lambda name: getattr(before, name), DIAGNOSIS_PLACES[1:]):
            value = show_diagnosis(getattr(before, name))
            yield _locked_row(field_label(name), value, "R36", name, _INDENT)
    if each.rendering_npi not in {"", editing.claim.rendering_npi}:
        label, rule = say("correction.rendering"), LOCKED_LINE["rendering_npi"]
        yield _locked_row(label, each.rendering_npi, rule, indent=_INDENT)


def _row(text: str, tone: Tone, each: ClaimLine) -> EditRow:
    return EditRow(line(text, tone), Place.LINE, each, is_changed=True)


def _line_text(each: ClaimLine, claim: Claim, rule: str) -> Line:
    values = line_values(claim, each)
    codes = "-".join(filter(None, (each.procedure, *each.modifiers)))
    units = f"{each.units.normalize():f}" if each.units is not None else ""
    cells = (
        f"{each.number:>4}  ",
        fit(show_date(each.first) if each.first else "", 12),
        fit(each.place, 5),
        fit(codes, 17),
        fit(show_diagnosis(values.diagnosis_1), 9),
        f"{units:>6}",
        f"{show_money(each.billed):>11}",
        f"{show_money(each.allowed):>10}" if not rule else "",
    )
    told = "".join(cells)
    if not rule:
        return line(told)
    return ((told.rstrip(), Tone.QUIET), (f"  {say('correction.locked', rule=rule)}", Tone.QUIET))


def _changed_rows(rows: tuple[Row, ...], place: Place, each: ClaimLine | None) -> Iterator[EditRow]:
    for row in rows:
        field, before, after = row.cells
        told = say("correction.change", field=field, before=before, after=after)
        yield EditRow(line(f"     > {told}", Tone.WARN), place, each, is_changed=True)
