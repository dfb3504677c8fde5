"""For every rule two cases that lie close together: in one it speaks, in the other nothing is in the way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from spot_tui.backend.appeals.model import About
from spot_tui.backend.claims.model import Adjustment, AppealLevel, Claim, Group, Standing
from spot_tui.backend.corrections.appeal_forms import appeal_form, start_of_appeal
from spot_tui.backend.corrections.appeals import check_reconsideration, check_redetermination
from spot_tui.backend.corrections.case import Case, RuleBook
from spot_tui.backend.corrections.catalogue import RULES, Outcome
from spot_tui.backend.corrections.check import check_sending
from spot_tui.backend.corrections.findings import Finding
from spot_tui.backend.corrections.request import Correction
from spot_tui.backend.corrections.restricted import RestrictedLists
from spot_tui.backend.documents.forms import FormId
from spot_tui.backend.documents.limits import MEGABYTE
from tests.backend.corrections.cases import TODAY, book, claim, findings, line, practice
from tests.backend.documents.test_rules import LETTER, NOON, RECORD
from tests.backend.documents.test_rules import rules as of_documents

EASTERN = ZoneInfo("America/New_York")
PAID, DENIED, REVISED = "9926000000101", "9926000000107", "9926000000130"
MINUTES, MODIFIED = "9926000000118", "9926000000140"
CHANGE = {"modifier_1": "25"}
RECORDS = Adjustment("CO", "50", Decimal(150))
TWO_KINDS = {"procedure": "99214", "place": "22"}
TWO_LINES = claim(line(), line(number=2))
RIGHT = {
    "about": "coverage",
    "reason": "It was needed.",
    "requestor": "Wanda Pell",
    "signature": "Wanda Pell",
}
LISTED = {
    "name": "Ours",
    "kind": "denial",
    "effect": "excluded",
    "own": True,
    "contractor": "Our contractor",
    "source": "a letter",
    "source_date": "2026-01",
    "evidence": "stated",
    "loaded_on": "2026-11-26",
    "values": ("4",),
}


@dataclass(frozen=True)
class Sides:
    """What rules say where this one speaks, and where it does not."""

    speaks: Callable[[], set[str]]
    silent: Callable[[], set[str]]


def ids(found: Iterable[Finding]) -> set[str]:
    return {finding.rule for finding in found}


def asked(fields: Mapping[str, str] | None = None, of: Claim | str | None = None, **more: Any) -> set[str]:
    """Ask for a correction of one line: of a denied office visit, unless another claim is given or named."""
    given = practice(of) if isinstance(of, str) else of
    return ids(findings(given or claim(), fields, **more))


def sent(decided: date, hour: int) -> set[str]:
    """Send a correction on this day, at this hour."""
    old = claim(determined_on=decided)
    moment = datetime(TODAY.year, TODAY.month, 20, hour, tzinfo=EASTERN)
    case = Case(old, Correction(old.number, "Ada", "Byford", history=True), moment.date(), book())
    return ids(check_sending(case, moment))


def appealed(of: str, today: date = TODAY, level: AppealLevel = AppealLevel.REDETERMINATION) -> set[str]:
    check = check_redetermination if level is AppealLevel.REDETERMINATION else check_reconsideration
    return ids(check(practice(of), today, book()))


def again(of: str, today: date = TODAY) -> set[str]:
    return appealed(of, today, AppealLevel.RECONSIDERATION)


def typed(**changes: str) -> set[str]:
    """Fill in the form of a redetermination."""
    of = practice(DENIED)
    form = appeal_form(AppealLevel.REDETERMINATION, of, TODAY, book())
    found = form.read({**start_of_appeal(of), **RIGHT, **changes}).problems
    return {problem.code.removeprefix("rule.") for problem in found}


def own_list() -> RuleBook:
    return replace(book(), lists=RestrictedLists.model_validate({"list": [LISTED]}))


def decided(days: int) -> Claim:
    return claim(determined_on=TODAY - timedelta(days=days))


SIDES = {
    "R01": Sides(lambda: asked(CHANGE, claim(part="A")), lambda: asked(CHANGE, claim(part="B"))),
    "R02": Sides(
        lambda: asked(CHANGE, claim(line(remarks=("MA130",)))),
        lambda: asked(CHANGE, claim(line(remarks=("N822",)))),
    ),
    "R03": Sides(lambda: asked({"units": "2"}, decided(366)), lambda: asked({"units": "2"}, decided(365))),
    "R04": Sides(lambda: asked(CHANGE, claim(determined_on=None)), lambda: asked(CHANGE)),
    "R05": Sides(
        lambda: asked(CHANGE, claim(standing=Standing(Group.IN_PROCESS))),
        lambda: asked(CHANGE, claim(standing=Standing(Group.PAID))),
    ),
    "R06": Sides(
        lambda: asked(CHANGE, claim(replaced_by="9926000000998")),
        lambda: asked(CHANGE, claim(replaced_by="")),
    ),
    "R07": Sides(lambda: asked(CHANGE, "9926000000131"), lambda: asked(CHANGE)),
    "R08": Sides(
        lambda: asked(CHANGE, PAID, by=book(unpaid_only=True)),
        lambda: asked(CHANGE, PAID, by=book(unpaid_only=False)),
    ),
    "R09": Sides(lambda: asked(CHANGE, first_name="Eda"), lambda: asked(CHANGE, first_name="ADA")),
    "R10": Sides(lambda: asked(CHANGE, last_name=" "), lambda: asked(CHANGE, last_name="Byford")),
    "R11": Sides(
        lambda: asked(CHANGE, claim(correctable=False)),
        lambda: asked(CHANGE, claim(correctable=True)),
    ),
    "R12": Sides(
        lambda: asked({"units": "2"}, "9926000000138", number=2),
        lambda: asked({"units": "2"}, "9926000000138", number=1),
    ),
    "R13": Sides(
        lambda: asked({"units": "2"}, claim(line(adjustments=(RECORDS,)))),
        lambda: asked({"units": "2"}, claim()),
    ),
    "R14": Sides(lambda: asked({"procedure": "17999"}), lambda: asked({"procedure": "17000"})),
    "R15": Sides(lambda: asked(CHANGE, number=2), lambda: asked(CHANGE, number=1)),
    "R16": Sides(
        lambda: asked(of=TWO_LINES, lines={2: None}), lambda: asked(of=TWO_LINES, lines={2: CHANGE})
    ),
    "R17": Sides(
        lambda: asked(header={"rendering_npi": "1234567893"}),
        lambda: asked(header={"referring_npi": "1234567893"}),
    ),
    "R18": Sides(
        lambda: asked(header={"mbi": "1AA0AA0AA01"}), lambda: asked(header={"diagnoses": "E11.9 I10 I50.9"})
    ),
    "R19": Sides(
        lambda: asked(header={"billing_npi": "1234567893"}),
        lambda: asked(header={"referring_npi": "1234567893"}),
    ),
    "R20": Sides(
        lambda: asked(header={"assigned": "no"}), lambda: asked(header={"diagnoses": "E11.9 I10 I50.9"})
    ),
    "R21": Sides(
        lambda: asked({"service_from": "12/31/2025"}), lambda: asked({"service_from": "01/01/2026"})
    ),
    "R25": Sides(lambda: asked({"revenue": "0450"}), lambda: asked({"place": "22"})),
    "R26": Sides(lambda: asked({"procedure": "99213"}), lambda: asked({"procedure": "99214"})),
    "R28": Sides(lambda: asked(CHANGE, history=True), lambda: asked(history=True)),
    "R29": Sides(
        lambda: asked(TWO_KINDS),
        lambda: asked(of=TWO_LINES, lines={1: {"procedure": "99214"}, 2: {"place": "22"}}),
    ),
    "R31": Sides(lambda: asked({"units": ""}), lambda: asked({"units": "2"})),
    "R32": Sides(
        lambda: asked({"service_from": "11/03/2026"}), lambda: asked({"service_from": "11/01/2026"})
    ),
    "R33": Sides(lambda: asked({"service_to": "11/01/2026"}), lambda: asked({"service_to": "11/03/2026"})),
    "R34": Sides(
        lambda: asked({"service_from": "11/05/2026", "service_to": "11/04/2026"}),
        lambda: asked({"service_from": "11/05/2026", "service_to": "11/05/2026"}),
    ),
    "R35": Sides(lambda: asked({"service_to": "11/23/2026"}), lambda: asked({"service_to": "11/22/2026"})),
    "R36": Sides(
        lambda: asked({"diagnosis_2": "E03.9"}, "9926000000110"),
        lambda: asked({"diagnosis_1": "E03.9"}, "9926000000110"),
    ),
    "R37": Sides(lambda: asked({"procedure": "81200"}), lambda: asked({"procedure": "81199"})),
    "R41": Sides(lambda: asked({"units": "80"}, MINUTES), lambda: asked({"units": "5"}, MINUTES)),
    "R42": Sides(lambda: asked({"billed": "92.39"}, PAID), lambda: asked({"billed": "92.40"}, PAID)),
    "R43": Sides(
        lambda: asked({"modifier_2": "GV"}, claim(line(modifiers=("GW",)))),
        lambda: asked({"modifier_2": "GV"}, claim(line(modifiers=("25",)))),
    ),
    "R44": Sides(lambda: asked({"modifier_2": "25"}), lambda: asked({"modifier_1": "25"})),
    "R45": Sides(
        lambda: asked({"modifier_5": "RT"}, "9926000000139"),
        lambda: asked({"modifier_4": "RT"}, "9926000000139"),
    ),
    "R46": Sides(
        lambda: asked({"modifier_2": ""}, claim(line(modifiers=("25",)))),
        lambda: asked({"modifier_1": ""}, claim(line(modifiers=("25",)))),
    ),
    "R47": Sides(
        lambda: asked({"modifier_1": "25", "modifier_2": "59"}),
        lambda: asked({"modifier_1": "25"}),
    ),
    "R48": Sides(lambda: asked({"modifier_1": "22"}), lambda: asked({"modifier_1": "25"})),
    "R49": Sides(
        lambda: asked({"units": "2"}, claim(line(procedure="81200"))),
        lambda: asked({"units": "2"}, claim(line(procedure="81199"))),
    ),
    "R50": Sides(lambda: asked({"modifier_1": "KX"}), lambda: asked({"modifier_1": "59"})),
    "R51": Sides(
        lambda: asked({"modifier_1": ""}, claim(line(modifiers=("GZ",)))),
        lambda: asked({"units": "2"}, claim(line(modifiers=("GZ",)))),
    ),
    "R52": Sides(
        lambda: asked({"units": "2"}, by=own_list()),
        lambda: asked({"units": "2"}, "9926000000115", by=own_list()),
    ),
    "R53": Sides(lambda: asked({"procedure": "9921"}), lambda: asked({"procedure": "99215"})),
    "R54": Sides(lambda: appealed("9926000000153"), lambda: appealed("9926000000152")),
    "R55": Sides(lambda: again("9926000000125"), lambda: again("9926000000126")),
    "R56": Sides(
        lambda: again("9926000000126", TODAY + timedelta(days=141)),
        lambda: again("9926000000126", TODAY + timedelta(days=140)),
    ),
    "R57": Sides(lambda: typed(signature=""), lambda: typed(signature="Wanda Pell")),
    "R58": Sides(lambda: typed(claim_number=f"{DENIED} {PAID}"), lambda: typed(claim_number=DENIED)),
    "R59": Sides(lambda: typed(about=About.REFUND), lambda: typed(about=About.PAYMENT)),
    "R60": Sides(lambda: appealed("226000000201PRA"), lambda: appealed("226000000203PRA")),
    "R61": Sides(lambda: appealed(REVISED, late(REVISED)), lambda: appealed(REVISED)),
    "R62": Sides(lambda: typed(about=About.REOPENING), lambda: typed(about=About.CODING)),
    "R63": Sides(
        lambda: of_documents(LETTER, replace(RECORD, size=199 * MEGABYTE + 1)),
        lambda: of_documents(LETTER, replace(RECORD, size=199 * MEGABYTE)),
    ),
    "R64": Sides(
        lambda: of_documents(LETTER, replace(RECORD, is_locked=True)), lambda: of_documents(LETTER, RECORD)
    ),
    "R65": Sides(
        lambda: of_documents(LETTER, replace(RECORD, kind=None)), lambda: of_documents(LETTER, RECORD)
    ),
    "R66": Sides(lambda: of_documents(RECORD), lambda: of_documents(LETTER, RECORD)),
    "R67": Sides(lambda: of_documents(LETTER), lambda: of_documents(LETTER, RECORD)),
    "R68": Sides(
        lambda: of_documents(answered_on=date(2026, 11, 10)), lambda: of_documents(answered_on=None)
    ),
    "R69": Sides(
        lambda: of_documents(letter_date=date(2026, 10, 5)),
        lambda: of_documents(letter_date=date(2026, 10, 6)),
    ),
    "R70": Sides(lambda: of_documents(asked_by="pwk"), lambda: of_documents(asked_by="review")),
    "R71": Sides(
        lambda: of_documents(LETTER, RECORD, form=FormId.APPEAL),
        lambda: of_documents(RECORD, form=FormId.APPEAL),
    ),
    "R72": Sides(lambda: of_documents(several_claims=True), lambda: of_documents(several_claims=False)),
    "R73": Sides(
        lambda: of_documents(RECORD, form=FormId.PRIOR_AUTHORIZATION, expedited=True),
        lambda: of_documents(RECORD, form=FormId.PRIOR_AUTHORIZATION, expedited=False),
    ),
    "R75": Sides(lambda: sent(date(2025, 11, 20), 19), lambda: sent(date(2025, 11, 20), 17)),
}
"""Rules that refuse or warn."""

ALLOWED = {
    "R22": Sides(
        lambda: asked(header={"referring_npi": "1234567890"}),
        lambda: asked(header={"referring_npi": "1234567893"}),
    ),
    "R23": Sides(
        lambda: asked(header={"diagnoses": "E11.9 sugar"}),
        lambda: asked(header={"diagnoses": "E11.9 I10 E78.5"}),
    ),
    "R24": Sides(lambda: asked({"place": "hospital"}), lambda: asked({"place": "22"})),
    "R27": Sides(
        lambda: asked(of=claim(standing=Standing(Group.IN_PROCESS)), history=True),
        lambda: asked(history=True),
    ),
    "R30": Sides(
        lambda: asked(TWO_KINDS, by=book(one_type_per_line=True)),
        lambda: asked(TWO_KINDS, by=book(one_type_per_line=False)),
    ),
    "R38": Sides(lambda: asked({"modifier_2": "25"}), lambda: asked({"modifier_1": "25"})),
    "R39": Sides(
        lambda: asked({"modifier_1": "22"}, MODIFIED), lambda: asked({"modifier_1": "RT"}, MODIFIED)
    ),
    "R40": Sides(lambda: asked({"modifier_4": ""}, MODIFIED), lambda: asked({"modifier_1": ""}, MODIFIED)),
}
"""Rules that only allow something: where that is not what is asked for, another one speaks."""


def late(number: str) -> date:
    """The first day after 120 days from the revised decision."""
    revised = practice(number).revised_on
    assert revised is not None
    return revised + timedelta(days=121)


def test_every_rule_has_both_its_sides() -> None:
    computed = {rule for rule, each in RULES.items() if each.outcome is Outcome.COMPUTE}
    allowing = {rule for rule, each in RULES.items() if each.outcome is Outcome.ALLOW}
    assert set(ALLOWED) == allowing
    assert set(SIDES) == set(RULES) - allowing - computed
    assert computed == {"R74"}


@pytest.mark.parametrize("rule", SIDES)
def test_a_rule_speaks_in_one_case_and_allows_the_other(rule: str) -> None:
    assert rule in SIDES[rule].speaks()
    assert SIDES[rule].silent() == set()


@pytest.mark.parametrize("rule", ALLOWED)
def test_what_a_rule_allows_is_not_refused_and_what_it_does_not_is(rule: str) -> None:
    assert ALLOWED[rule].silent() == set()
    assert ALLOWED[rule].speaks() != set()


def test_r74_a_day_of_receipt_is_todays_until_the_cut_off_and_the_next_after_it() -> None:
    calendar, evening = book().calendar, NOON.replace(hour=18)
    assert calendar.received_on(evening) == evening.date()
    assert calendar.received_on(evening + timedelta(minutes=1)) == date(2026, 11, 23)
