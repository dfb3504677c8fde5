"""What the practice portal's sign-in refuses, straight on the wire."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import jwt
import pytest

from spot_tui.sandbox.staff import staff
from spot_tui.sandbox.transport import PracticeTransport
from spot_tui.sandbox.world import World
from tests.backend.store.builders import SetClock

WREN = "wren.applegarth"
VERIFIER = "v" * 43
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
SERVER = "/oauth2/practice/v1"
ASK = {
    "client_id": "spot-tui-practice",
    "response_type": "code",
    "scope": "openid profile",
    "redirect_uri": "com.spot-tui:/callback",
    "state": "s1",
    "nonce": "n1",
    "code_challenge": CHALLENGE,
    "code_challenge_method": "S256",
}


async def authn(wire: httpx.AsyncClient, tail: str = "", **body: Any) -> httpx.Response:
    return await wire.post(f"/api/v1/authn{tail}", json=body)


async def begun(wire: httpx.AsyncClient, user: str = WREN) -> dict[str, Any]:
    body: dict[str, Any] = (await authn(wire, username=user, password=staff().password)).json()
    return body


async def passcode(wire: httpx.AsyncClient, device: str, user: str = WREN) -> str:
    shown = (await wire.get("/practice/passcode", params={"user": user, "device": device})).json()
    return str(shown["passcode"])


async def ticket(wire: httpx.AsyncClient) -> str:
    state = (await begun(wire))["stateToken"]
    code = await passcode(wire, "uftpractice000001")
    tail = "/factors/uftpractice000001/verify"
    return str((await authn(wire, tail, stateToken=state, passCode=code)).json()["sessionToken"])


async def asked(wire: httpx.AsyncClient, **changes: str) -> tuple[httpx.Response, dict[str, str]]:
    answer = await wire.get(f"{SERVER}/authorize", params=ASK | changes)
    query = parse_qs(urlsplit(answer.headers.get("location", "")).query)
    return answer, {name: values[0] for name, values in query.items()}


async def redeemed(wire: httpx.AsyncClient, code: str, **changes: str) -> httpx.Response:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "client_id": "spot-tui-practice",
        "redirect_uri": "com.spot-tui:/callback",
        "code_verifier": VERIFIER,
    }
    return await wire.post(f"{SERVER}/token", data=form | changes)


async def test_every_answer_names_its_request_and_is_not_stored(wire: httpx.AsyncClient) -> None:
    answer = await wire.get("/.well-known/okta-organization")
    assert answer.json()["pipeline"] == "v1"
    assert answer.headers["x-okta-request-id"]
    assert "no-store" in answer.headers["cache-control"]
    assert answer.headers["x-rate-limit-remaining"]


async def test_an_error_has_the_shape_of_an_okta_error(wire: httpx.AsyncClient) -> None:
    answer = await authn(wire, username=WREN, password="wrong")
    assert answer.status_code == 401
    body = answer.json()
    assert set(body) == {"errorCode", "errorSummary", "errorLink", "errorId", "errorCauses"}
    assert (body["errorCode"], body["errorLink"]) == ("E0000004", "E0000004")
    assert body["errorId"].startswith("oae")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "E0000003"),
        (b"[]", "E0000003"),
        (b"{", "E0000003"),
        (b"\xff", "E0000003"),
        (b"[" * 100_000, "E0000003"),
        (b"{}", "E0000001"),
        (b'{"username": 7, "password": "x"}', "E0000001"),
        (b'{"username": "\\ud800", "password": "\\ud800"}', "E0000004"),
        (b'{"stateToken": null}', "E0000011"),
        (b'{"stateToken": "00nothing"}', "E0000011"),
    ],
)
async def test_a_request_that_makes_no_sense_is_refused(
    wire: httpx.AsyncClient, content: bytes, code: str
) -> None:
    answer = await wire.post("/api/v1/authn", content=content)
    assert answer.json()["errorCode"] == code


async def test_what_a_stranger_types_is_not_stored(wire: httpx.AsyncClient, file: Path) -> None:
    await authn(wire, username="a.real.person@example.org", password="A-Real-Password-1")
    stored = b"".join(path.read_bytes() for path in file.parent.glob("world.sqlite*"))
    assert b"a.real.person" not in stored
    assert b"A-Real-Password" not in stored


async def test_a_stranger_is_counted_like_anybody(wire: httpx.AsyncClient, file: Path) -> None:
    await wire.post("/practice/switches", json={"show_lockout": 1})
    answers = [await authn(wire, username="no.such.person", password="x") for _ in range(4)]
    assert [answer.json().get("errorCode") for answer in answers] == ["E0000004"] * 3 + [None]
    assert answers[-1].json()["status"] == "LOCKED_OUT"


async def test_the_state_token_slides_with_each_request(wire: httpx.AsyncClient, clock: SetClock) -> None:
    body = await begun(wire)
    for _ in range(3):
        clock.forward(minutes=4)
        again = (await authn(wire, stateToken=body["stateToken"])).json()
    assert again["expiresAt"] > body["expiresAt"]
    clock.forward(minutes=6)
    assert (await authn(wire, stateToken=body["stateToken"])).json()["errorCode"] == "E0000011"


async def test_a_device_of_somebody_else_is_unknown(wire: httpx.AsyncClient) -> None:
    state = (await begun(wire))["stateToken"]
    answer = await authn(wire, "/factors/smspractice000005/verify", stateToken=state)
    assert answer.json()["errorCode"] == "E0000007"


@pytest.mark.parametrize("tail", ["/previous", "/skip", "/factors/smspractice000002/verify/resend"])
async def test_a_verb_that_does_not_fit_the_state_is_refused(wire: httpx.AsyncClient, tail: str) -> None:
    state = (await begun(wire))["stateToken"]
    assert (await authn(wire, tail, stateToken=state)).json()["errorCode"] == "E0000079"


async def test_codes_come_too_fast_only_within_their_waiting_time(
    wire: httpx.AsyncClient, clock: SetClock
) -> None:
    state = (await begun(wire))["stateToken"]
    tail = "/factors/smspractice000002/verify"
    await authn(wire, tail, stateToken=state)
    early = await authn(wire, f"{tail}/resend", stateToken=state)
    assert (early.status_code, early.json()["errorCode"]) == (429, "E0000109")
    clock.forward(seconds=30)
    assert (await authn(wire, f"{tail}/resend", stateToken=state)).status_code == 200


async def test_the_last_step_of_an_authenticator_outlasts_the_process(
    wire: httpx.AsyncClient, file: Path, clock: SetClock
) -> None:
    await ticket(wire)
    async with httpx.AsyncClient(
        transport=PracticeTransport(file, clock), base_url="http://practice.invalid"
    ) as other:
        state = (await begun(other))["stateToken"]
        code = await passcode(other, "uftpractice000001")
        answer = await authn(other, "/factors/uftpractice000001/verify", stateToken=state, passCode=code)
        assert answer.json()["errorCode"] == "E0000082"


@pytest.mark.parametrize("code", ["１２３４５６", "12345٦", "", "abc", None, 123456.5, "0" * 10_000])
async def test_what_is_no_code_is_a_wrong_one(wire: httpx.AsyncClient, code: object) -> None:
    state = (await begun(wire))["stateToken"]
    answer = await authn(wire, "/factors/uftpractice000001/verify", stateToken=state, passCode=code)
    assert answer.json()["errorCode"] == "E0000068"


async def test_a_code_is_for_one_redemption(wire: httpx.AsyncClient) -> None:
    _, given = await asked(wire, sessionToken=await ticket(wire))
    assert given["state"] == "s1"
    tokens = (await redeemed(wire, given["code"])).json()
    assert tokens["token_type"] == "Bearer"
    assert (await redeemed(wire, given["code"])).json()["error"] == "invalid_grant"


async def test_a_session_token_is_for_one_use(wire: httpx.AsyncClient) -> None:
    used = await ticket(wire)
    await asked(wire, sessionToken=used)
    _, given = await asked(wire, sessionToken=used)
    assert given["error"] == "login_required"


async def test_a_session_token_expires(wire: httpx.AsyncClient, clock: SetClock) -> None:
    old = await ticket(wire)
    clock.forward(minutes=6)
    _, given = await asked(wire, sessionToken=old)
    assert given["error"] == "login_required"


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge": ""}, "invalid_request"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"scope": "profile"}, "invalid_scope"),
        ({"scope": "openid everything"}, "invalid_scope"),
        ({"state": ""}, "invalid_request"),
    ],
)
async def test_an_authorization_that_is_not_right_is_refused(
    wire: httpx.AsyncClient, changes: dict[str, str], error: str
) -> None:
    _, given = await asked(wire, sessionToken="x", **changes)
    assert given["error"] == error


@pytest.mark.parametrize("changes", [{"redirect_uri": "com.spot-tui:/callback/"}, {"client_id": "another"}])
async def test_nothing_is_sent_to_an_address_that_is_not_registered(
    wire: httpx.AsyncClient, changes: dict[str, str]
) -> None:
    answer, given = await asked(wire, sessionToken="x", **changes)
    assert answer.status_code in {400, 401}
    assert given == {}


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"code_verifier": "w" * 43}, "invalid_grant"),
        ({"redirect_uri": "com.spot-tui:/other"}, "invalid_grant"),
        ({"client_id": "another"}, "invalid_client"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
    ],
)
async def test_a_redemption_that_is_not_right_is_refused(
    wire: httpx.AsyncClient, changes: dict[str, str], error: str
) -> None:
    _, given = await asked(wire, sessionToken=await ticket(wire))
    assert (await redeemed(wire, given["code"], **changes)).json()["error"] == error


async def test_the_identity_token_is_signed_by_the_key_that_is_shown(wire: httpx.AsyncClient) -> None:
    _, given = await asked(wire, sessionToken=await ticket(wire))
    token = (await redeemed(wire, given["code"])).json()["id_token"]
    key = jwt.PyJWK((await wire.get(f"{SERVER}/keys")).json()["keys"][0])
    claims = jwt.decode(
        token,
        key,
        ["RS256"],
        audience="spot-tui-practice",
        options={"verify_exp": False, "verify_iat": False},
    )
    assert claims["amr"] == ["pwd", "mfa", "otp"]
    assert claims["nonce"] == "n1"
    assert claims["iss"] == "http://practice.invalid/oauth2/practice"


async def test_an_access_token_holds_until_it_is_revoked(wire: httpx.AsyncClient) -> None:
    _, given = await asked(wire, sessionToken=await ticket(wire))
    tokens = (await redeemed(wire, given["code"])).json()
    bearer = {"authorization": f"Bearer {tokens['access_token']}"}
    assert (await wire.get(f"{SERVER}/userinfo", headers=bearer)).json()["name"] == "Wren Applegarth"
    introspected = await wire.post(f"{SERVER}/introspect", data={"token": tokens["access_token"]})
    assert introspected.json()["username"] == WREN
    await wire.post(f"{SERVER}/revoke", data={"token": tokens["access_token"]})
    assert (await wire.get(f"{SERVER}/userinfo", headers=bearer)).status_code == 401
    introspected = await wire.post(f"{SERVER}/introspect", data={"token": tokens["access_token"]})
    assert introspected.json() == {"active": False}


async def test_logging_out_ends_all_tokens_of_the_person(wire: httpx.AsyncClient) -> None:
    _, given = await asked(wire, sessionToken=await ticket(wire))
    tokens = (await redeemed(wire, given["code"])).json()
    answer = await wire.get(f"{SERVER}/logout", params={"id_token_hint": tokens["id_token"]})
    assert answer.status_code == 200
    bearer = {"authorization": f"Bearer {tokens['access_token']}"}
    assert (await wire.get(f"{SERVER}/userinfo", headers=bearer)).status_code == 401


@pytest.mark.parametrize("hint", ["", "a.b.c", "not-a-token"])
async def test_logging_out_needs_an_identity_token(wire: httpx.AsyncClient, hint: str) -> None:
    answer = await wire.get(f"{SERVER}/logout", params={"id_token_hint": hint})
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_token")


async def test_faults_are_listed_switched_and_refused_by_name(wire: httpx.AsyncClient) -> None:
    on = await wire.post("/practice/faults", json={"name": "identity.503", "path": "/token", "times": 1})
    assert on.json()["faults"] == [{"name": "identity.503", "path": "/token", "times": 1}]
    assert (await wire.post(f"{SERVER}/token")).status_code == 503
    assert (await wire.get("/practice/faults")).json()["faults"] == []
    unknown = await wire.post("/practice/faults", json={"name": "identity.nonsense"})
    assert unknown.status_code == 400
    await wire.post("/practice/faults", json={"name": "identity.skew"})
    assert (await wire.delete("/practice/faults")).json()["faults"] == []


@pytest.mark.parametrize("body", [b"", b"[]", b'{"latency_ms": -1}', b'{"latency_ms": "fast"}', b'{"x": 1}'])
async def test_a_switch_that_makes_no_sense_is_refused(wire: httpx.AsyncClient, body: bytes) -> None:
    assert (await wire.post("/practice/switches", content=body)).status_code == 400


async def test_people_are_listed_without_the_secrets_of_their_devices(wire: httpx.AsyncClient) -> None:
    answer = await wire.get("/practice/people")
    assert len(answer.json()["people"]) == len(staff().people)
    assert "secret" not in answer.text


async def test_a_used_code_is_shown_as_used(wire: httpx.AsyncClient) -> None:
    await ticket(wire)
    shown = await wire.get("/practice/passcode", params={"user": WREN, "device": "uftpractice000001"})
    assert shown.json()["used"] is True


def test_every_state_of_access_is_practised() -> None:
    assert {person.access for person in staff().people} == {
        "approved", "locked", "suspended", "inactive", "no_request", "pending", "denied", "removed",
        "password_expired", "password_warn", "no_device", "second_device", "stale",
    }  # fmt: skip


def test_the_password_is_one_that_the_rules_allow() -> None:
    password = staff().password
    assert 15 <= len(password) <= 60
    assert all(any(kind(c) for c in password) for kind in (str.isupper, str.islower, str.isdigit))


def test_no_two_devices_share_an_id_or_a_secret() -> None:
    devices = [device for person in staff().people for device in person.devices]
    secrets = [device.secret for device in devices if device.secret]
    assert len({device.id for device in devices}) == len(devices)
    assert len(set(secrets)) == len(secrets)
    assert all((device.kind in {"google", "okta", "yubikey"}) == bool(device.secret) for device in devices)


async def test_the_world_is_free_once_the_transport_is_closed(file: Path, clock: SetClock) -> None:
    transport = PracticeTransport(file, clock)
    async with httpx.AsyncClient(transport=transport) as client:
        await client.get("http://practice.invalid/practice/people")
    World(file, clock).close()
