"""Every layer behind the line fails once, over real HTTP to the practice portal, and is named."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from spot_tui.backend.clock import SystemClock
from spot_tui.backend.upstream_checks.service import UpstreamChecks
from spot_tui.backend.upstream_checks.steps import Step
from spot_tui.backend.upstreams import CoreUpstream, GatewayUpstream
from tests.backend.connectivity.test_core import Stream
from tests.backend.connectivity.test_envelopes import FAULT_12, soap_answer
from tests.backend.store.builders import SetClock
from tests.backend.upstream_checks.looking import core, ids, steps_of
from tests.certificates import make, rsa_key
from tests.wire.core_desk import new_uuids
from tests.wire.portal import Portal

LINE = ["address.found", "line.plain"]
WELL = [*LINE, "http.answers", "envelope.accepted", "x12.read", "payer.not_asked"]


def upstream(portal: Portal, form: str = "soap", **changes: Any) -> CoreUpstream:
    return core(f"{portal.url}/core/{form}", envelope=form, usage="T", **changes)


@pytest.mark.parametrize("form", ["soap", "mime"])
async def test_a_service_that_is_well_is_followed_to_its_x12(portal: Portal, form: str) -> None:
    steps = await steps_of(upstream(portal, form), clock=portal.clock)
    assert ids(steps) == WELL
    assert "answered so (TA1)" in steps[-2].what
    assert "eligibility check" in steps[-1].fix


async def test_nothing_is_posted_where_nothing_may_be_sent(portal: Portal) -> None:
    steps = await steps_of(upstream(portal), send=False)
    assert ids(steps)[-1] == "envelope.not_sent"
    assert {method for method, _ in portal.calls} == {"GET"}


async def test_what_is_sent_holds_no_patient(portal: Portal) -> None:
    sent: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request.content.decode())
        return reply(405 if request.method == "GET" else 503)

    await answered(answer)
    payload = sent[-1].partition("<Payload>")[2].partition("</Payload>")[0]
    assert [segment[:3] for segment in payload.split("~")] == ["ISA", "IEA", ""]


FAULTS = [
    ("500", "http", "upstream.down"),
    ("503", "http", "upstream.down"),
    ("429", "http", "upstream.unreadable"),
    ("page", "http", "upstream.page"),
    ("drop", "http", "check.dropped"),
    ("busy", "http", "upstream.busy"),
    ("empty", "http", "core.empty"),
    ("no-body", "http", "upstream.down"),
    ("soap-receiver", "envelope", "core.fault"),
    ("soap-must-understand", "envelope", "core.fault"),
    ("soap-security", "envelope", "core.denied"),
    ("payload-type", "envelope", "core.field_refused"),
    ("version", "envelope", "core.settings"),
    ("checksum", "envelope", "core.settings"),
    ("unauthorized", "envelope", "core.denied"),
    ("unknown-code", "envelope", "core.refused"),
]


@pytest.mark.parametrize(("kind", "layer", "code"), FAULTS)
async def test_the_layer_that_fails_is_named(portal: Portal, kind: str, layer: str, code: str) -> None:
    portal.fault(f"core.{kind}")
    last = (await steps_of(upstream(portal), clock=portal.clock))[-1]
    assert (last.layer, last.id) == (layer, code)


async def test_a_password_that_cannot_be_read_is_told_before_anything_is_posted(
    portal: Portal, tmp_path: Path
) -> None:
    secret = tmp_path / "password"
    given: dict[str, Any] = {"username": "practice-office", "password": {"file": secret}}
    assert ids(await steps_of(upstream(portal, **given)))[2:] == ["http.answers", "core.password"]
    secret.touch(mode=0o600)
    secret.write_text("practice-portal-password")
    right = await steps_of(upstream(portal, **given), clock=portal.clock, ids="right")
    assert ids(right)[2:5] == ["http.answers", "secret.read", "envelope.accepted"]
    secret.write_text("another")
    wrong = await steps_of(upstream(portal, **given), clock=portal.clock, ids="wrong")
    assert ids(wrong)[3:] == ["secret.read", "core.denied"]


async def test_signing_is_looked_at_and_then_proved_by_the_envelope(portal: Portal, tmp_path: Path) -> None:
    made = make(tmp_path, "office", key=rsa_key(), now=portal.clock.now())
    given: dict[str, Any] = {
        "sender_id": "PRACTICESIGN",
        "signing": {"certificate": made.certificate_file, "key": made.key_file},
    }
    steps = await steps_of(upstream(portal, **given), clock=portal.clock)
    assert ids(steps)[2:5] == ["http.answers", "signing.good", "envelope.accepted"]
    made.key_file.chmod(0o644)
    assert ids(await steps_of(upstream(portal, **given), clock=portal.clock))[-1] == "certificate.open"
    unsigned = await steps_of(upstream(portal, sender_id="PRACTICESIGN"), clock=portal.clock)
    assert (unsigned[-1].layer, unsigned[-1].id) == ("envelope", "core.denied")


Answering = Callable[[httpx.Request], httpx.Response]


def reply(
    status: int, body: bytes = b"", kind: str = "application/soap+xml", **headers: str
) -> httpx.Response:
    """Return an answer as it comes from a line, not yet read."""
    return httpx.Response(status, stream=Stream(body), headers={"content-type": kind, **headers})


async def answered(answer: Answering) -> list[Step]:
    """Look at an endpoint made by hand."""
    transport = httpx.MockTransport(answer)
    checks = UpstreamChecks(clock=SetClock(), new_id=new_uuids("by hand"), transport=transport)
    return [step async for step in checks.core(core("https://core.example/soap"))]


def to(get: httpx.Response, post: httpx.Response | None = None) -> Answering:
    answers = {"GET": get, "POST": post or get}
    return lambda request: answers[request.method]


def page(status: int) -> httpx.Response:
    return reply(status, b"<html>no</html>", "text/html")


@pytest.mark.parametrize("status", [400, 404, 405, 415])
async def test_a_page_that_takes_no_get_is_no_failure(status: int) -> None:
    assert (await answered(to(page(status))))[1].id == "http.answers"


async def test_a_soap_fault_on_get_is_an_answer() -> None:
    steps = await answered(to(reply(500, FAULT_12.encode()), reply(500, FAULT_12.encode())))
    assert ids(steps)[1:] == ["http.answers", "core.denied"]


@pytest.mark.parametrize("status", [401, 403])
async def test_who_is_turned_away_by_get_is_judged_by_the_envelope(status: int) -> None:
    steps = await answered(to(reply(status), reply(status)))
    assert ids(steps)[1:] == ["http.denied", "core.http_denied"]
    assert steps[-1].layer == "http"


async def test_a_redirect_names_where_it_leads() -> None:
    steps = await answered(to(reply(302, location="https://login.example/?next=core")))
    assert ids(steps)[-1] == "check.redirect"
    assert "at login.example (HTTP 302)" in steps[-1].what


def sends(payload: str, code: str = "Success") -> Answering:
    body = soap_answer(f"<Payload>{payload}</Payload><ErrorCode>{code}</ErrorCode>")
    return to(reply(405), reply(200, body))


def ta1(status: str, note: str) -> str:
    parties = "ZZ*CMS            *ZZ*PRACTICE       "
    isa = f"ISA*00*          *00*          *{parties}*261122*0900*^*00501*000000001*0*T*|~"
    return f"{isa}TA1*000000001*261122*0900*{status}*{note}~IEA*0*000000001~"


@pytest.mark.parametrize("note", ["005", "006", "008", "027"])
async def test_a_header_that_is_refused_points_to_the_settings(note: str) -> None:
    steps = await answered(sends(ta1("R", note)))
    assert ids(steps)[-2:] == ["envelope.accepted", "check.header"]
    assert f"(TA1 {note}: " in steps[-1].what
    assert "sender_id" in steps[-1].fix


@pytest.mark.parametrize(("status", "note"), [("A", "000"), ("E", "006"), ("R", "022"), ("R", "024")])
async def test_a_refusal_of_the_empty_interchange_proves_that_it_was_read(status: str, note: str) -> None:
    assert ids(await answered(sends(ta1(status, note))))[-2:] == ["x12.read", "payer.not_asked"]


@pytest.mark.parametrize("code", ["PayloadIllegal", "PayloadRequired"])
async def test_a_service_that_misses_a_whole_inquiry_was_reached(code: str) -> None:
    steps = await answered(sends("", code))
    assert ids(steps)[-3:] == ["envelope.payload", "x12.silent", "payer.not_asked"]


async def test_a_text_of_its_own_fails_at_x12() -> None:
    steps = await answered(sends("SYSTEM ERROR 42"))
    assert (steps[-1].layer, steps[-1].id) == ("x12", "core.foreign_text")


async def identity(portal: Portal, **changes: Any) -> tuple[list[Step], UpstreamChecks]:
    checks = UpstreamChecks(clock=portal.clock, new_id=new_uuids("identity"))
    return [step async for step in checks.identity(portal.identity(**changes))], checks


async def test_the_sign_in_is_followed_to_its_keys_and_engine(portal: Portal) -> None:
    portal.fault("identity.skew")
    steps, checks = await identity(portal)
    wanted = ["discovery.found", "issuer.same", "keys.found", "engine.served"]
    assert ids(steps) == [*LINE, *wanted]
    assert checks.clock_difference == timedelta(seconds=600)


IDENTITY_FAULTS = [
    ("identity.503", "", "http", "upstream.down"),
    ("identity.page", "", "http", "upstream.page"),
    ("identity.drop", "", "http", "check.dropped"),
    ("identity.page", "/keys", "keys", "upstream.page"),
    ("identity.500", "okta-organization", "engine", "upstream.down"),
]


@pytest.mark.parametrize(("fault", "path", "layer", "code"), IDENTITY_FAULTS)
async def test_the_layer_of_the_sign_in_that_fails_is_named(
    portal: Portal, fault: str, path: str, layer: str, code: str
) -> None:
    portal.fault(fault, path)
    steps, _ = await identity(portal)
    assert (steps[-1].layer, steps[-1].id) == (layer, code)


async def test_an_issuer_that_is_not_there_is_told(portal: Portal) -> None:
    steps, _ = await identity(portal, issuer=f"{portal.url}/oauth2/another")
    assert (steps[-1].layer, steps[-1].id) == ("discovery", "check.discovery")


@pytest.mark.parametrize(
    ("document", "keys", "code"),
    [
        ({"issuer": "https://id.example/oauth2/other"}, {}, "check.issuer"),
        ({"issuer": "https://id.example/oauth2/a"}, {}, "upstream.address"),
        ({"jwks_uri": "https://evil.example/keys"}, {}, "upstream.address"),
        ({"jwks_uri": "https://id.example/keys"}, {"keys": [{"kty": "EC"}]}, "check.keys"),
        ({"jwks_uri": "https://id.example/keys"}, {"keys": "none"}, "check.keys"),
    ],
)
async def test_a_discovery_document_that_is_wrong_is_told(
    portal: Portal, document: dict[str, Any], keys: dict[str, Any], code: str
) -> None:
    issuer = "https://id.example/oauth2/a"

    def answer(request: httpx.Request) -> httpx.Response:
        body = keys if request.url.path == "/keys" else {"issuer": issuer} | document
        return reply(200, json.dumps(body).encode(), "application/json")

    checks = UpstreamChecks(
        clock=SystemClock(), new_id=new_uuids("identity"), transport=httpx.MockTransport(answer)
    )
    settings = portal.identity(issuer=issuer, organisation_url="https://id.example")
    assert [step async for step in checks.identity(settings)][-1].id == code


async def gateway(portal: Portal) -> list[Step]:
    checks = UpstreamChecks(clock=portal.clock, new_id=new_uuids("gateway"))
    settings = GatewayUpstream(url=f"{portal.url}/gateway/v1")
    return [step async for step in checks.gateway(settings)]


async def test_the_gateway_is_asked_what_it_is(portal: Portal) -> None:
    steps = await gateway(portal)
    assert ids(steps) == [*LINE, "http.answers", "gateway.speaks"]
    assert "Practice gateway" in steps[-1].what


@pytest.mark.parametrize(
    ("fault", "layer", "code"),
    [
        ("503", "http", "upstream.down"),
        ("page", "http", "upstream.page"),
        ("type", "gateway", "upstream.unreadable"),
        ("drop", "http", "check.dropped"),
    ],
)
async def test_the_layer_of_the_gateway_that_fails_is_named(
    portal: Portal, fault: str, layer: str, code: str
) -> None:
    portal.fault(f"gateway.{fault}")
    last = (await gateway(portal))[-1]
    assert (last.layer, last.id) == (layer, code)
