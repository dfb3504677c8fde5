"""The session in the kiosk: warning, lock, unlock, take-over, end, and the work that these interrupt."""

from __future__ import annotations

from typing import Any, cast

from spot_tui.app import Kiosk
from spot_tui.backend.problems import Problem
from spot_tui.screens.answer import AnswerPage
from spot_tui.screens.home import HomePage
from spot_tui.screens.inquiry import InquiryPage
from spot_tui.screens.lock import LockPage
from spot_tui.screens.lock_sealed import SealedLockPage
from spot_tui.screens.pin import PinPage
from spot_tui.screens.welcome import WelcomePage
from tests.screens.answers import answer
from tests.screens.desk import PASSWORD, TestDesk
from tests.screens.looking import (
    key_bar,
    kiosk,
    open_job,
    press,
    screen_text,
    settle,
    stands_at,
    to_home,
    to_inquiry,
    to_provider,
    write,
)
from tests.screens.test_answer import ALMA

MBI = "1AA0AA0AA01"


async def tick(pilot: Any, desk: TestDesk, minutes: float) -> None:
    """Let time pass, and the kiosk look at the clock."""
    desk.clock.forward(minutes * 60)
    cast(Kiosk, pilot.app).look_at_session()
    await settle(pilot)


async def unlock(pilot: Any, secret: str = PASSWORD) -> None:
    await write(pilot, secret)
    await press(pilot, "f5")
    await settle_checks(pilot)


async def settle_checks(pilot: Any) -> None:
    """Wait for what is worked out or kept beside the screens."""
    while under_way := [
        work for work in pilot.app.workers if work.group in {"default", "drafts"} and not work.is_finished
    ]:
        await pilot.app.workers.wait_for_complete(under_way)
        await settle(pilot)
    await settle(pilot)


async def test_a_key_locks_and_nothing_of_the_screen_is_seen() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_inquiry(pilot, desk)
        await write(pilot, MBI)
        await press(pilot, "f10")
        assert stands_at(pilot, LockPage)
        assert MBI not in screen_text(pilot.app)
        assert key_bar(pilot.app) == ["explain", "unlock", "take_over"]
    assert "session.lock" in desk.audit.events


async def test_idle_time_warns_then_locks() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_home(pilot, desk)
        await tick(pilot, desk, 13)
        top = " ".join(screen_text(pilot.app).splitlines()[0].split())
        assert top == "PRACTICE Home ! Locks in 2 min; any key stays. Practice Family Clinic"
        assert "session.warn" in desk.audit.events
        await tick(pilot, desk, 2)
        assert stands_at(pilot, LockPage)


async def test_any_key_takes_the_warning_away() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_home(pilot, desk)
        before = screen_text(pilot.app)
        await tick(pilot, desk, 14)
        assert screen_text(pilot.app) != before
        await press(pilot, "f12")
        assert screen_text(pilot.app) == before
        await tick(pilot, desk, 12)
        assert screen_text(pilot.app) == before


async def test_a_key_that_comes_after_the_locks_time_does_nothing_but_lock() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_home(pilot, desk)
        desk.clock.forward(16 * 60)
        await press(pilot, "1")
        assert stands_at(pilot, LockPage)
        await unlock(pilot)
        assert stands_at(pilot, HomePage)


async def test_the_password_opens_the_screen_as_it_was() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_inquiry(pilot, desk)
        await write(pilot, MBI)
        await press(pilot, "f10")
        await unlock(pilot)
        assert stands_at(pilot, InquiryPage)
        assert MBI in screen_text(pilot.app)
        assert "lock" not in pilot.app._screen_stacks
    assert "session.unlock" in desk.audit.events


async def test_a_wrong_password_leaves_it_locked_and_says_how_many_tries_are_left() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_home(pilot, desk)
        await press(pilot, "f10")
        await unlock(pilot, "wrong")
        assert stands_at(pilot, LockPage)
        assert "tries left: 2" in screen_text(pilot.app)


async def test_the_third_wrong_try_signs_out_and_says_why() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_home(pilot, desk)
        await press(pilot, "f10")
        for _ in range(3):
            await unlock(pilot, "wrong")
        await settle_checks(pilot)
        assert stands_at(pilot, WelcomePage)
        assert "third wrong try" in screen_text(pilot.app)
    assert desk.ended == ["access"]


async def test_under_the_lock_time_signs_out_and_the_first_screen_says_why() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_home(pilot, desk)
        await press(pilot, "f10")
        await tick(pilot, desk, 31)
        await settle_checks(pilot)
        assert stands_at(pilot, WelcomePage)
        assert "no key was pressed" in screen_text(pilot.app)
        assert pilot.app._screen_stacks.keys() == {"entrance"}
    assert desk.ended == ["access"]


async def test_somebody_else_may_end_a_locked_session_and_sign_in() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_home(pilot, desk)
        await press(pilot, "f10", "f9", "f9")
        await settle_checks(pilot)
        assert stands_at(pilot, WelcomePage)
        await to_home(pilot, desk)
        assert stands_at(pilot, HomePage)
    assert "session.takeover" in desk.audit.events
    assert desk.audit.events.count("session.end") == 2


async def test_an_answer_that_comes_under_the_lock_is_shown_after_it() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_inquiry(pilot, desk)
        assert desk.eligibility is not None
        desk.eligibility.told.answers = [None]
        for value in ALMA:
            await write(pilot, value)
            await press(pilot, "tab")
        await press(pilot, "f5")
        await press(pilot, "f10")
        assert stands_at(pilot, LockPage)
        desk.eligibility.told.go_on(answer())
        await settle(pilot)
        assert stands_at(pilot, LockPage)
        await write(pilot, PASSWORD)
        await press(pilot, "f5")
        await settle_checks(pilot)
        assert stands_at(pilot, AnswerPage)


