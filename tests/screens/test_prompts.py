"""What else a sign-in may ask: approval, a new password, a question, a device to register."""

from __future__ import annotations

from typing import cast

from spot_tui.backend.identity.practice import PracticeCode
from spot_tui.backend.identity.prompts import (
    ChooseDevice,
    Device,
    DeviceKind,
    Done,
    EnrolDetails,
    EnrolPhone,
    EnterCode,
    WaitForApproval,
)
from spot_tui.backend.problems import Problem
from spot_tui.screens.approval import ApprovalPage
from spot_tui.screens.device import DevicePage
from spot_tui.screens.enrol import EnrolPhonePage
from spot_tui.screens.enrol_details import EnrolDetailsPage, grouped_secret
from spot_tui.screens.explain import ExplainPage
from spot_tui.screens.home import HomePage
from spot_tui.screens.provider import ProviderPage
from spot_tui.widgets.large_digits import large
from tests.screens.desk import AUTHENTICATOR, PHONE, TestDesk, ToldPractice
from tests.screens.looking import key_bar, kiosk, press, screen_text, settle, stands_at, write
from tests.screens.places import approval, asked, enrol, enrol_phone, password, question

STRONG = "Ample-Practice-Phrase"


async def test_the_number_zero_is_shown_large() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await approval(pilot, desk)
        seen = screen_text(pilot.app)
        assert "Pick this number there: 0" in seen
        assert all(row.rstrip() in seen for row in large("0"))


async def test_an_approval_is_waited_for_without_a_key() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await approval(pilot, desk)
        desk.sign_in.told.go_on(Done(desk.session()))
        await settle(pilot)
        assert stands_at(pilot, ProviderPage)


async def test_while_waiting_another_device_can_be_taken() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await approval(pilot, desk)
        assert key_bar(pilot.app) == ["explain", "cancel", "other_device", "quit"]
        desk.sign_in.told.answers = [ChooseDevice((AUTHENTICATOR, PHONE))]
        await press(pilot, "f6")
        assert stands_at(pilot, DevicePage)


async def test_after_a_refusal_a_new_request_goes_out_by_key_only() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await approval(pilot, desk)
        waits = desk.sign_in.prompt = WaitForApproval(PHONE, "42")
        desk.sign_in.told.fail(Problem("identity.push_rejected"))
        await settle(pilot)
        assert stands_at(pilot, ApprovalPage)
        assert desk.sign_in.sent[-1] == ("wait",)
        assert "F4 New request" in screen_text(pilot.app)
        desk.sign_in.told.answers = [waits, None]
        await press(pilot, "f4")
        assert ("resend",) in desk.sign_in.sent
        assert "Pick this number there: 42" in screen_text(pilot.app)


async def test_what_is_answered_while_help_is_read_is_shown_after_it() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await approval(pilot, desk)
        await press(pilot, "f1")
        assert stands_at(pilot, ExplainPage)
        desk.sign_in.told.go_on(ChooseDevice((AUTHENTICATOR, PHONE)))
        await settle(pilot)
        assert stands_at(pilot, ExplainPage)
        await press(pilot, "f3")
        await settle(pilot)
        assert stands_at(pilot, DevicePage)


async def test_a_refusal_while_help_is_read_is_shown_after_it() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await approval(pilot, desk)
        desk.sign_in.prompt = WaitForApproval(PHONE, "42")
        await press(pilot, "f1")
        desk.sign_in.told.fail(Problem("identity.push_rejected"))
        await settle(pilot)
        await press(pilot, "f3")
        assert stands_at(pilot, ApprovalPage)
        assert "F4 New request" in screen_text(pilot.app)


async def test_the_question_of_a_key_stands_while_it_waits() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await approval(pilot, desk)
        await press(pilot, "f9")
        assert "End the program?" in screen_text(pilot.app)
        desk.clock.forward(1)
        cast(ApprovalPage, pilot.app.screen)._tick()
        await settle(pilot)
        assert "End the program?" in screen_text(pilot.app)
        await press(pilot, "x")
        assert "Waiting for your approval" in screen_text(pilot.app)
        await press(pilot, "f9", "f9")
        assert pilot.app.return_code == 0


async def test_what_is_refused_while_a_key_asks_leaves_no_question_behind() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await approval(pilot, desk)
        desk.sign_in.prompt = WaitForApproval(PHONE, "42")
        await press(pilot, "f9")
        desk.sign_in.told.fail(Problem("identity.push_rejected"))
        await settle(pilot)
        desk.sign_in.told.answers = [WaitForApproval(PHONE, "42"), None]
        await press(pilot, "f4")
        assert ("resend",) in desk.sign_in.sent


