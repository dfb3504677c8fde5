"""The Identity Engine's adapter against bodies of every shape, real and broken."""

from __future__ import annotations

import copy
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spot_tui.backend.explanations import explain
from spot_tui.backend.identity.engine import Granted, Step
from spot_tui.backend.identity.prompts import (
    AnswerQuestion,
    ChangePassword,
    ChooseDevice,
    ChooseWay,
    DeviceKind,
    Direction,
    Enrol,
    EnrolDetails,
    EnrolPhone,
    EnterCode,
    Message,
    Recovery,
    WaitForApproval,
)
from spot_tui.backend.problems import Problem
from tests.backend.identity.idx_organisation import (
    GRANTED,
    HANDLE,
    IDENTIFY,
    ToldIdx,
    answer,
    challenge,
    credentials,
    enrolled,
    failed,
    field,
    form,
    idx_engine,
    messages,
    poll,
    select,
)
from tests.backend.identity.organisation import URL
from tests.refusals import refusal

SAMPLES = Path(__file__).parents[4] / "shared" / "samples" / "okta" / "idx"
CASES = 400 if os.environ.get("SPOT_TUI_SOAK") == "1" else 60
SMS = ("phone_number", "sms")
GOOGLE = ("google_otp", "otp")
PUSH = ("okta_verify", "push")


async def start(*replies: Any) -> Step:
    return await idx_engine(ToldIdx(list(replies))).start("wren", "pw")


def samples() -> list[Any]:
    found = sorted(SAMPLES.glob("*.json")) if SAMPLES.is_dir() else []
    return [pytest.param(read_sample(path), path.stem, id=path.stem) for path in found]


def read_sample(path: Path) -> Any:
    """Return a sample whose links lead to the organisation of the tests."""
    text = re.sub(r"https://[\w.]+(?=/(?:idp|oauth2)/)", URL, path.read_text())
    return json.loads(text)["body"]


EXPECTED: dict[str, Any] = {
    "01-basic-login-deactivated-user-identify-response": "identity.credentials",
    "01-basic-login-locked-user-identify-response": "identity.credentials",
    "01-basic-login-suspended-user-identify-response": "identity.credentials",
    "01-basic-login-unassigned-user-identify-response": "identity.not_assigned",
    "01-basic-login-wrong-password-identify-response": "identity.refused",
    "01-basic-login-password-expired-identify-response": ChangePassword,
    "01-basic-login-one-step-login-identify-response": Granted,
    "01-basic-login-two-steps-login-challenge-response": Granted,
    "03-self-service-password-recovery-reset-password-introspect-response": ChangePassword,
    "03-self-service-password-recovery-select-email-challenge-response": EnterCode,
    "03-self-service-password-recovery-select-email-recover-response": ChooseDevice,
    "04-self-service-registration-bad-phone-authenticator-enroll-response": "identity.phone",
    "04-self-service-registration-enroll-sms-authenticator-enroll-response": EnrolDetails,
    "06-2fa-challenge-sms-identify-response": ChooseDevice,
    "06-2fa-challenge-sms-invalid-code-verification-response": "identity.passcode_wrong",
    "06-2fa-challenge-sms-challenge-with-selected-method-response": EnterCode,
    "06-2fa-email-verify-email-invalid-code-response": "identity.passcode_wrong",
    "06-2fa-enroll-sms-identify-awaiting-phone-enroll-response": Enrol,
    "06-2fa-enroll-sms-select-enroll-phone-response": Enrol,
    "06-2fa-enroll-sms-enroll-phone-sms-number-response": EnrolDetails,
    "06-2fa-enroll-sms-enroll-with-invalid-phone-number-response": "identity.phone",
    "06-2fa-enroll-sms-verify-code-response": Granted,
}


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not here")
@pytest.mark.parametrize(("body", "name"), samples())
async def test_every_sample_leads_to_a_sensible_state(body: Any, name: str) -> None:
    """Whoever asks for the user ID or the password again and again is stopped, with the form named."""
    try:
        reached: Any = await start(body, *[copy.deepcopy(body) for _ in range(20)])
    except Problem as problem:
        reached = problem.code
        assert explain(problem).what
    expected = EXPECTED.get(name.removeprefix("dotnet-"))
    if expected is None:
        assert isinstance(reached, Step | str)
    elif isinstance(expected, str):
        assert reached == expected
    else:
        assert isinstance(reached, expected)


