"""An appeal as somebody writes it in a file, read against its claim and checked by the rules.

A file is JSON: ``level``, ``reason``, ``requestor`` and ``signature``; ``appeal_number`` of level 1 for level
2. ``lines`` are the numbers of the services, all of the claim where left out. Patient and dates of service
are those of the claim unless they are named; dates are written MM/DD/YYYY.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from spot_tui.backend.appeals.model import AppealRequest
from spot_tui.backend.claims.model import AppealLevel, Claim
from spot_tui.backend.corrections.appeal_forms import (
    reconsideration_form,
    redetermination_form,
    start_of_appeal,
)
from spot_tui.backend.corrections.appeals import check_reconsideration, check_redetermination
from spot_tui.backend.corrections.case import RuleBook
from spot_tui.backend.corrections.catalogue import Outcome
from spot_tui.backend.corrections.changes import parse_asked
from spot_tui.backend.corrections.findings import Finding, refusal
from spot_tui.backend.forms import Form, Reading
from spot_tui.backend.problems import Problem

_Text = Annotated[str, Field(max_length=1000)]
_Line = Annotated[int, Field(ge=1, le=999)]
_RULE = "rule."


class AppealAsked(BaseModel):
    """What is asked for, as it was typed; what is left out is as the claim has it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    level: AppealLevel
    lines: tuple[_Line, ...] | None = None
    first_name: _Text | None = None
    last_name: _Text | None = None
    mbi: _Text | None = None
    service_from: _Text | None = None
    service_to: _Text | None = None
    reason: _Text = ""
    requestor: _Text = ""
    signature: _Text = ""
    appeal_number: _Text = ""


@dataclass(frozen=True, slots=True)
class JudgedAppeal:
    """What rules say of an appeal. `request` is None where a value is missing or not understood."""

    request: AppealRequest | None
    findings: tuple[Finding, ...]


def parse_appeal(text: str) -> AppealAsked:
    """Return the appeal of a JSON document. Raises `Problem` ``appeals.file`` with place and reason."""
    return parse_asked(AppealAsked, text, "appeals.file")


def judge_appeal(claim: Claim, asked: AppealAsked, today: date, book: RuleBook) -> JudgedAppeal:
    """Return the request that a file stands for, and all that rules have to say of it, at once."""
    is_first = asked.level is AppealLevel.REDETERMINATION
    form = (redetermination_form if is_first else reconsideration_form)(claim, today, book)
    check = check_redetermination if is_first else check_reconsideration
    typed = start_of_appeal(claim) | asked.model_dump(exclude={"level", "lines"}, exclude_none=True)
    fields = tuple(each for each in form.fields if each.name in AppealAsked.model_fields)
    reading = Form("", fields).read(typed)
    lines = tuple(line.number for line in claim.lines) if asked.lines is None else asked.lines
    wrong = [_finding(problem) for problem in (*reading.problems, *_out_of_order(reading))]
    if not lines:
        wrong.append(refusal("R57", "services"))
    request = None if wrong else _request(claim, asked.level, reading, lines)
    return JudgedAppeal(request, (*wrong, *check(claim, today, book)))


def _out_of_order(reading: Reading) -> tuple[Problem, ...]:
    first, last = reading.values.get("service_from"), reading.values.get("service_to")
    if isinstance(first, date) and isinstance(last, date) and last < first:
        return (Problem("dates.order", ("service_from", "service_to")),)
    return ()


def _finding(problem: Problem) -> Finding:
    """Return a field's problem with its rule: R57 for what is missing, R53 for what is not understood."""
    if problem.code == "field.missing":
        return refusal("R57", *problem.fields)
    rule = problem.code.removeprefix(_RULE) if problem.code.startswith(_RULE) else "R53"
    return Finding(rule, Outcome.REFUSE, problem)


def _request(claim: Claim, level: AppealLevel, reading: Reading, lines: tuple[int, ...]) -> AppealRequest:
    values: Mapping[str, Any] = reading.values
    return AppealRequest(
        level=level,
        claim=claim.number,
        first_name=values["first_name"],
        last_name=values["last_name"],
        mbi=values["mbi"],
        service_from=values["service_from"],
        service_to=values["service_to"],
        lines=lines,
        reason=values["reason"],
        requestor=values["requestor"],
        signature=values["signature"],
        previous=values.get("appeal_number", ""),
    )