YUBIKEY = Device("ykf1", DeviceKind.YUBIKEY, "000012345678")


async def test_a_yubikey_is_to_be_touched_and_nothing_is_said_of_phones_or_digits() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await asked(pilot, desk, EnterCode(YUBIKEY))
        desk.practice = ToldPractice()
        desk.practice.code = PracticeCode("c" * 44, 0, is_used=False)
        assert "Touch the button of your key" in screen_text(pilot.app)
        await press(pilot, "f2")
        text = screen_text(pilot.app)
        assert "c" * 44 in text
        assert "phone" not in text
        assert "digits" not in text
        await press(pilot, "f1")
        assert "touch the key" in screen_text(pilot.app)
        assert "digits" not in screen_text(pilot.app)


async def test_who_has_one_device_is_told_where_a_second_is_added() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await asked(pilot, desk, ChooseDevice((AUTHENTICATOR,)))
        assert "under Your devices" in screen_text(pilot.app)
        assert "web browser" not in screen_text(pilot.app)


async def test_where_devices_are_changed_elsewhere_the_address_is_told() -> None:
    desk = TestDesk()
    desk.devices.can_change = False
    async with kiosk(desk) as pilot:
        await asked(pilot, desk, ChooseDevice((AUTHENTICATOR,)))
        assert "https://account.example" in screen_text(pilot.app)


async def test_rules_are_marked_while_the_password_is_typed() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await password(pilot, desk)
        assert "no   At least 15 characters" in screen_text(pilot.app)
        await press(pilot, "tab")
        await write(pilot, STRONG)
        assert "yes  At least 15 characters" in screen_text(pilot.app)
        assert "?    None of your last 24 passwords" in screen_text(pilot.app)
        assert STRONG not in screen_text(pilot.app)


async def test_a_password_that_breaks_a_rule_is_not_sent() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await password(pilot, desk)
        for typed in ("Old", "short", "short"):
            await write(pilot, typed)
            await press(pilot, "tab")
        await press(pilot, "f5")
        assert "breaks a rule" in screen_text(pilot.app)
        assert [verb for verb, *_ in desk.sign_in.sent] == ["start"]


async def test_old_and_new_password_are_sent_once_and_exactly() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await password(pilot, desk)
        for typed in ("Old", STRONG, STRONG):
            await write(pilot, typed)
            await press(pilot, "tab")
        desk.sign_in.told.answers = [Done(desk.session())]
        await press(pilot, "f5")
        assert desk.sign_in.sent[-1] == ("change_password", "Old", STRONG)


async def test_two_different_new_passwords_are_not_sent() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await password(pilot, desk)
        for typed in ("Old", STRONG, STRONG + "x"):
            await write(pilot, typed)
            await press(pilot, "tab")
        await press(pilot, "f5")
        assert "not the same both times" in screen_text(pilot.app)


async def test_the_answer_to_the_question_is_masked_and_sent() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await question(pilot, desk)
        assert "First school?" in screen_text(pilot.app)
        await write(pilot, "Elm Street")
        assert "Elm" not in screen_text(pilot.app)
        desk.sign_in.told.answers = [Problem("identity.answer_wrong", ("answer",))]
        await press(pilot, "f5")
        assert desk.sign_in.sent[-1] == ("answer", "Elm Street")


async def test_a_device_is_registered_step_by_step() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await enrol(pilot, desk)
        assert "Registered already: Voice call" in screen_text(pilot.app)
        desk.sign_in.told.answers = [EnrolPhone(PHONE.kind)]
        await press(pilot, "2")
        assert stands_at(pilot, EnrolPhonePage)
        desk.sign_in.told.answers = [EnrolDetails(PHONE.kind, where="+1 XXX-XXX-0111")]
        await write(pilot, "555-555-0111")
        await press(pilot, "f5")
        assert desk.sign_in.sent[-1] == ("enrol", "sms", "555-555-0111")
        assert stands_at(pilot, EnrolDetailsPage)
        desk.sign_in.told.answers = [Done(desk.session())]
        await write(pilot, "123456")
        await press(pilot, "f5")
        assert desk.sign_in.sent[-1:] == [("activate", "123456")]
        assert not stands_at(pilot, HomePage)


async def test_a_number_of_the_wrong_shape_is_told_beside_the_field() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await enrol_phone(pilot, desk)
        await write(pilot, "123")
        await press(pilot, "f5")
        assert stands_at(pilot, EnrolPhonePage)
        assert [verb for verb, *_ in desk.sign_in.sent] == ["start"]


def test_a_secret_is_shown_in_groups_of_four() -> None:
    assert grouped_secret("JBSWY3DPEHPK3PXP") == "JBSW Y3DP EHPK 3PXP"