class TestIdentifying:
    async def test_one_form_takes_both(self) -> None:
        told = ToldIdx([answer(IDENTIFY), select(SMS)])
        assert isinstance(await idx_engine(told).start("wren", "pw"), ChooseDevice)
        assert told.sent()[1] == (
            "identify",
            {
                "identifier": "wren",
                "credentials": {"passcode": "pw"},
                "rememberMe": False,
                "stateHandle": HANDLE,
            },
        )

    async def test_two_forms_take_one_each(self) -> None:
        first = answer(form("identify", "identify", field("identifier")))
        told = ToldIdx([first, challenge("okta_password", "password"), select(SMS)])
        assert isinstance(await idx_engine(told).start("wren", "pw"), ChooseDevice)
        assert [body.get("credentials") for _, body in told.sent()] == [None, None, {"passcode": "pw"}]
        assert "rememberMe" not in told.sent()[1][1]

    async def test_a_list_that_has_the_password_in_it_gives_the_password_first(self) -> None:
        first = answer(form("identify", "identify", field("identifier")))
        listed = select(GOOGLE, ("okta_password", "password"))
        told = ToldIdx([first, listed, challenge("okta_password", "password"), select(GOOGLE)])
        assert isinstance(await idx_engine(told).start("wren", "pw"), ChooseDevice)
        assert told.sent()[2][1]["authenticator"]["enrollmentId"] == "e2"

    async def test_the_order_of_forms_is_never_trusted(self) -> None:
        others = [form("unlock-account", "unlock-account"), form("select-enroll-profile", "enroll")]
        for forms in ([IDENTIFY, *others], [*others, IDENTIFY]):
            assert isinstance(await start(answer(*forms), select(SMS)), ChooseDevice)

    async def test_a_password_is_not_given_twice(self) -> None:
        told = ToldIdx([answer(IDENTIFY), challenge("okta_password", "password")])
        problem = await refusal(idx_engine(told).start("wren", "pw"))
        assert problem.code == "identity.unknown_state"
        assert [tail for tail, _ in told.sent()] == ["introspect", "identify"]

    async def test_an_organisation_that_asks_in_circles_is_stopped(self) -> None:
        again = answer(form("keep-me-signed-in", "keep-me-signed-in", field("keepMeSignedIn")))
        told = ToldIdx([again] * 40)
        assert (await refusal(idx_engine(told).start("wren", "pw"))).code == "identity.unknown_state"
        assert len(told.sent()) < 20

    async def test_nobody_is_kept_signed_in(self) -> None:
        asked = answer(form("keep-me-signed-in", "keep-me-signed-in", field("keepMeSignedIn")))
        told = ToldIdx([answer(IDENTIFY), asked, GRANTED])
        assert await idx_engine(told).start("wren", "pw") == Granted()
        assert told.sent()[2][1]["keepMeSignedIn"] is False

    async def test_an_identity_elsewhere_is_told(self) -> None:
        elsewhere = {"name": "redirect-idp", "href": "https://login.example.org", "method": "GET"}
        told = ToldIdx([answer(elsewhere)])
        assert (await refusal(idx_engine(told).start("wren", "pw"))).code == "identity.elsewhere"
        assert all(request.url.host == "idm.example.org" for request in told.asked)


