"""What else a sign-in may ask: approval, a new password, a question, a device to register."""

from __future__ import annotations

from spot_tui.backend.identity.prompts import ChooseDevice, Done, EnrolDetails, EnrolPhone, WaitForApproval
from spot_tui.backend.problems import Problem
from spot_tui.screens.approval import ApprovalPage
from spot_tui.screens.device import DevicePage
from spot_tui.screens.enrol import EnrolPhonePage
from spot_tui.screens.enrol_details import EnrolDetailsPage, grouped_secret
from spot_tui.screens.home import HomePage
from spot_tui.screens.provider import ProviderPage
from spot_tui.widgets.large_digits import large
from tests.screens.desk import AUTHENTICATOR, PHONE, TestDesk
from tests.screens.looking import key_bar, kiosk, press, screen_text, settle, stands_at, write
from tests.screens.places import approval, enrol, enrol_phone, password, question

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
        assert key_bar(pilot.app) == ["cancel", "other_device"]
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
        desk.sign_in.told.answers = [waits, None]
        await press(pilot, "f4")
        assert ("resend",) in desk.sign_in.sent
        assert "Pick this number there: 42" in screen_text(pilot.app)


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
