"""User ID, password, device, passcode."""

from typing import Any

import pytest
from textual import events

from spot_tui.backend.identity.password_rules import PasswordRules
from spot_tui.backend.identity.prompts import (
    ChangePassword,
    ChooseDevice,
    Device,
    DeviceKind,
    Done,
    EnterCode,
    Message,
    Prompt,
)
from spot_tui.backend.identity.refused_tries import Caution, Risk
from spot_tui.backend.problems import Problem
from spot_tui.screens.device import DevicePage
from spot_tui.screens.grant import GrantPage
from spot_tui.screens.home import HomePage
from spot_tui.screens.passcode import PasscodePage
from spot_tui.screens.password import PasswordPage
from spot_tui.screens.provider import ProviderPage
from spot_tui.screens.sign_in import SignInPage
from spot_tui.settings import practice_profile
from spot_tui.widgets.entry import Entry
from spot_tui.widgets.form_panel import FormPanel
from tests.screens.desk import AUTHENTICATOR, KEY, MAY_LOCK, PASSWORD, PHONE, TestDesk
from tests.screens.looking import key_bar, kiosk, press, screen_text, settle, stands_at, to_sign_in, write
from tests.screens.places import GRANT


async def fill_in_wren(pilot: Any) -> None:
    """Type her password once more."""
    panel = pilot.app.screen.query_one(FormPanel)
    panel.fill({"user_id": "wren.applegarth", "password": PASSWORD})
    panel.focus_field("password")
    await settle(pilot)


async def fill_in(pilot: Any) -> None:
    """Fill in the first made-up user and send."""
    await press(pilot, "f2")
    await press(pilot, "f5")


def stands(desk: TestDesk, prompt: Prompt) -> None:
    """Make the next answer this prompt."""
    desk.sign_in.told.answers.append(prompt)


def refuses(desk: TestDesk, problem: Problem) -> None:
    """Make the next answer this problem."""
    desk.sign_in.told.answers.append(problem)


async def test_nothing_is_sent_while_something_is_missing() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_sign_in(pilot)
        await press(pilot, "f5")
        assert "User ID is empty." in screen_text(pilot.app)
        assert pilot.app.screen.query_one(FormPanel).here == "user_id"
    assert desk.sign_in.sent == []


async def test_the_first_gap_gets_the_cursor() -> None:
    async with kiosk(TestDesk()) as pilot:
        await to_sign_in(pilot)
        await write(pilot, "wren.applegarth")
        await press(pilot, "f5")
        assert pilot.app.screen.query_one(FormPanel).here == "password"


async def test_user_and_password_are_sent_once_and_exactly() -> None:
    desk = TestDesk()
    desk.let_in()
    async with kiosk(desk) as pilot:
        await to_sign_in(pilot)
        await write(pilot, "wren.applegarth")
        await press(pilot, "enter")
        await write(pilot, " two blanks ")
        await press(pilot, "enter")
        assert stands_at(pilot, DevicePage)
    assert desk.sign_in.sent == [("start", "wren.applegarth", " two blanks ")]


async def test_the_password_is_never_on_the_screen() -> None:
    async with kiosk(TestDesk()) as pilot:
        await to_sign_in(pilot)
        await press(pilot, "tab")
        await write(pilot, "hunter2")
        assert "hunter2" not in screen_text(pilot.app)
        assert "*******" in screen_text(pilot.app)


async def test_in_practice_a_key_fills_in_one_made_up_user_after_the_other() -> None:
    async with kiosk(TestDesk()) as pilot:
        await to_sign_in(pilot)
        assert "End user, approved role" in screen_text(pilot.app)
        panel = pilot.app.screen.query_one(FormPanel)
        for user_id in ("wren.applegarth", "otis.barnabeck", "wren.applegarth"):
            await press(pilot, "f2")
            assert panel.typed == {"user_id": user_id, "password": PASSWORD}