class TestWire:
    @pytest.mark.parametrize(
        ("accepts", "sent_as"),
        [
            ("application/json; okta-version=1.0.0", "application/json; okta-version=1.0.0"),
            ("application/vnd.okta.v1+json", "application/vnd.okta.v1+json"),
            ("application/ion+json; okta-version=1.0.0", "application/ion+json; okta-version=1.0.0"),
            ("text/html", "application/json"),
            ("application/json\r\nX-Evil: 1", "application/json"),
            (7, "application/json"),
            (None, "application/json"),
        ],
    )
    async def test_a_form_goes_out_as_what_it_accepts(self, accepts: object, sent_as: str) -> None:
        told = ToldIdx([answer({**IDENTIFY, "accepts": accepts}), select(SMS)])
        await idx_engine(told).start("wren", "pw")
        assert told.asked[-1].headers["content-type"] == sent_as

    @pytest.mark.parametrize(
        "href",
        [
            "https://evil.example.org/idp/idx/identify",
            "http://idm.example.org/idp/idx/identify",
            "https://idm.example.org:444/idp/idx/identify",
            "https://idm.example.org@evil.example.org/",
            "//evil.example.org/",
            "\\\\evil",
        ],
    )
    async def test_a_link_to_another_origin_is_refused_before_anything_is_sent(self, href: str) -> None:
        told = ToldIdx([answer({**IDENTIFY, "href": href})])
        assert (await refusal(idx_engine(told).start("wren", "pw"))).code == "upstream.address"
        assert [tail for tail, _ in told.sent()] == ["introspect"]

    @pytest.mark.parametrize("name", ["resend", "cancel"])
    async def test_so_is_one_beside_the_forms(self, name: str) -> None:
        body = challenge()
        body["currentAuthenticatorEnrollment"]["value"]["resend"]["href"] = "https://evil.example.org/r"
        body["cancel"]["href"] = "https://evil.example.org/c"
        told = ToldIdx([answer(IDENTIFY), body])
        engine = idx_engine(told)
        await engine.start("wren", "pw")
        before = len(told.asked)
        assert (await refusal(getattr(engine, name)())).code == "upstream.address"
        assert len(told.asked) == before

    async def test_a_form_that_is_no_post_is_not_sent(self) -> None:
        told = ToldIdx([answer({**IDENTIFY, "method": "GET"})])
        assert (await refusal(idx_engine(told).start("wren", "pw"))).code == "identity.unknown_state"
        assert len(told.sent()) == 1

    async def test_an_error_leaves_the_form_to_be_answered_again(self) -> None:
        wrong = failed(challenge() | {"messages": messages("No.", "api.authn.error.PASSCODE_INVALID")})
        told = ToldIdx([answer(IDENTIFY), challenge(), wrong, GRANTED])
        engine = idx_engine(told)
        await engine.start("wren", "pw")
        assert (await refusal(engine.enter("1234"))).code == "identity.passcode_wrong"
        assert await engine.enter("5678") == Granted()

    async def test_the_code_goes_to_our_own_token_endpoint(self) -> None:
        told = ToldIdx([answer(IDENTIFY), GRANTED])
        engine = idx_engine(told)
        await engine.start("wren", "pw")
        assert await engine.grant() == {
            "grant_type": "interaction_code",
            "interaction_code": "code-1",
            "redirect_uri": "com.spot-tui:/callback",
        }
        assert (await refusal(engine.grant())).code == "identity.expired"


KEYS = [
    ("errors.E0000004", "", "identity.credentials"),
    ("incorrectPassword", "", "identity.credentials"),
    ("errors.E0000069", "", "identity.locked"),
    ("api.authn.error.PASSCODE_INVALID", "", "identity.passcode_wrong"),
    ("authfactor.challenge.soft_token.invalid_passcode", "", "identity.passcode_wrong"),
    ("authfactor.challenge.question_factor.answer_invalid", "", "identity.answer_wrong"),
    ("authfactor.challenge.soft_token.used_passcode", "", "identity.passcode_used"),
    ("authfactor.challenge.suspended_factor", "", "identity.device_off"),
    ("tooManyRequests", "", "identity.rate_limited"),
    ("api.authn.poll.error.push_rejected", "", "identity.push_rejected"),
    ("idx.session.expired", "", "identity.expired"),
    ("error.expired.session", "", "identity.expired"),
    ("core.system.transaction_resource_not_found", "", "identity.expired"),
    ("idx.error.user.not.assigned.to.app", "", "identity.not_assigned"),
    ("idx.error.code.user_not_assigned", "", "identity.not_assigned"),
    ("", "User is not assigned to this application", "identity.not_assigned"),
    ("", "User is not assigned to this application.", "identity.not_assigned"),
    ("", "User is not assigned to the client application.", "identity.not_assigned"),
    ("security.access_denied", "", "identity.refused"),
    ("security.access_denied_custom_message", "", "identity.refused"),
    ("oie.assurance.unsatisfiable", "", "identity.no_usable_device"),
    ("oie.selfservice.reset.password.not.allowed", "", "identity.recovery"),
    ("", "Something new.", "identity.refused"),
]


