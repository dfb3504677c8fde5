"""Approvals, passwords, new devices, recovery and states of access on the Classic engine, over HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from spot_tui.backend.identity.access import onboarding
from spot_tui.backend.identity.practice import PracticeHelp, practice_help
from spot_tui.backend.identity.prompts import (
    AnswerQuestion,
    ChangePassword,
    ChooseDevice,
    ChooseWay,
    DeviceKind,
    Direction,
    Done,
    Enrol,
    EnrolDetails,
    EnrolPhone,
    EnterCode,
    EnterMailToken,
    Message,
    WaitForApproval,
)
from spot_tui.sandbox import members, passcodes, staff_recovery
from spot_tui.sandbox.staff import staff
from tests.refusals import refusal
from tests.wire.classic_desk import classic_desk, member
from tests.wire.idx_desk import VERA, WILF, IdxDesk
from tests.wire.portal import PASSWORD, Portal

NEW = "Willow-Bridge-2027"
SVEN, TILDA, UGO, ZORA = "sven.lumbergate", "tilda.mossbridge", "ugo.nettleship", "zora.silverbeck"
LENA, MILO, NORA, ABEL = "lena.elderquist", "milo.fenwhistle", "nora.garlandry", "abel.tolliver-wick"
WREN, OTIS, HUGO, OWEN = "wren.applegarth", "otis.barnabeck", "hugo.dandelmere", "owen.hartlebury"
PHONE = "904-555-0111"


@pytest.fixture
async def desk(portal: Portal, tmp_path: Path) -> AsyncIterator[IdxDesk]:
    async with classic_desk(portal, tmp_path / "store") as desk:
        yield desk


@pytest.fixture
async def help_there(portal: Portal) -> AsyncIterator[PracticeHelp]:
    found = practice_help(portal.identity())
    assert found is not None
    yield found
    await found.close()


def mailed(desk: IdxDesk, user_id: str) -> str:
    """Return the token of the last mail to a made-up person."""
    person = member(desk.portal, user_id)
    with desk.portal.world.transaction() as moment:
        mailbox = staff_recovery.device_for(person, "email")
        assert mailbox is not None
        shown = passcodes.shown(moment, mailbox)
    assert shown is not None
    return shown.code


async def recovered(desk: IdxDesk, user_id: str, new: str = NEW) -> object:
    """Set a new password for a forgotten one, by SMS or voice."""
    await desk.forgot(user_id, DeviceKind.SMS)
    await desk.sign_in.enter(desk.code(user_id, "sms"))
    await desk.sign_in.answer(staff().answer)
    return await desk.sign_in.change_password("", new)


async def test_an_approval_with_the_number_zero_signs_in(desk: IdxDesk) -> None:
    prompt = await desk.to(VERA, DeviceKind.PUSH)
    assert isinstance(prompt, WaitForApproval)
    assert prompt.number == "0"
    desk.meanwhile = [None, lambda: desk.press(VERA, approve=True, number=0)]
    done = await desk.sign_in.wait()
    assert isinstance(done, Done)
    assert desk.waits == pytest.approx([4.0, 4.0], rel=0.11)
    assert desk.portal.posts("/verify") == 3


async def test_an_approval_without_a_number_signs_in(desk: IdxDesk) -> None:
    prompt = await desk.to(WILF, DeviceKind.PUSH)
    assert isinstance(prompt, WaitForApproval)
    assert prompt.number is None
    desk.meanwhile = [lambda: desk.press(WILF, approve=True)]
    assert isinstance(await desk.sign_in.wait(), Done)


@pytest.mark.parametrize(("approve", "number"), [(False, None), (True, 41)])
async def test_a_refused_request_is_told_and_another_is_sent_on_a_key_only(
    desk: IdxDesk, approve: bool, number: int | None
) -> None:
    asked = await desk.to(VERA, DeviceKind.PUSH)
    desk.meanwhile = [lambda: desk.press(VERA, approve=approve, number=number)]
    assert (await refusal(desk.sign_in.wait())).code == "identity.push_rejected"
    assert desk.sign_in.prompt == asked
    assert desk.pushes(VERA) == 1
    assert isinstance(await desk.sign_in.resend(), WaitForApproval)
    assert desk.pushes(VERA) == 2
    desk.meanwhile = [lambda: desk.press(VERA, approve=True, number=0)]
    assert isinstance(await desk.sign_in.wait(), Done)


async def test_a_request_that_nobody_answers_ends_and_the_devices_can_be_chosen(desk: IdxDesk) -> None:
    await desk.to(WILF, DeviceKind.PUSH)
    assert (await refusal(desk.sign_in.wait())).code == "identity.push_timeout"
    assert desk.pushes(WILF) == 1
    prompt = await desk.sign_in.back()
    assert isinstance(prompt, ChooseDevice)
    asked = await desk.sign_in.choose(next(d for d in prompt.devices if d.kind is DeviceKind.SMS).id)
    assert isinstance(asked, EnterCode)
    assert isinstance(await desk.sign_in.enter(desk.code(WILF, "sms")), Done)


async def test_the_practice_phone_shows_its_numbers_and_answers(
    desk: IdxDesk, help_there: PracticeHelp
) -> None:
    device = "opfpractice000024"
    assert await help_there.request(VERA, device) is None
    await desk.to(VERA, DeviceKind.PUSH)
    shown = await help_there.request(VERA, device)
    assert shown is not None
    assert "0" in shown.offered
    assert len(set(shown.offered)) == 3
    await help_there.press_yes(VERA, device, "0")
    assert isinstance(await desk.sign_in.wait(), Done)


async def test_the_practice_phone_can_refuse(desk: IdxDesk, help_there: PracticeHelp) -> None:
    await desk.to(WILF, DeviceKind.PUSH)
    await help_there.press_no(WILF, "opfpractice000025")
    assert (await refusal(desk.sign_in.wait())).code == "identity.push_rejected"


async def test_a_key_types_a_code_that_opens_once(desk: IdxDesk, help_there: PracticeHelp) -> None:
    user, device = "xenia.quarrington", "ykfpractice000027"
    await desk.to(user, DeviceKind.YUBIKEY)
    typed = (await help_there.passcode(user, device)).passcode
    assert len(typed) == 44
    assert isinstance(await desk.sign_in.enter(typed.upper() + " "), Done)
    await desk.to(user, DeviceKind.YUBIKEY)
    problem = await refusal(desk.sign_in.enter(typed))
    assert problem.code == "identity.passcode_used"
    assert problem.upstream_words.startswith("Each code can only be used once.")
    assert (await refusal(desk.sign_in.enter("123456"))).code == "yubikey.shape"


async def test_who_has_only_a_security_key_is_told_that_it_cannot_be_used_here(desk: IdxDesk) -> None:
    problem = await refusal(desk.sign_in.start("yann.rushcombe", PASSWORD))
    assert problem.code == "identity.no_usable_device"


async def test_the_code_of_another_persons_device_is_refused_and_recorded(desk: IdxDesk) -> None:
    await desk.to(WREN, DeviceKind.AUTHENTICATOR)
    code = desk.code(OTIS, "google")
    problem = await refusal(desk.sign_in.enter(code))
    assert problem.code == "identity.passcode_wrong"
    assert ("auth.mfa.verify", "permission", "identity.passcode_wrong") in desk.recorded()


async def test_a_first_device_is_registered_and_a_second_is_offered(desk: IdxDesk) -> None:
    prompt = await desk.sign_in.start(UGO, PASSWORD)
    assert isinstance(prompt, Enrol)
    assert (prompt.may_skip, prompt.registered) == (False, ())
    assert set(prompt.kinds) == {
        DeviceKind.AUTHENTICATOR,
        DeviceKind.OKTA_VERIFY,
        DeviceKind.SMS,
        DeviceKind.VOICE,
        DeviceKind.EMAIL,
    }
    details = await desk.sign_in.enrol(DeviceKind.AUTHENTICATOR)
    assert isinstance(details, EnrolDetails)
    assert details.uri.startswith(f"otpauth://totp/127.0.0.1:{UGO}?secret={details.secret}&issuer=127.0.0.1")
    offered = await desk.sign_in.activate(desk.code(UGO, "google"))
    assert isinstance(offered, Enrol)
    assert (offered.may_skip, offered.registered) == (True, (DeviceKind.AUTHENTICATOR,))
    done = await desk.sign_in.skip()
    assert isinstance(done, Done)
    assert done.session.has_one_device
    assert [device.kind for device in member(desk.portal, UGO).devices] == ["google"]
    assert ("auth.mfa.enrol", "success", "") in desk.recorded()
    assert ("auth.mfa.activate", "success", "") in desk.recorded()


@pytest.mark.parametrize("kind", [DeviceKind.SMS, DeviceKind.VOICE])
async def test_a_telephone_is_registered_with_its_number(
    desk: IdxDesk, help_there: PracticeHelp, kind: DeviceKind
) -> None:
    await desk.sign_in.start(UGO, PASSWORD)
    assert await desk.sign_in.enrol(kind) == EnrolPhone(kind)
    assert (await refusal(desk.sign_in.enrol(kind, "not a number"))).code == "phone.shape"
    refused = await refusal(desk.sign_in.enrol(kind, "+44 20 7946 0000"))
    assert (refused.code, refused.fields) == ("identity.phone", ("phone",))
    details = await desk.sign_in.enrol(kind, PHONE)
    assert isinstance(details, EnrolDetails)
    assert (details.where, details.can_resend_after) == ("+1 XXX-XXX-0111", 30)
    code = (await help_there.passcode(UGO, "")).passcode
    assert isinstance(await desk.sign_in.activate(code), Enrol)
    stored = b"".join(path.read_bytes() for path in desk.portal.world.path.parent.glob("world.sqlite*"))
    assert b"9045550111" not in stored


async def test_a_second_and_a_third_device_follow_the_first(desk: IdxDesk) -> None:
    await desk.sign_in.start(UGO, PASSWORD)
    for kind, code in ((DeviceKind.AUTHENTICATOR, "google"), (DeviceKind.OKTA_VERIFY, "okta")):
        await desk.sign_in.enrol(kind)
        assert isinstance(await desk.sign_in.activate(desk.code(UGO, code)), Enrol)
    await desk.sign_in.enrol(DeviceKind.EMAIL)
    await desk.sign_in.activate(desk.code(UGO, "email"))
    await desk.sign_in.skip()
    desk.portal.clock.forward(minutes=1)
    prompt = await desk.to_devices(UGO)
    kinds = {device.kind for device in prompt.devices}
    assert kinds == {DeviceKind.AUTHENTICATOR, DeviceKind.OKTA_VERIFY, DeviceKind.EMAIL}


async def test_a_wrong_first_code_is_told_and_the_device_can_be_left(desk: IdxDesk) -> None:
    await desk.sign_in.start(UGO, PASSWORD)
    await desk.sign_in.enrol(DeviceKind.AUTHENTICATOR)
    right = desk.code(UGO, "google")
    wrong = f"{(int(right) + 1) % 10**6:06}"
    assert (await refusal(desk.sign_in.activate(wrong))).code == "identity.passcode_wrong"
    assert isinstance(await desk.sign_in.back(), Enrol)
    assert member(desk.portal, UGO).devices == ()


async def test_a_new_device_is_sent_another_code_after_its_waiting_time(desk: IdxDesk) -> None:
    await desk.sign_in.start(UGO, PASSWORD)
    await desk.sign_in.enrol(DeviceKind.SMS, PHONE)
    assert (await refusal(desk.sign_in.resend())).code == "identity.resend_wait"
    desk.portal.clock.forward(seconds=31)
    assert isinstance(await desk.sign_in.resend(), EnrolDetails)
    assert isinstance(await desk.sign_in.activate(desk.code(UGO, "sms")), Enrol)


async def test_a_required_second_device_is_registered_during_the_sign_in(desk: IdxDesk) -> None:
    await desk.to(ZORA, DeviceKind.SMS)
    prompt = await desk.sign_in.enter(desk.code(ZORA, "sms"))
    assert isinstance(prompt, Enrol)
    assert (prompt.may_skip, prompt.registered) == (False, (DeviceKind.SMS,))
    await desk.sign_in.enrol(DeviceKind.AUTHENTICATOR)
    offered = await desk.sign_in.activate(desk.code(ZORA, "google"))
    assert isinstance(offered, Enrol)
    assert offered.may_skip
    done = await desk.sign_in.skip()
    assert isinstance(done, Done)
    assert {device.kind for device in done.session.devices} == {DeviceKind.SMS, DeviceKind.AUTHENTICATOR}


@pytest.mark.parametrize(("user_id", "count"), [("ida.corriveld", 1), (WREN, 2), (OTIS, 8)])
async def test_the_session_knows_how_many_devices_there_are(desk: IdxDesk, user_id: str, count: int) -> None:
    prompt = await desk.to_devices(user_id)
    kind = {"ida.corriveld": "email", WREN: "sms", OTIS: "sms"}[user_id]
    await desk.sign_in.choose(next(d for d in prompt.devices if d.kind == kind).id)
    done = await desk.sign_in.enter(desk.code(user_id, kind))
    assert isinstance(done, Done)
    assert (len(done.session.devices), done.session.has_one_device) == (count, count == 1)


async def test_an_expired_password_is_changed_and_the_sign_in_goes_on(desk: IdxDesk) -> None:
    await desk.to(SVEN, DeviceKind.AUTHENTICATOR)
    prompt = await desk.sign_in.enter(desk.code(SVEN, "google"))
    assert isinstance(prompt, ChangePassword)
    assert prompt.rules.names == ("Sven", "Lumbergate")
    assert (prompt.rules.remembered, prompt.rules.least_age_minutes) == (6, 1440)
    assert isinstance(await desk.sign_in.change_password(PASSWORD, NEW), Done)
    assert (await refusal(desk.sign_in.start(SVEN, PASSWORD))).code == "identity.credentials"
    assert isinstance(await desk.sign_in.start(SVEN, NEW), ChooseDevice)
    assert ("auth.password", "success", "") in desk.recorded()


@pytest.mark.parametrize(
    ("new", "cause"),
    [
        ("Short-Word-1", "15 to 60"),
        ("A1" + "x" * 60, "15 to 60"),
        ("willow-bridge-2027", "uppercase"),
        ("WILLOW-BRIDGE-2027", "lowercase"),
        ("Willow-Bridge-Again", "number"),
        ("My-Mossbridge-2027", "parts of the username"),
        ("Dear-Tilda-Word-2027", "first nor last name"),
        (PASSWORD, "last 6 passwords"),
    ],
)
async def test_a_new_password_that_breaks_a_rule_is_refused_at_its_field(
    desk: IdxDesk, new: str, cause: str
) -> None:
    await desk.to(TILDA, DeviceKind.SMS)
    prompt = await desk.sign_in.enter(desk.code(TILDA, "sms"))
    assert isinstance(prompt, ChangePassword)
    problem = await refusal(desk.sign_in.change_password(PASSWORD, new))
    assert (problem.code, problem.fields) == ("identity.password_rules", ("new_password",))
    assert cause in problem.upstream_words
    assert desk.sign_in.prompt == prompt
    shown = {check.rule for check in prompt.rules.check(new, TILDA) if check.is_met is False}
    assert shown or new == PASSWORD, "the rules shown while typing say so too"


async def test_a_wrong_old_password_is_told_at_its_field_and_counts(desk: IdxDesk) -> None:
    await desk.to(TILDA, DeviceKind.SMS)
    await desk.sign_in.enter(desk.code(TILDA, "sms"))
    problem = await refusal(desk.sign_in.change_password("Not-The-Password-15", NEW))
    assert (problem.code, problem.fields) == ("identity.old_password", ("old_password",))
    assert problem.parameters["tries"] == 1
    assert desk.portal.posts("/change_password") == 1
    assert isinstance(await desk.sign_in.change_password(PASSWORD, NEW), Done)


async def test_a_password_is_changed_once_a_day_but_a_forgotten_one_at_once(desk: IdxDesk) -> None:
    await recovered(desk, TILDA)
    with desk.portal.world.transaction() as moment:
        members.set_access(moment, TILDA, "password_warn")
    desk.portal.clock.forward(hours=23)
    await desk.sign_in.start(TILDA, NEW)
    await desk.sign_in.choose("smspractice000022")
    await desk.sign_in.enter(desk.code(TILDA, "sms"))
    problem = await refusal(desk.sign_in.change_password(NEW, "Another-Meadow-2028"))
    assert (problem.code, "24 hours" in problem.upstream_words) == ("identity.password_rules", True)
    assert isinstance(await recovered(desk, TILDA, "Another-Meadow-2028"), ChooseDevice)


async def test_one_of_the_last_six_passwords_is_not_taken_again(desk: IdxDesk) -> None:
    for number in range(5):
        await recovered(desk, WREN, f"Willow-Bridge-{number}00")
        desk.portal.clock.forward(minutes=2)
    assert (await refusal(recovered(desk, WREN, "Willow-Bridge-000"))).code == "identity.password_rules"
    assert (await refusal(recovered(desk, WREN, PASSWORD))).code == "identity.password_rules"
    await recovered(desk, WREN, "Willow-Bridge-500")
    assert isinstance(await recovered(desk, WREN, PASSWORD), ChooseDevice)


async def test_a_forgotten_password_is_set_anew_and_the_passcode_is_still_asked_for(desk: IdxDesk) -> None:
    asked = await desk.forgot(WREN, DeviceKind.SMS)
    assert isinstance(asked, EnterCode)
    assert (asked.device.kind, asked.can_resend_after) == (DeviceKind.SMS, 30)
    question = await desk.sign_in.enter(desk.code(WREN, "sms"))
    assert question == AnswerQuestion(staff().question)
    prompt = await desk.sign_in.answer(f"  {staff().answer.upper()} ")
    assert isinstance(prompt, ChangePassword)
    assert not prompt.needs_old
    devices = await desk.sign_in.change_password("", NEW)
    assert isinstance(devices, ChooseDevice)
    asked = await desk.sign_in.choose(
        next(d for d in devices.devices if d.kind is DeviceKind.AUTHENTICATOR).id
    )
    assert isinstance(await desk.sign_in.enter(desk.code(WREN, "google")), Done)
    assert ("auth.recover", "success", "") in desk.recorded()


async def test_a_wrong_answer_is_told_at_its_field(desk: IdxDesk) -> None:
    await desk.forgot(WREN, DeviceKind.SMS)
    await desk.sign_in.enter(desk.code(WREN, "sms"))
    problem = await refusal(desk.sign_in.answer("no idea"))
    assert (problem.code, problem.fields) == ("identity.answer_wrong", ("answer",))
    assert isinstance(await desk.sign_in.answer(staff().answer), ChangePassword)


@pytest.mark.parametrize(
    ("user_id", "channel"),
    [("nobody.here", DeviceKind.SMS), (WREN, DeviceKind.VOICE), (MILO, DeviceKind.SMS)],
    ids=["unknown user", "no such device", "suspended"],
)
async def test_nobody_learns_from_a_recovery_whether_an_account_exists(
    desk: IdxDesk, user_id: str, channel: DeviceKind
) -> None:
    known = await desk.forgot(HUGO, channel)
    unknown = await desk.forgot(user_id, channel)
    assert unknown == known
    assert (await refusal(desk.sign_in.enter("123456"))).code == "identity.passcode_wrong"


async def test_a_recovery_by_mail_asks_everybody_for_the_mail_s_token(desk: IdxDesk) -> None:
    known = await desk.forgot(WREN, DeviceKind.EMAIL)
    assert known == EnterMailToken()
    assert await desk.forgot("nobody.here", DeviceKind.EMAIL) == known


@pytest.mark.parametrize("form", ["{}", "https://idm.practice.example/signin/reset-password/{}?fromUri=x"])
async def test_a_token_or_link_of_the_mail_goes_on_to_the_question_and_a_new_password(
    desk: IdxDesk, form: str
) -> None:
    await desk.forgot(WREN, DeviceKind.EMAIL)
    assert isinstance(await desk.sign_in.prove_by_mail(form.format(mailed(desk, WREN))), AnswerQuestion)
    assert isinstance(await desk.sign_in.answer(staff().answer), ChangePassword)
    assert isinstance(await desk.sign_in.change_password("", NEW), ChooseDevice)


async def test_a_token_of_the_mail_opens_a_locked_account_once(desk: IdxDesk) -> None:
    await desk.unlock(LENA, DeviceKind.EMAIL)
    token = mailed(desk, LENA)
    await desk.sign_in.prove_by_mail(token)
    assert await desk.sign_in.answer(staff().answer) == Message(direction=Direction.UNLOCKED)
    await desk.unlock(LENA, DeviceKind.EMAIL)
    assert (await refusal(desk.sign_in.prove_by_mail(token))).code == "identity.mail_token"


async def test_a_wrong_token_can_be_typed_again_and_counts_as_no_try(desk: IdxDesk) -> None:
    await desk.forgot(WREN, DeviceKind.EMAIL)
    for number in range(4):
        problem = await refusal(desk.sign_in.prove_by_mail(f"not-the-token-{number}"))
        assert (problem.code, problem.fields) == ("identity.mail_token", ("mail_token",))
    assert desk.sign_in.prompt == EnterMailToken()
    assert desk.sign_in.caution() is None
    assert isinstance(await desk.sign_in.prove_by_mail(mailed(desk, WREN)), AnswerQuestion)


async def test_from_the_code_or_the_mail_one_returns_to_the_ways(desk: IdxDesk) -> None:
    for kind in (DeviceKind.SMS, DeviceKind.EMAIL):
        await desk.forgot(WREN, kind)
        assert isinstance(await desk.sign_in.back(), ChooseWay)
    assert isinstance(await desk.sign_in.choose("SMS"), EnterCode)


async def test_a_recovery_that_guesses_codes_ends(desk: IdxDesk) -> None:
    await desk.forgot(WREN, DeviceKind.SMS)
    right = desk.code(WREN, "sms")
    for number in range(5):
        assert (await refusal(desk.sign_in.enter(f"{(int(right) + number + 1) % 10**6:06}"))).code
    assert (await refusal(desk.sign_in.enter(right))).code == "identity.expired"
    assert member(desk.portal, WREN).access == "approved"
    assert isinstance(await desk.sign_in.start(WREN, PASSWORD), ChooseDevice), "guesses lock no account"


async def test_a_lock_is_opened_by_its_owner(desk: IdxDesk) -> None:
    assert (await refusal(desk.sign_in.start(LENA, PASSWORD))).code == "identity.credentials"
    await desk.unlock(LENA, DeviceKind.SMS)
    await desk.sign_in.enter(desk.code(LENA, "sms"))
    assert await desk.sign_in.answer(staff().answer) == Message(direction=Direction.UNLOCKED)
    assert isinstance(await desk.sign_in.start(LENA, PASSWORD), ChooseDevice)
    assert ("auth.unlock", "success", "") in desk.recorded()


@pytest.mark.parametrize(
    ("verb", "code"), [("forgot", "identity.recovery"), ("unlock", "identity.suspended")]
)
async def test_a_suspended_account_is_left_to_the_help_desk(desk: IdxDesk, verb: str, code: str) -> None:
    desk.portal.switch("show_lockout", "1")
    problem = await refusal(getattr(desk, verb)(MILO, DeviceKind.SMS))
    assert problem.code == code
    assert problem.parameters["user_id"] == MILO


async def test_a_new_password_brings_back_who_was_away_too_long(desk: IdxDesk) -> None:
    await desk.to(NORA, DeviceKind.AUTHENTICATOR)
    assert (await refusal(desk.sign_in.enter(desk.code(NORA, "google")))).code == "identity.inactive"
    devices = await recovered(desk, NORA)
    assert isinstance(devices, ChooseDevice)
    desk.portal.clock.forward(minutes=1)
    await desk.sign_in.choose("uftpractice000015")
    assert isinstance(await desk.sign_in.enter(desk.code(NORA, "google")), Done)


async def test_a_stale_session_is_told_once_and_a_clean_one_opens(desk: IdxDesk) -> None:
    await desk.to(ABEL, DeviceKind.AUTHENTICATOR)
    problem = await refusal(desk.sign_in.enter(desk.code(ABEL, "google")))
    assert (problem.code, problem.parameters["user_id"]) == ("identity.not_assigned", ABEL)
    desk.portal.clock.forward(seconds=30)
    await desk.to(ABEL, DeviceKind.AUTHENTICATOR)
    assert isinstance(await desk.sign_in.enter(desk.code(ABEL, "google")), Done)


async def test_a_clean_session_is_offered_once_only(desk: IdxDesk) -> None:
    codes = []
    for _ in range(2):
        await desk.to(OWEN, DeviceKind.AUTHENTICATOR)
        codes.append((await refusal(desk.sign_in.enter(desk.code(OWEN, "google")))).code)
        desk.portal.clock.forward(seconds=30)
    assert codes == ["identity.not_assigned", "identity.still_not_assigned"]


async def test_an_account_without_a_role_gets_a_token_for_access_requests_only(
    portal: Portal, tmp_path: Path
) -> None:
    limited = onboarding(portal.identity(onboarding_client_id="spot-tui-onboarding"))
    assert limited is not None
    changes = {"client_id": limited.client_id, "scopes": limited.scopes}
    async with classic_desk(portal, tmp_path / "store", **changes) as desk:
        await desk.to(OWEN, DeviceKind.AUTHENTICATOR)
        assert isinstance(await desk.sign_in.enter(desk.code(OWEN, "google")), Done)
    with portal.world.transaction() as moment:
        rows = moment.db.execute("SELECT client, scope FROM token").fetchall()
    assert [tuple(row) for row in rows] == [("spot-tui-onboarding", "openid profile access_requests")]


def test_without_an_onboarding_client_there_is_no_such_sign_in(portal: Portal) -> None:
    assert onboarding(portal.identity()) is None


@pytest.mark.parametrize(
    ("verb", "path"),
    [("start", "/api/v1/authn"), ("enter", "/verify"), ("answer", "/answer"), ("change", "/change_password")],
)
async def test_a_secret_whose_answer_is_lost_is_not_sent_again(desk: IdxDesk, verb: str, path: str) -> None:
    if verb == "start":
        work = desk.sign_in.start(WREN, PASSWORD)
    elif verb == "enter":
        await desk.to(WREN, DeviceKind.AUTHENTICATOR)
        work = desk.sign_in.enter(desk.code(WREN, "google"))
    elif verb == "answer":
        await desk.forgot(WREN, DeviceKind.SMS)
        await desk.sign_in.enter(desk.code(WREN, "sms"))
        work = desk.sign_in.answer(staff().answer)
    else:
        await desk.to(TILDA, DeviceKind.SMS)
        await desk.sign_in.enter(desk.code(TILDA, "sms"))
        work = desk.sign_in.change_password(PASSWORD, NEW)
    before = desk.portal.posts(path)
    desk.portal.fault("identity.break", path, 1)
    assert (await refusal(work)).code == "upstream.dropped"
    assert desk.portal.posts(path) == before + 1
