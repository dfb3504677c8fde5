"""AAA: why the practice portal refuses a question that is written well, in the order of the loops."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from spot_tui.backend.formats import months_later, read_npi
from spot_tui.backend.problems import Problem
from spot_tui.backend.x12.reader import element
from spot_tui.sandbox.core_question import Question
from spot_tui.sandbox.core_rules import (
    RejectRule,
    core_rules,
    faults_by_mbi,
    providers_by_npi,
    rejects_by_code,
    rejects_by_mbi,
)
from spot_tui.sandbox.mbi_directory import Sought, bare_name, find_listed
from spot_tui.sandbox.moving_dates import day
from spot_tui.sandbox.people import Person, people_by_mbi
from spot_tui.sandbox.world import Moment

MONTHS_BACK, MONTHS_AHEAD = 48, 4
SECOND_TRY_SECONDS = 60

_MBI = re.compile(
    "[1-9][AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9][0-9][AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9][0-9]"
    "[AC-HJKMNP-RT-Y]{2}[0-9]{2}"
)
_HCPCS = re.compile(r"\d{5}|\d{4}[FTUM]|[A-V]\d{4}")


@dataclass(frozen=True, slots=True)
class Asker:
    """What a check needs besides the question."""

    moment: Moment
    today: date
    first_names_exact: bool = True


def find_reject(question: Question, asker: Asker) -> RejectRule | None:
    """Return the first reject that the question meets, or None where there is an answer."""
    if is_lookup(question):
        return _of_lookup(question, asker)
    numbered = rejects_by_mbi().get(question.mbi)
    if numbered:
        return None if numbered.once and _is_second_try(question, numbered, asker) else numbered
    codes = (*_payer(question), *_provider(question, asker), *_patient(question, asker), *_benefit(question))
    return next((rejects_by_code()[code] for code in codes), None)


def is_lookup(question: Question) -> bool:
    """Tell whether a question is for the look-up payer."""
    return element(question.payer, 9) == core_rules().lookup_payer


def _of_lookup(question: Question, asker: Asker) -> RejectRule | None:
    """Return what refuses a question of the look-up payer: who is looked for must fit all four values."""
    refused = [*_payer(question), *_provider(question, asker)]
    if not (question.ssn and question.born()):
        refused.append("15")
    elif find_listed(sought(question), asker.today) is None:
        refused.append("75")
    return rejects_by_code()[refused[0]] if refused else None


def sought(question: Question) -> Sought:
    """Return whom a question of the look-up payer is about."""
    first, last = element(question.patient, 4), element(question.patient, 3)
    return Sought(first, last, question.born(), question.ssn)


def _is_second_try(question: Question, rule: RejectRule, asker: Asker) -> bool:
    return asker.moment.seen_within(f"core {question.sender} {rule.mbi}", SECOND_TRY_SECONDS)


def _payer(question: Question) -> Iterator[str]:
    if question.patients > 1 or sum(1 for _ in question.interchange.sets) > 1:
        yield "04"
    if not element(question.payer, 3) and not element(question.payer, 9):
        yield "T4"
    if question.interchange.receiver not in core_rules().receivers:
        yield "79"
    if element(question.payer, 9) not in {*core_rules().payers, core_rules().lookup_payer}:
        yield "79"
    provider = providers_by_npi().get(question.npi)
    if provider and provider.reject == "41":
        yield "41"


def _provider(question: Question, asker: Asker) -> Iterator[str]:
    try:
        read_npi(question.npi)
    except Problem:
        yield "43"
    if not element(question.provider, 3):
        yield "44"
    provider = providers_by_npi().get(question.npi)
    if provider is None:
        yield "51"
        return
    if provider.reject:
        yield provider.reject
    first, _ = question.service_dates(asker.today)
    if provider.enrolled_from and first and first < day(provider.enrolled_from, asker.today):
        yield "52"


def _patient(question: Question, asker: Asker) -> Iterator[str]:
    if not element(question.patient, 4) and not question.birth:
        yield "15"
    yield from _dates(question, asker)
    if not _MBI.fullmatch(question.mbi):
        yield "72"
    person = people_by_mbi().get(question.mbi)
    if person is None:
        if question.mbi not in faults_by_mbi():
            yield "75"
        return
    yield from _identity(question, person, asker)
    yield from _times(question, person, asker)


def _dates(question: Question, asker: Asker) -> Iterator[str]:
    first, last = question.service_dates(asker.today)
    if first is None or last is None:
        yield "57"
        return
    if last < first:
        yield "56"
    if element(question.birth, 2) and question.born() is None:
        yield "58"
    if (born := question.born()) and first < born:
        yield "60"
    if first < months_later(asker.today, -MONTHS_BACK):
        yield "62"
    if last > months_later(asker.today, MONTHS_AHEAD):
        yield "63"


def _identity(question: Question, person: Person, asker: Asker) -> Iterator[str]:
    if not _names_match(question, person, exact=asker.first_names_exact):
        yield "73"
    if question.birth and question.born() != person.born:
        yield "71"
    sex = element(question.birth, 3)
    if sex and "U" not in (sex, person.sex) and sex != person.sex:
        yield "74"


def _names_match(question: Question, person: Person, *, exact: bool) -> bool:
    last, first = bare_name(element(question.patient, 3)), bare_name(element(question.patient, 4))
    if last not in {bare_name(person.last), bare_name(person.last + person.suffix)}:
        return False
    known = {bare_name(name) for name in (person.first, person.name_on_file)}
    known |= {name + bare_name(person.middle) for name in known}
    if not first:
        return True
    return first in known if exact else any(name[0] == first[0] for name in known)


def _times(question: Question, person: Person, asker: Asker) -> Iterator[str]:
    first, _ = question.service_dates(asker.today)
    if first is None:
        return
    if person.died and first > day(person.died, asker.today):
        yield "61"
    is_old_number = question.mbi == person.replaced_mbi
    if is_old_number and person.replaced_on and first > day(person.replaced_on, asker.today):
        yield "72"


def _benefit(question: Question) -> Iterator[str]:
    for qualifier, code in question.codes:
        if qualifier != "HC":
            yield "54"
        elif not _HCPCS.fullmatch(code):
            yield "55"
