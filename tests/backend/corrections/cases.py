"""Small builders of claims and corrections for tests of rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from spot_tui.backend.claims.model import Adjustment, Claim, Group, Line, Patient, Standing
from spot_tui.backend.claims.wire import read_claim
from spot_tui.backend.corrections.case import Case, RuleBook, open_book, shipped_book
from spot_tui.backend.corrections.changes import Changes, read_changes
from spot_tui.backend.corrections.check import check_correction
from spot_tui.backend.corrections.findings import Finding
from spot_tui.backend.corrections.settings import CorrectionRules, DeadlineRules
from spot_tui.sandbox.claims import body, claims

TODAY = date(2026, 11, 22)


def line(**changes: Any) -> Line:
    """A denied line of an office visit that a claim correction may touch."""
    plain = Line(
        number=1,
        first=date(2026, 11, 2),
        last=date(2026, 11, 2),
        procedure="99213",
        place="11",
        pointers=("A",),
        units=Decimal(1),
        billed=Decimal("150.00"),
        allowed=Decimal("0.00"),
        paid=Decimal("0.00"),
        adjustments=(Adjustment("CO", "4", Decimal("150.00")),),
    )
    return replace(plain, **changes)


def claim(*lines: Line, **changes: Any) -> Claim:
    """A denied claim of Part B, decided two weeks ago."""
    plain = Claim(
        number="9926000000999",
        part="B",
        patient=Patient(mbi="1AA0AA0AA00", first_name="Ada", last_name="Byford"),
        standing=Standing(Group.DENIED),
        first=date(2026, 11, 2),
        last=date(2026, 11, 2),
        determined_on=date(2026, 11, 8),
        diagnoses=("E119", "I10"),
        lines=lines or (line(),),
    )
    return replace(plain, **changes)


def book(**rules: Any) -> RuleBook:
    """The shipped book, with other choices of an organisation."""
    if not rules:
        return shipped_book()
    return open_book(CorrectionRules(**rules), DeadlineRules(), ZoneInfo("America/New_York"))


@cache
def practice(number: str) -> Claim:
    """A made-up claim of the practice portal, as the gateway tells it."""
    return read_claim(body(claims()[number], TODAY), "gateway")


def findings(
    of: Claim,
    fields: Mapping[str, str] | None = None,
    *,
    number: int = 1,
    today: date = TODAY,
    by: RuleBook | None = None,
    **changes: Any,
) -> tuple[Finding, ...]:
    """All that rules say when `fields` of the line `number` change; `changes` are the rest of the request."""
    names = {"first_name": of.patient.first_name, "last_name": of.patient.last_name}
    lines = {} if fields is None else {"lines": {number: fields}}
    read = read_changes(of, Changes(**{**names, **lines, **changes}))
    return (*read.findings, *check_correction(Case(of, read.correction, today, by or book())))


def refused(found: tuple[Finding, ...]) -> set[str]:
    """The ids of rules that refuse."""
    return {finding.rule for finding in found if finding.refuses}


def warned(found: tuple[Finding, ...]) -> set[str]:
    """The ids of rules that warn."""
    return {finding.rule for finding in found if not finding.refuses}


def fields_of(found: tuple[Finding, ...], rule: str) -> tuple[str, ...]:
    """The fields beside which a rule speaks."""
    return next(finding.problem.fields for finding in found if finding.rule == rule)
