"""What is told as a change between two answers, and above all what is not."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spot_tui.backend.eligibility.changes import Change, Told, Topic, changes
from spot_tui.backend.eligibility.model import Eligibility, Period
from tests.backend.eligibility.answers import answer_of

BEFORE, NOW = date(2026, 11, 2), date(2026, 11, 26)


def told(
    *segments: str, on: date = NOW, first: date | None = None, last: date | None = None, **more: object
) -> Told:
    """Return an answer that came on a day, for that day unless other dates of service are given."""
    first = first or on
    return Told(answer_of(*segments, **more), Period(first, last or first), on)  # type: ignore[arg-type]


def entitled(first: str = "20130301", part: str = "MA") -> tuple[str, ...]:
    return (f"EB*1**30*{part}", f"DTP*291*{'RD8' if '-' in first else 'D8'}*{first}")


def plan(contract: str = "H0001", dates: str = "20260101", option: str = "C") -> tuple[str, ...]:
    return (
        "EB*R**30*HN",
        f"REF*18*{contract} 001",
        f"DTP*290*{'RD8' if '-' in dates else 'D8'}*{dates}",
        f"MSG*MCO Bill Option Code - {option}",
        *("LS*2120", "NM1*PRP*2*SUN", "LE*2120"),
    )


def msp(
    kind: str = "12", dates: str = "20200201", name: str = "GROUP HEALTH", policy: str = "P1"
) -> tuple[str, ...]:
    qualifier = "RD8" if "-" in dates else "D8"
    return (
        f"EB*R**30*{kind}",
        f"REF*IG*{policy}",
        f"DTP*290*{qualifier}*{dates}",
        "LS*2120",
        f"NM1*PRP*2*{name}",
        "LE*2120",
    )


def hospice(dates: str = "20261001") -> tuple[str, ...]:
    return ("EB*X**45*MA**26", f"DTP*292*{'RD8' if '-' in dates else 'D8'}*{dates}")


def home_health() -> tuple[str, ...]:
    return ("EB*X**42*MA**26", "DTP*472*RD8*20261001-20261129", "DTP*193*D8*20261002")


def left(amount: str, year: str = "2026") -> tuple[str, ...]:
    return (f"EB*C**30*MB**29*{amount}", f"DTP*292*RD8*{year}0101-{year}1231")


def qmb(dates: str = "20260101-20261231") -> tuple[str, ...]:
    return ("EB*R***QM*FL QMB Plan", f"DTP*290*RD8*{dates}")


PARTS = (
    entitled(),
    entitled("20130301-20261110"),
    entitled(part="MB"),
    plan(),
    plan(option="A"),
    plan("H0002", "20270101"),
    plan("H0003", "20240101-20241231"),
    msp(),
    msp("43"),
    msp(dates="20200201-20261031"),
    hospice(),
    hospice("20261001-20261120"),
    home_health(),
    left("83"),
    left("0"),
    left("257", "2025"),
    qmb(),
    qmb("20260101-20260930"),
)
HEADS = ((), ("DMG*D8*19480302*F",), ("DTP*442*D8*20261011",), ("DTP*357*D8*20260525",))


@st.composite
def answers(draw: st.DrawFn) -> Eligibility:
    parts = draw(st.lists(st.sampled_from(PARTS), max_size=6, unique=True))
    return answer_of(*(segment for part in parts for segment in part), head=draw(st.sampled_from(HEADS)))


days = st.dates(date(2024, 1, 1), date(2027, 3, 1))
services = st.builds(lambda first, more: Period(first, max(first, more)), days, days)


def topics(found: tuple[Change, ...]) -> list[str]:
    return [change.topic.value for change in found]


@given(answers(), services, services, days, days)
def test_an_answer_against_itself_has_no_change(
    answer: Eligibility, one: Period, other: Period, on: date, later: date
) -> None:
    for service in (one, other):
        assert changes(Told(answer, service, on), Told(answer, service, later)) == ()
    assert changes(Told(answer, one, on), Told(answer, other, later)) == ()


@given(answers(), answers(), services, days)
def test_both_ways_round_the_same_topics_have_changed(
    one: Eligibility, other: Eligibility, service: Period, on: date
) -> None:
    there = changes(Told(one, service, on), Told(other, service, on))
    back = changes(Told(other, service, on), Told(one, service, on))
    assert topics(there) == topics(back)


@given(answers(), answers(), services, services)
def test_every_change_has_its_words(
    one: Eligibility, other: Eligibility, before: Period, after: Period
) -> None:
    for change in changes(Told(one, before, BEFORE), Told(other, after, NOW)):
        assert change.was != change.now
        assert all((change.was, change.now))
        assert change.topic.label in change.text


@pytest.mark.parametrize(
    ("before", "after", "topic", "kind", "was", "now"),
    [
        (plan(), plan("H0002", "20261115"), "plan", "changed", "H0001", "H0002"),
        (plan(), plan(option="A"), "plan", "changed", "option C", "option A"),
        (plan(), plan(dates="20260101-20261231"), "plan", "changed", "open", "12/31/2026"),
        ((), plan(), "plan", "new", "not returned", "H0001"),
        (plan(), (), "plan", "not_returned", "H0001", "not returned"),
        ((*plan(), *plan("H0003")), plan("H0003"), "plan", "gone", "H0001", "no longer among"),
        (msp(), msp(dates="20200201-20261031"), "msp", "changed", "open", "10/31/2026"),
        ((), msp(), "msp", "new", "not returned", "GROUP HEALTH"),
        ((), hospice(), "hospice", "new", "not returned", "10/01/2026"),
        (hospice(), hospice("20261001-20261120"), "hospice", "changed", "open", "11/20/2026"),
        ((), qmb(), "qmb", "new", "not returned", "QMB 01/01/2026"),
        (qmb(), qmb("20260101-20261031"), "qmb", "changed", "12/31/2026", "10/31/2026"),
        ((), home_health(), "home_health", "new", "not returned", "10/01/2026"),
        (left("83"), left("0"), "deductible", "changed", "$83.00", "$0.00"),
        (entitled(), entitled("20130301-20261110"), "entitlement", "changed", "open", "11/10/2026"),
        (entitled(), (), "entitlement", "not_returned", "Part A", "not returned"),
    ],
)
def test_what_is_new_is_told_as_it_was_and_as_it_is(
    before: tuple[str, ...], after: tuple[str, ...], topic: str, kind: str, was: str, now: str
) -> None:
    (change,) = changes(told(*before, on=BEFORE), told(*after))
    assert (change.topic, change.kind) == (topic, kind)
    assert was in change.was
    assert now in change.now


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # Another date was asked: neither answer says anything of the other's.
        (told(*plan("H0003", "20240101-20241231"), on=BEFORE, first=date(2024, 5, 1)), told(*plan())),
        (told(*plan(), on=BEFORE), told(*plan("H0003", "20240101-20241231"), first=date(2024, 5, 1))),
        (told(*left("100", "2025"), on=BEFORE, first=date(2025, 5, 1)), told(*left("0"))),
        (told(*msp(dates="20200201-20240101"), on=BEFORE, first=date(2023, 1, 1)), told()),
        (told(*qmb(), on=BEFORE), told(first=date(2025, 6, 1))),
        # The dates asked reach further now.
        (told(on=BEFORE), told(*plan("H0002", "20270101"), last=date(2027, 1, 5))),
    ],
)
def test_other_dates_of_service_make_no_change(before: Told, after: Told) -> None:
    assert changes(before, after) == ()


def test_a_plan_that_began_since_the_last_answer_is_new_though_another_date_was_asked() -> None:
    december = told(*plan(dates="20260101-20261231"), on=date(2026, 12, 15))
    january = told(*plan("H0002", "20270101"), on=date(2027, 1, 5))
    (change,) = changes(december, january)
    assert change.topic is Topic.PLAN
    assert "H0002" in change.now


def test_a_plan_that_begins_later_is_told_when_it_is_first_returned() -> None:
    (change,) = changes(told(*plan(), on=BEFORE), told(*plan(), *plan("H0002", "20270101")))
    assert (change.kind, "H0002" in change.now) == ("new", True)


def test_names_of_the_same_person_differ_only_by_more_than_blanks_and_case() -> None:
    answer = answer_of(*entitled())
    assert changes(Told(answer, Period(NOW, NOW), BEFORE), Told(answer, Period(NOW, NOW), NOW)) == ()


def test_a_date_of_death_comes_first() -> None:
    found = changes(told(*plan(), on=BEFORE), told(head=("DTP*442*D8*20261011",)))
    assert topics(found) == ["death", "plan"]
    assert found[0].now == "10/11/2026"


def test_a_number_that_was_replaced_is_told() -> None:
    (change,) = changes(told(on=BEFORE), told(head=("DTP*357*D8*20260525",)))
    assert (change.topic, change.kind) == ("person", "changed")
    assert "ended 05/25/2026" in change.now
