"""Tries that are refused: what is asked before the next one, on both engines, here and at other terminals."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from spot_tui.backend.identity.prompts import ChooseDevice, DeviceKind, Direction, Done, Message
from spot_tui.backend.identity.refused_tries import Caution, Risk
from spot_tui.sandbox import accounts
from spot_tui.sandbox.staff import staff
from tests.refusals import refusal
from tests.wire.classic_desk import classic_desk
from tests.wire.idx_desk import WILF, IdxDesk, idx_desk
from tests.wire.portal import PASSWORD, Portal

HUGO = "hugo.dandelmere"
WRONG = "Not-The-Password-1"
NOT_CODES = ("1111", "2222", "3333")

Opening = Callable[[Portal, Path], AbstractAsyncContextManager[IdxDesk]]


@pytest.fixture(params=[classic_desk, idx_desk], ids=["classic", "idx"])
def opening(request: pytest.FixtureRequest) -> Opening:
    made: Opening = request.param
    return made


@pytest.fixture
async def desk(opening: Opening, portal: Portal, tmp_path: Path) -> AsyncIterator[IdxDesk]:
    async with opening(portal, tmp_path / "store") as desk:
        yield desk


async def refuse_passwords(desk: IdxDesk, times: int) -> None:
    for _ in range(times):
        await refusal(desk.sign_in.start(HUGO, WRONG))
        desk.portal.clock.forward(seconds=1)


async def lock_by_passcodes(desk: IdxDesk) -> None:
    """Type three wrong codes, after which the organisation tells of the lock."""
    await desk.to(WILF, DeviceKind.SMS)
    problems = [await refusal(desk.sign_in.enter(code)) for code in NOT_CODES]
    assert [problem.code for problem in problems[:2]] == ["identity.passcode_wrong"] * 2
    assert problems[2].code == "identity.locked"


def open_at_the_portal(portal: Portal, user: str) -> None:
    """Open the account, as the help desk does."""
    with portal.world.transaction() as moment:
        accounts.clear_failures(moment, user)


async def test_each_try_after_the_third_is_asked_about(desk: IdxDesk) -> None:
    asked: list[Risk | None] = []
    for _ in range(6):
        caution = desk.sign_in.caution(HUGO)
        asked.append(caution.risk if caution else None)
        await refuse_passwords(desk, 1)
    assert asked == [None, None, Risk.LOCKS, *[Risk.MAYBE_LOCKED] * 3]


async def test_it_is_told_until_when_with_the_zone(desk: IdxDesk) -> None:
    await refuse_passwords(desk, 3)
    assert desk.sign_in.caution(HUGO) == Caution(Risk.MAYBE_LOCKED, 3, "10:00 AM EST")
    assert desk.sign_in.caution("HUGO.Dandelmere ") == desk.sign_in.caution(HUGO)
    assert desk.sign_in.caution("wren.applegarth") is None


async def test_another_terminal_of_the_store_asks_too(
    opening: Opening, desk: IdxDesk, portal: Portal, tmp_path: Path
) -> None:
    await refuse_passwords(desk, 3)
    async with opening(portal, tmp_path / "store") as other:
        caution = other.sign_in.caution(HUGO)
        assert caution is not None
        assert caution.risk is Risk.MAYBE_LOCKED
        open_at_the_portal(portal, HUGO)
        await other.to(HUGO, DeviceKind.SMS)
        assert isinstance(await other.sign_in.enter(other.code(HUGO, "sms")), Done)
    assert desk.sign_in.caution(HUGO) is None


async def test_a_right_password_is_never_held_back_and_the_passcode_asked_about(
    desk: IdxDesk, portal: Portal
) -> None:
    await refuse_passwords(desk, 4)
    open_at_the_portal(portal, HUGO)
    await desk.to(HUGO, DeviceKind.SMS)
    caution = desk.sign_in.caution()
    assert caution is not None
    assert caution.risk is Risk.LOCKS
    await desk.sign_in.enter(desk.code(HUGO, "sms"))
    assert desk.sign_in.caution(HUGO) is None


async def test_a_lock_that_was_told_is_remembered_until_its_end(
    opening: Opening, desk: IdxDesk, portal: Portal, tmp_path: Path
) -> None:
    await lock_by_passcodes(desk)
    async with opening(portal, tmp_path / "store") as other:
        for each in (desk, other):
            assert each.sign_in.caution(WILF) == Caution(Risk.LOCKED, 3, "10:00 AM EST")
    portal.clock.forward(minutes=59, seconds=50)
    assert desk.sign_in.caution(WILF) is not None
    portal.clock.forward(seconds=20)
    assert desk.sign_in.caution(WILF) is None
    assert isinstance(await desk.sign_in.start(WILF, PASSWORD), ChooseDevice)


async def test_an_account_that_was_opened_here_is_not_asked_about(desk: IdxDesk) -> None:
    await refuse_passwords(desk, 3)
    await desk.unlock(HUGO, DeviceKind.SMS)
    assert desk.sign_in.caution() is None, "a code that opens the account is no try to be warned of"
    await desk.sign_in.enter(desk.code(HUGO, "sms"))
    opened = await desk.sign_in.answer(staff().answer)
    assert isinstance(opened, Message)
    assert opened.direction is Direction.UNLOCKED
    assert desk.sign_in.caution(HUGO) is None
    assert isinstance(await desk.sign_in.start(HUGO, PASSWORD), ChooseDevice)
