"""Signed SOAP messages over real HTTP, to a portal that checks them."""

from __future__ import annotations

import base64
import builtins
import hashlib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256

from spot_tui.backend.connectivity.envelope import Body, Outgoing
from spot_tui.backend.connectivity.signing import Signer
from spot_tui.backend.problems import Kind, Problem
from spot_tui.backend.upstreams import Signing
from spot_tui.sandbox.people import people
from tests.backend.store.builders import SetClock
from tests.certificates import Made, make, rsa_key
from tests.wire.core_desk import CoreDesk, core_desk
from tests.wire.portal import Portal

PLAIN = Outgoing("X12_270", "9b2d4a1e-0000-4000-8000-000000000001", "t", "PRACTICESIGN", "CMS", "ISA*00~é&<")


def pair(folder: Path, name: str = "office", **given: Any) -> Made:
    usual: dict[str, Any] = {"key": rsa_key(), "now": SetClock().now()}
    return make(folder, name, **usual | given)


def signing(made: Made, **changes: Any) -> dict[str, Any]:
    return {"certificate": made.certificate_file, "key": made.key_file, **changes}


async def ask(portal: Portal, folder: Path, **changes: Any) -> CoreDesk:
    async with core_desk(portal, folder / "store", **{"sender_id": "PRACTICESIGN"} | changes) as desk:
        assert (await desk.check(people()[1])).eligibility.deductibles
    return desk


async def refusal(portal: Portal, folder: Path, **changes: Any) -> Problem:
    with pytest.raises(Problem) as caught:
        await ask(portal, folder, **changes)
    return caught.value


@pytest.mark.parametrize("algorithm", ["rsa-sha256", "rsa-sha512"])
async def test_a_signed_message_is_taken_by_who_checks_it(
    portal: Portal, tmp_path: Path, algorithm: str
) -> None:
    await ask(portal, tmp_path, signing=signing(pair(tmp_path), algorithm=algorithm))


