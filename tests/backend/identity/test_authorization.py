"""From a session token to a session: every claim is checked, nothing is kept that may leak."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from spot_tui.backend.clock import SystemClock
from spot_tui.backend.identity.identity_token import read_identity_token
from spot_tui.backend.identity.prompts import Done
from spot_tui.backend.problems import Problem
from tests.backend.identity.organisation import (
    CLIENT,
    SUCCESS,
    UPSTREAM,
    Told,
    claims,
    configuration,
    jwks,
    required,
    signed,
    signing_key,
)
from tests.wire.staff_desk import StaffDesk, staff_desk

PASSWORD = "sentinel-password-Q7"
PASSCODE = "918273"


def told(**other: Callable[[httpx.Request], httpx.Response]) -> Told:
    return Told([required(), SUCCESS], other)


async def sign_in(desk: StaffDesk) -> Done:
    await desk.sign_in.start("wren.applegarth", PASSWORD)
    await desk.sign_in.choose("f1")
    prompt = await desk.sign_in.enter(PASSCODE)
    assert isinstance(prompt, Done)
    return prompt


async def outcome(told: Told, store: Path) -> Problem:
    async with staff_desk(UPSTREAM, store, SystemClock(), told.transport) as desk:
        with pytest.raises(Problem) as caught:
            await sign_in(desk)
        assert desk.sign_in.prompt is None
    return caught.value


Respond = Callable[[httpx.Request], httpx.Response]
NOT_ASSIGNED = "User is not assigned to the client application."
IDX_NOT_ASSIGNED = "user is not assigned to this application"
ROLELESS = {"error": "access_denied", "error_description": NOT_ASSIGNED}


def stored_in(folder: Path) -> str:
    """Return everything that lies on disk."""
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file()).decode("latin-1")


def redirect(to: str = "com.spot-tui:/callback", **parameters: str) -> Respond:
    def answer(request: httpx.Request) -> httpx.Response:
        query = urlencode({"state": request.url.params["state"]} | parameters)
        return httpx.Response(302, headers={"location": f"{to}?{query}"})

    return answer


def plain(status: int, **content: Any) -> Respond:
    return lambda _: httpx.Response(status, **content)


async def test_tokens_are_asked_for_with_pkce_state_and_nonce(tmp_path: Path) -> None:
    organisation = told()
    async with staff_desk(UPSTREAM, tmp_path, SystemClock(), organisation.transport) as desk:
        done = await sign_in(desk)
    asked = next(r for r in organisation.asked if r.url.path.endswith("/authorize")).url.params
    assert asked["response_type"] == "code"
    assert asked["code_challenge_method"] == "S256"
    assert asked["prompt"] == "none"
    assert asked["scope"] == "openid profile"
    assert asked["sessionToken"] == "20111-session-token"
    assert len(asked["state"]) >= 32
    assert len(asked["nonce"]) >= 32
    assert 43 <= len(organisation.form["code_verifier"]) <= 128
    assert organisation.form["grant_type"] == "authorization_code"
    assert "client_secret" not in organisation.form
    assert done.session.access_token() == "secret-access"


async def test_signing_out_revokes_and_logs_out(tmp_path: Path) -> None:
    organisation = told()
    async with staff_desk(UPSTREAM, tmp_path, SystemClock(), organisation.transport) as desk:
        done = await sign_in(desk)
        await done.session.end()
    assert [request.url.path.rpartition("/")[2] for request in organisation.asked[-2:]] == [
        "revoke",
        "logout",
    ]


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (redirect(error="access_denied", error_description=NOT_ASSIGNED), "identity.not_assigned"),
        (redirect(error="access_denied", error_description=IDX_NOT_ASSIGNED), "identity.not_assigned"),
        (redirect(error="access_denied", error_description="Policy says no."), "identity.refused"),
        (redirect(error="login_required"), "identity.expired"),
        (redirect(error="unauthorized_client"), "identity.configuration"),
        (redirect(error="temporarily_unavailable"), "upstream.down"),
        (redirect(error="\x1b[2J<script>"), "identity.refused"),
        (redirect(code="c1", state="another"), "identity.token"),
        (redirect(code="c1", iss="https://evil.example"), "identity.token"),
        (redirect("https://evil.example/callback", code="c1"), "identity.token"),
        (redirect("com.spot-tui:/callback/more", code="c1"), "identity.token"),
        (redirect(), "identity.token"),
        (plain(302), "upstream.unreadable"),
        (plain(200, text="<html>sign in</html>"), "upstream.page"),
        (
            plain(400, json=ROLELESS),
            "identity.not_assigned",
        ),
        (plain(400, json={"error": "invalid_client"}), "identity.configuration"),
    ],
)
async def test_each_answer_of_the_authorization_has_its_problem(
    tmp_path: Path, answer: Respond, code: str
) -> None:
    organisation = told(**{"/authorize": answer})
    assert (await outcome(organisation, tmp_path)).code == code
    assert not any(request.url.path.endswith("/token") for request in organisation.asked)


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"error": "invalid_grant"}, 400, "identity.expired"),
        ({"error": "invalid_client"}, 401, "identity.configuration"),
        ({"error": "slow"}, 429, "identity.rate_limited"),
        ({}, 200, "identity.token"),
        ({"access_token": "a", "id_token": "b", "token_type": "DPoP"}, 200, "identity.token"),
        ({"access_token": "a", "id_token": "not-a-token", "token_type": "Bearer"}, 200, "identity.token"),
        ({"access_token": 1, "id_token": [], "token_type": {}}, 200, "identity.token"),
    ],
)
async def test_each_answer_of_the_token_endpoint_has_its_problem(
    tmp_path: Path, body: dict[str, Any], status: int, code: str
) -> None:
    organisation = told(**{"/token": lambda _: httpx.Response(status, json=body)})
    assert (await outcome(organisation, tmp_path)).code == code
    assert sum(request.url.path.endswith("/token") for request in organisation.asked) == 1


@pytest.mark.parametrize("changes", [{"issuer": "https://evil.example"}, {"token_endpoint": ""}])
async def test_another_issuers_description_is_refused(tmp_path: Path, changes: dict[str, str]) -> None:
    organisation = told(
        **{"/openid-configuration": lambda _: httpx.Response(200, json=configuration(**changes))}
    )
    assert (await outcome(organisation, tmp_path)).code == "identity.configuration"


async def test_an_endpoint_elsewhere_gets_no_token(tmp_path: Path) -> None:
    body = configuration(token_endpoint="https://evil.example/token")
    organisation = told(**{"/openid-configuration": lambda _: httpx.Response(200, json=body)})
    assert (await outcome(organisation, tmp_path)).code == "upstream.address"


def read(token: str, keys: Any = None, now_after: int = 0) -> str:
    now = claims()["iat"] + now_after
    return read_identity_token(token, keys or jwks(), UPSTREAM, nonce="nonce-1", now=now).user_id


def test_a_right_token_tells_who_it_is() -> None:
    assert read(signed(claims())) == "wren.applegarth"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"iss": "https://evil.example"}, "issuer"),
        ({"aud": "another-client"}, "audience"),
        ({"aud": [CLIENT, "another"]}, "azp"),
        ({"nonce": "another"}, "nonce"),
        ({"nonce": None}, "nonce"),
        ({"exp": 1}, "time"),
        ({"exp": "soon"}, "exp"),
        ({"exp": float("nan")}, "exp"),
        ({"iat": 99999999999}, "time"),
        ({"auth_time": 1}, "auth_time"),
        ({"sub": ""}, "sub"),
    ],
)
def test_a_token_with_a_wrong_claim_is_refused(changes: dict[str, Any], reason: str) -> None:
    with pytest.raises(Problem, match=r"identity\.token") as caught:
        read(signed(claims(**changes)))
    assert caught.value.parameters["reason"] == reason


@pytest.mark.parametrize("name", ["iss", "aud", "sub", "exp", "iat"])
def test_a_token_without_a_claim_is_refused(name: str) -> None:
    payload = claims()
    del payload[name]
    with pytest.raises(Problem, match=r"identity\.token"):
        read(signed(payload))


@pytest.mark.parametrize("methods", [["pwd"], [], None, "mfa", ["pwd", "kba"]])
def test_a_sign_in_by_password_alone_is_refused(methods: object) -> None:
    with pytest.raises(Problem, match=r"identity\.one_factor"):
        read(signed(claims(amr=methods)))


@pytest.mark.parametrize("methods", [["pwd", "mfa"], ["pwd", "sms"], ["otp"]])
def test_a_second_factor_is_enough_by_any_name(methods: list[str]) -> None:
    assert read(signed(claims(amr=methods)))


def forgeries() -> list[Any]:
    other = rsa.generate_private_key(65537, 2048)
    public = jwks()["keys"][0]["n"]
    header = {"kid": "k1"}
    return [
        pytest.param(jwt.encode(claims(), other, "RS256", headers=header), id="another key"),
        pytest.param(jwt.encode(claims(), signing_key(), "RS512", headers=header), id="another algorithm"),
        pytest.param(jwt.encode(claims(), "", "none", headers=header), id="no signature"),
        pytest.param(jwt.encode(claims(), public, "HS256", headers=header), id="public key as secret"),
        pytest.param(signed(claims(), kid="k2"), id="unknown key"),
        pytest.param(signed(claims())[:-4] + "AAAA", id="altered"),
        pytest.param("a.b.c", id="no token"),
        pytest.param("", id="nothing"),
    ]


@pytest.mark.parametrize("token", forgeries())
def test_a_forged_token_is_refused(token: str) -> None:
    with pytest.raises(Problem, match=r"identity\.token") as caught:
        read(token)
    assert caught.value.parameters["reason"] == "signature"


@pytest.mark.parametrize(
    "keys", [{"keys": 7}, {"keys": [{}]}, {"keys": [{"kid": "k1", "kty": "RSA"}]}, {"keys": None}]
)
def test_a_broken_key_list_opens_nothing(keys: dict[str, Any]) -> None:
    with pytest.raises(Problem, match=r"identity\.token"):
        read(signed(claims()), keys)


def test_a_token_is_judged_by_the_organisations_clock() -> None:
    assert read(signed(claims()), now_after=599)
    with pytest.raises(Problem, match=r"identity\.token"):
        read(signed(claims(auth_time=claims()["iat"] + 4000)), now_after=4000)


@pytest.fixture
def everything_logged(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.DEBUG)
    return caplog


async def test_no_secret_shows_in_repr_traceback_or_log(
    tmp_path: Path, everything_logged: pytest.LogCaptureFixture
) -> None:
    organisation = told(**{"/token": lambda _: httpx.Response(400, json={"error": "invalid_grant"})})
    async with staff_desk(UPSTREAM, tmp_path, SystemClock(), organisation.transport) as desk:
        await desk.sign_in.start("wren.applegarth", PASSWORD)
        await desk.sign_in.choose("f1")
        try:
            await desk.sign_in.enter(PASSCODE)
        except Problem as problem:
            shown = "".join(traceback.format_exception(problem)) + repr(problem.__dict__)
        shown += repr(vars(desk.sign_in)) + repr(desk.sign_in)
    stored = stored_in(tmp_path)
    for secret in (PASSWORD, PASSCODE, "20111-session-token", "secret-access", "00state-token"):
        assert secret not in shown
        assert secret not in everything_logged.text
        assert secret not in stored


async def test_a_session_hides_its_tokens(tmp_path: Path) -> None:
    async with staff_desk(UPSTREAM, tmp_path, SystemClock(), told().transport) as desk:
        done = await sign_in(desk)
    shown = repr(done) + repr(vars(done.session))
    assert "secret-access" not in shown
    assert "eyJ" not in shown


async def test_a_password_typed_as_user_id_is_not_recorded(tmp_path: Path) -> None:
    organisation = Told([httpx.Response(401, json={"errorCode": "E0000004"})])
    async with staff_desk(UPSTREAM, tmp_path, SystemClock(), organisation.transport) as desk:
        with pytest.raises(Problem, match=r"identity\.credentials"):
            await desk.sign_in.start("My-Secret-Password-1", "x")
    assert "My-Secret" not in stored_in(tmp_path)
