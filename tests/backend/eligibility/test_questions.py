from __future__ import annotations

from decimal import Decimal

import pytest

from spot_tui.backend.eligibility import questions as ask
from spot_tui.backend.eligibility.model import Eligibility, Measure, Part, Period
from spot_tui.backend.eligibility.service_days import (
    entitled_days,
    hospice_in,
    msp_in,
    part_b_id_in,
    plans_in,
)
from tests.backend.eligibility.answers import answer_of, day, period

ENTITLED = ("EB*1**30*MA", "DTP*291*D8*20130301", "EB*1**30*MB", "DTP*291*RD8*20130301-20251231")


def one_day(text: str) -> Period:
    return Period(day(text), day(text))


def entitled(answer: Eligibility, part: Part, on: str) -> bool:
    return bool(entitled_days(answer, part, one_day(on)))


def deductible_left(answer: Eligibility, part: Part, on: str) -> Decimal | None:
    found = ask.deductible(answer, part, Measure.REMAINING, day(on))
    return found.amount if found else None


def test_entitled_from_the_first_day_to_the_last_and_open_without_one() -> None:
    answer = answer_of(*ENTITLED)
    assert [entitled(answer, "A", on) for on in ("2013-02-28", "2013-03-01", "2030-01-01")] == [
        False,
        True,
        True,
    ]
    assert [entitled(answer, "B", on) for on in ("2025-12-31", "2026-01-01")] == [True, False]


@pytest.mark.parametrize(
    ("insurance", "types", "parts"),
    [
        ("", "*30", "--"),
        ("", "*", "--"),
        ("*MA", "*30", "-B"),
        ("*MB", "*30", "A-"),
        ("*QM", "*30", "AB"),
        ("", "*88", "AB"),
    ],
)
def test_an_inactive_time_ends_only_what_it_is_about(insurance: str, types: str, parts: str) -> None:
    segments = (*ENTITLED, f"EB*6*{types}{insurance}", "DTP*307*RD8*20240201-20240331")
    answer = answer_of(*segments)
    assert entitled(answer, "A", "2024-03-31") is ("A" in parts)
    assert entitled(answer, "B", "2024-03-31") is ("B" in parts)
    assert entitled(answer, "A", "2024-04-01")


def test_nobody_is_entitled_after_the_day_of_death() -> None:
    answer = answer_of(*ENTITLED, head=("DTP*442*D8*20240110",))
    assert entitled(answer, "A", "2024-01-10")
    assert not entitled(answer, "A", "2024-01-11")


def test_part_b_for_drugs_alone_is_never_part_b() -> None:
    answer = answer_of("EB*1**30*MB", "DTP*291*D8*20260101", "MSG*immunosuppressive")
    assert not entitled(answer, "B", "2026-06-01")
    assert part_b_id_in(answer, one_day("2026-06-01"))
    assert not part_b_id_in(answer, one_day("2025-06-01"))


def test_the_plan_is_that_of_the_date_and_never_a_later_one() -> None:
    answer = answer_of(
        *("EB*U**30*PR", "REF*18*R0000", "DTP*290*RD8*20230101-20241231"),
        *("EB*U**30*PS", "REF*18*H0000", "DTP*290*D8*20270101", "EB*U**88", "DTP*292*D8*20200101"),
    )
    assert [plan.contract for plan in plans_in(answer, one_day("2024-06-01"))] == ["R0000"]
    assert plans_in(answer, one_day("2026-06-01")) == ()


@pytest.mark.parametrize(
    ("option", "takes"), [("A", False), ("1", False), ("B", True), ("2", True), ("C", True)]
)
def test_claims_go_to_the_plan_by_its_bill_option(option: str, takes: bool) -> None:
    answer = answer_of("EB*U**30*HN", "DTP*290*D8*20200101", f"MSG*MCO Bill Option Code - {option}")
    assert ask.plan_takes_claims(answer.plans[0]) is takes


