"""May a claim be corrected at all? Each rule on both sides."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from spot_tui.backend.claims.model import Adjustment, Group, Standing
from spot_tui.backend.corrections.case import Case
from spot_tui.backend.corrections.check import check_sending
from spot_tui.backend.corrections.request import Correction
from tests.backend.corrections.cases import (
    TODAY,
    book,
    claim,
    fields_of,
    findings,
    line,
    practice,
    refused,
    warned,
)

CHANGE = {"modifier_1": "25"}


def test_r01_allows_part_b_and_refuses_part_a() -> None:
    assert refused(findings(claim(), CHANGE)) == set()
    assert "R01" in refused(findings(claim(part="A"), CHANGE))
    assert "R01" in refused(findings(practice("226000000201PRA")))


def test_r02_refuses_what_came_back_as_unprocessable_on_claim_or_line() -> None:
    assert "R02" not in refused(findings(claim(line(remarks=("N822",))), CHANGE))
    assert "R02" in refused(findings(claim(line(remarks=("MA130",))), CHANGE))
    returned = findings(practice("9926000000106"), CHANGE)
    assert "R02" in refused(returned)
    assert "R05" not in refused(returned)


def test_r03_ends_a_year_after_the_decision_with_its_last_day_included() -> None:
    decided = date(2025, 3, 10)
    old = claim(line(first=date(2025, 3, 1), last=date(2025, 3, 1)), determined_on=decided)
    assert "R03" not in refused(findings(old, CHANGE, today=date(2026, 3, 10)))
    late = findings(old, CHANGE, today=date(2026, 3, 11))
    assert "R03" in refused(late)
    assert next(f for f in late if f.rule == "R03").problem.parameters["date"] == "03/10/2026"


def test_r03_is_counted_from_receipt_where_the_organisation_says_so() -> None:
    old = claim(determined_on=date(2025, 3, 10))
    by = book(year_counted_from="receipt")
    assert "R03" not in refused(findings(old, CHANGE, today=date(2026, 3, 15), by=by))
    assert "R03" in refused(findings(old, CHANGE, today=date(2026, 3, 16), by=by))


def test_r04_warns_where_the_day_of_decision_is_not_told() -> None:
    assert "R04" in warned(findings(claim(determined_on=None), CHANGE))
    assert "R04" not in warned(findings(claim(), CHANGE))


def test_r05_refuses_what_is_not_decided() -> None:
    assert "R05" in refused(findings(claim(standing=Standing(Group.IN_PROCESS)), CHANGE))
    assert "R05" not in refused(findings(claim(standing=Standing(Group.PAID)), CHANGE))


@pytest.mark.parametrize("number", ["9926000000125", "9926000000129", "9926000000130", "9926000000154"])
def test_r06_refuses_what_was_appealed_or_adjusted(number: str) -> None:
    assert "R06" in refused(findings(practice(number), CHANGE))
    assert "R06" not in refused(findings(claim(), CHANGE))


@pytest.mark.parametrize("number", ["9926000000131", "9926000000132", "9926000000133"])
def test_r07_refuses_what_is_under_review_or_recovery(number: str) -> None:
    assert "R07" in refused(findings(practice(number), CHANGE))
    assert "R07" not in refused(findings(claim(), CHANGE))


def test_r08_opens_what_was_paid_unless_a_setting_says_otherwise() -> None:
    paid = practice("9926000000101")
    assert "R08" not in refused(findings(paid, CHANGE))
    assert "R08" in refused(findings(paid, CHANGE, by=book(unpaid_only=True)))
    in_part = practice("9926000000103")
    strict = book(unpaid_only=True)
    assert "R08" not in refused(findings(in_part, CHANGE, number=1, by=strict))
    assert "R08" in refused(findings(in_part, CHANGE, number=2, by=strict))


def test_r09_compares_names_without_case_and_does_not_tell_which_is_wrong() -> None:
    assert "R09" not in refused(findings(claim(), CHANGE, first_name="ADA", last_name=" byford "))
    for first, last in (("Eda", "Byford"), ("Ada", "Byford Jr")):
        found = findings(claim(), CHANGE, first_name=first, last_name=last)
        assert "R09" in refused(found)
        assert fields_of(found, "R09") == ("first_name", "last_name")


def test_r10_asks_for_both_names() -> None:
    found = findings(claim(), CHANGE, last_name="  ")
    assert refused(found) == {"R10"}
    assert fields_of(found, "R10") == ("last_name",)
    assert "R10" not in refused(findings(claim(), CHANGE))


def test_r11_speaks_only_where_no_other_rule_does() -> None:
    assert "R11" in refused(findings(practice("9926000000137"), CHANGE))
    assert "R11" not in refused(findings(claim(correctable=True), CHANGE))
    explained = claim(correctable=False, determined_on=TODAY - timedelta(days=400))
    assert "R11" not in refused(findings(explained, CHANGE))


def test_r12_closes_one_line_and_leaves_the_other_open() -> None:
    two = practice("9926000000138")
    assert "R12" not in refused(findings(two, {"modifier_1": "T6"}, number=1))
    assert "R12" in refused(findings(two, {"modifier_1": "T6"}, number=2))


@pytest.mark.parametrize("number", ["9926000000107", "9926000000136", "9926000000146"])
def test_r13_leads_a_denial_for_records_to_an_appeal(number: str) -> None:
    assert "R13" in refused(findings(practice(number), CHANGE))
    assert "R13" not in refused(findings(practice("9926000000114"), {"units": "1"}))


def test_r13_closes_the_denied_line_alone_where_others_are_paid() -> None:
    in_part = practice("9926000000128")
    paid = findings(in_part, {"modifier_1": "59"}, number=1)
    denied = findings(in_part, {"modifier_1": "59"}, number=2)
    assert "R13" not in refused(paid)
    assert next(f.line for f in denied if f.rule == "R13") == 2


def test_r14_warns_of_a_procedure_that_may_need_documents() -> None:
    assert "R14" in warned(findings(claim(line(procedure="17999")), CHANGE))
    assert "R14" in warned(findings(claim(), {"procedure": "17999"}))
    assert "R14" not in warned(findings(claim(), CHANGE))


def test_every_rule_that_refuses_is_told_at_once() -> None:
    bad = claim(
        line(adjustments=(Adjustment("CO", "50", Decimal("150.00")),)), determined_on=date(2024, 1, 2)
    )
    assert {"R03", "R13", "R10", "R35"} <= refused(findings(bad, {"service_to": "12/31/2026"}, first_name=""))


def test_a_rule_may_be_switched_off() -> None:
    adjusted = practice("9926000000129")
    assert "R06" not in refused(findings(adjusted, CHANGE, by=book(switched_off=("R06",))))


@pytest.mark.parametrize(("days", "hour", "late"), [(364, 12, False), (365, 17, False), (365, 19, True)])
def test_r75_warns_where_a_correction_would_be_received_after_its_year(
    days: int, hour: int, late: bool
) -> None:
    decided = date(2025, 11, 20)
    old = claim(determined_on=decided)
    day = decided + timedelta(days=days)
    moment = datetime(day.year, day.month, day.day, hour, tzinfo=ZoneInfo("America/New_York"))
    case = Case(old, Correction(old.number, "Ada", "Byford", history=True), day, book())
    assert [finding.rule for finding in check_sending(case, moment)] == (["R75"] if late else [])
