"""Both forms of the envelope, written to the letter and read tolerantly."""

from __future__ import annotations

import base64
import contextlib
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spot_tui.backend.connectivity.envelope import (
    Body,
    Credentials,
    Fault,
    Incoming,
    Outgoing,
    UnreadableError,
    unwrap_payload,
)
from spot_tui.backend.connectivity.mime import read_mime, write_mime
from spot_tui.backend.connectivity.soap import read_soap, write_soap

SOAP = "{http://www.w3.org/2003/05/soap-envelope}"
CORE = "{http://www.caqh.org/SOAP/WSDL/CORERule2.2.0.xsd}"
WSSE = "{http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd}"
WSU = "{http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd}"
ISA = "ISA*00*          *00*          *ZZ*A*ZZ*CMS*261122*0900*^*00501*000000001*1*T*|~IEA*0*000000001~"
ORDER = [
    "PayloadType",
    "ProcessingMode",
    "PayloadID",
    "TimeStamp",
    "SenderID",
    "ReceiverID",
    "CORERuleVersion",
    "Payload",
]


def outgoing(payload: str = ISA, credentials: Credentials | None = None) -> Outgoing:
    return Outgoing(
        payload_type="X12_270_Request_005010X279A1",
        payload_id="7c1b8e0a-0000-4000-8000-000000000001",
        timestamp="2026-11-22T14:00:00Z",
        sender_id="OFFICE",
        receiver_id="CMS",
        payload=payload,
        credentials=credentials,
    )


def soap_answer(fields: str, body: str = "COREEnvelopeRealTimeResponse") -> bytes:
    return (
        '<S:Envelope xmlns:S="http://www.w3.org/2003/05/soap-envelope" '
        'xmlns:c="http://www.caqh.org/SOAP/WSDL/CORERule2.2.0.xsd">'
        f"<S:Body><c:{body}>{fields}</c:{body}></S:Body></S:Envelope>"
    ).encode()


def test_the_soap_request_has_its_fields_in_order_and_without_namespace() -> None:
    body = write_soap(outgoing())
    root = fromstring(body.content)
    request = root.find(f"{SOAP}Body/{CORE}COREEnvelopeRealTimeRequest")
    assert body.content_type == "application/soap+xml;charset=UTF-8;action=RealTimeTransaction"
    assert request is not None
    assert [child.tag for child in request] == ORDER
    assert request.findtext("ProcessingMode") == "RealTime"
    assert request.findtext("CORERuleVersion") == "2.2.0"
    assert root.find(f"{SOAP}Header/{WSSE}Security") is None


def test_the_user_name_token_stands_in_the_header_and_must_be_understood() -> None:
    root = fromstring(write_soap(outgoing(credentials=Credentials("a&b", "<secret>"))).content)
    security = root.find(f"{SOAP}Header/{WSSE}Security")
    assert security is not None
    assert security.get(f"{SOAP}mustUnderstand") == "true"
    token = security.find(f"{WSSE}UsernameToken")
    assert token is not None
    assert token.get(f"{WSU}Id")
    assert token.findtext(f"{WSSE}Username") == "a&b"
    password = token.find(f"{WSSE}Password")
    assert password is not None
    assert password.text == "<secret>"
    assert password.get("Type", "").endswith("-username-token-profile-1.0#PasswordText")


def test_a_password_shows_in_no_representation() -> None:
    request = outgoing(credentials=Credentials("office", "secret"))
    assert "secret" not in repr(request)
    assert "secret" not in repr(write_soap(request))
    assert "ISA" not in repr(request)


@given(
    st.text(
        st.characters(codec="utf-8", exclude_characters="\r", exclude_categories=["Cc", "Cs"]), max_size=60
    )
)
def test_any_payload_comes_out_of_the_soap_envelope_as_it_went_in(text: str) -> None:
    if any(character in text for character in "\ufffe\uffff"):
        return
    root = fromstring(write_soap(outgoing(f"ISA*{text}~")).content)
    assert root.findtext(f"{SOAP}Body/{CORE}COREEnvelopeRealTimeRequest/Payload") == f"ISA*{text}~"