def test_qmb_is_asked_by_its_period_and_holds_without_one() -> None:
    dated = answer_of("EB*R***QM*FL QMB Plan", "DTP*290*RD8*20260101-20260630")
    assert ask.qmb_on(dated, day("2026-06-30"))
    assert not ask.qmb_on(dated, day("2026-07-01"))
    assert ask.qmb_on(answer_of("EB*R***QM*FL QMB Plan"), day("2026-07-01"))


def test_what_a_qmb_owes_makes_a_qmb_where_no_qmb_time_was_sent() -> None:
    owed = answer_of("EB*C**30*QM**23*0", "DTP*292*RD8*20260101-20261231")
    assert [bool(ask.qmb_on(owed, day(on))) for on in ("2025-12-31", "2026-01-01")] == [False, True]
    assert ask.qmb_on(answer_of("EB*C**30*QM**23*0"), day("2026-07-01"))


def test_qmb_times_decide_over_what_a_qmb_owes() -> None:
    answer = answer_of("EB*R***QM*FL", "DTP*290*RD8*20260101-20260630", "EB*A**30*QM**27**0")
    assert [bool(ask.qmb_on(answer, day(on))) for on in ("2026-06-30", "2026-07-01")] == [True, False]


@pytest.mark.parametrize("information", [*"12345678", "I", "R", "U", "A", "B", "C", "D", "X"])
def test_insurance_type_qm_makes_a_qmb_under_any_eb01(information: str) -> None:
    answer = answer_of(f"EB*{information}**30*QM", "DTP*290*RD8*20260101-20261231")
    assert ask.qmb_on(answer, day("2026-06-30"))


def test_msp_is_open_on_dates_of_its_period_and_without_dates() -> None:
    answer = answer_of("EB*R**30*12", "DTP*290*RD8*20200101-20201231", "EB*R**30*47")
    assert [record.type for record in msp_in(answer, one_day("2020-12-31"))] == ["12", "47"]
    assert [record.type for record in msp_in(answer, one_day("2021-01-01"))] == ["47"]


def test_hospice_is_open_without_a_last_day() -> None:
    answer = answer_of(
        *("EB*X**45*MA**26", "DTP*292*RD8*20240101-20240201", "EB*X**45*MA**26", "DTP*292*D8*20261016")
    )
    standing = ask.open_hospice(answer)
    assert standing
    assert standing.period == period("2026-10-16")
    assert hospice_in(answer, one_day("2024-02-01")) == answer.hospice[:1]
    assert hospice_in(answer, one_day("2024-02-02")) == ()


SPELLS = (
    *("EB*C**30*MA**29*1736", "DTP*291*RD8*20260101-20261231"),
    *("EB*C**30*MA**29*0", "DTP*291*RD8*20251220-20260210"),
    *("EB*C**30*MB**29*83", "DTP*291*RD8*20260101-20261231"),
    *("EB*B**30*MA**7*0", "HSD***DA**29*60", "DTP*435*RD8*20260101-20261231"),
    *("EB*B**30*MA**7*0", "HSD***DA**29*12", "DTP*435*RD8*20251220-20260210"),
)


@pytest.mark.parametrize(
    ("on", "dollars", "days"),
    [
        ("2026-02-10", 0, 12),
        ("2026-04-11", 0, 12),
        ("2026-04-12", 1736, 60),
    ],
)
def test_a_benefit_period_runs_60_days_beyond_its_last_billed_day(on: str, dollars: int, days: int) -> None:
    answer = answer_of(*SPELLS)
    assert deductible_left(answer, "A", on) == Decimal(dollars)
    assert [item.days for item in ask.days_left(answer, "hospital", day(on))] == [Decimal(days)]


def test_deductible_of_part_b_is_that_of_the_year() -> None:
    answer = answer_of(*SPELLS)
    assert deductible_left(answer, "B", "2026-03-01") == Decimal(83)
    assert deductible_left(answer, "B", "2025-03-01") is None
    assert ask.deductible(answer, "B", Measure.TOTAL, day("2026-03-01")) is None


def test_a_deductible_of_other_services_is_not_the_general_one() -> None:
    answer = answer_of("EB*C**42^67*MB**29*0", "DTP*292*RD8*20260101-20261231")
    assert deductible_left(answer, "B", "2026-03-01") is None
