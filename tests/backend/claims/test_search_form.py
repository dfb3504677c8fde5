"""What a search may be asked with."""

from __future__ import annotations

from datetime import date

import pytest

from spot_tui.backend.claims.rules import ClaimRules
from spot_tui.backend.claims.search import ClaimSearch, make_search, read_search, search_form
from spot_tui.backend.formats import Mbi, ServiceDates
from spot_tui.backend.problems import Problem

TODAY = date(2026, 11, 22)
RULES = ClaimRules()


def search(**typed: str) -> ClaimSearch:
    return read_search(typed, TODAY, RULES)


def problem_of(typed: dict[str, str], rules: ClaimRules = RULES) -> tuple[str, tuple[str, ...]]:
    with pytest.raises(Problem) as caught:
        read_search(typed, TODAY, rules)
    return caught.value.code, caught.value.fields


def test_one_day_is_both_ends() -> None:
    found = search(part="a", service_from="11/01/2026")
    assert found == ClaimSearch("A", ServiceDates(date(2026, 11, 1), date(2026, 11, 1)))


def test_part_b_may_go_by_number_or_patient_alone() -> None:
    assert search(part="B", claim_number=" 9926 000000101 ").number == "9926000000101"
    assert search(part="B", mbi="1eg4te5mk73") == ClaimSearch("B", None, Mbi("1EG4TE5MK73"))


@pytest.mark.parametrize(
    ("typed", "code", "fields"),
    [
        ({}, "field.missing", ("part",)),
        ({"part": "C"}, "part.choice", ("part",)),
        ({"part": "A", "claim_number": "226000000201PRA"}, "field.missing", ("service_from",)),
        ({"part": "B"}, "claims.too_wide", ("service_from", "mbi", "claim_number")),
        ({"part": "B", "service_to": "11/01/2026"}, "field.missing", ("service_from",)),
        (
            {"part": "B", "service_from": "11/02/2026", "service_to": "11/01/2026"},
            "dates.order",
            ("service_from", "service_to"),
        ),
        ({"part": "B", "service_from": "11/23/2026"}, "service.future", ("service_from",)),
        ({"part": "B", "claim_number": "9926-000"}, "claim_number.shape", ("claim_number",)),
        ({"part": "B", "claim_number": "1234567"}, "claim_number.shape", ("claim_number",)),
        ({"part": "B", "mbi": "1EG4-TE5-MK73"}, "mbi.dash", ("mbi",)),
    ],
)
def test_what_is_wrong_is_told_at_its_field(
    typed: dict[str, str], code: str, fields: tuple[str, ...]
) -> None:
    assert problem_of(typed) == (code, fields)


def test_which_part_needs_dates_is_a_setting() -> None:
    rules = ClaimRules(dates_needed=("A", "B"))
    assert problem_of({"part": "B", "mbi": "1EG4TE5MK73"}, rules) == ("field.missing", ("service_from",))
    free = search_form(TODAY, ClaimRules(dates_needed=()))
    assert make_search(free.read({"part": "A", "mbi": "1EG4TE5MK73"}).values).part == "A"


@pytest.mark.parametrize(("part", "since"), [("A", date(2025, 11, 22)), ("B", date(2024, 11, 22))])
def test_each_part_has_its_look_back(part: str, since: date) -> None:
    assert RULES.decided_since(part, TODAY) == since
