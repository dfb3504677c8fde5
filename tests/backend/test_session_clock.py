"""The clock of a session, with time moved by hand."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from spot_tui.backend.clock import SystemClock
from spot_tui.backend.session_clock import Ended, Locked, SessionClock, Warned, Working
from spot_tui.backend.session_rules import SessionRules
from tests.backend.store.builders import SetClock

MINUTE, HOUR = 60, 3600
RULES = SessionRules()


class Desk:
    """A session's clock and the time."""

    def __init__(self, *, token_hours: float = 12, renews: bool = False, rules: SessionRules = RULES) -> None:
        self.time = SetClock()
        self.clock = SessionClock(rules, self.time, token_hours * HOUR, renews=renews)

    def after(self, minutes: float) -> object:
        """Let minutes pass, and return the state."""
        self.time.forward(minutes=minutes)
        return self.clock.state

    def work(self, minutes: int) -> None:
        """Press a key every minute."""
        for _ in range(minutes):
            self.time.forward(minutes=1)
            self.clock.touch()


def test_it_warns_at_thirteen_minutes_locks_at_fifteen_and_ends_at_thirty() -> None:
    desk = Desk()
    assert desk.after(12.99) == Working()
    assert desk.after(0.01) == Warned("lock", 120)
    assert desk.after(1.5) == Warned("lock", 30)
    assert desk.after(0.5) == Locked("idle", 15 * MINUTE)
    assert desk.after(14.5) == Locked("idle", 30)
    assert desk.after(0.5) == Ended("idle")


def test_a_key_puts_off_warning_and_lock() -> None:
    desk = Desk()
    desk.after(14.9)
    desk.clock.touch()
    assert desk.after(0.2) == Working()
    assert desk.after(12.8) == Warned("lock", 120)


def test_a_key_does_not_open_a_lock_that_time_has_closed_unseen() -> None:
    desk = Desk()
    desk.time.forward(minutes=15)
    desk.clock.touch()
    assert desk.after(0) == Locked("idle", 15 * MINUTE)


def test_keys_under_the_lock_do_not_put_off_the_sign_out() -> None:
    desk = Desk()
    desk.after(15)
    desk.work(15)
    assert desk.after(0) == Ended("idle")


def test_a_lock_that_was_asked_for_counts_to_the_sign_out_from_then() -> None:
    desk = Desk()
    desk.after(10)
    desk.clock.lock()
    assert desk.after(0) == Locked("asked", 30 * MINUTE)
    assert desk.after(30) == Ended("idle")


def test_unlocking_begins_the_idle_time_anew() -> None:
    desk = Desk()
    desk.after(20)
    desk.clock.unlock()
    assert desk.after(0) == Working()
    assert desk.after(13) == Warned("lock", 120)


def test_unlocking_after_the_end_opens_nothing() -> None:
    desk = Desk()
    desk.after(30)
    desk.clock.unlock()
    desk.clock.touch()
    assert desk.after(0) == Ended("idle")


def test_after_a_long_stand_still_it_is_over_and_not_only_locked() -> None:
    """As after the lid of a notebook was closed: nobody looked at the moments between."""
    assert Desk().after(120) == Ended("idle")


def test_keys_do_not_put_off_the_absolute_end() -> None:
    desk = Desk(token_hours=100)
    desk.work(11 * 60 + 49)
    assert desk.after(0) == Working()
    desk.work(1)
    assert desk.after(0) == Warned("end", 10 * MINUTE)
    desk.work(9)
    assert desk.after(0) == Warned("end", MINUTE)
    desk.work(1)
    assert desk.after(0) == Ended("longest")


def test_it_ends_with_its_token_and_warns_before() -> None:
    desk = Desk(token_hours=1)
    desk.work(49)
    assert desk.after(0) == Working()
    desk.work(1)
    assert desk.after(0) == Warned("end", 10 * MINUTE)
    desk.work(10)
    assert desk.after(0) == Ended("token")


def test_a_token_that_is_renewed_does_not_end_it() -> None:
    desk = Desk(token_hours=1, renews=True)
    desk.work(55)
    assert desk.after(0) == Working()
    desk.clock.renewed(HOUR)
    desk.work(57)
    assert desk.after(0) == Working()


def test_a_token_that_could_not_be_renewed_is_warned_of_late() -> None:
    desk = Desk(token_hours=1, renews=True)
    desk.work(58)
    assert desk.after(0) == Warned("end", 120)
    desk.work(2)
    assert desk.after(0) == Ended("token")


def test_a_token_known_to_be_the_last_is_warned_of_early() -> None:
    desk = Desk(token_hours=1, renews=True)
    desk.work(51)
    desk.clock.renews_no_more()
    assert desk.after(0) == Warned("end", 9 * MINUTE)


def test_renewals_do_not_put_off_the_absolute_end() -> None:
    desk = Desk(token_hours=1, renews=True)
    for _ in range(12):
        desk.work(59)
        desk.clock.renewed(HOUR)
    desk.work(12)
    assert desk.after(0) == Ended("longest")