@pytest.mark.parametrize(("key", "words", "code"), KEYS)
@pytest.mark.parametrize("status", [200, 400, 401, 403, 404])
async def test_every_error_is_told_apart(key: str, words: str, code: str, status: int) -> None:
    told = failed(answer(messages=messages(words or "Words.", key)), status)
    problem = await refusal(start(told))
    assert problem.code == code
    assert problem.upstream_words == (words or "Words.")


async def test_an_error_at_a_field_is_found() -> None:
    body = challenge()
    said = messages("Invalid code. Try again.", "api.authn.error.PASSCODE_INVALID")
    body["remediation"]["value"][0]["value"][0]["form"]["value"][0]["messages"] = said
    assert (await refusal(start(failed(body, 401)))).code == "identity.passcode_wrong"


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (httpx.Response(429, json={}), "identity.rate_limited"),
        (httpx.Response(500, json={}), "upstream.down"),
        (httpx.Response(403, json={}), "identity.refused"),
        (httpx.Response(401, json={"errorCode": "E0000011"}), "identity.expired"),
        (httpx.Response(400, json={"error": "access_denied"}), "identity.refused"),
        (httpx.Response(502, text="<html>proxy</html>"), "upstream.down"),
        (httpx.Response(200, text="<html>proxy</html>"), "upstream.page"),
        (httpx.Response(200, text="[1]"), "upstream.unreadable"),
        (httpx.Response(200, json={}), "identity.unknown_state"),
        (httpx.ConnectError("no"), "upstream.unreachable"),
        (httpx.ReadTimeout("no"), "upstream.timeout"),
    ],
)
async def test_bodies_that_are_none_of_the_engine_s_are_problems(reply: Any, code: str) -> None:
    assert (await refusal(start(reply))).code == code


@pytest.mark.parametrize("name", ["consent", "device-challenge-poll", "launch-authenticator", "x" * 500])
async def test_an_unknown_form_is_named(name: str) -> None:
    problem = await refusal(start(answer(form(name, "somewhere", field("optional")))))
    assert problem.code == "identity.unknown_state"
    assert name[:50] in str(problem.parameters["status"])


@pytest.mark.parametrize(
    ("given_as", "shown"),
    [("0", "0"), (0, "0"), ("07", "07"), (42, "42"), (None, None), (True, None), ("", None), ([1], None)],
)
async def test_the_number_is_shown_as_it_came(given_as: object, shown: str | None) -> None:
    step = await start(poll(given_as))
    assert isinstance(step, WaitForApproval)
    assert step.number == shown


@pytest.mark.parametrize(
    ("refresh", "seconds"), [(4000, 4.0), (200, 0.2), (None, 4.0), ("soon", 4.0), (True, 4.0)]
)
async def test_the_pace_is_in_milliseconds(refresh: object, seconds: float) -> None:
    step = await start(poll(refresh=refresh))
    assert isinstance(step, WaitForApproval)
    assert step.poll_seconds == seconds


async def test_a_code_is_sent_under_the_form_s_own_name() -> None:
    told = ToldIdx([challenge("okta_verify", "totp", "totp"), GRANTED])
    engine = idx_engine(told)
    step = await engine.start("wren", "pw")
    assert isinstance(step, EnterCode)
    assert step.device.kind is DeviceKind.OKTA_VERIFY
    await engine.enter("123456")
    assert told.sent()[-1][1]["credentials"] == {"totp": "123456"}


async def test_a_code_of_okta_verify_is_asked_where_approval_is_offered_too() -> None:
    both = poll("5")
    both["remediation"]["value"].append(
        form("challenge-authenticator", "challenge/answer", credentials("totp"))
    )
    engine = idx_engine(ToldIdx([select(PUSH, ("okta_verify", "totp")), both]))
    await engine.start("wren", "pw")
    step = await engine.choose("e2")
    assert isinstance(step, EnterCode)
    assert step.device.kind is DeviceKind.OKTA_VERIFY


