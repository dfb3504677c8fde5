"""The Classic adapter against bodies of every shape, real and broken."""

from __future__ import annotations

import copy
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spot_tui.backend.clock import SystemClock
from spot_tui.backend.identity.authorization import Authorization
from spot_tui.backend.identity.classic import ClassicEngine
from spot_tui.backend.identity.engine import Granted, Step, detect
from spot_tui.backend.identity.marks import SignInMarks
from spot_tui.backend.identity.organisation import Organisation, identity_client
from spot_tui.backend.identity.prompts import (
    AnswerQuestion,
    ChangePassword,
    ChooseDevice,
    DeviceKind,
    Enrol,
    EnrolDetails,
    EnterCode,
    WaitForApproval,
)
from spot_tui.backend.identity.tries import Tries
from spot_tui.backend.problems import Problem
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
from tests.backend.identity.organisation import (
    STATE,
    SUCCESS,
    UPSTREAM,
    URL,
    Told,
    challenge,
    factor,
    link,
    required,
)
from tests.refusals import refusal

SAMPLES = Path(__file__).parents[4] / "shared" / "samples" / "okta" / "classic"
CASES = 400 if os.environ.get("SPOT_TUI_SOAK") == "1" else 60


def organisation(told: Told) -> Organisation:
    return Organisation(identity_client(UPSTREAM, told.transport), URL, SystemClock())


def engine(told: Told) -> ClassicEngine:
    at = organisation(told)
    return ClassicEngine(at, Authorization(UPSTREAM, at))


async def start(*replies: Any) -> Step:
    return await engine(Told(list(replies))).start("wren", "pw")


def samples() -> list[Any]:
    found = sorted(SAMPLES.glob("*.json")) if SAMPLES.is_dir() else []
    return [pytest.param(read_sample(path.stem), path.stem, id=path.stem) for path in found]


def read_sample(stem: str) -> Any:
    """Return a sample whose links lead to the organisation of the tests."""
    text = (SAMPLES / f"{stem}.json").read_text()
    return json.loads(text.replace("https://foo.okta.com", URL).replace("https://your-domain.okta.com", URL))


EXPECTED: dict[str, Any] = {
    "oaj-error-incorrect-old-password": "identity.old_password",
    "oaj-error-internal": "upstream.down",
    "oaj-error-operation": "identity.expired",
    "oaj-error-password-requirements": "identity.password_rules",
    "oaj-error-throttle": "identity.rate_limited",
    "oaj-error-token": "identity.expired",
    "oaj-locked-out": "identity.locked",
    "oaj-error-wrong-answer": "identity.answer_wrong",
    "oaj-factor-enroll": "identity.unknown_state",
    "oaj-factor-enroll-activate-sms": "identity.unknown_state",
    "oaj-mfa-challenge-push": WaitForApproval,
    "oaj-mfa-challenge-sms": EnterCode,
    "oaj-mfa-enroll": Enrol,
    "oaj-mfa-enroll-activate-error": "identity.passcode_wrong",
    "oaj-mfa-enroll-activate-push-timeout": "identity.push_timeout",
    "oaj-mfa-enroll-activate-push-waiting": EnrolDetails,
    "oaj-mfa-enroll-activate-sms": EnrolDetails,
    "oaj-mfa-enroll-activate-totp-google": EnrolDetails,
    "oaj-mfa-enroll-activate-totp-okta": EnrolDetails,
    "oaj-mfa-required": ChooseDevice,
    "oaj-mfa-required-error": "identity.passcode_wrong",
    "oaj-password-expired": ChangePassword,
    "oaj-password-expired-error-complexity": "identity.password_rules",
    "oaj-password-reset": ChangePassword,
    "oaj-password-warn": ChangePassword,
    "oaj-primary-auth-error": "identity.credentials",
    "oaj-recovery-challenge-password": EnterCode,
    "oaj-recovery-token": AnswerQuestion,
    "oaj-success": Granted,
}


@pytest.mark.parametrize(("sample", "stem"), samples())
async def test_every_sample_is_a_step_or_a_clear_problem(sample: Any, stem: str) -> None:
    reply = httpx.Response(sample["http"]["status"] or 200, json=sample["body"])
    try:
        step: Any = type(await start(reply))
    except Problem as problem:
        step = problem.code
    assert step == EXPECTED.get(stem, step)


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="no samples here")
async def test_the_devices_of_the_sample_are_known() -> None:
    step = await start(read_sample("oaj-mfa-required")["body"])
    assert isinstance(step, ChooseDevice)
    kinds = {device.kind for device in step.devices if device.usable}
    assert {DeviceKind.AUTHENTICATOR, DeviceKind.OKTA_VERIFY, DeviceKind.SMS} <= kinds
    assert not any(device.usable for device in step.devices if device.kind is DeviceKind.OTHER)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


