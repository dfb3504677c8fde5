"""The lock's verifier and the PIN of a session."""

from __future__ import annotations

import asyncio
import gc

import pytest

from spot_tui.backend.problems import Problem
from spot_tui.backend.unlock import TRIES, Cost, Unlock

PASSWORD = "Only4Practice-Portal"
CHEAP = Cost(n=2**4, p=1)


async def made(secret: str = PASSWORD) -> Unlock:
    unlock = Unlock(CHEAP)
    await unlock.set(secret)
    return unlock


async def test_the_password_opens_it() -> None:
    assert await (await made()).check(PASSWORD)


@pytest.mark.parametrize("wrong", ["", PASSWORD.lower(), PASSWORD + " ", PASSWORD[:-1], "\ud800"])
async def test_anything_else_does_not(wrong: str) -> None:
    assert not await (await made()).check(wrong)


async def test_a_letter_typed_in_two_parts_is_the_same_letter() -> None:
    assert await (await made("Se\u00f1ora-4-Practice")).check("Sen\u0303ora-4-Practice")


async def test_after_three_wrong_tries_the_right_one_does_not_open_it() -> None:
    unlock = await made()
    assert [await unlock.check("wrong") for _ in range(TRIES)] == [False] * 3
    assert unlock.tries_left == 0
    assert not await unlock.check(PASSWORD)


async def test_a_right_try_makes_the_tries_whole_again() -> None:
    unlock = await made()
    await unlock.check("wrong")
    await unlock.check("wrong")
    assert await unlock.check(PASSWORD)
    assert unlock.tries_left == TRIES


async def test_tries_made_at_once_all_count() -> None:
    unlock = await made()
    assert not any(await asyncio.gather(*(unlock.check(f"wrong {number}") for number in range(9))))
    assert unlock.tries_left == 0


async def test_a_try_given_up_half_way_counts() -> None:
    unlock = await made()
    task = asyncio.create_task(unlock.check("wrong"))
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])
    assert unlock.tries_left == TRIES - 1


async def test_nothing_opens_what_was_never_set_or_was_wiped() -> None:
    assert not await Unlock(CHEAP).check("")
    unlock = await made()
    unlock.wipe()
    assert not unlock.is_set
    assert not await unlock.check(PASSWORD)
    assert not await unlock.check("")


async def test_wiping_blanks_what_was_kept() -> None:
    unlock = await made()
    kept = [unlock._salt, unlock._digest]
    assert all(any(part) for part in kept)
    unlock.wipe()
    assert not any(any(part) for part in kept)


async def test_neither_password_nor_verifier_is_in_a_repr_or_an_attribute() -> None:
    unlock = await made()
    gc.collect()
    assert PASSWORD not in repr(unlock)
    assert PASSWORD.encode() not in unlock._digest
    assert PASSWORD not in [value for value in vars(unlock).values() if isinstance(value, str)]


async def test_the_same_password_gives_another_verifier_each_time() -> None:
    assert (await made())._digest != (await made())._digest


async def test_the_usual_cost_is_what_is_advised_and_fits_its_memory() -> None:
    """OWASP's password storage cheat sheet: n 2^14, r 8, p 5 is one of the settings of equal strength."""
    assert (Cost().n, Cost().r, Cost().p) == (2**14, 8, 5)
    unlock = Unlock()
    await unlock.set(PASSWORD)
    assert await unlock.check(PASSWORD)


async def test_a_pin_opens_it() -> None:
    unlock = Unlock(CHEAP)
    await unlock.choose_pin("482915", "482915")
    assert await unlock.check("482915")
    assert not await unlock.check("482916")


@pytest.mark.parametrize(
    ("pin", "again", "code"),
    [
        ("48291", "48291", "pin.shape"),
        ("4" * 9 + "82915482", "x", "pin.shape"),
        ("48291a", "48291a", "pin.shape"),
        ("\u0664\u0668\u0662\u0669\u0661\u0665", "", "pin.shape"),
        ("", "", "pin.shape"),
        ("777777", "777777", "pin.easy"),
        ("123456", "123456", "pin.easy"),
        ("890123", "890123", "pin.easy"),
        ("654321", "654321", "pin.easy"),
        ("482915", "482951", "pin.differs"),
    ],
)
async def test_a_pin_of_no_use_is_refused(pin: str, again: str, code: str) -> None:
    unlock = Unlock(CHEAP)
    with pytest.raises(Problem) as caught:
        await unlock.choose_pin(pin, again)
    assert caught.value.code == code
    assert not unlock.is_set