async def test_in_production_there_are_no_made_up_users() -> None:
    desk = TestDesk(practice_profile().model_copy(update={"environment": "production"}))
    desk.practice = None
    async with kiosk(desk) as pilot:
        await to_sign_in(pilot)
        assert "PRODUCTION" in screen_text(pilot.app)
        assert "fill_in" not in key_bar(pilot.app)
        assert "Made-up" not in screen_text(pilot.app)


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (Problem("identity.credentials", ("password",), {}, "Authentication failed"), "is not right."),
        (
            Problem("identity.locked", (), {"until": "10:41"}, "User is locked out"),
            "opens by itself at about 10:41",
        ),
        (Problem("identity.suspended", (), {}, "User is suspended"), "Call the help desk"),
        (
            Problem("upstream.down", (), {"upstream": "The sign-in service", "status": 503}, "Oops"),
            "not working now",
        ),
    ],
    ids=lambda value: value.code if isinstance(value, Problem) else "",
)
async def test_each_refusal_has_its_words_and_the_other_sides_own(problem: Problem, said: str) -> None:
    desk = TestDesk()
    refuses(desk, problem)
    async with kiosk(desk) as pilot:
        await to_sign_in(pilot)
        await fill_in(pilot)
        seen = " ".join(screen_text(pilot.app).split())
        assert said in seen
        assert problem.upstream_words in seen
        assert pilot.app.screen.query_one(FormPanel).typed == {"user_id": "wren.applegarth", "password": ""}


async def test_a_refusal_with_a_field_stands_beside_it() -> None:
    desk = TestDesk()
    refuses(desk, Problem("identity.credentials", ("password",)))
    async with kiosk(desk) as pilot:
        await to_sign_in(pilot)
        await fill_in(pilot)
        assert pilot.app.screen.query_one(FormPanel).problems.keys() == {"password"}


async def test_before_the_try_that_may_lock_she_is_asked() -> None:
    desk = TestDesk()
    desk.let_in()
    desk.sign_in.cautions = {"wren.applegarth": MAY_LOCK}
    async with kiosk(desk) as pilot:
        await to_sign_in(pilot)
        await fill_in(pilot)
        assert desk.sign_in.sent == []
        assert "locks the account" in screen_text(pilot.app)
        await press(pilot, "f5")
    assert len(desk.sign_in.sent) == 1


async def test_once_the_account_is_probably_locked_every_try_takes_a_second_press() -> None:
    desk = TestDesk()
    desk.sign_in.cautions = {"wren.applegarth": Caution(Risk.MAYBE_LOCKED, 3, "10:41 AM EST")}
    async with kiosk(desk) as pilot:
        await to_sign_in(pilot)
        for tried in (1, 2):
            await fill_in_wren(pilot)
            await press(pilot, "f5")
            assert len(desk.sign_in.sent) == tried - 1
            seen = " ".join(screen_text(pilot.app).split())
            assert "probably locked until about 10:41 AM EST" in seen
            assert "more tries may suspend the account" in seen
            assert "F8 opens a locked account now" in seen
            assert desk.profile.help_desk.phone in seen
            assert "Have ready: user ID wren.applegarth" in seen
            refuses(
                desk,
                Problem(
                    "identity.maybe_locked", ("password",), {"tries": 3 + tried, "until": "10:41 AM EST"}
                ),
            )
            await press(pilot, "f5")
            assert len(desk.sign_in.sent) == tried


async def test_a_known_lock_is_told_as_one_before_anything_is_sent() -> None:
    desk = TestDesk()
    desk.sign_in.cautions = {"wren.applegarth": Caution(Risk.LOCKED, 3, "10:41 AM EST")}
    async with kiosk(desk) as pilot:
        await to_sign_in(pilot)
        await fill_in(pilot)
        assert "? The account is locked until about 10:41 AM EST" in screen_text(pilot.app)
        assert "Two tries" not in screen_text(pilot.app)
    assert desk.sign_in.sent == []


async def test_a_question_about_one_user_is_no_answer_for_another() -> None:
    desk = TestDesk()
    desk.sign_in.cautions = dict.fromkeys(("wren.applegarth", "otis.barnabeck"), MAY_LOCK)
    async with kiosk(desk) as pilot:
        await to_sign_in(pilot)
        await fill_in(pilot)
        await fill_in(pilot)
        assert desk.sign_in.sent == []


