"""The Classic adapter beyond the passcode: approvals, passwords, new devices, recovery."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from spot_tui.backend.identity.classic import ClassicEngine
from spot_tui.backend.identity.engine import Granted, Step
from spot_tui.backend.identity.password_rules import PasswordRules
from spot_tui.backend.identity.prompts import (
    AnswerQuestion,
    ChangePassword,
    ChooseDevice,
    ChooseWay,
    Device,
    DeviceKind,
    Direction,
    Enrol,
    EnrolDetails,
    EnrolPhone,
    EnterCode,
    EnterMailToken,
    Message,
    WaitForApproval,
)
from tests.backend.identity.classic_bodies import (
    POLICY,
    SECRET,
    activation,
    enrolment,
    password,
    push,
    question,
    recovery,
)
from tests.backend.identity.organisation import STATE, SUCCESS, Told, challenge, factor, link, required
from tests.backend.identity.test_classic import engine, start
from tests.refusals import refusal


async def asked_to_approve(*replies: Any) -> tuple[ClassicEngine, Told, Step]:
    told = Told([required(factor("push", "OKTA")), *replies])
    working = engine(told)
    await working.start("wren", "pw")
    return working, told, await working.choose("f1")


@pytest.mark.parametrize(
    ("given", "shown"), [(0, "0"), ("0", "0"), (42, "42"), ("", None), (None, None), (True, None), ([], None)]
)
async def test_the_number_to_pick_is_shown_even_if_it_is_zero(given: object, shown: str | None) -> None:
    _, _, step = await asked_to_approve(push(correctAnswer=given))
    assert isinstance(step, WaitForApproval)
    assert step.number == shown


async def test_asking_about_a_request_goes_where_the_state_says() -> None:
    working, told, _ = await asked_to_approve(push(), push(), SUCCESS)
    assert isinstance(await working.poll(), WaitForApproval)
    assert await working.poll() == Granted()
    assert told.bodies()[1:] == [{"stateToken": STATE}] * 3


@pytest.mark.parametrize(
    ("result", "code"), [("REJECTED", "identity.push_rejected"), ("TIMEOUT", "identity.push_timeout")]
)
async def test_a_request_that_came_to_nothing_is_told_and_not_sent_again_by_itself(
    result: str, code: str
) -> None:
    working, told, _ = await asked_to_approve(push(), push(result), push())
    assert (await refusal(working.poll())).code == code
    sent = len(told.bodies())
    assert (await refusal(working.poll())).code == code
    assert len(told.bodies()) == sent
    assert isinstance(await working.resend(), WaitForApproval)


@pytest.mark.parametrize("result", ["CANCELLED", "ERROR"])
async def test_a_request_that_went_wrong_leads_back_to_the_devices(result: str) -> None:
    working, told, _ = await asked_to_approve(push(), push(result), required())
    assert isinstance(await working.poll(), ChooseDevice)
    assert str(told.asked[-1].url).endswith("/previous")


async def test_an_unknown_result_is_named() -> None:
    working, _, _ = await asked_to_approve(push(), push("PONDERING"))
    assert (await refusal(working.poll())).parameters["status"] == "MFA_CHALLENGE PONDERING"


@pytest.mark.parametrize(
    ("result", "code"),
    [("TIME_WINDOW_EXCEEDED", "identity.passcode_late"), ("PASSCODE_REPLAYED", "identity.passcode_used")],
)
async def test_a_result_of_a_passcode_is_told_like_its_error(result: str, code: str) -> None:
    told = Told([required(), challenge("token:software:totp", "GOOGLE", factorResult=result)])
    working = engine(told)
    await working.start("wren", "pw")
    await working.choose("f1")
    assert (await refusal(working.enter("123456"))).code == code


async def test_the_organisations_own_password_rules_win() -> None:
    step = await start(password("PASSWORD_EXPIRED", POLICY))
    assert isinstance(step, ChangePassword)
    assert step.rules == PasswordRules(
        least_length=8,
        most_length=60,
        lower=1,
        digits=2,
        symbols=1,
        names=("Wren", "Applegarth"),
        remembered=4,
        least_age_minutes=60,
    )


@pytest.mark.parametrize("policy", [None, {}, {"complexity": 7, "age": []}, "none"])
async def test_without_rules_of_its_own_those_of_idm_hold(policy: object) -> None:
    step = await start(password("PASSWORD_EXPIRED", policy))
    assert isinstance(step, ChangePassword)
    assert (step.rules.least_length, step.rules.most_length, step.rules.remembered) == (15, 60, 6)
    assert step.rules.no_user_id
    assert step.rules.no_names


@pytest.mark.parametrize(
    ("status", "body"),
    [
        ("PASSWORD_WARN", {"oldPassword": "old", "newPassword": "new"}),
        ("PASSWORD_EXPIRED", {"oldPassword": "old", "newPassword": "new"}),
        ("PASSWORD_RESET", {"newPassword": "new"}),
    ],
)
async def test_a_reset_sends_the_new_password_only(status: str, body: dict[str, str]) -> None:
    told = Told([password(status), SUCCESS])
    working = engine(told)
    step = await working.start("wren", "pw")
    assert isinstance(step, ChangePassword)
    assert step.needs_old == ("oldPassword" in body)
    assert await working.change_password("old", "new") == Granted()
    assert told.bodies()[-1] == {"stateToken": STATE, **body}


@pytest.mark.parametrize(
    ("days", "left"), [(0, 0), (5, 5), (None, None), (True, None), (-1, None), ("5", None)]
)
async def test_the_days_left_are_those_told(days: object, left: int | None) -> None:
    step = await start(password("PASSWORD_WARN", {"expiration": {"passwordExpireDays": days}}, skip=True))
    assert isinstance(step, ChangePassword)
    assert (step.may_skip, step.days_left) == (True, left)


async def test_only_what_a_terminal_can_register_is_offered() -> None:
    step = await start(enrolment())
    assert step == Enrol((DeviceKind.AUTHENTICATOR, DeviceKind.SMS), False, (DeviceKind.EMAIL,))


async def test_an_authenticator_is_registered_with_its_secret() -> None:
    told = Told([enrolment(), activation("token:software:totp", "GOOGLE", _embedded=SECRET), SUCCESS])
    working = engine(told)
    await working.start("wren", "pw")
    step = await working.enrol(DeviceKind.AUTHENTICATOR, None)
    assert isinstance(step, EnrolDetails)
    assert step.secret == "JBSWY3DPEHPK3PXP"
    assert step.uri == (
        "otpauth://totp/idm.example.org:wren.applegarth?secret=JBSWY3DPEHPK3PXP&issuer=idm.example.org"
    )
    assert step.secret not in repr(step)
    assert await working.activate("123456") == Granted()
    assert told.bodies()[1:] == [
        {"stateToken": STATE, "factorType": "token:software:totp", "provider": "GOOGLE", "profile": {}},
        {"stateToken": STATE, "passCode": "123456"},
    ]


async def test_a_phone_is_asked_for_its_number_first() -> None:
    shown = activation("sms", "OKTA", profile={"phoneNumber": "+1 XXX-XXX-0111"})
    told = Told([enrolment(), shown, enrolment(skip=True)])
    working = engine(told)
    await working.start("wren", "pw")
    assert await working.enrol(DeviceKind.SMS, None) == EnrolPhone(DeviceKind.SMS)
    assert len(told.bodies()) == 1
    step = await working.enrol(DeviceKind.SMS, "+19045550111")
    assert step == EnrolDetails(DeviceKind.SMS, where="+1 XXX-XXX-0111", can_resend_after=30)
    assert told.bodies()[-1]["profile"] == {"phoneNumber": "+19045550111"}
    assert isinstance(await working.activate("123456"), Enrol)


async def test_registering_can_be_left_for_another_kind() -> None:
    told = Told([enrolment(), activation("sms", "OKTA"), enrolment()])
    working = engine(told)
    await working.start("wren", "pw")
    await working.enrol(DeviceKind.SMS, None)
    assert isinstance(await working.back(), Enrol)
    assert len(told.bodies()) == 1
    await working.enrol(DeviceKind.SMS, "+19045550111")
    assert isinstance(await working.back(), Enrol)
    assert str(told.asked[-1].url).endswith("/previous")


async def test_a_kind_that_is_not_offered_is_not_registered() -> None:
    told = Told([enrolment()])
    working = engine(told)
    await working.start("wren", "pw")
    assert (await refusal(working.enrol(DeviceKind.VOICE, "+19045550111"))).code == "identity.device_off"
    assert len(told.bodies()) == 1


@pytest.mark.parametrize("secret", ["", "not base32!", "\u202eABC+", "ДВА", None, 7])
async def test_a_secret_that_is_none_is_not_shown(secret: object) -> None:
    shown = activation("token:software:totp", "GOOGLE", _embedded={"activation": {"sharedSecret": secret}})
    assert (await refusal(start(shown))).code == "identity.unknown_state"


async def test_a_forgotten_password_goes_from_code_to_question_to_new_password() -> None:
    told = Told([recovery("SMS"), question(), password("PASSWORD_RESET"), required()])
    working = engine(told)
    assert isinstance(await working.forgot("wren"), ChooseWay)
    assert await working.choose("SMS") == EnterCode(Device("", DeviceKind.SMS), 30)
    asked = await working.enter("123456")
    assert isinstance(asked, AnswerQuestion)
    assert "\x1b" not in asked.question
    assert isinstance(await working.answer("practice"), ChangePassword)
    assert isinstance(await working.change_password("", "new"), ChooseDevice)
    assert told.bodies() == [
        {"username": "wren", "factorType": "SMS"},
        {"stateToken": STATE, "passCode": "123456"},
        {"stateToken": STATE, "answer": "practice"},
        {"stateToken": STATE, "newPassword": "new"},
    ]


@pytest.mark.parametrize(
    ("kind", "direction"), [("UNLOCK", Direction.UNLOCKED), ("PASSWORD", Direction.CHANGED)]
)
async def test_a_recovery_may_end_without_a_sign_in(kind: str, direction: Direction) -> None:
    told = Told([recovery("CALL", kind), question(), {"status": "SUCCESS", "recoveryType": kind}])
    working = engine(told)
    await working.unlock("wren")
    await working.choose("CALL")
    await working.enter("123456")
    assert await working.answer("practice") == Message(direction=direction)


async def test_a_recovery_by_mail_goes_on_with_the_mail_s_token() -> None:
    told = Told([recovery("EMAIL"), question()])
    working = engine(told)
    await working.forgot("wren")
    assert await working.choose("EMAIL") == EnterMailToken()
    assert isinstance(await working.prove_by_mail("VBQ0gwBp5LyJJFdbmWCM"), AnswerQuestion)
    assert told.bodies()[-1] == {"recoveryToken": "VBQ0gwBp5LyJJFdbmWCM"}


async def test_a_recovery_by_another_way_is_not_sent() -> None:
    told = Told([])
    working = engine(told)
    await working.forgot("wren")
    assert (await refusal(working.choose("PUSH"))).code == "identity.device_off"
    assert told.bodies() == []


async def test_a_recovery_token_is_followed_once() -> None:
    next_link = {"next": link("/recovery/token", "recovery")}
    given = {"status": "RECOVERY", "recoveryToken": "r1", "_links": next_link}
    told = Told([given, question()])
    assert isinstance(await engine(told).start("wren", "pw"), AnswerQuestion)
    assert told.bodies()[-1] == {"recoveryToken": "r1"}
    assert (await refusal(start(given, given))).code == "identity.unknown_state"


@pytest.mark.parametrize(
    ("code", "cause", "problem", "field"),
    [
        (
            "E0000014",
            "oldPassword: The credentials provided were incorrect.",
            "identity.old_password",
            "old_password",
        ),
        ("E0000014", "Password requirements were not met.", "identity.password_rules", "new_password"),
        ("E0000001", "phoneNumber: Invalid phone number", "identity.phone", "phone"),
        ("E0000098", "no", "identity.phone", "phone"),
        ("E0000087", "no", "identity.answer_wrong", "answer"),
    ],
)
async def test_the_cause_names_the_field_that_is_wrong(
    code: str, cause: str, problem: str, field: str
) -> None:
    body = {"errorCode": code, "errorSummary": "no", "errorCauses": [{"errorSummary": cause}]}
    found = await refusal(start(httpx.Response(403, json=body)))
    assert (found.code, found.fields) == (problem, (field,))
