"""What a gateway sends is a claim, or a problem; nothing in between."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spot_tui.backend.claims.model import Group
from spot_tui.backend.claims.wire import read_claim, read_summary
from spot_tui.backend.problems import Problem
from spot_tui.sandbox.claims import body, claims

WHOLE = body(claims()["9926000000103"], date(2026, 11, 22))


def test_money_dates_and_codes_are_read() -> None:
    claim = read_claim(WHOLE, "x")
    assert (claim.billed, claim.paid, claim.standing.group) == (
        Decimal("330.00"),
        Decimal("53.43"),
        Group.PAID,
    )
    assert (claim.standing.partly, claim.first) == (True, date(2026, 10, 13))
    first = claim.lines[0]
    assert (first.procedure, first.pointers, first.remarks) == ("99214", ("B",), ("M15",))
    assert [(a.group, a.code, a.amount) for a in first.adjustments] == [("CO", "97", Decimal("210.00"))]


def test_members_that_are_not_known_are_ignored() -> None:
    assert read_claim(WHOLE | {"colour": "red"}, "x") == read_claim(WHOLE, "x")


@pytest.mark.parametrize(
    "changes",
    [
        {"billed": 330.0},
        {"billed": 330},
        {"billed": "330"},
        {"billed": "NaN"},
        {"billed": "1e3"},
        {"paid": "-"},
        {"service_from": "10/13/2026"},
        {"service_from": None},
        {"service_from": 1},
        {"service_from": "2026-10-13T00:00:00"},
        {"assigned": "yes"},
        {"number": "../etc"},
        {"number": 9926000000103},
        {"part": "C"},
        {"status": {"group": "lost"}},
        {"status": None},
        {"lines": None},
        {"lines": [{"number": 0}]},
        {"lines": [WHOLE["lines"][0]] * 501},
        {"diagnoses": ["bad code"]},
        {"appeals": [{"number": "x"}]},
        {"revision": "W/1"},
    ],
)
def test_what_is_out_of_form_is_a_problem(changes: dict[str, Any]) -> None:
    with pytest.raises(Problem) as caught:
        read_claim(WHOLE | changes, "Practice gateway")
    assert caught.value.code == "upstream.unreadable"


@pytest.mark.parametrize("name", sorted(WHOLE))
def test_a_missing_member_is_a_problem_or_empty(name: str) -> None:
    try:
        read_claim({key: value for key, value in WHOLE.items() if key != name}, "x")
    except Problem as problem:
        assert problem.code == "upstream.unreadable"


def test_text_that_could_steer_a_terminal_is_cleaned() -> None:
    patient = {**WHOLE["patient"], "last_name": "Thistle\x1b[2Jwick\n"}
    assert "\x1b" not in read_claim(WHOLE | {"patient": patient}, "x").patient.name


def test_who_the_patient_is_stands_in_no_repr() -> None:
    assert "Thistlewick" not in repr(read_claim(WHOLE, "x"))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(WHOLE)), JSON, max_size=4))
def test_whatever_json_comes_it_is_a_claim_or_a_problem(changes: dict[str, Any]) -> None:
    sent = json.loads(json.dumps(WHOLE | changes))
    for read in (read_claim, read_summary):
        try:
            read(sent, "x")
        except Problem as problem:
            assert problem.code == "upstream.unreadable"