async def test_the_first_refusal_says_that_a_lock_looks_the_same_and_whom_to_ask() -> None:
    desk = TestDesk()
    about = {"user_id": "wren.applegarth"}
    refuses(desk, Problem("identity.credentials", ("password",), about, "Authentication failed", "req-1"))
    async with kiosk(desk) as pilot:
        await to_sign_in(pilot)
        await fill_in(pilot)
        seen = " ".join(screen_text(pilot.app).split())
        for told in ("locked or suspended account gets this same answer", "Have ready: user ID wren"):
            assert told in seen
        assert desk.profile.help_desk.phone in seen
        assert "F7 sets a new password" in seen


async def test_who_has_only_a_security_key_is_shown_the_key_of_the_web_browser() -> None:
    desk = TestDesk()
    refuses(desk, Problem("identity.no_usable_device"))
    desk.device_grant.begins.answers = [GRANT]
    desk.device_grant.told.answers = [None]
    async with kiosk(desk) as pilot:
        await to_sign_in(pilot)
        await fill_in(pilot)
        assert "F6 signs in with a web browser" in screen_text(pilot.app)
        await press(pilot, "f6")
        assert stands_at(pilot, GrantPage)


async def test_where_no_web_browser_signs_in_its_key_is_not_named() -> None:
    profile = practice_profile()
    identity = profile.identity.model_copy(update={"device_grant": False})
    desk = TestDesk(profile.model_copy(update={"identity": identity}))
    refuses(desk, Problem("identity.no_usable_device"))
    async with kiosk(desk) as pilot:
        await to_sign_in(pilot)
        await fill_in(pilot)
        assert "security key works only in a web browser" in " ".join(screen_text(pilot.app).split())
        assert "F6 signs in" not in screen_text(pilot.app)


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("5 5 5 3 3 6 1 2", "55533612"),
        ("5  5  5  3  3  6  1  2", "55533612"),
        ("1 2 3 4 5 6 7 8 9 0", "1234567890"),
    ],
)
async def test_a_pasted_passcode_is_sent_whole_however_many_blanks_it_has(typed: str, sent: str) -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_passcode(pilot, desk)
        stands(desk, Done(desk.session()))
        pilot.app.post_message(events.Paste(typed))
        await settle(pilot)
        await press(pilot, "f5")
    assert desk.sign_in.sent[-1] == ("enter", sent)


@pytest.mark.parametrize("typed", ["12345678901", "1 2 3 4 5 6 7 8 9 0 1", "1 2 3 4 5 6 7 8 9 0 1 2 3"])
async def test_what_is_too_long_for_a_passcode_is_refused_and_not_cut(typed: str) -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_passcode(pilot, desk)
        pilot.app.post_message(events.Paste(typed))
        await settle(pilot)
        await press(pilot, "f5")
        assert pilot.app.screen.query_one(FormPanel).problems.keys() == {"passcode"}
    assert desk.sign_in.sent[-1][0] == "choose"


async def test_a_key_that_was_touched_twice_is_refused_and_not_cut() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        key = Device("ykf1", DeviceKind.YUBIKEY, "wren")
        await to_passcode(pilot, desk, EnterCode(key))
        pilot.app.post_message(events.Paste("cbdefghijklnrtuv" * 4))
        await settle(pilot)
        await press(pilot, "f5")
    assert desk.sign_in.sent[-1][0] == "choose"


async def test_an_expired_password_is_said_to_have_expired() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_sign_in(pilot)
        stands(desk, ChangePassword(may_skip=False, is_expired=True))
        await fill_in(pilot)
        assert "Your password has expired." in screen_text(pilot.app)
        assert "later" not in key_bar(pilot.app)


async def test_two_refused_tries_of_somebody_else_are_not_asked_about() -> None:
    desk = TestDesk()
    desk.let_in()
    desk.sign_in.cautions = {"lena.elderquist": MAY_LOCK}
    async with kiosk(desk) as pilot:
        await to_sign_in(pilot)
        await fill_in(pilot)
    assert len(desk.sign_in.sent) == 1


async def test_before_the_passcode_that_may_lock_she_is_asked() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_passcode(pilot, desk)
        desk.sign_in.cautions = {"": MAY_LOCK}
        stands(desk, Done(desk.session()))
        await write(pilot, "123456")
        await press(pilot, "f5")
        assert desk.sign_in.sent[-1][0] != "enter"
        assert "locks the account" in screen_text(pilot.app)
        await press(pilot, "f5")
    assert desk.sign_in.sent[-1] == ("enter", "123456")