def test_the_mime_request_has_one_part_a_field_with_the_payload_last() -> None:
    body = write_mime(outgoing(credentials=Credentials("office", "secret")))
    names = [line.split('"')[1] for line in body.content.decode().splitlines() if "form-data" in line]
    assert body.content_type.startswith("multipart/form-data; boundary=")
    assert names == [*ORDER[:4], "UserName", "Password", *ORDER[4:]]
    assert "UserName" not in write_mime(outgoing()).content.decode()


def test_a_mime_answer_is_read_in_any_order_and_with_types_of_its_own() -> None:
    body = (
        '--b\r\nContent-Disposition: form-data; name="Payload"\r\nContent-Type: text/plain\r\n\r\n'
        f'{ISA}\r\n--b\r\nContent-Disposition: form-data; name="ErrorCode"\r\n\r\nSuccess\r\n'
        '--b\r\nContent-Disposition: form-data; name="PayloadType"\r\n\r\nX12_Surprise\r\n--b--\r\n'
    )
    answer = read_mime("multipart/form-data; boundary=b", body.encode())
    assert (answer.payload, answer.error_code, answer.payload_type) == (ISA, "Success", "X12_Surprise")


def test_a_mime_answer_keeps_the_line_ends_of_its_payload() -> None:
    payload = ISA.replace("~", "\r\n")
    body = f'--b\r\nContent-Disposition: form-data; name="Payload"\r\n\r\n{payload}\r\n--b--\r\n'
    assert read_mime("multipart/form-data; boundary=b", body.encode()).payload == payload


def test_a_blank_error_code_is_read_as_none() -> None:
    answer = read_soap(
        "application/soap+xml", soap_answer(f"<Payload>{ISA}</Payload><ErrorCode>   </ErrorCode>")
    )
    assert isinstance(answer, Incoming)
    assert answer.error_code == ""
    assert answer.payload == ISA


def test_a_payload_in_cdata_or_with_namespaced_fields_is_read() -> None:
    fields = f"<c:Payload><![CDATA[{ISA}]]></c:Payload><c:ErrorCode>Success</c:ErrorCode>"
    answer = read_soap("text/xml;charset=utf-8", soap_answer(fields))
    assert isinstance(answer, Incoming)
    assert (answer.payload, answer.error_code) == (ISA, "Success")


def test_an_mtom_answer_is_read_with_its_payload_inside_or_attached() -> None:
    kind = 'multipart/related; boundary=b; start="<root>"; type="application/xop+xml"'
    include = '<x:Include xmlns:x="http://www.w3.org/2004/08/xop/include" href="cid:pay%40load"/>'
    part = "--b\r\nContent-Type: application/xop+xml\r\nContent-ID: <root>\r\n\r\n"
    attached = (
        f"\r\n--b\r\nContent-ID: <pay@load>\r\nContent-Transfer-Encoding: binary\r\n\r\n{ISA}\r\n--b--\r\n"
    )
    for payload, end in ((ISA, "\r\n--b--\r\n"), (include, attached)):
        soap = soap_answer(f"<Payload>{payload}</Payload><ErrorCode>Success</ErrorCode>").decode()
        answer = read_soap(kind, (part + soap + end).encode())
        assert isinstance(answer, Incoming)
        assert answer.payload == ISA


FAULT_12 = (
    '<S:Envelope xmlns:S="http://www.w3.org/2003/05/soap-envelope"><S:Body><S:Fault><S:Code>'
    "<S:Value>S:Sender</S:Value><S:Subcode><S:Value>w:FailedAuthentication</S:Value></S:Subcode></S:Code>"
    '<S:Reason><S:Text xml:lang="en">No.</S:Text></S:Reason></S:Fault></S:Body></S:Envelope>'
)
FAULT_11 = (
    '<S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><S:Body><S:Fault>'
    "<faultcode>S:Server</faultcode><faultstring>Down.</faultstring></S:Fault></S:Body></S:Envelope>"
)


