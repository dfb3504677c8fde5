"""What is known of each upstream, and what is planned."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from spot_tui.backend.clock import Weekday
from spot_tui.backend.problems import Problem
from spot_tui.backend.status import UPSTREAMS, Health, StatusBoard

ZONE = ZoneInfo("America/New_York")
TUESDAY_NOON = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)


@dataclass
class Clock:
    moment: datetime = TUESDAY_NOON

    def now(self) -> datetime:
        return self.moment

    def monotonic(self) -> float:
        return 0.0


@dataclass(frozen=True)
class Weekly:
    weekday: Weekday = "wednesday"
    begins: time = time(20)
    ends: time = time(22)
    upstreams: tuple[str, ...] = ("identity", "eligibility")
    source: str = "status page"


def board(clock: Clock, *windows: Weekly) -> StatusBoard:
    return StatusBoard(clock, ZONE, windows, ("identity", "eligibility"))


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


def test_every_upstream_has_a_line_also_those_that_are_not_set_up() -> None:
    lines = board(Clock()).lines()
    assert [line.name for line in lines] == list(UPSTREAMS)
    assert {line.name: line.health for line in lines}["gateway"] is Health.NOT_SET_UP


def test_before_anything_was_asked_nothing_is_claimed() -> None:
    status = board(Clock()).status("eligibility")
    assert (status.health, status.seen_at) == (Health.NOT_ASKED, None)


def test_an_answer_shows_that_it_works_and_when() -> None:
    known = board(Clock())
    known.saw("eligibility")
    assert known.status("eligibility").health is Health.WORKING
    assert known.status("eligibility").seen_at == TUESDAY_NOON


def test_a_refusal_is_an_answer() -> None:
    known = board(Clock())
    known.saw("identity", Problem("identity.credentials"))
    assert known.status("identity").health is Health.WORKING


def test_an_upstream_that_is_away_leaves_the_others_as_they_are() -> None:
    known = board(Clock())
    known.saw("identity")
    problem = Problem("upstream.timeout", parameters={"upstream": "HETS", "seconds": 60})
    known.saw("eligibility", problem)
    assert known.status("eligibility").health is Health.DOWN
    assert known.status("eligibility").problem is problem
    assert known.status("identity").health is Health.WORKING


def test_an_upstream_that_answers_again_is_not_down_any_more() -> None:
    known = board(Clock())
    known.saw("eligibility", Problem("upstream.dropped", parameters={"upstream": "HETS"}))
    known.saw("eligibility")
    assert known.status("eligibility").health is Health.WORKING
    assert known.status("eligibility").problem is None


def test_the_next_window_is_shown_before_it_begins() -> None:
    planned = board(Clock(), Weekly()).status("identity").planned
    assert planned is not None
    assert (planned.begins, planned.ends) == (at(25, 20), at(25, 22))
    assert planned.source == "status page"


@pytest.mark.parametrize(
    ("now", "health", "begins"),
    [
        (at(25, 19, 59), Health.NOT_ASKED, at(25, 20)),
        (at(25, 20), Health.PLANNED, at(25, 20)),
        (at(25, 21, 59), Health.PLANNED, at(25, 20)),
        (at(25, 22), Health.NOT_ASKED, at(25, 20) + timedelta(days=7)),
    ],
)
def test_a_window_is_on_from_its_begin_until_before_its_end(
    now: datetime, health: Health, begins: datetime
) -> None:
    status = board(Clock(now), Weekly()).status("identity")
    assert status.planned is not None
    assert (status.health, status.planned.begins) == (health, begins)


def test_a_window_past_midnight_is_still_on_the_day_after() -> None:
    night = Weekly(begins=time(23), ends=time(1))
    assert board(Clock(at(26, 0, 30)), night).status("identity").health is Health.PLANNED
    assert board(Clock(at(26, 1, 0)), night).status("identity").health is Health.NOT_ASKED


def test_during_maintenance_a_failure_is_the_maintenance() -> None:
    known = board(Clock(at(25, 20, 30)), Weekly())
    known.saw("identity", Problem("upstream.down", parameters={"upstream": "IDM", "status": 503}))
    assert known.status("identity").health is Health.PLANNED


def test_an_answer_during_maintenance_shows_that_it_works_all_the_same() -> None:
    known = board(Clock(at(25, 20, 30)), Weekly())
    known.saw("identity")
    assert known.status("identity").health is Health.WORKING


def test_an_answer_from_before_says_nothing_of_the_maintenance() -> None:
    clock = Clock(at(25, 19, 0))
    known = board(clock, Weekly())
    known.saw("identity")
    clock.moment = at(25, 20, 30)
    assert known.status("identity").health is Health.PLANNED


def test_a_window_is_that_of_its_own_upstreams() -> None:
    known = board(Clock(at(25, 20, 30)), Weekly(upstreams=("identity",)))
    assert known.status("eligibility").planned is None


def test_the_window_keeps_its_wall_clock_time_when_the_clocks_change() -> None:
    before_the_change = datetime(2026, 10, 29, 12, 0, tzinfo=ZONE)
    planned = board(Clock(before_the_change), Weekly()).status("identity").planned
    assert planned is not None
    assert planned.begins == datetime(2026, 11, 4, 20, 0, tzinfo=ZONE)