async def test_while_an_answer_is_waited_for_only_cancel_works() -> None:
    desk = TestDesk()
    desk.sign_in.told.answers = [None]
    async with kiosk(desk) as pilot:
        await to_sign_in(pilot)
        await fill_in(pilot)
        await press(pilot, "f5", "enter", "f2")
        assert len(desk.sign_in.sent) == 1
        assert key_bar(pilot.app) == ["cancel"]
        await press(pilot, "f3")
        assert desk.sign_in.cancelled == 1
        assert "send" in key_bar(pilot.app)
        assert "Cancelled" in screen_text(pilot.app)


async def test_seconds_waited_are_shown() -> None:
    desk = TestDesk()
    desk.sign_in.told.answers = [None]
    async with kiosk(desk) as pilot:
        await to_sign_in(pilot)
        await fill_in(pilot)
        page = pilot.app.screen
        assert isinstance(page, SignInPage)
        desk.clock.forward(7)
        page.now_doing("Asking")
        await settle(pilot)
        assert "Asking (7 s)" in screen_text(pilot.app)


async def to_device(pilot: Any, desk: TestDesk) -> None:
    """Send user ID and password."""
    await to_sign_in(pilot)
    stands(desk, ChooseDevice((AUTHENTICATOR, PHONE, KEY)))
    await fill_in(pilot)


async def test_a_device_is_taken_by_its_digit() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_device(pilot, desk)
        stands(desk, EnterCode(PHONE, 30))
        await press(pilot, "2")
    assert desk.sign_in.sent[-1] == ("choose", PHONE.id)


async def test_a_device_is_taken_by_cursor_and_enter() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_device(pilot, desk)
        stands(desk, EnterCode(PHONE, 30))
        await press(pilot, "down", "enter")
    assert desk.sign_in.sent[-1] == ("choose", PHONE.id)


async def test_a_device_that_cannot_be_used_is_listed_and_never_taken() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_device(pilot, desk)
        assert "cannot be used here" in screen_text(pilot.app)
        await press(pilot, "3", "down", "down", "enter")
    assert desk.sign_in.sent[-1][0] == "start"


async def to_passcode(pilot: Any, desk: TestDesk, prompt: EnterCode | None = None) -> None:
    """Choose the first device."""
    await to_device(pilot, desk)
    stands(desk, prompt or EnterCode(AUTHENTICATOR))
    await press(pilot, "1")


async def test_a_wrong_passcode_is_told_beside_the_field_which_is_emptied() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_passcode(pilot, desk)
        refuses(desk, Problem("identity.passcode_wrong", ("passcode",), {}, "Invalid Passcode/Answer"))
        desk.sign_in.prompt = EnterCode(AUTHENTICATOR)
        await write(pilot, "999999")
        told = desk.sign_in
        told.prompt = EnterCode(AUTHENTICATOR)
        await press(pilot, "f5")
        panel = pilot.app.screen.query_one(FormPanel)
        assert panel.problems.keys() == {"passcode"}
        assert panel.typed == {"passcode": ""}
        assert "Invalid Passcode/Answer" in screen_text(pilot.app)


async def test_a_passcode_is_sent_without_its_blanks() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_passcode(pilot, desk)
        stands(desk, Done(desk.session()))
        await write(pilot, "123 456")
        await press(pilot, "enter")
    assert desk.sign_in.sent[-1] == ("enter", "123456")


async def test_a_passcode_is_pasted_with_blanks_and_sent_without() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_passcode(pilot, desk)
        stands(desk, Done(desk.session()))
        pilot.app.post_message(events.Paste("\n  123 456 \n"))
        await settle(pilot)
        await press(pilot, "f5")
    assert desk.sign_in.sent[-1] == ("enter", "123456")


async def test_mail_is_said_to_be_slow_where_the_device_is_chosen() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_sign_in(pilot)
        mail = Device("emf3", DeviceKind.EMAIL, "w***h@practice.example")
        stands(desk, ChooseDevice((AUTHENTICATOR, mail)))
        await fill_in(pilot)
        (row,) = [row for row in screen_text(pilot.app).splitlines() if "E-mail to" in row]
        assert "can take minutes" in row


