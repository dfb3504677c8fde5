from __future__ import annotations

import pytest

from spot_tui.backend.eligibility.model import Reject
from spot_tui.backend.eligibility.rejects import may_ask_again, reject_fields, reject_problem
from spot_tui.backend.explanations import explain
from spot_tui.backend.problems import Kind
from spot_tui.backend.upstreams import EligibilityRules
from spot_tui.backend.x12.codes import reject_codes

RULES = EligibilityRules()


def reject(code: str, loop: str = "2100C", action: str = "C", texts: tuple[str, ...] = ()) -> Reject:
    return Reject(code=code, loop=loop, action=action, valid_request=False, texts=texts)


@pytest.mark.parametrize(
    ("code", "kind", "exit_code"),
    [
        ("15", Kind.INCOMPLETE, 3),
        ("58", Kind.FORMAT, 4),
        ("64", Kind.FORMAT, 4),
        ("60", Kind.MATCHING, 5),
        ("72", Kind.MATCHING, 5),
        ("75", Kind.MATCHING, 5),
        ("41", Kind.PERMISSION, 6),
        ("79", Kind.PERMISSION, 6),
        ("42", Kind.UNAVAILABLE, 7),
    ],
)
def test_a_reject_is_a_problem_of_its_kind(code: str, kind: Kind, exit_code: int) -> None:
    problem = reject_problem([reject(code)], RULES)
    assert (problem.kind, problem.exit_code) == (kind, exit_code)


@pytest.mark.parametrize("code", [*reject_codes(), "Z9"])
def test_every_reject_says_its_code_what_is_wrong_and_what_to_do(code: str) -> None:
    told = explain(reject_problem([reject(code)], RULES))
    assert f"({code})" in told.what
    assert told.next
    assert "{" not in told.what + told.next


def test_a_reject_quotes_the_services_own_words_and_a_reference() -> None:
    problem = reject_problem([reject("75", action="C", texts=("Not found", "Call us"))], RULES)
    assert problem.upstream_words == "Not found Call us"
    assert problem.reference == "AAA 75 C 2100C"


def test_the_window_of_the_settings_is_told() -> None:
    told = explain(reject_problem([reject("62")], EligibilityRules(months_back=27, allow_future_dates=True)))
    assert "27 months back and 4 months ahead" in told.next


def test_all_rejects_mark_their_fields_and_the_first_one_speaks() -> None:
    problem = reject_problem([reject("73"), reject("71")], RULES)
    assert problem.fields == ("first_name", "last_name", "birth_date")
    assert problem.parameters["code"] == "73"


@pytest.mark.parametrize(
    ("loop", "marked"), [("2100C", True), ("2110C", True), ("2100D", True), ("2100B", False)]
)
def test_only_rejects_of_the_patients_loops_mark_what_was_typed(loop: str, marked: bool) -> None:
    assert bool(reject_fields(reject("15", loop))) is marked


@pytest.mark.parametrize(
    ("code", "action", "retries", "again"),
    [
        ("42", "R", 0, True),
        ("42", "R", 1, True),
        ("42", "R", 2, False),
        ("80", "P", 0, True),
        ("42", "C", 0, False),
        ("42", "N", 0, False),
        ("75", "R", 0, False),
        ("Z9", "R", 0, False),
    ],
)
def test_a_machine_repeats_passing_faults_at_most_twice(
    code: str, action: str, retries: int, again: bool
) -> None:
    assert may_ask_again(reject(code, action=action), retries) is again
