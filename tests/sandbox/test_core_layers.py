"""What the practice portal refuses, layer by layer, of a request that is wrong by itself."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from spot_tui.sandbox.app import build
from spot_tui.sandbox.core_envelope import FIELDS
from spot_tui.sandbox.world import World
from tests.backend.store.builders import SetClock
from tests.sandbox.core_requests import END, GS, ISA, SET, USUAL, WHOLE, soap, without

SOAP_TYPE = "application/soap+xml;charset=UTF-8;action=RealTimeTransaction"


class Portal:
    def __init__(self, world: World) -> None:
        self._app = build(world)

    def send(self, body: bytes, content_type: str = SOAP_TYPE, form: str = "soap") -> str:
        return asyncio.run(self._send(body, content_type, form))

    async def _send(self, body: bytes, content_type: str, form: str) -> str:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(self._app)) as client:
            address = f"http://practice.invalid/core/{form}"
            answer = await client.post(address, content=body, headers={"content-type": content_type})
        return f"{answer.status_code} {answer.text}"

    def fields(self, **changes: str) -> str:
        return self.send(soap(USUAL | changes))

    def payload(self, text: str) -> str:
        return self.fields(Payload=text)


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Portal]:
    world = World(tmp_path / "world.sqlite", SetClock())
    try:
        yield Portal(world)
    finally:
        world.close()


def test_a_right_request_is_answered(portal: Portal) -> None:
    answer = portal.payload(WHOLE)
    assert "<ErrorCode>Success</ErrorCode>" in answer
    assert "<PayloadType>X12_271_Response_005010X279A1</PayloadType>" in answer
    assert "ST*271*" in answer


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "Sender"),
        (b"<a", "Sender"),
        (b"<!DOCTYPE a><a/>", "Sender"),
        ('<?xml version="1.0" encoding="utf-16"?><a/>'.encode("utf-16"), "Sender"),
        (b"<a/>", "Sender"),
        (soap(USUAL).replace(b"2003/05/soap-envelope", b"1999/soap"), "VersionMismatch"),
        (soap(USUAL, '<h:Odd xmlns:h="x" s:mustUnderstand="true"/>'), "MustUnderstand"),
        (soap(USUAL).replace(b"CORERule2.2.0.xsd", b"CORERule4.0.0.xsd"), "Sender"),
    ],
)
def test_what_is_no_request_gets_a_fault(portal: Portal, body: bytes, code: str) -> None:
    answer = portal.send(body)
    assert answer.startswith("500 ")
    assert f"<S:Value>S:{code}</S:Value>" in answer


def test_another_content_type_gets_a_fault(portal: Portal) -> None:
    assert "S:Sender" in portal.send(soap(USUAL), "text/xml")
    assert portal.send(b"x", "text/plain", form="mime").startswith("500 ")
    assert portal.send(b"--b--", "multipart/form-data; boundary=b", form="mime").startswith("500 ")


@pytest.mark.parametrize("name", FIELDS)
def test_each_field_is_required(portal: Portal, name: str) -> None:
    answer = portal.send(soap(without(name)))
    assert answer.startswith("200 ")
    assert f"<ErrorCode>{name}Required</ErrorCode>" in answer
    assert "<PayloadType>CoreEnvelopeError</PayloadType>" in answer
    assert "<Payload>" not in answer


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"PayloadType": "X12_837_Request_005010X222A1"}, "PayloadTypeIllegal"),
        ({"ProcessingMode": "Batch"}, "ProcessingModeIllegal"),
        ({"PayloadID": "1"}, "PayloadIDIllegal"),
        ({"TimeStamp": "yesterday"}, "TimeStampIllegal"),
        ({"TimeStamp": "2026-11-22T14:00:00"}, "TimeStampIllegal"),
        ({"SenderID": "STRANGER"}, "SenderIDIllegal"),
        ({"SenderID": "PRACTICEHUB"}, "UnAuthorized"),
        ({"CORERuleVersion": "4.0.0"}, "VersionMismatch"),
        ({"CheckSum": "0" * 40}, "ChecksumMismatched"),
        ({"Payload": "HELLO"}, "PayloadIllegal"),
    ],
)
def test_a_wrong_field_gets_its_error_code(portal: Portal, changes: dict[str, str], code: str) -> None:
    assert f"<ErrorCode>{code}</ErrorCode>" in portal.fields(**changes)


def test_fractions_of_a_second_and_a_right_checksum_are_taken(portal: Portal) -> None:
    checksum = hashlib.sha1(WHOLE.encode(), usedforsecurity=False).hexdigest()
    answer = portal.fields(TimeStamp="2026-11-22T14:00:00.123Z", CheckSum=checksum)
    assert "<ErrorCode>Success</ErrorCode>" in answer


TA1 = [
    (ISA.replace("00501", "00401"), GS + SET + END, "003"),
    (ISA.replace("ISA*00", "ISA*05"), GS + SET + END, "010"),
    (ISA.replace("*00*          *ZZ", "*09*          *ZZ"), GS + SET + END, "012"),
    (ISA.replace("ZZ*PRACTICE", "QQ*PRACTICE"), GS + SET + END, "005"),
    (ISA.replace("PRACTICE ", "         "), GS + SET + END, "006"),
    (ISA.replace("ZZ*CMS", "QQ*CMS"), GS + SET + END, "007"),
    (ISA.replace("*CMS ", "*    "), GS + SET + END, "008"),
    (ISA.replace("261122", "261322"), GS + SET + END, "014"),
    (ISA.replace("0900", "2500"), GS + SET + END, "015"),
    (ISA.replace("*^*", "*U*"), GS + SET + END, "016"),
    (ISA.replace("000000001", "00000000A"), GS + SET + END, "018"),
    (ISA.replace("*1*T*", "*7*T*"), GS + SET + END, "019"),
    (ISA.replace("*1*T*", "*1*X*"), GS + SET + END, "020"),
    (ISA, GS + SET + END.replace("IEA*1", "IEA*2"), "021"),
    (ISA, GS + SET + END.replace("000000001", "000000002"), "001"),
    (ISA, GS + SET + "GE*1*1~", "023"),
    (ISA, "IEA*0*000000001~", "024"),
    (ISA, "XYZ*1~" + GS + SET + END, "024"),
    (ISA, GS + SET + END + WHOLE.replace("000000001", "000000002"), "022"),
]


@pytest.mark.parametrize(("head", "rest", "note"), TA1)
def test_a_wrong_interchange_gets_its_ta1(portal: Portal, head: str, rest: str, note: str) -> None:
    answer = portal.payload(head + rest)
    control = head.split("*")[13]
    assert f"TA1*{control}*261122*0900*R*{note}~IEA*0*" in answer
    assert "<PayloadType>X12_TA1_Response_00501X231A1</PayloadType>" in answer


def test_the_same_interchange_twice_is_refused_and_stays_so(portal: Portal, tmp_path: Path) -> None:
    assert "ST*271*" in portal.payload(WHOLE)
    assert "*R*025~" in portal.payload(WHOLE)
    again = World(tmp_path / "world.sqlite", SetClock())
    assert "*R*025~" in Portal(again).payload(WHOLE)
    again.close()


def test_each_answer_has_a_number_of_its_own(portal: Portal) -> None:
    first = portal.payload(WHOLE)
    second = portal.payload(WHOLE.replace("000000001", "000000002"))
    assert "*00501*000000001*" in first
    assert "*00501*000000002*" in second


GROUPS = [
    (GS.replace("GS*HS", "GS*HC"), SET, "GE*1*1~", "1"),
    (GS.replace("X279A1", "X212"), SET, "GE*1*1~", "2"),
    (GS, SET, "", "3"),
    (GS, SET, "GE*1*2~", "4"),
    (GS, SET, "GE*2*1~", "5"),
]


@pytest.mark.parametrize(("start", "middle", "end", "code"), GROUPS)
def test_a_wrong_group_gets_its_999(portal: Portal, start: str, middle: str, end: str, code: str) -> None:
    answer = portal.payload(ISA + start + middle + end + "IEA*1*000000001~")
    assert f"AK9*R*1*1*0*{code}~" in answer
    assert "AK2*" not in answer


SETS = [
    (SET.replace("ST*270", "ST*276"), "1"),
    (SET[: SET.index("SE*")], "2"),
    (SET.replace("SE*13*0001", "SE*13*0002"), "3"),
    (SET.replace("SE*13", "SE*14"), "4"),
    (SET.replace("*0001", "*01"), "7"),
    (SET.replace("ST*270*0001*005010X279A1", "ST*270*0001*005010X279"), "I6"),
]


@pytest.mark.parametrize(("transaction", "code"), SETS)
def test_a_wrong_transaction_set_gets_its_999(portal: Portal, transaction: str, code: str) -> None:
    answer = portal.payload(ISA + GS + transaction + END)
    assert f"IK5*R*{code}~AK9*R*1*1*0~" in answer


def changed(old: str, new: str, segments: int = 13) -> str:
    return SET.replace(old, new).replace("SE*13", f"SE*{segments}")


SEGMENTS = [
    (changed("BHT*0022*13*REF1*20261122*0900~", "", 12), "IK3*BHT*2**3~"),
    (changed("HL*2*1*21*1~NM1*1P*2*CLINIC*****XX*1234567893~", "", 11), "IK3*HL*5*2000B*3~"),
    (changed("EQ*30~", "", 12), "IK3*EQ*10*2110C*3~"),
    (changed("NM1*IL*1*QUILLFEATHER*ALMA****MI*1AA0AA0AA01~", "", 12), "IK3*NM1*8*2100C*3~"),
    (changed("EQ*30~", "EQ*30~XYZ*1~", 14), "IK3*XYZ*13*2100C*1~"),
    (changed("EQ*30~", "EQ*30~CLM*1~", 14), "IK3*CLM*13*2100C*6~"),
    (changed("BHT*0022", "BHT*0010"), "IK4*1*1005*7*0010~"),
    (changed("*13*REF1", "**REF1"), "IK4*2*353*1~"),
    (changed("*20261122*0900~HL", "*2026*0900~HL"), "IK4*4*373*8*2026~"),
    (changed("DTP*291*D8", "DTP*291*D6"), "IK4*2*1250*7*D6~"),
    (changed("QUILLFEATHER", "Q" * 61), f"IK4*3*1035*5*{'Q' * 61}~"),
    (changed("QUILLFEATHER", "QUILLFÉATHER"), "IK4*3*1035*6*QUILLFÉATHER~"),
    (changed("EQ*30", "EQ"), "IK4*1*1365*2~"),
    (changed("1000000001", "1"), "IK4*3*509*4*1~"),
]


@pytest.mark.parametrize(("transaction", "place"), SEGMENTS)
def test_a_wrong_segment_is_named_with_its_place(portal: Portal, transaction: str, place: str) -> None:
    answer = portal.payload(ISA + GS + transaction + END)
    assert place in answer
    assert "IK5*R*5~AK9*R*1*1*0~" in answer


def test_an_outer_layer_speaks_before_an_inner_one(portal: Portal) -> None:
    wrong_everywhere = ISA.replace("0900", "2500") + GS + changed("EQ*30~", "", 12) + END
    assert "<ErrorCode>VersionMismatch" in portal.fields(CORERuleVersion="1", Payload=wrong_everywhere)
    assert "TA1*" in portal.payload(wrong_everywhere)
    assert "AK1*" in portal.payload(wrong_everywhere.replace("2500", "0900"))


def test_the_token_is_checked_wherever_it_is_shown(portal: Portal) -> None:
    namespace = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
    for user, secret, wanted in (
        ("practice-office", "practice-portal-password", "Success"),
        ("practice-office", "guess", "UnAuthorized"),
        ("someone", "practice-portal-password", "UnAuthorized"),
    ):
        token = (
            f'<w:Security s:mustUnderstand="true" xmlns:w="{namespace}"><w:UsernameToken>'
            f"<w:Username>{user}</w:Username><w:Password>{secret}</w:Password></w:UsernameToken></w:Security>"
        )
        fields = USUAL | {"Payload": WHOLE.replace("000000001", f"{len(user + secret):09}")}
        assert f"<ErrorCode>{wanted}</ErrorCode>" in portal.send(soap(fields, token))
