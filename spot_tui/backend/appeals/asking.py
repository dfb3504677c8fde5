"""An appeal as somebody types it, in a form or a file, read against its claim and checked by the rules.

A file is JSON: ``level``, ``reason``, ``requestor`` and ``signature``; ``appeal_number`` of level 1 for level
2. ``about`` is what it is about, ``other`` where left out. ``lines`` are the numbers of the services, all of
the claim where left out. Patient and dates of service are those of the claim unless they are named; dates are
written MM/DD/YYYY.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from spot_tui.backend.appeals.model import AppealRequest
from spot_tui.backend.claims.model import AppealLevel, Claim
from spot_tui.backend.corrections.appeal_forms import (
    appeal_form,
    appeal_request,
    show_lines,
    start_of_appeal,
)
from spot_tui.backend.corrections.appeals import check_sending_appeal
from spot_tui.backend.corrections.case import RuleBook
from spot_tui.backend.corrections.catalogue import Outcome
from spot_tui.backend.corrections.changes import parse_asked
from spot_tui.backend.corrections.findings import Finding, refusal
from spot_tui.backend.forms import Typed
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
    about: _Text = "other"
    reason: _Text = ""
    requestor: _Text = ""
    signature: _Text = ""
    appeal_number: _Text | None = None


@dataclass(frozen=True, slots=True)
class JudgedAppeal:
    """What rules say of an appeal. `request` is None where a value is missing or not understood."""

    request: AppealRequest | None
    findings: tuple[Finding, ...]


def parse_appeal(text: str) -> AppealAsked:
    """Return the appeal of a JSON document. Raises `Problem` ``appeals.file`` with place and reason."""
    return parse_asked(AppealAsked, text, "appeals.file")


def typed_of(claim: Claim, asked: AppealAsked) -> Typed:
    """Return what stands in the fields of the form, asked for like that."""
    named = asked.model_dump(exclude={"level", "lines"}, exclude_none=True)
    lines = {} if asked.lines is None else {"services": show_lines(asked.lines)}
    return {**start_of_appeal(claim), **named, **lines}


def judge_appeal(
    claim: Claim, level: AppealLevel, typed: Typed, moment: datetime, book: RuleBook
) -> JudgedAppeal:
    """Return the request that a form stands for, sent at `moment` (aware), and all that rules say of it."""
    today = moment.astimezone(book.calendar.zone).date()
    reading = appeal_form(level, claim, today, book).read(typed)
    if reading.problems:
        return JudgedAppeal(None, tuple(_finding(problem) for problem in reading.problems))
    request = appeal_request(claim, level, reading.values)
    return JudgedAppeal(request, check_sending_appeal(claim, request, moment, book))


def _finding(problem: Problem) -> Finding:
    """Return a field's problem with its rule: R57 for what is missing, R53 for what is not understood."""
    if problem.code == "field.missing":
        return refusal("R57", *problem.fields)
    rule = problem.code.removeprefix(_RULE) if problem.code.startswith(_RULE) else "R53"
    return Finding(rule, Outcome.REFUSE, problem)
