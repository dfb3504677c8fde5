"""Changes as somebody types them, in a form or a file, read into a correction.

A file is JSON: names as texts, ``history`` true or false, ``header`` and ``lines`` with their changes,
each value written as on the screens (dates MM/DD/YYYY, dollars as 150.00). A line is named by its number;
null instead of its fields would remove it, which the rules refuse with their reason.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Annotated, Any, TypeVar, cast

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from spot_tui.backend.claims.model import Claim
from spot_tui.backend.corrections.catalogue import Outcome
from spot_tui.backend.corrections.fields import header_fields, line_fields
from spot_tui.backend.corrections.findings import Finding, refusal
from spot_tui.backend.corrections.request import (
    HEADER_FIELDS,
    LINE_FIELDS,
    MODIFIER_SLOTS,
    Correction,
    HeaderValues,
    LineValues,
    first_empty_slot,
    header_values,
    line_values,
)
from spot_tui.backend.forms import Form, Typed, Values
from spot_tui.backend.problems import Problem

MOST_CHARACTERS = 262144
_Text = Annotated[str, Field(max_length=1000)]
_Asked = TypeVar("_Asked", bound=BaseModel)
_Number = Annotated[int, Field(ge=1, le=999)]


class Changes(BaseModel):
    """What is asked of a claim, as it was typed; what is left out stays as it is."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    first_name: _Text = ""
    last_name: _Text = ""
    history: bool = False
    header: Mapping[_Text, _Text] = Field(default_factory=dict)
    lines: Mapping[_Number, Mapping[_Text, _Text] | None] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Read:
    """The correction that changes stand for, and what of them could not be read or has no place."""

    correction: Correction
    findings: tuple[Finding, ...] = field(default=())


def parse_changes(text: str) -> Changes:
    """Return the changes of a JSON document. Raises `Problem` ``changes.file`` with place and reason."""
    return parse_asked(Changes, text, "changes.file")


def parse_asked(model: type[_Asked], text: str, code: str) -> _Asked:
    """Return what a JSON document asks for. Raises `Problem` `code` with place and reason."""
    if len(text) > MOST_CHARACTERS:
        raise Problem(code, (), {"reason": f"more than {MOST_CHARACTERS} characters"})
    try:
        return model.model_validate(json.loads(text))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        reason = f"{place}: {first['msg']}" if place else first["msg"]
    except (ValueError, RecursionError) as error:
        reason = str(error)
    raise Problem(code, (), {"reason": reason})


def read_changes(claim: Claim, changes: Changes) -> Read:
    """Return the correction of a claim; a value that is not understood stays as it was, with R53."""
    findings: list[Finding] = []
    header, locked_header = None, tuple(name for name in changes.header if name not in HEADER_FIELDS)
    typed = {name: text for name, text in changes.header.items() if name in HEADER_FIELDS}
    if typed:
        values, problems = _read(Form("", header_fields()), typed)
        header = replace(header_values(claim), **_filled(values, HeaderValues()))
        findings += _misread(problems, None)
    lines: dict[int, LineValues] = {}
    locked_lines: list[tuple[int, str]] = []
    there = {line.number: line for line in claim.lines}
    for number, given in changes.lines.items():
        if number not in there or given is None:
            continue
        before = line_values(claim, there[number])
        lines[number], locked, found = _read_line(number, before, given)
        locked_lines += ((number, name) for name in locked)
        findings += found
    correction = Correction(
        number=claim.number,
        first_name=changes.first_name,
        last_name=changes.last_name,
        history=changes.history,
        header=header,
        lines=lines,
        added=tuple(number for number in changes.lines if number not in there),
        removed=tuple(number for number, given in changes.lines.items() if number in there and given is None),
        locked_header=locked_header,
        locked_lines=tuple(locked_lines),
    )
    return Read(correction, tuple(findings))


def apply_values(before: LineValues, values: Values) -> LineValues:
    """Return a line with the values that a form read, the others as they were."""
    known = {name: value for name, value in values.items() if name in LINE_FIELDS}
    return replace(before, **_filled(known, LineValues()))


def apply_header(before: HeaderValues, values: Values) -> HeaderValues:
    """Return a header with the values that a form read, the others as they were."""
    known = {name: value for name, value in values.items() if name in HEADER_FIELDS}
    return replace(before, **_filled(known, HeaderValues()))


def _read_line(
    number: int, before: LineValues, given: Typed
) -> tuple[LineValues, tuple[str, ...], tuple[Finding, ...]]:
    findings: list[Finding] = []
    locked: list[str] = []
    for name, text in given.items():
        if name in MODIFIER_SLOTS and not text.strip() and not getattr(before, name):
            findings.append(refusal("R46", name, line=number, slot=name[-1]))
        elif name.startswith("modifier_") and name not in MODIFIER_SLOTS and not first_empty_slot(before):
            findings.append(refusal("R45", name, line=number))
        elif name not in LINE_FIELDS:
            locked.append(name)
    typed = {name: text for name, text in given.items() if name in LINE_FIELDS}
    values, problems = _read(Form("", line_fields()), typed)
    return apply_values(before, values), tuple(locked), (*findings, *_misread(problems, number))


def _read(form: Form, typed: Typed) -> tuple[Values, tuple[Problem, ...]]:
    """Return values and problems of the fields that were typed alone."""
    reading = Form("", tuple(each for each in form.fields if each.name in typed)).read(typed)
    return reading.values, reading.problems


def _filled(values: Values, empty: LineValues | HeaderValues) -> dict[str, Any]:
    """Return the values, those of emptied fields as they are on a claim that lacks them."""
    return {name: getattr(empty, name) if value is None else value for name, value in values.items()}


def _misread(problems: tuple[Problem, ...], line: int | None) -> list[Finding]:
    refuse = cast(Any, Outcome.REFUSE)
    return [Finding("R53", refuse, problem, line) for problem in problems]
