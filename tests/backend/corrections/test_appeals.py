"""May a decision be appealed? Each rule on both sides, and the forms that ask for an appeal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from spot_tui.backend.appeals.asking import judge_appeal
from spot_tui.backend.appeals.papers import start_of_papers
from spot_tui.backend.claims.model import AppealLevel
from spot_tui.backend.corrections.appeal_forms import (
    appeal_form,
    appeal_request,
    made_of,
    read_about,
    read_lines,
    read_one_claim,
    show_lines,
    start_of_appeal,
)
from spot_tui.backend.corrections.appeals import (
    check_appeal,
    check_reconsideration,
    check_redetermination,
    level_1_deadline,
)
from spot_tui.backend.documents.forms import FORMS, FormId
from spot_tui.backend.problems import Problem
from tests.backend.corrections.cases import TODAY, book, claim, practice, refused, warned

FIRST, SECOND = AppealLevel


def level_1(number: str) -> set[str]:
    return refused(check_redetermination(practice(number), TODAY, book()))


def level_2(number: str, today: date = TODAY) -> set[str]:
    return refused(check_reconsideration(practice(number), today, book()))


def test_r54_a_redetermination_is_open_for_120_days_from_receipt() -> None:
    assert level_1("9926000000107") == set()
    assert level_1("9926000000152") == set()
    assert level_1("9926000000153") == {"R54"}


def test_r54_counts_from_an_earlier_receipt_that_is_known() -> None:
    decided = date(2026, 1, 6)
    known = claim(determined_on=decided)
    last = date(2026, 5, 11)
    assert refused(check_redetermination(known, last, book())) == set()
    received = check_redetermination(known, last, book(), received=date(2026, 1, 8))
    assert refused(received) == {"R54"}
    assert received[0].problem.parameters == {"date": "05/08/2026"}


def test_r55_level_2_needs_a_decision_on_level_1() -> None:
    assert level_2("9926000000107") == {"R55"}
    assert level_2("9926000000125") == {"R55"}
    assert level_2("9926000000154") == {"R55"}
    assert level_2("9926000000126") == set()


def test_r56_level_2_is_open_for_180_days() -> None:
    decided = TODAY - timedelta(days=40)
    assert level_2("9926000000126", decided + timedelta(days=180)) == set()
    assert level_2("9926000000126", decided + timedelta(days=181)) == {"R56"}
    assert level_2("9926000000127") == {"R56"}


def test_r60_in_part_a_a_medical_denial_is_appealed_and_the_rest_adjusted() -> None:
    assert level_1("226000000203PRA") == set()
    assert level_1("226000000201PRA") == {"R60"}
    assert level_1("226000000202PRA") == {"R60"}


def test_r61_a_revised_decision_is_appealed_within_120_days_of_its_own() -> None:
    revised = practice("9926000000130")
    deadline = level_1_deadline(revised, book())
    assert deadline is not None
    assert deadline.base == revised.revised_on
    assert refused(check_redetermination(revised, deadline.last_day, book())) == set()
    late = check_redetermination(revised, deadline.last_day + timedelta(days=1), book())
    assert refused(late) == {"R61"}


def test_what_was_appealed_once_goes_on_to_the_next_level() -> None:
    assert level_1("9926000000126") == {"R06"}
    assert level_2("9926000000128") == {"R06"}


def test_what_was_dismissed_may_be_asked_for_again_in_time() -> None:
    assert level_1("9926000000154") == set()


def test_neither_level_is_open_for_what_is_undecided_or_unprocessable() -> None:
    assert level_1("9926000000122") == {"R05"}
    assert level_1("9926000000134") == {"R71"}
    assert level_1("9926000000106") == {"R02"}
    assert level_2("9926000000106") == {"R02"}


def test_a_decision_without_a_day_is_warned_of() -> None:
    assert warned(check_redetermination(practice("9926000000121"), TODAY, book())) == {"R04"}


RIGHT = {
    "about": "coverage",
    "reason": "The record shows that it was needed.",
    "requestor": "Wanda Pell",
    "signature": "Wanda Pell",
}


def codes(form_problems: tuple[Problem, ...]) -> dict[str, str]:
    return {name: problem.code for problem in form_problems for name in problem.fields}


def test_r57_a_redetermination_names_patient_services_dates_and_who_signs() -> None:
    denied = practice("9926000000107")
    form = appeal_form(FIRST, denied, TODAY, book())
    assert form.read({**start_of_appeal(denied), **RIGHT}).problems == ()
    empty = codes(form.read({"about": "coverage", "reason": "why"}).problems)
    needed = ("first_name", "last_name", "mbi", "services", "service_from", "requestor", "signature")
    assert {empty[name] for name in needed} == {"rule.R57"}


def test_r58_one_form_is_about_one_claim() -> None:
    assert read_one_claim("9926000000107") == "9926000000107"
    for several in ("9926000000107, 9926000000108", "9926000000107 9926000000108"):
        with pytest.raises(Problem, match=r"rule\.R58"):
            read_one_claim(several)
    denied = practice("9926000000107")
    other = {**start_of_appeal(denied), **RIGHT, "claim_number": "9926000000108"}
    form = appeal_form(FIRST, denied, TODAY, book())
    assert codes(form.read(other).problems)["claim_number"] == "rule.R58"


@pytest.mark.parametrize(
    ("about", "reason", "rules"),
    [
        ("Payment", "We should not have to refund the overpayment: it was none.", set()),
        ("payment", "The patient was refunded by mistake.", set()),
        ("coding", "We pay attention to modifiers.", set()),
        ("refund", "The second payment was not ours.", {"R59"}),
        ("payment", "We are returning the overpayment of $40.", {"R59"}),
        ("other", "A voluntary refund is on its way.", {"R59"}),
        ("reopening", "The claim was not reopened.", {"R62"}),
    ],
)
def test_r59_r62_neither_a_refund_nor_a_refused_reopening_is_an_appeal(
    about: str, reason: str, rules: set[str]
) -> None:
    denied = practice("9926000000107")
    typed = {**start_of_appeal(denied), **RIGHT}
    form = appeal_form(FIRST, denied, TODAY, book())
    request = appeal_request(denied, FIRST, form.read(typed).values)
    asked = replace(request, about=read_about(about), reason=reason)
    assert refused(check_appeal(denied, asked, TODAY, book())) == rules
    told = form.read(typed | {"about": about, "reason": reason}).problems
    assert {problem.code for problem in told} == {f"rule.{rule}" for rule in rules}


def test_services_are_lines_of_the_claim() -> None:
    assert read_lines("1, 3-5 4", known=range(1, 8)) == (1, 3, 4, 5)
    assert show_lines((1, 3, 4, 5)) == "1, 3-5"
    assert show_lines((1, 2)) == "1-2"
    for wrong in ("9", "one", "0", "5-3"):
        with pytest.raises(Problem, match=r"services\.lines"):
            read_lines(wrong, known=range(1, 8))


def test_a_form_refuses_what_the_rules_refuse() -> None:
    late = practice("9926000000153")
    typed = {**start_of_appeal(late), **RIGHT}
    assert codes(appeal_form(FIRST, late, TODAY, book()).read(typed).problems)["claim_number"] == "rule.R54"
    second = practice("9926000000126")
    typed = {**start_of_appeal(second), **RIGHT}
    assert appeal_form(SECOND, second, TODAY, book()).read(typed).problems == ()
    assert appeal_form(SECOND, None, TODAY, book()).read({**typed, "services": "1"}).problems == ()


def test_documents_follow_an_appeal_by_its_number() -> None:
    pending = practice("9926000000125")
    typed = start_of_papers(pending, pending.appeals[-1].number, "Wanda Pell")
    form = FORMS[FormId.APPEAL].form(TODAY)
    assert form.read(typed).problems == ()
    assert codes(form.read({**typed, "appeal_number": ""}).problems)["appeal_number"] == "rule.R57"


def test_a_part_a_claim_is_appealed_by_its_dcn_and_too_late_a_receipt_wants_a_yes() -> None:
    denied = practice("226000000203PRA")
    typed = {**start_of_appeal(denied), **RIGHT}
    deadline = level_1_deadline(denied, book())
    assert deadline is not None
    evening = datetime.combine(deadline.last_day, time(21), book().calendar.zone)
    judged = judge_appeal(denied, FIRST, typed, evening, book())
    assert judged.request is not None
    assert judged.request.claim == "226000000203PRA"
    assert warned(judged.findings) == {"R75"}
    next_day = judge_appeal(denied, FIRST, typed, evening + timedelta(days=1), book())
    assert (next_day.request, refused(next_day.findings)) == (None, {"R54"})


def test_what_a_sent_appeal_was_made_with_is_the_same_appeal_again() -> None:
    denied = practice("9926000000107")
    form = appeal_form(FIRST, denied, TODAY, book())
    request = appeal_request(denied, FIRST, form.read({**start_of_appeal(denied), **RIGHT}).values)
    again = made_of(request)
    assert again.form == FIRST
    assert appeal_request(denied, FIRST, form.read(again.typed).values) == request
