"""Forms of appeals, declared, for Part A and Part B alike: level 1, level 2, documents for one under way.

Sources: Novitas, redetermination requests (what one must hold); First Coast, appeals reminders (one claim for
each form, an incomplete one is dismissed).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial

from spot_tui.backend.claims.model import Claim
from spot_tui.backend.corrections.appeals import check_reconsideration, check_redetermination
from spot_tui.backend.corrections.case import RuleBook
from spot_tui.backend.corrections.findings import Finding, refusals
from spot_tui.backend.corrections.forms import needed
from spot_tui.backend.formats import (
    DATE_LENGTH,
    NAME_LENGTH,
    read_claim_number,
    read_date,
    read_mbi,
    read_name,
    read_phone,
    read_words,
    require,
    show_date,
    without_dashes,
)
from spot_tui.backend.forms import Check, Field, Form, Rule, Values
from spot_tui.backend.problems import Problem

SERVICES_LENGTH = 200
REASON_LENGTH = 600
NUMBERS_LENGTH = 60
APPEAL_NUMBER_LENGTH = 30
_MBI_TYPED, _PHONE, _ABOUT = 20, 20, 16

ABOUT = ("coverage", "payment", "coding", "other")
_NEVER_APPEALED = {"refund": "R59", "reopening": "R62"}


def redetermination_form(claim: Claim, today: date, book: RuleBook) -> Form:
    """Return the form of an appeal on level 1 about `claim`."""
    check = _check_claim(claim, lambda: check_redetermination(claim, today, book))
    return Form(
        "redetermination", (*_what(), *_why()), (_in_order, check), drafted=True, breaks=("services",)
    )


def reconsideration_form(claim: Claim, today: date, book: RuleBook) -> Form:
    """Return the form of an appeal on level 2 about `claim`; `appeal_number` is that of level 1."""
    check = _check_claim(claim, lambda: check_reconsideration(claim, today, book))
    return Form(
        "reconsideration",
        (*_what(), _appeal_number(), *_why()),
        (_in_order, check),
        drafted=True,
        breaks=("appeal_number",),
    )


def appeal_documents_form(claim: Claim) -> Form:
    """Return the form of more documents for an appeal of `claim` that is under way."""
    checks = (_check_claim(claim, tuple),)
    return Form("appeal_documents", appeal_documents_fields(), checks, drafted=True)


def appeal_documents_fields() -> tuple[Field, ...]:
    """Return the fields that say to which appeal documents belong."""
    note = Field("note", partial(read_words, name="note", most=REASON_LENGTH), REASON_LENGTH, required=False)
    return (*_what()[:4], _appeal_number(), _person("requestor"), note)


def start_of_appeal(claim: Claim) -> dict[str, str]:
    """Return what the claim tells of an appeal's fields."""
    patient = claim.patient
    return {
        "claim_number": claim.number,
        "first_name": patient.first_name,
        "last_name": patient.last_name,
        "mbi": patient.mbi,
        "service_from": show_date(claim.first) if claim.first else "",
        "service_to": show_date(claim.last) if claim.last else "",
        "services": ", ".join(line.procedure or line.revenue for line in claim.lines)[:SERVICES_LENGTH],
        "appeal_number": claim.appeals[-1].number if claim.appeals else "",
    }


def read_one_claim(text: str, name: str = "claim_number") -> str:
    """Return the number of one claim. Raises `Problem` ``rule.R58`` for several, else as any number."""
    if any(mark in text for mark in ",;") or len(text.split()) > 1:
        raise Problem("rule.R58", (name,))
    return read_claim_number(text, name)


def read_about(text: str, name: str = "about") -> str:
    """Return what an appeal is about. Raises ``about.choice``, and ``rule.R59``, ``rule.R62`` for others."""
    typed = require(text, name).casefold()
    if typed in _NEVER_APPEALED:
        raise Problem(f"rule.{_NEVER_APPEALED[typed]}", (name,))
    if typed not in ABOUT:
        raise Problem("about.choice", (name,))
    return typed


def _what() -> tuple[Field, ...]:
    """Return which claim, whose, and which days."""
    return (
        Field(
            "claim_number",
            _needed("claim_number", read_one_claim),
            NUMBERS_LENGTH,
            upper=True,
            help="document_claim",
        ),
        _person("first_name"),
        _person("last_name"),
        Field(
            "mbi",
            _needed("mbi", read_mbi),
            _MBI_TYPED,
            upper=True,
            shortcut_for="mbi.dash",
            shortcut=without_dashes,
        ),
        Field("service_from", _needed("service_from", _date("service_from")), DATE_LENGTH, help="line_from"),
        Field("service_to", _needed("service_to", _date("service_to")), DATE_LENGTH, help="line_to"),
    )


def _why() -> tuple[Field, ...]:
    """Return which services, why, and who asks."""
    return (
        Field("services", _needed("services", _words("services", SERVICES_LENGTH)), SERVICES_LENGTH),
        Field("about", read_about, _ABOUT),
        Field("reason", _words("reason", REASON_LENGTH), REASON_LENGTH, help="appeal_reason"),
        _person("requestor"),
        Field("phone", read_phone, _PHONE, required=False),
        _person("signature"),
    )


def _person(name: str) -> Field:
    return Field(name, _needed(name, partial(read_name, name=name)), NAME_LENGTH)


def _appeal_number() -> Field:
    rule = _needed("appeal_number", _words("appeal_number", APPEAL_NUMBER_LENGTH))
    return Field("appeal_number", rule, APPEAL_NUMBER_LENGTH, upper=True)


def _needed(name: str, read: Rule) -> Rule:
    return needed("R57", read, name)


def _words(name: str, most: int) -> Rule:
    return partial(read_words, name=name, most=most)


def _date(name: str) -> Rule:
    return partial(read_date, name=name)


def _in_order(values: Values) -> Iterator[Problem]:
    first, last = values.get("service_from"), values.get("service_to")
    if isinstance(first, date) and isinstance(last, date) and last < first:
        yield Problem("dates.order", ("service_from", "service_to"))


def _check_claim(claim: Claim, found: Callable[[], tuple[Finding, ...]]) -> Check:
    """Return the check that the claim is the one looked at, and that the road is open for it."""

    def check(values: Values) -> Iterator[Problem]:
        if values.get("claim_number") not in (None, claim.number):
            yield Problem("rule.R58", ("claim_number",))
        for finding in refusals(found()):
            yield Problem(finding.problem.code, ("claim_number",), finding.problem.parameters)

    return check