def paths(value: Any, before: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield before
    entries = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for key, inner in entries:
        yield from paths(inner, (*before, key))


@st.composite
def broken(draw: st.DrawFn, bodies: list[dict[str, Any]]) -> Any:
    """Return a body with some of its parts replaced by anything, or left out."""
    body = copy.deepcopy(draw(st.sampled_from(bodies)))
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from([path for path in paths(body) if path] or [()]))
        if not path:
            return draw(JSON)
        place: Any = body
        for key in path[:-1]:
            place = place[key]
        if draw(st.booleans()):
            place[path[-1]] = draw(JSON)
        elif isinstance(place, dict):
            del place[path[-1]]
    return body


BODIES = [
    required(),
    required(factor(), factor("sms", "OKTA", 2)),
    challenge(),
    SUCCESS,
    push(correctAnswer=7),
    push("REJECTED"),
    password("PASSWORD_WARN", POLICY, skip=True),
    enrolment(skip=True),
    activation("token:software:totp", "GOOGLE", _embedded=SECRET),
    activation("sms", "OKTA"),
    recovery("SMS"),
    question(),
]


async def go_on(working: ClassicEngine, step: Step) -> None:
    """Do what a step asks for."""
    match step:
        case ChooseDevice():
            step = await working.choose(next(device.id for device in step.devices if device.usable))
            if isinstance(step, EnterCode):
                await working.enter("123456")
        case EnterCode():
            assert step.device.label
            await working.enter("123456")
        case WaitForApproval():
            await working.poll()
        case ChangePassword():
            assert step.rules.check("Some-Password-123", "wren")
            await working.change_password("old", "new")
        case Enrol(kinds=(kind, *_)):
            await working.enrol(kind, "+19045550111")
        case EnrolDetails():
            await working.activate("123456")
        case AnswerQuestion():
            await working.answer("practice")


