"""Deadlines, business days and receipt: the examples of the field, then what holds for any day."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spot_tui.backend.corrections.calendar import Calendar, read_holidays
from spot_tui.backend.corrections.deadlines import (
    correction_deadline,
    filing_deadline,
    reconsideration_deadline,
    records_deadline,
    redetermination_deadline,
    revised_deadline,
)
from spot_tui.backend.corrections.review import receipt_words
from spot_tui.backend.corrections.settings import CorrectionRules, DeadlineRules
from spot_tui.backend.problems import Problem

EASTERN = ZoneInfo("America/New_York")
LIMITS = DeadlineRules()
CALENDAR = Calendar(read_holidays(None), EASTERN, time(18))
DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


def test_a_year_for_corrections_ends_on_the_same_day() -> None:
    rules = CorrectionRules()
    assert correction_deadline(date(2025, 3, 10), rules, LIMITS).last_day == date(2026, 3, 10)
    assert correction_deadline(date(2024, 2, 29), rules, LIMITS).last_day == date(2025, 2, 28)


def test_a_notice_arrives_after_five_days_and_the_safe_day_counts_from_the_notice() -> None:
    deadline = redetermination_deadline(date(2026, 1, 6), LIMITS)
    assert deadline.base == date(2026, 1, 11)
    assert (deadline.last_day, deadline.safe_day) == (date(2026, 5, 11), date(2026, 5, 6))


def test_an_earlier_receipt_counts_and_a_later_one_does_not() -> None:
    early = redetermination_deadline(date(2026, 1, 6), LIMITS, date(2026, 1, 8))
    late = redetermination_deadline(date(2026, 1, 6), LIMITS, date(2026, 2, 8))
    assert (early.last_day, late.last_day) == (date(2026, 5, 8), date(2026, 5, 11))


def test_the_other_limits_are_counted_in_calendar_days() -> None:
    assert reconsideration_deadline(date(2026, 1, 8), LIMITS).last_day == date(2026, 7, 7)
    assert revised_deadline(date(2026, 1, 8), LIMITS).last_day == date(2026, 5, 8)
    assert records_deadline(date(2026, 1, 5), LIMITS).last_day == date(2026, 2, 19)
    assert filing_deadline(date(2026, 1, 5), LIMITS).last_day == date(2027, 1, 5)


def test_r69_counts_the_days_of_a_letter_and_is_over_on_day_46() -> None:
    deadline = records_deadline(date(2026, 1, 5), LIMITS)
    assert deadline.counted_day(date(2026, 1, 6)) == 1
    assert (deadline.days_left(date(2026, 2, 19)), deadline.is_open(date(2026, 2, 19))) == (0, True)
    assert (deadline.counted_day(date(2026, 2, 20)), deadline.is_open(date(2026, 2, 20))) == (46, False)


@given(DAYS)
def test_the_safe_day_is_never_after_the_last(day: date) -> None:
    for rules in (CorrectionRules(), CorrectionRules(year_counted_from="receipt")):
        deadline = correction_deadline(day, rules, LIMITS)
        assert day < deadline.safe_day <= deadline.last_day
    for deadline in (redetermination_deadline(day, LIMITS), reconsideration_deadline(day, LIMITS)):
        assert deadline.safe_day <= deadline.last_day
        assert deadline.days_left(deadline.last_day + timedelta(days=3)) == -3


@pytest.mark.parametrize(
    ("sent", "received"),
    [
        ("2026-11-20 18:00", "2026-11-20"),
        ("2026-11-20 18:01", "2026-11-23"),
        ("2026-11-21 09:00", "2026-11-23"),
        ("2026-11-25 18:30", "2026-11-27"),
        ("2026-07-03 09:00", "2026-07-06"),
        ("2021-12-31 09:00", "2022-01-03"),
        ("2026-03-08 02:30", "2026-03-09"),
    ],
)
def test_r74_what_is_sent_counts_as_received_on_a_business_day_until_18_00(sent: str, received: str) -> None:
    moment = datetime.strptime(sent, "%Y-%m-%d %H:%M").replace(tzinfo=EASTERN)
    assert CALENDAR.received_on(moment.astimezone(UTC)) == date.fromisoformat(received)


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        ("2026-11-20 18:00", ""),
        ("2026-11-20 18:01", "Until 18:00 EST it would have counted on 11/20/2026."),
        ("2026-11-26 09:00", "The contractor receives nothing on 11/26/2026."),
    ],
)
def test_r74_a_later_day_of_receipt_says_why(sent: str, why: str) -> None:
    moment = datetime.fromisoformat(sent).replace(tzinfo=CALENDAR.zone)
    told = receipt_words(CALENDAR, moment.astimezone(UTC), None, moment.date())
    assert told.partition(". ")[2] == why


def test_the_clock_is_the_contractors_wherever_it_is_sent_from() -> None:
    san_juan = datetime(2026, 11, 20, 18, 30, tzinfo=ZoneInfo("America/Puerto_Rico"))
    summer = datetime(2026, 7, 10, 18, 30, tzinfo=ZoneInfo("America/Puerto_Rico"))
    assert CALENDAR.received_on(san_juan) == date(2026, 11, 20)
    assert CALENDAR.received_on(summer) == date(2026, 7, 13)


@given(MOMENTS)
def test_receipt_is_a_business_day_and_never_earlier_than_the_sending(moment: datetime) -> None:
    received = CALENDAR.received_on(moment)
    assert CALENDAR.is_business_day(received)
    assert received >= moment.astimezone(EASTERN).date()
    assert received <= CALENDAR.received_on(moment + timedelta(hours=7))


@given(DAYS)
def test_what_is_sent_by_the_last_safe_moment_is_received_in_time(day: date) -> None:
    moment = CALENDAR.last_safe_moment(day)
    assert CALENDAR.received_on(moment) <= day
    assert CALENDAR.received_on(moment + timedelta(minutes=1)) > day


@given(st.integers(2020, 2040))
def test_every_year_has_eleven_federal_holidays_on_weekdays(year: int) -> None:
    holidays = [day for holiday in read_holidays(None).holiday for day in holiday.days(year)]
    assert len(set(holidays)) == len(holidays) == 11
    assert all(day.weekday() < 5 for day in holidays)


@pytest.mark.parametrize(
    "day",
    [
        *("2026-01-01", "2026-01-19", "2026-02-16", "2026-05-25", "2026-06-19", "2026-07-03", "2026-09-07"),
        *("2026-10-12", "2026-11-11", "2026-11-26", "2026-12-25", "2027-06-18", "2027-12-24", "2027-12-31"),
    ],
)
def test_published_federal_holidays_are_known(day: str) -> None:
    """Source: OPM, federal holidays 2026 and 2027."""
    assert read_holidays(None).has(date.fromisoformat(day))


def test_an_operator_replaces_the_holidays(tmp_path: Path) -> None:
    path = tmp_path / "days.toml"
    path.write_text(
        'source = "letter"\ndated = 2026-01-01\n[[holiday]]\nname = "Storm"\non = "11/20/2026"\n',
        encoding="utf-8",
    )
    holidays = read_holidays(path)
    assert holidays.has(date(2026, 11, 20))
    assert not holidays.has(date(2026, 12, 25))


@pytest.mark.parametrize(
    "entry",
    [
        'name = "x"',
        'name = "x"\nmonth = 2\nday = 30',
        'name = "x"\nmonth = 2\nweekday = "monday"\nnth = 0',
        'name = "x"\non = "2026-11-20"',
        'name = "x"\nmonth = 1\nday = 1\non = "11/20/2026"',
    ],
)
def test_a_holiday_that_is_none_is_refused_when_the_file_is_loaded(tmp_path: Path, entry: str) -> None:
    path = tmp_path / "days.toml"
    path.write_text(f'source = "letter"\ndated = 2026-01-01\n[[holiday]]\n{entry}\n', encoding="utf-8")
    with pytest.raises(Problem, match=r"rules\.file"):
        read_holidays(path)