def test_what_comes_first_is_told_when_lock_and_end_are_both_near() -> None:
    desk = Desk(token_hours=1)
    desk.work(46)
    assert desk.after(13) == Warned("end", MINUTE)
    desk = Desk(token_hours=1)
    desk.work(44)
    assert desk.after(13.5) == Warned("lock", 90)


def test_a_running_command_counts_as_activity() -> None:
    desk = Desk()
    with desk.clock.busy():
        assert desk.after(5 * 60) == Working()
    assert desk.after(12.9) == Working()
    assert desk.after(0.1) == Warned("lock", 120)


def test_the_last_of_several_running_commands_counts() -> None:
    desk = Desk()
    with desk.clock.busy():
        with desk.clock.busy():
            pass
        assert desk.after(60) == Working()


def test_a_running_command_does_not_put_off_the_absolute_end() -> None:
    desk = Desk(token_hours=2)
    with desk.clock.busy():
        assert desk.after(110) == Warned("end", 10 * MINUTE)
        assert desk.after(10) == Ended("token")


def test_a_running_command_does_not_keep_a_locked_session_alive() -> None:
    desk = Desk()
    with desk.clock.busy():
        desk.after(40)
        desk.clock.lock()
        assert desk.after(29) == Locked("asked", MINUTE)
        assert desk.after(1) == Ended("idle")


def test_a_wall_clock_set_wrong_changes_nothing() -> None:
    desk = Desk()
    desk.time.set_back(days=400)
    assert desk.after(0) == Working()
    desk.time.moment = desk.time.moment.replace(year=2031)
    assert desk.after(0) == Working()


def test_the_machines_own_clock_counts_on_while_the_machine_sleeps() -> None:
    before = time.clock_gettime(time.CLOCK_BOOTTIME)
    now = SystemClock().monotonic()
    assert before <= now <= time.clock_gettime(time.CLOCK_BOOTTIME)


def test_the_first_reason_to_end_stays() -> None:
    desk = Desk()
    desk.clock.end("second")
    desk.clock.end("asked")
    assert desk.after(600) == Ended("second")


def test_nothing_locks_after_the_end() -> None:
    desk = Desk()
    desk.clock.end("asked")
    desk.clock.lock()
    assert desk.after(0) == Ended("asked")


def test_the_time_to_the_end_is_that_of_what_comes_first() -> None:
    desk = Desk(token_hours=2)
    assert desk.clock.seconds_to_end == 2 * HOUR
    desk.clock.end("asked")
    assert desk.clock.seconds_to_end == 0


@pytest.mark.parametrize(
    "longer",
    [
        {"warn_minutes": 20.5, "lock_minutes": 25, "end_minutes": 30},
        {"end_minutes": 31},
        {"lock_minutes": 30},
        {"longest_hours": 13},
        {"lock_minutes": 0},
        {"warn_minutes": 15},
        {"lock_minutes": 12},
        {"end_minutes": 15},
        {"second": "both"},
        {"idle_minutes": 5},
    ],
)
def test_settings_may_not_lengthen_or_disorder_the_times(longer: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        SessionRules.model_validate(longer)


def test_settings_may_shorten_the_times_and_reach_the_portals_own() -> None:
    SessionRules(warn_minutes=1, lock_minutes=2, end_minutes=3, longest_hours=0.5)
    SessionRules(warn_minutes=20, lock_minutes=25, end_minutes=30)


ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("wait"), st.integers(0, 2000)),
        st.tuples(st.sampled_from(["touch", "lock", "unlock", "renew"]), st.just(0)),
    ),
    max_size=40,
)


@settings(max_examples=150, deadline=None)
@given(ACTS)
def test_no_row_of_acts_lets_a_screen_stay_open_longer_than_the_rules(acts: list[tuple[str, int]]) -> None:
    desk = Desk(token_hours=3, renews=True)
    idle = total = 0
    locked = over = False
    for act, seconds in acts:
        desk.time.forward(seconds=seconds)
        total, idle = total + seconds, idle + seconds
        was_covered = locked or over
        if act == "touch":
            desk.clock.touch()
        elif act == "lock":
            desk.clock.lock()
        elif act == "unlock":
            desk.clock.unlock()
        elif act == "renew":
            desk.clock.renewed(3 * HOUR)
        state = desk.clock.state
        over = over or isinstance(state, Ended)
        locked = isinstance(state, Locked)
        is_open = isinstance(state, Working | Warned)
        if is_open:
            assert not over, "an end was undone"
            assert not was_covered or act == "unlock", "a lock was opened by something else"
        begins_anew = {
            "touch": is_open,
            "unlock": is_open and was_covered,
            "lock": locked and not was_covered,
        }
        if begins_anew.get(act):
            idle = 0
        assert not is_open or idle < 15 * MINUTE
        assert over or idle < 30 * MINUTE
        assert over or total < 12 * HOUR
