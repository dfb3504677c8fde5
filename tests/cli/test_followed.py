"""A command in a session: activity while it runs, its end at the session's end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from spot_tui.backend.problems import Problem
from spot_tui.cli.followed import followed
from tests.backend.office import Office, Terminal


@pytest.fixture
async def terminal(tmp_path: Path) -> AsyncIterator[Terminal]:
    made = Office(tmp_path / "store").terminal()
    yield made
    await made.close()


class Seconds:
    """A sleep that lets a minute of the terminal's time pass, until so many have; then it stands still."""

    def __init__(self, terminal: Terminal, minutes: int) -> None:
        self.left = minutes
        self.passed = asyncio.Event()
        self._terminal = terminal

    async def __call__(self, seconds: float) -> None:
        await asyncio.sleep(0)
        if self.left == 0:
            self.passed.set()
            await asyncio.Event().wait()
        self.left -= 1
        self._terminal.clock.forward(minutes=1)


async def test_a_command_may_run_for_hours_without_a_key(terminal: Terminal) -> None:
    session = await terminal.signed_in()
    hours = Seconds(terminal, 11 * 60)
    async with followed(session, hours):
        await hours.passed.wait()
        assert session.is_open
    assert session.is_open


@pytest.mark.parametrize(("token_hours", "code"), [(12.5, "session.longest"), (2, "session.token")])
async def test_the_absolute_end_stops_it(
    terminal: Terminal, token_hours: float, code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    session = await terminal.signed_in(tokens=terminal.tokens(hours=token_hours))
    with pytest.raises(Problem) as caught:
        async with followed(session, Seconds(terminal, 13 * 60)):
            await asyncio.Event().wait()
    assert caught.value.code == code
    assert capsys.readouterr().err.count("The session ends in 10 minutes") == 1
    assert ("session.warn", "success", "end") in terminal.recorded()


async def test_a_second_sign_in_stops_it(tmp_path: Path) -> None:
    office = Office(tmp_path / "store")
    first, second = office.terminal(), office.terminal()
    session = await first.signed_in()
    await second.signed_in()
    with pytest.raises(Problem, match=r"session\.elsewhere"):
        async with followed(session, Seconds(first, 5)):
            await asyncio.Event().wait()
    await session.end()
    assert first.recorded()[-1] == ("session.end", "success", "second")
    for terminal in (first, second):
        await terminal.close()


async def test_its_token_is_renewed(terminal: Terminal) -> None:
    session = await terminal.signed_in(tokens=terminal.tokens(hours=1, refresh="r1"))
    terminal.organisation.answers = [terminal.tokens(f"t{number}", 3, "r2") for number in (2, 3)]
    hours = Seconds(terminal, 70)
    async with followed(session, hours):
        await hours.passed.wait()
    assert terminal.organisation.asked == ["r1"]
    assert session.access_token() == "t2"


async def test_what_the_command_raises_passes_and_nothing_is_left_running(terminal: Terminal) -> None:
    session = await terminal.signed_in()
    with pytest.raises(RuntimeError, match="its own"):
        async with followed(session, Seconds(terminal, 1)):
            raise RuntimeError("its own")
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_a_cancellation_from_outside_stays_one(terminal: Terminal) -> None:
    session = await terminal.signed_in()
    began = asyncio.Event()

    async def command() -> None:
        async with followed(session, Seconds(terminal, 1)):
            began.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(command())
    await began.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
