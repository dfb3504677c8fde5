"""A session from the sign-in to the sign-out: lock, unlock, take-over, a second one, tokens, kept work."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from spot_tui.backend.problems import Problem
from spot_tui.backend.session import Session
from spot_tui.backend.session_clock import Ended, Locked, Warned, Working
from spot_tui.backend.session_watch import SessionWatch
from spot_tui.backend.unlock import Cost, Unlock
from tests.backend.office import OTIS, PASSWORD, WREN, Office
from tests.backend.store.builders import SetClock, full_disk, records


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    made = Office(tmp_path / "store")
    yield made
    for terminal in made.terminals:
        await terminal.close()


def work(session: Session, clock: SetClock, minutes: int) -> None:
    """Press a key every minute."""
    for _ in range(minutes):
        clock.forward(minutes=1)
        session.clock.touch()


async def settled() -> None:
    """Let tasks that were begun come to their end, those that write to the disk too."""
    for task in asyncio.all_tasks() - {asyncio.current_task()}:
        await asyncio.wait([task])


async def test_locking_is_recorded_once_and_the_token_still_serves_work_under_the_lock(
    office: Office,
) -> None:
    terminal = office.terminal()
    session = await terminal.signed_in()
    await session.lock()
    await session.lock("idle")
    assert isinstance(session.clock.state, Locked)
    assert session.is_open
    assert session.access_token() == "t1"
    assert terminal.recorded()[-1] == ("session.lock", "success", "asked")
    assert [event for event, *_ in terminal.recorded()].count("session.lock") == 1


async def test_the_password_unlocks_without_asking_the_organisation(office: Office) -> None:
    terminal = office.terminal()
    session = await terminal.signed_in()
    await session.lock()
    await session.unlock(PASSWORD)
    assert session.clock.state == Working()
    assert terminal.recorded()[-1] == ("session.unlock", "success", "")
    assert not terminal.organisation.asked
    await session.lock()
    assert [event for event, *_ in terminal.recorded()].count("session.lock") == 2


async def test_a_wrong_password_leaves_it_locked_and_tells_the_tries_left(office: Office) -> None:
    terminal = office.terminal()
    session = await terminal.signed_in()
    await session.lock()
    for left in (2, 1):
        with pytest.raises(Problem) as caught:
            await session.unlock("wrong")
        assert (caught.value.code, caught.value.parameters["tries"]) == ("unlock.wrong", left)
    assert isinstance(session.clock.state, Locked)
    assert terminal.recorded()[-2:] == [("session.unlock", "permission", "wrong")] * 2


async def test_the_third_wrong_password_ends_the_session(office: Office) -> None:
    terminal = office.terminal()
    session = await terminal.signed_in()
    await session.lock()
    for _ in range(2):
        with pytest.raises(Problem):
            await session.unlock("wrong")
    with pytest.raises(Problem, match=r"unlock\.ended"):
        await session.unlock("wrong")
    assert session.clock.state == Ended("unlock")
    with pytest.raises(Problem, match=r"session\.ended"):
        session.access_token()
    with pytest.raises(Problem, match=r"session\.ended"):
        await session.unlock(PASSWORD)
    await session.end("unlock")
    assert terminal.organisation.given_back == ["t1"]
    assert terminal.recorded()[-3:] == [
        ("session.unlock", "permission", "ended"),
        ("session.end", "pending", ""),
        ("session.end", "success", "unlock"),
    ]


async def test_a_lock_that_cannot_be_recorded_holds_and_does_not_open(
    office: Office,
) -> None:
    terminal = office.terminal()
    session = await terminal.signed_in()
    with full_disk(after_bytes=None):
        with pytest.raises(Problem, match=r"audit\.unwritable"):
            await session.lock()
        assert isinstance(session.clock.state, Locked)
        with pytest.raises(Problem, match=r"audit\.unwritable"):
            await session.unlock(PASSWORD)
        assert isinstance(session.clock.state, Locked)
    await session.unlock(PASSWORD)
    assert SessionWatch(session).look() is None


async def test_without_a_password_only_a_pin_opens_the_lock(office: Office) -> None:
    terminal = office.terminal()
    session = await terminal.sessions.open(
        WREN,
        terminal.tokens(),
        sign_out=terminal.organisation.sign_out,
        unlock_by=Unlock(Cost(n=2**4, p=1)),
    )
    await session.lock()
    with pytest.raises(Problem, match=r"unlock\.no_pin"):
        await session.unlock("")
    await session.unlock_by.choose_pin("482915", "482915")
    await session.unlock("482915")
    assert session.clock.state == Working()


async def test_somebody_else_may_end_a_locked_session_only(office: Office) -> None:
    terminal = office.terminal()
    session = await terminal.signed_in()
    with pytest.raises(ValueError, match="locked"):
        await session.take_over()
    await session.lock()
    await session.take_over()
    assert not session.is_open
    assert not session.unlock_by.is_set
    assert terminal.recorded()[-3:] == [
        ("session.takeover", "success", ""),
        ("session.end", "pending", ""),
        ("session.end", "success", "takeover"),
    ]


async def test_a_second_sign_in_ends_the_first_which_notices_at_its_next_tick(office: Office) -> None:
    first, second = office.terminal(), office.terminal()
    session = await first.signed_in()
    watch = SessionWatch(session)
    assert watch.look() is None
    newer = await second.signed_in()
    assert watch.look() == Ended("second")
    await session.end("second")
    assert newer.is_open
    assert SessionWatch(newer).look() is None
    recorded = first.recorded()
    assert ("session.second", "success", "ended_first") in recorded
    assert recorded[-1] == ("session.end", "success", "second")


async def test_a_second_sign_in_is_refused_recorded_and_its_tokens_are_given_back(office: Office) -> None:
    first, second = office.terminal("refuse"), office.terminal("refuse")
    session = await first.signed_in()
    with pytest.raises(Problem, match=r"session\.second"):
        await second.signed_in(tokens=second.tokens("t2"))
    assert second.organisation.given_back == ["t2"]
    assert session.is_open
    assert SessionWatch(session).look() is None
    assert second.recorded()[-1] == ("session.second", "permission", "refused")
    await session.end()
    assert (await second.signed_in()).is_open


async def test_two_persons_are_signed_in_at_once(office: Office) -> None:
    session = await office.terminal("refuse").signed_in()
    other = await office.terminal("refuse").signed_in(OTIS)
    assert [SessionWatch(each).look() for each in (session, other)] == [None, None]


async def test_a_token_is_renewed_before_its_end_and_the_old_one_is_not_used_again(office: Office) -> None:
    terminal = office.terminal()
    session = await terminal.signed_in(tokens=terminal.tokens(hours=1, refresh="r1"))
    watch = SessionWatch(session)
    work(session, terminal.clock, 54)
    assert watch.look() is None
    assert not terminal.organisation.asked
    work(session, terminal.clock, 1)
    terminal.organisation.answers = [terminal.tokens("t2", 1, "r2"), terminal.tokens("t3", 1, "r3")]
    assert watch.look() is None
    await settled()
    assert session.access_token() == "t2"
    assert watch.look() is None
    await settled()
    assert terminal.organisation.asked == ["r1"]
    work(session, terminal.clock, 56)
    watch.look()
    await settled()
    assert terminal.organisation.asked == ["r1", "r2"]
    assert ("auth.token", "success", "renewed") in terminal.recorded()
    await session.end()
    assert terminal.organisation.given_back == ["t3"]


async def test_while_a_renewal_is_under_way_no_other_begins(office: Office) -> None:
    terminal = office.terminal()
    session = await terminal.signed_in(tokens=terminal.tokens(hours=0.1, refresh="r1"))
    terminal.organisation.gate.clear()
    terminal.organisation.answers = [terminal.tokens("t2", 1, "r2")]
    terminal.clock.forward(minutes=4)
    for _ in range(4):
        session.keep_up()
        terminal.clock.forward(seconds=31)
    terminal.organisation.gate.set()
    await settled()
    assert terminal.organisation.asked == ["r1"]
    await session.end()


async def test_a_renewal_without_an_answer_is_tried_again_after_a_while(office: Office) -> None:
    terminal = office.terminal()
    session = await terminal.signed_in(tokens=terminal.tokens(hours=1, refresh="r1"))
    work(session, terminal.clock, 56)
    terminal.organisation.answers = [Problem("upstream.timeout"), terminal.tokens("t2", 1, "r2")]
    for seconds in (0, 29, 1):
        terminal.clock.forward(seconds=seconds)
        session.keep_up()
        await settled()
    assert terminal.organisation.asked == ["r1", "r1"]
    assert session.access_token() == "t2"


async def test_after_a_refused_renewal_the_session_ends_with_its_token_and_is_told_so(
    office: Office,
) -> None:
    terminal = office.terminal()
    session = await terminal.signed_in(tokens=terminal.tokens(hours=1, refresh="r1"))
    watch = SessionWatch(session)
    work(session, terminal.clock, 55)
    terminal.organisation.answers = [Problem("identity.expired")]
    watch.look()
    await settled()
    assert watch.look() == Warned("end", 300)
    terminal.clock.forward(minutes=1)
    session.keep_up()
    await settled()
    assert terminal.organisation.asked == ["r1"]
    terminal.clock.forward(minutes=4)
    assert watch.look() == Ended("token")


async def test_without_a_refresh_token_nothing_is_renewed(office: Office) -> None:
    terminal = office.terminal()
    session = await terminal.signed_in(tokens=terminal.tokens(hours=1))
    terminal.clock.forward(minutes=59)
    session.keep_up()
    await settled()
    assert not terminal.organisation.asked


async def test_signing_out_during_a_renewal_leaves_no_token_behind(office: Office) -> None:
    terminal = office.terminal()
    session = await terminal.signed_in(tokens=terminal.tokens(hours=1, refresh="r1"))
    terminal.organisation.gate.clear()
    work(session, terminal.clock, 56)
    session.keep_up()
    await asyncio.sleep(0)
    await session.end()
    await settled()
    assert terminal.organisation.given_back == ["t1"]
    with pytest.raises(Problem, match=r"session\.ended"):
        session.access_token()


async def test_tokens_and_verifier_show_in_no_repr_and_are_gone_after_the_end(office: Office) -> None:
    terminal = office.terminal()
    session = await terminal.signed_in(tokens=terminal.tokens("planted-token", 1, "planted-refresh"))
    assert "planted" not in repr(session) + repr(vars(session)) + repr(session._tokens)
    await session.end()
    assert session._tokens.access == ""
    assert not session.unlock_by.is_set


async def test_the_watch_tells_a_countdown_in_steps_and_each_state_once(office: Office) -> None:
    terminal = office.terminal()
    session = await terminal.signed_in()
    watch = SessionWatch(session)
    told = []
    for second in range(30 * 60 + 5):
        state = watch.look()
        if state is not None:
            told.append((second, state))
        terminal.clock.forward(seconds=1)
    assert told[:2] == [(780, Warned("lock", 120)), (840, Warned("lock", 60))]
    assert [state.seconds_left for _, state in told if isinstance(state, Warned)] == [
        *(120, 60, 50, 40, 30, 20),
        *range(10, 0, -1),
    ]
    assert told[-2:] == [(900, Locked("idle", 900)), (1800, Ended("idle"))]


async def test_the_watch_tells_that_a_warning_was_answered(office: Office) -> None:
    terminal = office.terminal()
    session = await terminal.signed_in()
    watch = SessionWatch(session)
    terminal.clock.forward(minutes=13)
    assert watch.look() == Warned("lock", 120)
    session.clock.touch()
    assert watch.look() == Working()
    assert watch.look() is None


async def test_a_warning_is_recorded_once_until_it_was_answered(office: Office) -> None:
    terminal = office.terminal()
    session = await terminal.signed_in()
    watch = SessionWatch(session)
    for _ in range(2):
        terminal.clock.forward(minutes=13)
        for _ in range(3):
            state = watch.look()
            if isinstance(state, Warned):
                await session.warned(state)
            terminal.clock.forward(seconds=20)
        session.clock.touch()
        watch.look()
    warned = [record for record in terminal.recorded() if record[0] == "session.warn"]
    assert warned == [("session.warn", "success", "lock")] * 2


async def test_records_after_the_end_name_nobody(office: Office) -> None:
    terminal = office.terminal()
    session = await terminal.signed_in()
    await session.end()
    await terminal.audit.record("audit.search")
    assert "sub" not in records(terminal.store)[-1]


async def test_a_second_end_does_nothing(office: Office) -> None:
    terminal = office.terminal()
    session = await terminal.signed_in()
    await session.end()
    await session.end("quit")
    assert terminal.organisation.given_back == ["t1"]
    assert [event for event, *_ in terminal.recorded()].count("session.end") == 2


async def test_the_lock_verifier_is_made_only_where_there_is_a_screen_to_lock(office: Office) -> None:
    sessions = office.terminal().sessions
    assert not (await sessions.unlock_by(PASSWORD)).is_set
    sessions.has_lock = True
    assert await (await sessions.unlock_by(PASSWORD)).check(PASSWORD)
    assert not (await sessions.unlock_by("")).is_set


async def test_when_it_ends_whatever_is_done_can_be_told(office: Office) -> None:
    terminal = office.terminal()
    session = await terminal.signed_in(tokens=replace(terminal.tokens(hours=2)))
    assert session.expires_at - session.signed_in_at == timedelta(hours=2)