@given(
    first=broken(BODIES), second=broken(BODIES), status=st.sampled_from([200, 200, 200, 401, 403, 429, 500])
)
@settings(max_examples=CASES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
async def test_a_broken_body_is_a_step_or_a_problem(first: Any, second: Any, status: int) -> None:
    told = Told([httpx.Response(200, json=first), httpx.Response(status, json=second)] * 2)
    working = engine(told)
    try:
        await go_on(working, await working.start("wren", "pw"))
        await working.cancel()
    except Problem:
        pass
    assert all(request.url.host == "idm.example.org" for request in told.asked)
    assert sum(body.get("passCode") is not None for body in told.bodies()) <= 1


@pytest.mark.parametrize(
    "href",
    [
        "https://evil.example/api/v1/authn/factors/f1/verify",
        "http://idm.example.org/api/v1/authn/factors/f1/verify",
        "https://idm.example.org:444/verify",
        "https://idm.example.org@evil.example/verify",
        "https://idm.example.org\\@evil.example/verify",
        "//evil.example/verify",
        "file:///etc/passwd",
        "/api/v1/authn/verify",
        "https://[bad",
    ],
)
async def test_no_link_leads_away_from_the_organisation(href: str) -> None:
    told = Told([required(factor() | {"_links": {"verify": {"href": href}}})])
    working = engine(told)
    await working.start("wren", "pw")
    await working.choose("f1")
    assert (await refusal(working.enter("123456"))).code == "upstream.address"
    assert len(told.bodies()) == 1


async def test_a_passcode_goes_where_the_state_says() -> None:
    told = Told([required(factor("sms", "OKTA")), challenge(), SUCCESS])
    working = engine(told)
    await working.start("wren", "pw")
    await working.choose("f1")
    assert await working.enter("123456") == Granted()
    assert told.bodies()[1:] == [{"stateToken": STATE}, {"stateToken": STATE, "passCode": "123456"}]


async def test_a_resend_link_may_stand_alone_or_in_a_list() -> None:
    single = challenge()
    single["_links"]["resend"] = link("/factors/f1/verify/resend", "sms")
    told = Told([required(factor("sms", "OKTA")), single, challenge()])
    working = engine(told)
    await working.start("wren", "pw")
    step = await working.choose("f1")
    assert isinstance(step, EnterCode)
    assert step.can_resend_after == 30
    await working.resend()
    assert str(told.asked[-1].url).endswith("/factors/f1/verify/resend")


async def test_an_unknown_state_stops_and_names_itself() -> None:
    problem = await refusal(start({"stateToken": STATE, "status": "CONSENT_REQUIRED\x1b[2J"}))
    assert problem.code == "identity.unknown_state"
    assert str(problem.parameters["status"]).startswith("CONSENT_REQUIRED")
    assert "\x1b" not in str(problem.parameters["status"])


async def test_without_a_usable_device_that_is_told() -> None:
    assert (await refusal(start(required(factor("webauthn", "FIDO"))))).code == "identity.no_usable_device"


async def test_a_wrong_state_is_read_again_and_no_passcode_repeated() -> None:
    wrong = httpx.Response(403, json={"errorCode": "E0000079", "errorSummary": "no"})
    told = Told([required(), wrong, required()])
    working = engine(told)
    await working.start("wren", "pw")
    await working.choose("f1")
    assert isinstance(await working.enter("123456"), ChooseDevice)
    assert told.bodies()[-1] == {"stateToken": STATE}


async def test_required_enrolment_without_a_way_around_is_told() -> None:
    enrol = {"stateToken": STATE, "status": "MFA_ENROLL", "_embedded": {"factors": []}, "_links": {}}
    assert (await refusal(start(enrol))).code == "identity.no_device"
    enrol["_links"] = {"skip": link("/skip", "skip")}
    assert await start(enrol) == Enrol((), may_skip=True)


@pytest.mark.parametrize("pipeline", ["idy", "v2", "", None, {"v1": 1}])
async def test_an_engine_that_is_not_served_is_named(pipeline: object) -> None:
    problem = await refusal(detect(organisation(Told([], pipeline=pipeline))))
    assert problem.code == "identity.engine"


async def test_classic_is_detected() -> None:
    make = await detect(organisation(Told([])))
    assert make is ClassicEngine


@pytest.mark.parametrize(
    ("code", "status", "problem"),
    [
        ("E0000207", 401, "identity.credentials"),
        ("E0000069", 403, "identity.locked"),
        ("E0000119", 403, "identity.suspended"),
        ("E0000155", 423, "identity.suspended"),
        ("E0000180", 423, "identity.device_off"),
        ("E0000146", 429, "identity.resend_cap"),
        ("E0000133", 429, "identity.resend_wait"),
        ("E0000010", 503, "upstream.down"),
        ("E0000001", 400, "identity.invalid"),
        ("E0000003", 400, "identity.program"),
        ("E0000098", 400, "identity.phone"),
        ("E0000011", 401, "identity.expired"),
        ("E0000015", 401, "identity.refused"),
        ("E0000064", 401, "identity.password_expired"),
        ("E0000006", 403, "identity.refused"),
        ("E0000014", 403, "identity.password_rules"),
        ("E0000034", 403, "identity.recovery"),
        ("E0000038", 403, "identity.suspended"),
        ("E0000068", 403, "identity.passcode_wrong"),
        ("E0000079", 403, "identity.expired"),
        ("E0000080", 403, "identity.password_rules"),
        ("E0000082", 403, "identity.passcode_used"),
        ("E0000083", 403, "identity.passcode_late"),
        ("E0000087", 403, "identity.answer_wrong"),
        ("E0000105", 403, "identity.expired"),
        ("E0000007", 404, "identity.program"),
        ("E0000022", 405, "identity.program"),
        ("E0000154", 410, "identity.device_off"),
        ("E0000047", 429, "identity.rate_limited"),
        ("E0000109", 429, "identity.resend_wait"),
        ("E0000118", 429, "identity.resend_wait"),
        ("E0000147", 429, "identity.resend_cap"),
        ("E0000204", 429, "identity.rate_limited"),
        ("E0000205", 429, "identity.rate_limited"),
        ("E0000009", 500, "upstream.down"),
        ("E0000067", 504, "upstream.down"),
        ("E9999999", 403, "identity.refused"),
        ("E9999999", 429, "identity.rate_limited"),
        ("E9999999", 502, "upstream.down"),
    ],
)
async def test_each_error_code_has_its_problem(code: str, status: int, problem: str) -> None:
    body = {"errorCode": code, "errorSummary": "words", "errorCauses": [{"errorSummary": "cause"}, 7, {}]}
    headers = {"x-okta-request-id": "req-1"}
    found = await refusal(start(httpx.Response(status, json=body, headers=headers)))
    assert (found.code, found.upstream_words, found.reference) == (problem, "words - cause", "req-1")


def test_refused_tries_are_counted_per_user(tmp_path: Path) -> None:
    tries = Tries(SignInMarks(tmp_path), SystemClock(), ZoneInfo("America/New_York"))
    for user in ("wren", "wren", "otis", "WREN "):
        tries.of(user)
        judged = tries.judge(Problem("identity.credentials"))
    assert judged.code == "identity.maybe_locked"
    tries.of("otis")
    assert (tries.failed, tries.caution()) == (1, None)