def test_a_fault_is_read_in_both_versions_of_soap() -> None:
    assert read_soap("", FAULT_12.encode()) == Fault("Sender", ("FailedAuthentication",), "No.")
    assert read_soap("", FAULT_11.encode()) == Fault("Server", (), "Down.")


@pytest.mark.parametrize(
    "text",
    [ISA, f"\ufeff\r\n {ISA}", f"\x01{len(ISA):010}\x02{ISA}\x03", base64.b64encode(ISA.encode()).decode()],
)
def test_framing_base64_and_blanks_are_taken_off_a_payload(text: str) -> None:
    assert unwrap_payload(text) == ISA


@pytest.mark.parametrize("text", ["", "HELLO THERE", "SEVMTE8=", "<html/>", "====", "ISB*00"])
def test_a_payload_that_is_no_interchange_stays_as_it_is(text: str) -> None:
    assert unwrap_payload(text) == text


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/related", b""),
        ("multipart/related; boundary=b", b"--b\r\nContent-Type: image/png\r\n\r\nx\r\n--b--\r\n"),
        ("application/soap+xml", b"<a/>"),
        ("application/soap+xml", soap_answer("", body="SomethingElse")),
        ("application/soap+xml", b'<S:Envelope xmlns:S="x"/>'),
        ("application/soap+xml", b'<S:Envelope xmlns:S="x"><S:Body/></S:Envelope>'),
        ("image/png", b"\x89PNG"),
    ],
)
def test_what_is_no_soap_envelope_is_unreadable(content_type: str, body: bytes) -> None:
    with pytest.raises(UnreadableError):
        read_soap(content_type, body)


def test_a_body_that_stops_is_called_cut_in_both_forms() -> None:
    mime = write_mime(outgoing())
    soap = write_soap(outgoing())
    for read, written in ((read_mime, mime), (read_soap, soap)):
        with pytest.raises(UnreadableError) as unreadable:
            read(written.content_type, written.content[: len(written.content) * 2 // 3])
        assert unreadable.value.cut


PIECES = st.sampled_from(
    [
        b"--b",
        b"--b--",
        b"\r\n",
        b"\n",
        b": ",
        b"Content-Disposition: form-data; name=",
        b'"Payload"',
        b"Content-Type: ",
        b"Content-Transfer-Encoding: base64",
        b"\xff\xfe",
        b"<S:Envelope>",
        b"\x00",
    ]
)
TYPES = st.sampled_from(
    [
        "multipart/form-data; boundary=b",
        "multipart/related; boundary=b; start=x",
        "application/soap+xml",
        "text/xml; charset=utf-16",
        "multipart/form-data",
        "",
        "multipart/mixed; boundary*0=b; charset*=x''y",
    ]
)


@given(TYPES | st.text(max_size=30), st.binary(max_size=200) | st.lists(PIECES, max_size=12).map(b"".join))
def test_any_answer_is_read_or_unreadable(content_type: str, body: bytes) -> None:
    for read in (read_mime, read_soap):
        with contextlib.suppress(UnreadableError):
            read(content_type, body)


@given(st.data())
def test_a_damaged_answer_is_read_or_unreadable(data: st.DataObject) -> None:
    soap = soap_answer(f"<PayloadType>x</PayloadType><Payload>{ISA}</Payload><ErrorCode>Success</ErrorCode>")
    for written in (write_mime(outgoing()), Body("application/soap+xml", soap)):
        place = data.draw(st.integers(0, len(written.content) - 1))
        damage = data.draw(st.binary(max_size=3))
        body = written.content[:place] + damage + written.content[place + data.draw(st.integers(0, 5)) :]
        with contextlib.suppress(UnreadableError):
            (read_mime if written.content_type.startswith("multi") else read_soap)(written.content_type, body)
