"""Signing in on the Identity Engine, over real HTTP, in every state of an account."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from spot_tui.backend.identity.prompts import (
    AnswerQuestion,
    ChangePassword,
    ChooseDevice,
    DeviceKind,
    Direction,
    Done,
    Enrol,
    EnrolDetails,
    EnrolPhone,
    EnterCode,
    Message,
    WaitForApproval,
)
from spot_tui.backend.identity.refused_tries import Risk
from spot_tui.backend.problems import Kind
from spot_tui.sandbox.staff import staff
from tests.refusals import refusal
from tests.wire.idx_desk import VERA, WILF, IdxDesk, idx_desk
from tests.wire.portal import PASSWORD, Portal
from tests.wire.staff_desk import OTIS, WREN

WRONG = "Not-The-Password-15"
NEW = "Another-Bicycle-77"
CODES = {
    DeviceKind.AUTHENTICATOR: "google",
    DeviceKind.OKTA_VERIFY: "okta",
    DeviceKind.SMS: "sms",
    DeviceKind.VOICE: "voice",
    DeviceKind.EMAIL: "email",
    DeviceKind.YUBIKEY: "yubikey",
}


@pytest.fixture
async def desk(portal: Portal, tmp_path: Path) -> AsyncIterator[IdxDesk]:
    async with idx_desk(portal, tmp_path / "store") as desk:
        yield desk


@pytest.mark.parametrize("kind", CODES)
async def test_every_kind_of_code_signs_in(desk: IdxDesk, kind: DeviceKind) -> None:
    asked = await desk.to(OTIS, kind)
    assert isinstance(asked, EnterCode)
    assert asked.device.kind is kind
    done = await desk.sign_in.enter(desk.code(OTIS, CODES[kind]))
    assert isinstance(done, Done)
    assert (done.session.person.user_id, done.session.is_open) == (OTIS, True)


async def test_the_password_and_the_code_are_each_sent_once(portal: Portal, desk: IdxDesk) -> None:
    await desk.to(WREN, DeviceKind.AUTHENTICATOR)
    await desk.sign_in.enter(desk.code(WREN, "google"))
    assert portal.posts("/idx/identify") == 1
    assert portal.posts("/challenge/answer") == 1
    assert portal.posts("/keep-me-signed-in") == 1
    assert portal.posts("/idx/cancel") == 0


async def test_nothing_goes_to_the_classic_engine(portal: Portal, desk: IdxDesk) -> None:
    await desk.to_devices(WREN)
    assert not [path for _, path in portal.calls if "/api/v1/authn" in path]


async def test_devices_are_listed_with_the_unusable_ones_last(desk: IdxDesk) -> None:
    prompt = await desk.to_devices(OTIS)
    assert [device.usable for device in prompt.devices] == sorted(
        (device.usable for device in prompt.devices), reverse=True
    )
    assert "SMS to +1 XXX-XXX-0122" in [device.label for device in prompt.devices]
    assert "Security Key or Biometric Authenticator (cannot be used here)" in prompt.devices[-1].label


async def test_the_device_used_last_comes_first(desk: IdxDesk) -> None:
    await desk.to(OTIS, DeviceKind.EMAIL)
    await desk.sign_in.enter(desk.code(OTIS, "email"))
    assert (await desk.to_devices(OTIS)).devices[0].kind is DeviceKind.EMAIL


async def test_another_device_can_be_chosen_without_asking_the_organisation(
    portal: Portal, desk: IdxDesk
) -> None:
    await desk.to(OTIS, DeviceKind.SMS)
    before = len(portal.calls)
    assert isinstance(await desk.sign_in.back(), ChooseDevice)
    assert len(portal.calls) == before


async def test_an_older_code_is_worthless_once_a_new_one_was_sent(portal: Portal, desk: IdxDesk) -> None:
    await desk.to(OTIS, DeviceKind.SMS)
    older = desk.code(OTIS, "sms")
    portal.clock.forward(seconds=31)
    await desk.sign_in.resend()
    problem = await refusal(desk.sign_in.enter(older))
    assert problem.code == "identity.passcode_wrong"
    assert isinstance(await desk.sign_in.enter(desk.code(OTIS, "sms")), Done)


async def test_a_code_is_not_sent_again_too_early(portal: Portal, desk: IdxDesk) -> None:
    await desk.to(OTIS, DeviceKind.VOICE)
    problem = await refusal(desk.sign_in.resend())
    assert problem.code == "identity.resend_wait"
    assert portal.posts("/resend") == 0


async def test_a_wrong_code_is_told_and_may_be_followed_by_the_right_one(desk: IdxDesk) -> None:
    await desk.to(WREN, DeviceKind.SMS)
    problem = await refusal(desk.sign_in.enter("000000" if desk.code(WREN, "sms") != "000000" else "1111"))
    assert (problem.code, problem.fields) == ("identity.passcode_wrong", ("passcode",))
    assert problem.upstream_words == "Invalid code. Try again."
    assert isinstance(await desk.sign_in.enter(desk.code(WREN, "sms")), Done)


async def test_a_used_code_is_refused_as_used(desk: IdxDesk) -> None:
    await desk.to(WREN, DeviceKind.AUTHENTICATOR)
    code = desk.code(WREN, "google")
    await desk.sign_in.enter(code)
    await desk.to(WREN, DeviceKind.AUTHENTICATOR)
    assert (await refusal(desk.sign_in.enter(code))).code == "identity.passcode_used"


async def test_wrong_password_unknown_user_and_hidden_lock_read_the_same(desk: IdxDesk) -> None:
    told = [
        await refusal(desk.sign_in.start(user, word))
        for user, word in ((WREN, WRONG), ("nobody.here", WRONG), ("lena.elderquist", PASSWORD))
    ]
    assert {(problem.code, problem.upstream_words) for problem in told} == {
        ("identity.credentials", "Authentication failed")
    }
    assert desk.sign_in.prompt is None


async def test_three_wrong_passwords_warn_and_then_say_until_when(portal: Portal, desk: IdxDesk) -> None:
    asked = []
    for _ in range(3):
        asked.append(desk.sign_in.caution(WREN))
        problem = await refusal(desk.sign_in.start(WREN, WRONG))
    assert [each and each.risk for each in asked] == [None, None, Risk.LOCKS]
    assert problem.code == "identity.maybe_locked"
    assert portal.posts("/idx/identify") == 3


@pytest.mark.parametrize(
    ("user_id", "code"),
    [("lena.elderquist", "identity.locked"), ("milo.fenwhistle", "identity.suspended")],
)
async def test_a_lock_that_the_organisation_shows_is_told(
    portal: Portal, desk: IdxDesk, user_id: str, code: str
) -> None:
    portal.switch("show_lockout", "1")
    assert (await refusal(desk.sign_in.start(user_id, PASSWORD))).code == code


@pytest.mark.parametrize(
    "user_id", ["owen.hartlebury", "petra.islingwood", "quinn.jesselmore", "rhea.kestrelton"]
)
async def test_an_account_without_a_role_is_told_apart_from_a_wrong_password(
    desk: IdxDesk, user_id: str
) -> None:
    problem = await refusal(desk.sign_in.start(user_id, PASSWORD))
    assert (problem.code, problem.kind) == ("identity.not_assigned", Kind.PERMISSION)
    assert problem.upstream_words.startswith("User is not assigned")
    assert ("role.denied", "permission", "identity.not_assigned") in desk.recorded()


async def test_too_many_calls_ask_to_wait(portal: Portal, desk: IdxDesk) -> None:
    portal.fault("identity.429", "/idp/idx/identify")
    problem = await refusal(desk.sign_in.start(WREN, PASSWORD))
    assert problem.code == "identity.rate_limited"
    assert portal.posts("/idx/identify") == 1


@pytest.mark.parametrize("fault", ["500", "503", "page", "cut", "drop"])
@pytest.mark.parametrize("path", ["/interact", "/introspect", "/idx/identify"])
async def test_a_fault_on_the_way_sends_the_password_at_most_once(
    portal: Portal, desk: IdxDesk, fault: str, path: str
) -> None:
    portal.fault(f"identity.{fault}", path)
    problem = await refusal(desk.sign_in.start(WREN, PASSWORD))
    assert problem.kind is Kind.UNAVAILABLE
    assert portal.posts("/idx/identify") <= 1


async def test_a_sign_in_that_ran_out_starts_over_and_keeps_the_user(portal: Portal, desk: IdxDesk) -> None:
    await desk.to(WREN, DeviceKind.AUTHENTICATOR)
    portal.clock.forward(minutes=6)
    problem = await refusal(desk.sign_in.enter(desk.code(WREN, "google")))
    assert problem.code == "identity.expired"
    assert (desk.sign_in.prompt, desk.sign_in.user_id) == (None, WREN)


async def test_giving_up_tells_the_organisation(portal: Portal, desk: IdxDesk) -> None:
    await desk.to_devices(WREN)
    await desk.sign_in.cancel()
    assert portal.posts("/idx/cancel") == 1
    with portal.world.transaction() as moment:
        assert moment.db.execute("SELECT count(*) FROM idx_attempt").fetchone()[0] == 0


async def test_an_unknown_engine_is_a_clear_problem(portal: Portal, desk: IdxDesk) -> None:
    portal.switch("engine", "v9")
    problem = await refusal(desk.sign_in.start(WREN, PASSWORD))
    assert (problem.code, problem.parameters["engine"]) == ("identity.engine", "v9")
    assert portal.posts("/idx/identify") == 0


class TestApproval:
    async def test_the_number_is_shown_even_if_it_is_0(self, desk: IdxDesk) -> None:
        asked = await desk.to(VERA, DeviceKind.PUSH)
        assert isinstance(asked, WaitForApproval)
        assert (asked.number, asked.poll_seconds) == ("0", 4.0)

    async def test_there_need_be_no_number(self, desk: IdxDesk) -> None:
        asked = await desk.to(WILF, DeviceKind.PUSH)
        assert isinstance(asked, WaitForApproval)
        assert asked.number is None

    async def test_an_approved_request_signs_in(self, desk: IdxDesk) -> None:
        await desk.to(VERA, DeviceKind.PUSH)
        desk.meanwhile = [None, lambda: desk.press(VERA, approve=True, number=0)]
        assert isinstance(await desk.sign_in.wait(), Done)
        assert len(desk.waits) == 2
        assert all(4.0 <= wait <= 4.4 for wait in desk.waits)
        assert ("auth.mfa.push", "success", "") in desk.recorded()

    async def test_a_refused_request_is_told_and_not_sent_again(self, desk: IdxDesk) -> None:
        await desk.to(VERA, DeviceKind.PUSH)
        desk.meanwhile = [lambda: desk.press(VERA, approve=False)]
        problem = await refusal(desk.sign_in.wait())
        assert problem.code == "identity.push_rejected"
        assert desk.pushes(VERA) == 1
        assert isinstance(desk.sign_in.prompt, WaitForApproval)

    async def test_a_new_request_is_sent_on_demand_after_a_refusal(self, desk: IdxDesk) -> None:
        await desk.to(VERA, DeviceKind.PUSH)
        desk.meanwhile = [lambda: desk.press(VERA, approve=False)]
        await refusal(desk.sign_in.wait())
        assert isinstance(await desk.sign_in.resend(), WaitForApproval)
        desk.meanwhile = [lambda: desk.press(VERA, approve=True, number=0)]
        assert isinstance(await desk.sign_in.wait(), Done)

    async def test_a_request_that_nobody_answers_runs_out(self, portal: Portal, desk: IdxDesk) -> None:
        await desk.to(VERA, DeviceKind.PUSH)
        problem = await refusal(desk.sign_in.wait())
        assert problem.code == "identity.push_timeout"
        assert sum(desk.waits) <= 300
        assert desk.pushes(VERA) == 1
        assert isinstance(await desk.sign_in.back(), ChooseDevice)

    async def test_a_fourth_request_in_ten_minutes_is_not_sent(self, desk: IdxDesk) -> None:
        await desk.to(WILF, DeviceKind.PUSH)
        await desk.sign_in.resend()
        await desk.sign_in.resend()
        problem = await refusal(desk.sign_in.resend())
        assert problem.code == "identity.push_limit"
        await desk.sign_in.cancel()
        prompt = await desk.to_devices(WILF)
        push = next(device for device in prompt.devices if device.kind is DeviceKind.PUSH)
        assert (await refusal(desk.sign_in.choose(push.id))).code == "identity.push_limit"
        assert desk.pushes(WILF) == 3

    async def test_trouble_while_waiting_is_borne(self, portal: Portal, desk: IdxDesk) -> None:
        await desk.to(VERA, DeviceKind.PUSH)
        portal.fault("identity.503", "/authenticators/poll", times=3)
        desk.meanwhile = [None, None, None, lambda: desk.press(VERA, approve=True, number=0)]
        assert isinstance(await desk.sign_in.wait(), Done)

    async def test_lasting_trouble_ends_the_wait(self, portal: Portal, desk: IdxDesk) -> None:
        await desk.to(VERA, DeviceKind.PUSH)
        portal.fault("identity.503", "/authenticators/poll")
        assert (await refusal(desk.sign_in.wait())).code == "upstream.down"
        assert len(desk.waits) == 6

    async def test_another_device_ends_the_wait(self, desk: IdxDesk) -> None:
        import asyncio

        await desk.to(WILF, DeviceKind.PUSH)
        never = asyncio.Event()
        desk.sleep = lambda seconds: never.wait()  # type: ignore[method-assign, assignment, return-value]
        waiting = asyncio.create_task(desk.sign_in.wait())
        await asyncio.sleep(0)
        assert isinstance(await desk.sign_in.back(), ChooseDevice)
        assert (await refusal(waiting)).code == "identity.cancelled"


class TestPassword:
    async def test_one_that_expires_soon_may_be_kept(self, desk: IdxDesk) -> None:
        await desk.to("tilda.mossbridge", DeviceKind.AUTHENTICATOR)
        asked = await desk.sign_in.enter(desk.code("tilda.mossbridge", "google"))
        assert isinstance(asked, ChangePassword)
        assert (asked.may_skip, asked.days_left, asked.needs_old) == (True, 5, False)
        assert isinstance(await desk.sign_in.skip(), Done)

    async def test_an_expired_one_is_changed_by_the_rules(self, portal: Portal, desk: IdxDesk) -> None:
        await desk.to("sven.lumbergate", DeviceKind.AUTHENTICATOR)
        asked = await desk.sign_in.enter(desk.code("sven.lumbergate", "google"))
        assert isinstance(asked, ChangePassword)
        assert not asked.may_skip
        assert (asked.rules.least_length, asked.rules.remembered) == (15, 6)
        problem = await refusal(desk.sign_in.change_password("", "short"))
        assert (problem.code, problem.fields) == ("identity.password_rules", ("new_password",))
        assert "15 to 60" in problem.upstream_words
        assert isinstance(await desk.sign_in.change_password("", NEW), Done)
        assert ("auth.password", "success", "") in desk.recorded()
        assert (await refusal(desk.sign_in.start("sven.lumbergate", PASSWORD))).code == "identity.credentials"

    async def test_a_forgotten_one_is_set_anew(self, desk: IdxDesk) -> None:
        asked = await desk.forgot(WREN, DeviceKind.SMS)
        assert isinstance(asked, EnterCode)
        asked = await desk.sign_in.enter(desk.code(WREN, "sms"))
        assert isinstance(asked, AnswerQuestion)
        assert asked.question == staff().question
        assert (await refusal(desk.sign_in.answer("wrong"))).code == "identity.answer_wrong"
        asked = await desk.sign_in.answer(staff().answer)
        assert isinstance(asked, ChangePassword)
        assert not asked.needs_old
        assert isinstance(await desk.sign_in.change_password("", NEW), ChooseDevice)

    async def test_a_stranger_is_asked_the_same(self, desk: IdxDesk) -> None:
        known = await desk.forgot(WREN, DeviceKind.SMS)
        unknown = await desk.forgot("nobody.here", DeviceKind.SMS)
        assert isinstance(known, EnterCode)
        assert isinstance(unknown, EnterCode)
        assert known.device.label == unknown.device.label

    async def test_a_locked_account_is_opened(self, portal: Portal, desk: IdxDesk) -> None:
        for _ in range(3):
            await refusal(desk.sign_in.start(WREN, WRONG))
        await desk.unlock(WREN, DeviceKind.SMS)
        await desk.sign_in.enter(desk.code(WREN, "sms"))
        told = await desk.sign_in.answer(staff().answer)
        assert isinstance(told, Message)
        assert told.direction is Direction.UNLOCKED
        assert isinstance(await desk.sign_in.start(WREN, PASSWORD), ChooseDevice)
        assert ("auth.unlock", "success", "") in desk.recorded()


class TestFirstDevice:
    async def test_an_authenticator_is_registered_by_its_secret(self, desk: IdxDesk) -> None:
        asked = await desk.sign_in.start("ugo.nettleship", PASSWORD)
        assert isinstance(asked, Enrol)
        assert (asked.may_skip, asked.registered) == (False, ())
        assert asked.kinds == (
            DeviceKind.AUTHENTICATOR,
            DeviceKind.SMS,
            DeviceKind.VOICE,
            DeviceKind.EMAIL,
        )
        details = await desk.sign_in.enrol(DeviceKind.AUTHENTICATOR)
        assert isinstance(details, EnrolDetails)
        assert details.uri.startswith("otpauth://totp/127.0.0.1:ugo.nettleship?secret=" + details.secret)
        assert details.secret not in repr(details)
        done = await desk.sign_in.activate(desk.code("ugo.nettleship", "google"))
        assert isinstance(done, Done)
        assert ("auth.mfa.activate", "success", "") in desk.recorded()

    async def test_a_telephone_is_asked_for_its_number(self, portal: Portal, desk: IdxDesk) -> None:
        await desk.sign_in.start("ugo.nettleship", PASSWORD)
        asked = await desk.sign_in.enrol(DeviceKind.SMS)
        assert asked == EnrolPhone(DeviceKind.SMS)
        assert portal.posts("/credential/enroll") == 0
        assert (await refusal(desk.sign_in.enrol(DeviceKind.SMS, "12"))).code == "phone.shape"
        details = await desk.sign_in.enrol(DeviceKind.SMS, "904-555-0111")
        assert isinstance(details, EnrolDetails)
        assert isinstance(await desk.sign_in.activate(desk.code("ugo.nettleship", "sms")), Done)

    async def test_a_number_that_is_none_there_is_told_at_the_field(self, desk: IdxDesk) -> None:
        await desk.sign_in.start("ugo.nettleship", PASSWORD)
        await desk.sign_in.enrol(DeviceKind.SMS)
        problem = await refusal(desk.sign_in.enrol(DeviceKind.SMS, "+49 30 901820"))
        assert (problem.code, problem.fields) == ("identity.phone", ("phone",))
        details = await desk.sign_in.enrol(DeviceKind.SMS, "(904) 555-0111")
        assert isinstance(details, EnrolDetails)

    async def test_a_wrong_first_code_leaves_the_registration_open(self, desk: IdxDesk) -> None:
        await desk.sign_in.start("ugo.nettleship", PASSWORD)
        await desk.sign_in.enrol(DeviceKind.AUTHENTICATOR)
        assert (await refusal(desk.sign_in.activate("12345"))).code == "identity.passcode_wrong"
        done = await desk.sign_in.activate(desk.code("ugo.nettleship", "google"))
        assert isinstance(done, Done)