async def test_waiting_for_an_answer_counts_as_activity() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_inquiry(pilot, desk)
        assert desk.eligibility is not None
        desk.eligibility.told.answers = [None]
        for value in ALMA:
            await write(pilot, value)
            await press(pilot, "tab")
        await press(pilot, "f5")
        await tick(pilot, desk, 20)
        assert stands_at(pilot, InquiryPage)


async def test_a_session_without_a_password_asks_for_a_pin_that_opens_its_lock() -> None:
    desk = TestDesk()
    desk.has_password = False
    async with kiosk(desk) as pilot:
        await to_provider(pilot, desk)
        assert stands_at(pilot, PinPage)
        await write(pilot, "123456")
        await press(pilot, "tab")
        await write(pilot, "123456")
        await press(pilot, "f5")
        await settle_checks(pilot)
        assert "easy to guess" in screen_text(pilot.app)
        await write(pilot, "284619")
        await press(pilot, "tab")
        await write(pilot, "284619")
        await press(pilot, "f5")
        await settle_checks(pilot)
        await press(pilot, "f10")
        await unlock(pilot, "284619")
        assert not stands_at(pilot, LockPage)


async def test_a_lock_that_cannot_be_recorded_locks_all_the_same_and_says_so() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_home(pilot, desk)
        desk.audit.problem = Problem("audit.unwritable", parameters={"reason": "disk full"})
        await press(pilot, "f10")
        await settle_checks(pilot)
        assert stands_at(pilot, LockPage)
        assert "disk full" in screen_text(pilot.app)


async def test_help_under_the_lock_shows_no_key_that_is_dead_there() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_home(pilot, desk)
        await press(pilot, "f10")
        for key in ("f1", "f2", "f4"):
            await press(pilot, key)
            assert "lock" not in key_bar(pilot.app)


async def test_the_kiosk_says_that_it_has_a_lock() -> None:
    desk = TestDesk()
    async with kiosk(desk):
        assert desk.sessions.has_lock


async def without_pin(pilot: Any, desk: TestDesk) -> None:
    """Come in without a password and go without a PIN."""
    desk.has_password = False
    await to_provider(pilot, desk)
    await press(pilot, "f4", "f4")
    await press(pilot, "1")


async def test_the_pin_is_asked_for_until_one_is_chosen_or_refused_by_key() -> None:
    desk = TestDesk()
    desk.has_password = False
    async with kiosk(desk) as pilot:
        await to_provider(pilot, desk)
        assert key_bar(pilot.app) == ["explain", "without_pin", "set_pin", "sign_out"]
        await press(pilot, "f3", "escape", "f10")
        assert stands_at(pilot, PinPage)
        await press(pilot, "f4")
        assert "nobody can open it" in " ".join(screen_text(pilot.app).split())
        await press(pilot, "x")
        assert stands_at(pilot, PinPage)
        await press(pilot, "f4", "f4")
        assert not stands_at(pilot, PinPage)


async def test_who_went_without_a_pin_is_told_on_home_and_may_choose_one() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await without_pin(pilot, desk)
        assert stands_at(pilot, HomePage)
        assert "F7 chooses a PIN" in screen_text(pilot.app)
        await press(pilot, "f7")
        assert key_bar(pilot.app) == ["explain", "back", "set_pin", "sign_out"]
        await press(pilot, "f3", "f7")
        for _ in range(2):
            await write(pilot, "284619")
            await press(pilot, "tab")
        await press(pilot, "f5")
        await settle_checks(pilot)
        assert stands_at(pilot, HomePage)
        assert "F7" not in screen_text(pilot.app)


async def test_your_devices_offers_the_pin_too() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await without_pin(pilot, desk)
        await open_job(pilot, "account", "devices")
        assert "F7 chooses a PIN" in screen_text(pilot.app)
        await press(pilot, "f7")
        assert stands_at(pilot, PinPage)


async def test_a_lock_that_nothing_opens_asks_for_nothing_and_offers_the_end() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await without_pin(pilot, desk)
        await press(pilot, "f10")
        assert stands_at(pilot, SealedLockPage)
        text = " ".join(screen_text(pilot.app).split())
        assert "nobody can open this lock" in text
        assert "Type the" not in text
        assert key_bar(pilot.app) == ["explain", "take_over"]
        await press(pilot, "f9", "f9")
        await settle_checks(pilot)
        assert stands_at(pilot, WelcomePage)
        assert "Another person" not in screen_text(pilot.app)
        assert "ended here with F9" in screen_text(pilot.app)
    assert desk.ended == ["access"]


async def test_a_lock_names_only_what_opens_it() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_home(pilot, desk)
        await press(pilot, "f10")
        assert "password" in screen_text(pilot.app)
        assert "PIN" not in screen_text(pilot.app)


async def test_a_lock_that_a_pin_opens_names_the_pin_only() -> None:
    desk = TestDesk()
    desk.has_password = False
    async with kiosk(desk) as pilot:
        await to_provider(pilot, desk)
        for _ in range(2):
            await write(pilot, "284619")
            await press(pilot, "tab")
        await press(pilot, "f5")
        await settle_checks(pilot)
        await press(pilot, "f10")
        assert "Type the PIN" in screen_text(pilot.app)
        await unlock(pilot, "111111")
        assert "tries left: 2" in screen_text(pilot.app)
        assert "assword" not in screen_text(pilot.app)
