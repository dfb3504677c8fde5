"""Which engine the practice portal's organisation runs, and what its Identity Engine insists on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from spot_tui.sandbox.transport import PracticeTransport
from tests.backend.store.builders import SetClock

URL = "http://practice.invalid"
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
ASKED = {
    "client_id": "spot-tui-practice",
    "scope": "openid profile",
    "redirect_uri": "com.spot-tui:/callback",
    "code_challenge": CHALLENGE,
    "code_challenge_method": "S256",
    "state": "s1",
}


@pytest.fixture
async def wire(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    transport = PracticeTransport(tmp_path / "world.sqlite", SetClock())
    async with httpx.AsyncClient(transport=transport, base_url=URL, timeout=30) as client:
        yield client


async def pipeline(wire: httpx.AsyncClient) -> str:
    return str((await wire.get("/.well-known/okta-organization")).json()["pipeline"])


async def begun(wire: httpx.AsyncClient) -> dict[str, Any]:
    handle = (await wire.post("/oauth2/practice/v1/interact", data=ASKED)).json()["interaction_handle"]
    body: dict[str, Any] = (await wire.post("/idp/idx/introspect", json={"interactionHandle": handle})).json()
    return body


def form(body: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(form for form in body["remediation"]["value"] if form["name"] == name)
    return found


async def test_it_is_classic_until_it_is_switched(wire: httpx.AsyncClient) -> None:
    assert await pipeline(wire) == "v1"
    answer = await wire.post("/practice/switches", json={"engine": "idx"})
    assert answer.json()["engine"] == "idx"
    assert await pipeline(wire) == "idx"


@pytest.mark.parametrize("engine", ["v2", "", 1, None])
async def test_another_engine_is_refused(wire: httpx.AsyncClient, engine: object) -> None:
    assert (await wire.post("/practice/switches", json={"engine": engine})).status_code == 400
    assert await pipeline(wire) == "v1"


async def test_a_profile_may_set_it(tmp_path: Path) -> None:
    transport = PracticeTransport(tmp_path / "world.sqlite", SetClock(), switches={"engine": "idx"})
    async with httpx.AsyncClient(transport=transport, base_url=URL, timeout=30) as wire:
        assert await pipeline(wire) == "idx"


@pytest.mark.parametrize("name", ["code_challenge", "state", "scope"])
async def test_no_handle_without_a_proof_key(wire: httpx.AsyncClient, name: str) -> None:
    answer = await wire.post("/oauth2/practice/v1/interact", data={**ASKED, name: ""})
    assert answer.status_code == 400
    assert answer.json()["error"] in {"invalid_request", "invalid_scope"}


async def test_a_handle_is_good_once(wire: httpx.AsyncClient) -> None:
    handle = (await wire.post("/oauth2/practice/v1/interact", data=ASKED)).json()["interaction_handle"]
    first = await wire.post("/idp/idx/introspect", json={"interactionHandle": handle})
    second = await wire.post("/idp/idx/introspect", json={"interactionHandle": handle})
    assert (first.status_code, second.status_code) == (200, 401)


async def test_a_form_sent_as_another_type_is_refused(wire: httpx.AsyncClient) -> None:
    body = await begun(wire)
    sent = {"identifier": "wren.applegarth", "stateHandle": body["stateHandle"]}
    asked = form(body, "identify")
    assert (await wire.post(asked["href"], json=sent)).status_code == 400
    taken = await wire.post(asked["href"], json=sent, headers={"content-type": asked["accepts"]})
    assert taken.status_code == 401


async def test_a_code_is_good_once_and_only_with_its_proof_key(wire: httpx.AsyncClient) -> None:
    asked = {"grant_type": "interaction_code", "interaction_code": "none", **ASKED}
    answer = await wire.post("/oauth2/practice/v1/token", data={**asked, "code_verifier": "v" * 43})
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")


async def test_a_step_that_is_not_on_is_refused_with_the_whole_answer(wire: httpx.AsyncClient) -> None:
    body = await begun(wire)
    headers = {"content-type": "application/ion+json; okta-version=1.0.0"}
    sent = {"stateHandle": body["stateHandle"], "credentials": {"passcode": "1234"}}
    answer = await wire.post(f"{URL}/idp/idx/challenge/answer", json=sent, headers=headers)
    assert answer.status_code == 400
    assert form(answer.json(), "identify")


async def test_the_device_grant_is_described(wire: httpx.AsyncClient) -> None:
    told = (await wire.get("/oauth2/practice/.well-known/openid-configuration")).json()
    assert told["device_authorization_endpoint"].endswith("/v1/device/authorize")
    assert "urn:ietf:params:oauth:grant-type:device_code" in told["grant_types_supported"]


@pytest.mark.parametrize(
    ("form_", "error"),
    [
        ({"client_id": "other"}, "invalid_client"),
        ({"client_id": "spot-tui-practice", "scope": "openid everything"}, "invalid_scope"),
    ],
)
async def test_a_device_code_is_for_clients_that_are_known(
    wire: httpx.AsyncClient, form_: dict[str, str], error: str
) -> None:
    answer = await wire.post("/oauth2/practice/v1/device/authorize", data=form_)
    assert answer.json()["error"] == error


async def test_asking_too_often_is_told_to_slow_down(wire: httpx.AsyncClient) -> None:
    begun = await wire.post("/oauth2/practice/v1/device/authorize", data={"client_id": "spot-tui-practice"})
    asked = {
        "grant_type": "urn:ietf:params:oauth:grant-type:device_code",
        "device_code": begun.json()["device_code"],
        "client_id": "spot-tui-practice",
    }
    errors = [(await wire.post("/oauth2/practice/v1/token", data=asked)).json()["error"] for _ in range(2)]
    assert errors == ["authorization_pending", "slow_down"]