async def test_the_several_methods_of_one_device_are_devices_each() -> None:
    body = select(SMS)
    fields = body["remediation"]["value"][0]["value"][0]["options"][0]["value"]["form"]["value"]
    fields[1] = field("methodType", options=[{"value": "sms"}, {"value": "voice"}])
    told = ToldIdx([body, challenge("phone_number", "voice")])
    engine = idx_engine(told)
    step = await engine.start("wren", "pw")
    assert isinstance(step, ChooseDevice)
    assert [device.kind for device in step.devices] == [DeviceKind.SMS, DeviceKind.VOICE]
    await engine.choose(step.devices[1].id)
    assert told.sent()[-1][1]["authenticator"]["methodType"] == "voice"


async def test_a_question_carries_its_key() -> None:
    body = challenge("security_question", "security_question", "answer")
    value = body["currentAuthenticatorEnrollment"]["value"]
    value["contextualData"] = {"enrolledQuestion": {"question": "Which?", "questionKey": "k1"}}
    told = ToldIdx([body, GRANTED])
    engine = idx_engine(told)
    assert await engine.start("wren", "pw") == AnswerQuestion("Which?")
    await engine.answer("that one")
    assert told.sent()[-1][1]["credentials"] == {"questionKey": "k1", "answer": "that one"}


async def test_only_unusable_devices_are_told() -> None:
    assert (await refusal(start(select(("webauthn", "webauthn"))))).code == "identity.no_usable_device"


async def test_a_first_device_that_cannot_be_registered_here_is_told() -> None:
    choice = field("authenticator", options=[option_to_enrol("webauthn")])
    body = answer(form("select-authenticator-enroll", "credential/enroll", choice))
    assert (await refusal(start(body))).code == "identity.no_device"


def option_to_enrol(method: str, *more: dict[str, Any]) -> dict[str, Any]:
    fields = [field("id", f"a-{method}"), field("methodType", method), *more]
    return {"label": method, "value": {"form": {"value": fields}}}


async def test_a_number_asked_for_once_more_is_given_once_more() -> None:
    """Some answers take the kind first and the number after it."""
    phone = option_to_enrol("sms", field("phoneNumber"))
    listed = form("select-authenticator-enroll", "credential/enroll", field("authenticator", options=[phone]))
    value = phone["value"]
    data = form("authenticator-enrollment-data", "credential/enroll", field("authenticator", **value))
    current = {"type": "object", "value": enrolled("phone_number", "sms")}
    details = answer(
        form("enroll-authenticator", "challenge/answer", credentials("passcode")),
        currentAuthenticator=current,
    )
    told = ToldIdx([answer(listed), answer(data, listed, currentAuthenticator=current), details])
    engine = idx_engine(told)
    await engine.start("wren", "pw")
    assert await engine.enrol(DeviceKind.SMS, None) == EnrolPhone(DeviceKind.SMS)
    assert isinstance(await engine.enrol(DeviceKind.SMS, "+19045550111"), EnrolDetails)
    assert [body["authenticator"]["phoneNumber"] for _, body in told.sent()[1:]] == ["+19045550111"] * 2


@pytest.mark.parametrize("secret", ["", "short", "not-base32!", 7])
async def test_an_authenticator_without_a_secret_is_not_registered(secret: object) -> None:
    value = {**enrolled("google_otp", "otp"), "contextualData": {"sharedSecret": secret}}
    asked = form("enroll-authenticator", "challenge/answer", credentials("passcode"))
    body = answer(asked, currentAuthenticator={"type": "object", "value": value})
    assert (await refusal(start(body))).code == "identity.unknown_state"


@pytest.mark.parametrize(
    ("key", "direction"),
    [("oie.selfservice.unlock_user.success.message", Direction.UNLOCKED), ("other", Direction.TOLD)],
)
async def test_a_message_without_a_form_is_read(key: str, direction: Direction) -> None:
    body = {"stateHandle": HANDLE, "messages": messages("All is well.", key, "INFO")}
    assert await start(body) == Message("All is well.", direction)


