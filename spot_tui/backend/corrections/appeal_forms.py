"""Forms of appeals, declared, for Part A and Part B alike: level 1, level 2, documents for one under way.

Sources: Novitas, redetermination requests (what one must hold); First Coast, appeals reminders (one claim for
each form, an incomplete one is dismissed).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from typing import Any

from spot_tui.backend.appeals.model import About, AppealRequest
from spot_tui.backend.claims.model import AppealLevel, Claim
from spot_tui.backend.corrections.appeals import (
    check_level,
    decided_level_1,
    no_appeal,
)
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
    read_words,
    require,
    show_date,
    without_dashes,
)
from spot_tui.backend.forms import Check, Field, Form, Rule, Values, service_in_order
from spot_tui.backend.made import Made
from spot_tui.backend.problems import Problem

SERVICES_LENGTH = 200
REASON_LENGTH = 600
NUMBERS_LENGTH = 60
APPEAL_NUMBER_LENGTH = 30
_MBI_TYPED, _ABOUT = 20, 16
_LINES = re.compile(r"([1-9][0-9]{0,2})(?:-([1-9][0-9]{0,2}))?")


def appeal_form(level: AppealLevel, claim: Claim | None, today: date, book: RuleBook) -> Form:
    """Return the form of an appeal about `claim`; without it nothing is compared, as before it is known.

    On level 2 it has `appeal_number`, the decided appeal on level 1.
    """
    is_first = level is AppealLevel.REDETERMINATION
    number = () if is_first else (_appeal_number(),)
    compared = (_check_claim(claim, lambda: check_level(claim, level, today, book)),) if claim else ()
    return Form(
        level.value,
        (*_what(), *number, *_why(claim)),
        (service_in_order, partial(_check_about, book), *compared),
        drafted=True,
        breaks=("services" if is_first else "appeal_number",),
    )


def appeal_request(claim: Claim, level: AppealLevel, values: Mapping[str, Any]) -> AppealRequest:
    """Return the appeal of `claim` that the values of a form stand for, which has no problem."""
    named = {name: values[name] for name in AppealRequest.__dataclass_fields__ if name in values}
    return AppealRequest(
        **named,
        level=level,
        claim=claim.number,
        lines=values["services"],
        previous=values.get("appeal_number", ""),
    )


def made_of(request: AppealRequest) -> Made:
    """Return the draft that an appeal is made with."""
    first, last = request.service_from, request.service_to
    typed = {
        "claim_number": request.claim,
        "first_name": request.first_name,
        "last_name": request.last_name,
        "mbi": request.mbi,
        "service_from": show_date(first) if first else "",
        "service_to": show_date(last) if last else "",
        "services": show_lines(request.lines),
        "about": request.about.value,
        "reason": request.reason,
        "requestor": request.requestor,
        "signature": request.signature,
        "appeal_number": request.previous,
    }
    return Made(request.level.value, typed)


def appeal_documents_fields() -> tuple[Field, ...]:
    """Return the fields that say to which appeal documents belong."""
    note = Field("note", partial(read_words, name="note", most=REASON_LENGTH), REASON_LENGTH, required=False)
    return (*_what()[:4], _appeal_number(), _person("requestor"), note)


def start_of_appeal(claim: Claim, requestor: str = "") -> dict[str, str]:
    """Return what the claim tells of an appeal's fields; `requestor` is who works here."""
    patient, decided = claim.patient, decided_level_1(claim)
    return {
        "claim_number": claim.number,
        "first_name": patient.first_name,
        "last_name": patient.last_name,
        "mbi": patient.mbi,
        "service_from": show_date(claim.first) if claim.first else "",
        "service_to": show_date(claim.last) if claim.last else "",
        "services": show_lines(line.number for line in claim.lines),
        "appeal_number": decided[-1].number if decided else "",
        "requestor": requestor,
    }


def read_one_claim(text: str, name: str = "claim_number") -> str:
    """Return the number of one claim. Raises `Problem` ``rule.R58`` for several, else as any number."""
    if any(mark in text for mark in ",;") or len(text.split()) > 1:
        raise Problem("rule.R58", (name,))
    return read_claim_number(text, name)


def read_about(text: str, name: str = "about") -> About:
    """Return what an appeal is about, that of R59 and R62 too. Raises `Problem` ``about.choice``."""
    try:
        return About(require(text, name).casefold())
    except ValueError:
        raise Problem("about.choice", (name,)) from None


def read_lines(text: str, name: str = "services", known: Iterable[int] = ()) -> tuple[int, ...]:
    """Return numbers of lines, written like ``1, 3-5``; `known` are those of the claim, any where empty.

    Raises `Problem` ``services.lines``.
    """
    found: set[int] = set()
    for part in require(text, name).replace(",", " ").split():
        matched = _LINES.fullmatch(part)
        if matched is None:
            raise Problem("services.lines", (name,), {"lines": show_lines(known) or "1"})
        found.update(range(int(matched[1]), int(matched[2] or matched[1]) + 1))
    numbers = set(known)
    if not found or (numbers and not found <= numbers):
        raise Problem("services.lines", (name,), {"lines": show_lines(numbers) or "1"})
    return tuple(sorted(found))


def show_lines(numbers: Iterable[int]) -> str:
    """Return numbers of lines as `read_lines` reads them."""
    spans: list[list[int]] = []
    for number in sorted(numbers):
        if spans and number == spans[-1][-1] + 1:
            spans[-1][1:] = [number]
        else:
            spans.append([number])
    return ", ".join("-".join(map(str, span)) for span in spans)


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


def _why(claim: Claim | None) -> tuple[Field, ...]:
    """Return which services, why, and who asks."""
    known = tuple(line.number for line in claim.lines) if claim else ()
    return (
        Field("services", _needed("services", partial(read_lines, known=known)), SERVICES_LENGTH),
        Field("about", read_about, _ABOUT),
        Field("reason", _words("reason", REASON_LENGTH), REASON_LENGTH, help="appeal_reason"),
        _person("requestor"),
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


def _check_about(book: RuleBook, values: Values) -> Iterator[Problem]:
    about, reason = values.get("about"), values.get("reason", "")
    found = no_appeal(about if isinstance(about, About) else About.OTHER, str(reason))
    yield from (finding.problem for finding in found if finding.rule not in book.rules.switched_off)


def _check_claim(claim: Claim, found: Callable[[], tuple[Finding, ...]]) -> Check:
    """Return the check that the claim is the one looked at, and that the road is open for it."""

    def check(values: Values) -> Iterator[Problem]:
        if values.get("claim_number") not in (None, claim.number):
            yield Problem("rule.R58", ("claim_number",))
        for finding in refusals(found()):
            yield Problem(finding.problem.code, ("claim_number",), finding.problem.parameters)

    return check
