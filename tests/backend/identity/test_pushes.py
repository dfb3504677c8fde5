"""How many requests for approval are sent, and how one is waited for."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spot_tui.backend.identity.pushes import Patience, Pushes
from spot_tui.backend.problems import Problem
from tests.backend.store.builders import SetClock

DOWN = Problem("upstream.down", (), {"upstream": "IDM", "status": 503})


@dataclass
class Waiting:
    answers: list[object]
    clock: SetClock = field(default_factory=SetClock)
    waits: list[float] = field(default_factory=list)

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.clock.forward(seconds=seconds)

    async def ask(self) -> object:
        answer = self.answers.pop(0) if self.answers else "old"
        if isinstance(answer, Problem):
            raise answer
        return answer

    async def wait(self, pause: float = 4.0, jitter: float = 0.0) -> object:
        patience = Patience(self.clock, self.sleep, lambda: jitter)
        return await patience.until_new("old", self.ask, pause, self.clock.monotonic() + 300)


async def test_it_asks_until_the_answer_is_another() -> None:
    waiting = Waiting(["old", "old", "new"])
    assert await waiting.wait() == "new"
    assert waiting.waits == [4.0, 4.0, 4.0]


@pytest.mark.parametrize("pause", [0.0, 0.2, -3.0])
async def test_it_never_asks_more_than_once_a_second(pause: float) -> None:
    waiting = Waiting(["old", "new"])
    await waiting.wait(pause)
    assert waiting.waits == [1.0, 1.0]


async def test_a_pace_that_would_outlast_the_request_is_not_followed() -> None:
    waiting = Waiting(["new"])
    assert await waiting.wait(10.0**9) == "new"
    assert waiting.waits == [30.0]


async def test_pauses_are_up_to_a_tenth_longer() -> None:
    waiting = Waiting(["new"])
    await waiting.wait(jitter=1.0)
    assert waiting.waits == [pytest.approx(4.4)]


async def test_it_gives_up_after_five_minutes() -> None:
    waiting = Waiting([])
    with pytest.raises(Problem) as caught:
        await waiting.wait()
    assert caught.value.code == "identity.push_timeout"
    assert sum(waiting.waits) == 300


@pytest.mark.parametrize("jitter", [0.136, 0.3, 1.0])
async def test_longer_pauses_do_not_outlast_the_five_minutes(jitter: float) -> None:
    waiting = Waiting([])
    with pytest.raises(Problem):
        await waiting.wait(jitter=jitter)
    assert 295 < sum(waiting.waits) <= 300


async def test_trouble_lengthens_the_pauses_and_is_forgotten_once_over() -> None:
    waiting = Waiting([DOWN, DOWN, DOWN, DOWN, DOWN, "old", "new"])
    assert await waiting.wait() == "new"
    assert waiting.waits == [4.0, 4.0, 4.0, 4.0, 8.0, 16.0, 4.0]


async def test_the_sixth_trouble_in_a_row_is_told() -> None:
    waiting = Waiting([DOWN] * 6)
    with pytest.raises(Problem) as caught:
        await waiting.wait()
    assert caught.value is DOWN


async def test_a_refusal_is_told_at_once() -> None:
    waiting = Waiting([Problem("identity.push_rejected")])
    with pytest.raises(Problem) as caught:
        await waiting.wait()
    assert caught.value.code == "identity.push_rejected"
    assert len(waiting.waits) == 1


@given(gaps=st.lists(st.integers(0, 700), max_size=12))
def test_never_more_than_three_in_any_ten_minutes(gaps: list[int]) -> None:
    clock = SetClock()
    pushes = Pushes(clock)
    sent: list[float] = []
    for gap in gaps:
        clock.forward(seconds=gap)
        try:
            pushes.require_room()
        except Problem as problem:
            assert problem.code == "identity.push_limit"
            assert 1 <= int(str(problem.parameters["minutes"])) <= 11
        else:
            pushes.note()
            sent.append(clock.monotonic())
    for moment in sent:
        assert sum(moment - 600 < other <= moment for other in sent) <= 3