async def test_a_signed_message_may_carry_a_user_name_too(
    portal: Portal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPOT_TUI_CORE_PASSWORD", "practice-portal-password")
    secret = {"environment": "SPOT_TUI_CORE_PASSWORD"}
    await ask(portal, tmp_path, signing=signing(pair(tmp_path)), username="practice-office", password=secret)


async def test_a_sealed_key_is_opened_by_its_passphrase(portal: Portal, tmp_path: Path) -> None:
    made = pair(tmp_path, passphrase="wagon-41")
    secret = tmp_path / "passphrase"
    secret.touch(mode=0o600)
    secret.write_text("wagon-41\n")
    await ask(portal, tmp_path, signing=signing(made, passphrase={"file": secret}))
    secret.write_text("wagon-42\n")
    wrong = await refusal(portal, tmp_path / "a", signing=signing(made, passphrase={"file": secret}))
    missing = await refusal(portal, tmp_path / "b", signing=signing(made))
    assert wrong.code == missing.code == "certificate.passphrase"


async def test_a_message_that_is_not_signed_is_refused_by_the_soap_layer(
    portal: Portal, tmp_path: Path
) -> None:
    problem = await refusal(portal, tmp_path)
    assert (problem.code, problem.kind, problem.parameters["layer"]) == (
        "core.denied",
        Kind.PERMISSION,
        "SOAP",
    )
    assert "InvalidSecurity" in problem.upstream_words


async def test_a_part_that_is_not_signed_is_not_enough(portal: Portal, tmp_path: Path) -> None:
    problem = await refusal(portal, tmp_path, signing=signing(pair(tmp_path), parts=["body"]))
    assert "FailedCheck" in problem.upstream_words


@pytest.mark.parametrize("minutes", [11, -11])
async def test_a_clock_that_is_wrong_is_named(portal: Portal, tmp_path: Path, minutes: int) -> None:
    async with core_desk(
        portal, tmp_path / "store", sender_id="PRACTICESIGN", signing=signing(pair(tmp_path))
    ) as desk:
        desk.client._clock = SetClock(portal.clock.now() + timedelta(minutes=minutes))
        with pytest.raises(Problem) as caught:
            await desk.check(people()[1])
    assert (caught.value.code, caught.value.parameters["layer"]) == ("core.expired", "SOAP")


BAD_PAIRS: list[tuple[dict[str, Any], str]] = [
    ({"ends": 0}, "certificate.ended"),
    ({"begins": 1}, "certificate.early"),
    ({"key": ec.generate_private_key(ec.SECP256R1())}, "core.signing_key"),
]


@pytest.mark.parametrize(("given", "code"), BAD_PAIRS)
async def test_a_certificate_that_cannot_sign_stops_before_the_wire(
    portal: Portal, tmp_path: Path, given: dict[str, Any], code: str
) -> None:
    problem = await refusal(portal, tmp_path, signing=signing(pair(tmp_path, **given)))
    assert problem.code == code
    assert portal.posts("/soap") == 0


async def test_a_key_that_others_may_read_is_not_used(portal: Portal, tmp_path: Path) -> None:
    made = pair(tmp_path)
    made.key_file.chmod(0o640)
    problem = await refusal(portal, tmp_path, signing=signing(made))
    assert (problem.code, problem.parameters["mode"]) == ("certificate.open", "0640")


async def test_a_key_of_another_certificate_is_told(portal: Portal, tmp_path: Path) -> None:
    other = pair(tmp_path, "other", key=rsa_key(1))
    mixed = {"certificate": pair(tmp_path).certificate_file, "key": other.key_file}
    assert (await refusal(portal, tmp_path, signing=mixed)).code == "certificate.pair"


@pytest.mark.parametrize(
    ("certificate", "key", "code"),
    [
        ("none.pem", "office.key", "certificate.unreadable"),
        ("office.key", "office.key", "certificate.none"),
        ("office.pem", "office.pem", "certificate.key"),
    ],
)
async def test_files_that_are_not_what_they_should_be_are_told(
    portal: Portal, tmp_path: Path, certificate: str, key: str, code: str
) -> None:
    pair(tmp_path).certificate_file.chmod(0o600)
    given = {"certificate": tmp_path / certificate, "key": tmp_path / key}
    assert (await refusal(portal, tmp_path, signing=given)).code == code


async def test_without_what_signs_the_way_to_install_it_is_told(
    portal: Portal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = builtins.__import__

    def without(name: str, *given: Any) -> Any:
        if name == "signxml":
            raise ImportError(name)
        return usual(name, *given)

    monkeypatch.setattr(builtins, "__import__", without)
    problem = await refusal(portal, tmp_path, signing=signing(pair(tmp_path)))
    assert problem.code == "core.signing_missing"


def signed(folder: Path) -> Body:
    settings = Signing.model_validate(signing(pair(folder)))
    return Signer(settings).sign(PLAIN, SetClock().now())


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("PRACTICESIGN", "PRACTICESIGM"),
        ("ISA*00~", "ISA*01~"),
        ("T14:05:00Z", "T15:05:00Z"),
        ("BinarySecurityToken", "BinarySecurityTocken"),
        ("</wsse:Security>", '<y wsu:Id="Body-9b2d4a1e-0000-4000-8000-000000000001"/></wsse:Security>'),
    ],
)
async def test_what_was_changed_on_the_way_is_refused(
    portal: Portal, tmp_path: Path, right: str, wrong: str
) -> None:
    import httpx

    body = signed(tmp_path)
    text = body.content.decode()
    assert right in text
    async with httpx.AsyncClient() as client:
        headers = {"content-type": body.content_type}
        as_it_was = await client.post(f"{portal.url}/core/soap", content=body.content, headers=headers)
        changed = text.replace(right, wrong).encode()
        answer = await client.post(f"{portal.url}/core/soap", content=changed, headers=headers)
    assert "PayloadTypeIllegal" in as_it_was.text
    assert "Fault" in answer.text


def test_the_signature_is_right_by_the_steps_of_the_standard_alone(tmp_path: Path) -> None:
    from lxml import etree

    def plain(element: Any) -> bytes:
        return bytes(etree.tostring(element, method="c14n", exclusive=True))

    names = {"ds": "http://www.w3.org/2000/09/xmldsig#"}
    envelope = etree.fromstring(signed(tmp_path).content)
    references = envelope.findall(".//ds:Reference", names)
    assert len(references) == 2
    for reference in references:
        (named,) = envelope.xpath("//*[@*[local-name()='Id']=$id]", id=reference.get("URI")[1:])
        digest = base64.b64decode(reference.findtext("ds:DigestValue", "", names))
        assert hashlib.sha256(plain(named)).digest() == digest
    value = base64.b64decode(envelope.findtext(".//ds:SignatureValue", "", names))
    said = plain(envelope.find(".//ds:SignedInfo", names))
    rsa_key().public_key().verify(value, said, PKCS1v15(), SHA256())


def test_what_is_signed_is_logged_nowhere(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(1)
    assert b"BinarySecurityToken" in signed(tmp_path).content
    assert "ISA*00" not in caplog.text