@pytest.mark.parametrize("verb", ["forgot", "unlock"])
async def test_recovery_that_is_not_offered_is_told(verb: str) -> None:
    engine = idx_engine(ToldIdx([answer(IDENTIFY)]))
    assert (await refusal(getattr(engine, verb)("wren"))).code == "identity.recovery"


async def test_a_forgotten_password_never_gives_a_password() -> None:
    recovery = answer(form("identify-recovery", "identify", field("identifier")))
    told = ToldIdx([recovery, select(SMS), challenge(), GRANTED])
    engine = idx_engine(told)
    step = await engine.forgot("wren")
    assert isinstance(step, ChooseWay)
    assert isinstance(await engine.choose(step.devices[0].id), EnterCode)
    assert [tail for tail, _ in told.sent()] == ["introspect", "identify", "challenge"]


async def test_the_ways_of_a_recovery_are_those_that_are_offered_and_usable() -> None:
    recovery = answer(form("identify-recovery", "identify", field("identifier")))
    offered = select(("okta_email", "email"), ("webauthn", "webauthn"), ("google_otp", "otp"))
    step = await idx_engine(ToldIdx([recovery, offered])).forgot("wren")
    assert isinstance(step, ChooseWay)
    assert [device.kind for device in step.devices] == [DeviceKind.EMAIL, DeviceKind.AUTHENTICATOR]


async def test_from_the_code_of_a_recovery_one_returns_to_the_ways_by_beginning_anew() -> None:
    recovery = answer(form("identify-recovery", "identify", field("identifier")))
    told = ToldIdx([recovery, select(SMS), challenge(), {}, recovery, select(SMS)])
    engine = idx_engine(told)
    step = await engine.forgot("wren")
    assert isinstance(step, ChooseWay)
    await engine.choose(step.devices[0].id)
    assert await engine.back() == step
    assert [tail for tail, _ in told.sent()].count("challenge") == 1


@pytest.mark.parametrize(
    ("body", "offered"),
    [
        (answer(IDENTIFY), set()),
        (answer(IDENTIFY, form("unlock-account", "unlock-account")), {Recovery.UNLOCK}),
        (answer(form("identify", "identify", field("identifier"))), {Recovery.FORGOT}),
        (answer(IDENTIFY, form("identify-recovery", "identify", field("identifier"))), {Recovery.FORGOT}),
    ],
    ids=["nothing", "unlock", "perhaps after the user ID", "forgot"],
)
async def test_what_is_offered_is_told_by_the_first_forms(body: Any, offered: set[Recovery]) -> None:
    assert await idx_engine(ToldIdx([body])).offers() == offered


async def test_a_server_s_text_is_cleaned() -> None:
    body = select(("webauthn", "webauthn"), SMS)
    listed = body["authenticatorEnrollments"]["value"]
    listed[1]["profile"] = {"phoneNumber": "+1 \x1b[31mXXX\u202e"}
    body["remediation"]["value"][0]["value"][0]["options"][0]["label"] = "[@click=app.quit]key\x07"
    step = await start(body)
    assert isinstance(step, ChooseDevice)
    assert all(character.isprintable() for device in step.devices for character in device.where)


def parts(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Return the paths of everything in a body."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        yield (*path, key)
        yield from parts(inner, (*path, key))


@settings(max_examples=CASES, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(data=st.data())
async def test_any_part_may_be_missing_or_of_another_kind(data: st.DataObject) -> None:
    bodies = [select(SMS, GOOGLE), challenge(), poll("1"), answer(IDENTIFY), GRANTED]
    body = copy.deepcopy(data.draw(st.sampled_from(bodies)))
    path = data.draw(st.sampled_from(list(parts(body))))
    holder: Any = body
    for key in path[:-1]:
        holder = holder[key]
    wrong: st.SearchStrategy[Any] = st.sampled_from([None, True, 7, "x", [], [{}], {}])
    holder[path[-1]] = data.draw(wrong)
    told = ToldIdx([body] * 20)
    try:
        step = await idx_engine(told).start("wren", "pw")
    except Problem as problem:
        assert explain(problem).what
    else:
        assert isinstance(step, Step)
    assert sum("credentials" in sent for _, sent in told.sent()) <= 1