async def test_a_sign_in_that_ended_starts_again_says_why_and_keeps_the_user_id() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_passcode(pilot, desk)
        refuses(desk, Problem("identity.expired", (), {}, "You have been logged out."))
        await write(pilot, "123456")
        desk.sign_in.prompt = None
        await press(pilot, "f5")
        assert stands_at(pilot, SignInPage)
        assert "You have been logged out." in " ".join(screen_text(pilot.app).split())
        panel = pilot.app.screen.query_one(FormPanel)
        assert panel.typed == {"user_id": "wren.applegarth", "password": ""}
        assert panel.here == "password"


async def test_who_comes_back_to_the_sign_in_from_outside_finds_no_user_id() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_passcode(pilot, desk)
        await press(pilot, "f3", "f3", "1", "f5")
        assert stands_at(pilot, SignInPage)
        assert pilot.app.screen.query_one(FormPanel).typed["user_id"] == ""


async def test_a_new_code_can_be_asked_for_only_after_the_wait() -> None:
    desk = TestDesk()
    desk.sign_in.resend_wait = 30
    async with kiosk(desk) as pilot:
        await to_passcode(pilot, desk, EnterCode(PHONE, 30))
        page = pilot.app.screen
        assert isinstance(page, PasscodePage)
        assert "in 30 s" in screen_text(pilot.app)
        await press(pilot, "f4")
        assert desk.sign_in.sent[-1][0] == "choose"
        desk.sign_in.resend_wait = 0
        page.count_down()
        await settle(pilot)
        assert "resend" in key_bar(pilot.app)
        stands(desk, EnterCode(PHONE, 30))
        await press(pilot, "f4")
    assert desk.sign_in.sent[-1] == ("resend",)


async def test_an_authenticator_has_nothing_to_send_again() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_passcode(pilot, desk)
        assert "resend" not in key_bar(pilot.app)


async def test_in_practice_a_key_shows_what_the_phone_shows() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_passcode(pilot, desk)
        await press(pilot, "f2")
        assert "shows 123456 now" in screen_text(pilot.app)


async def test_another_device_can_be_chosen() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_passcode(pilot, desk)
        stands(desk, ChooseDevice((AUTHENTICATOR, PHONE)))
        await press(pilot, "f6")
        assert stands_at(pilot, DevicePage)


async def test_what_may_be_skipped_is_skipped_by_a_key() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_sign_in(pilot)
        stands(desk, ChangePassword(may_skip=True, days_left=5, rules=PasswordRules(least_length=15)))
        await fill_in(pilot)
        assert stands_at(pilot, PasswordPage)
        assert "expires in 5 days" in screen_text(pilot.app)
        assert "At least 15 characters" in screen_text(pilot.app)
        stands(desk, Done(desk.session()))
        await press(pilot, "f4")
        assert stands_at(pilot, ProviderPage)


async def test_what_must_be_done_in_a_browser_cannot_be_skipped() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_sign_in(pilot)
        stands(desk, Message("Please call us."))
        await fill_in(pilot)
        assert "Please call us." in screen_text(pilot.app)
        assert "skip" not in key_bar(pilot.app)


async def test_after_the_sign_in_no_screen_holds_password_or_passcode() -> None:
    desk = TestDesk()
    desk.let_in()
    async with kiosk(desk) as pilot:
        await to_sign_in(pilot)
        await fill_in(pilot)
        await press(pilot, "1")
        await write(pilot, "123456")
        await press(pilot, "f5")
        await press(pilot, "1")
        assert stands_at(pilot, HomePage)
        stacks = pilot.app._screen_stacks.values()
        entries = [entry for stack in stacks for page in stack for entry in page.query(Entry)]
        assert entries == []


async def test_who_is_kept_out_is_told_whom_to_ask_and_what_to_quote() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_sign_in(pilot)
        quoted = {"user_id": "wren.applegarth", "number": "AR-17", "whom": "help desk", "reason": "none"}
        desk.sign_in.told.answers = [Problem("identity.denied", (), quoted)]
        await fill_in(pilot)
        seen = screen_text(pilot.app)
        assert desk.profile.help_desk.phone in seen
        assert "wren.applegarth" in seen
        assert "AR-17" in seen
