"""The CORE envelope as the practice portal's server reads and writes it (CAQH CORE Rule vC2.2.0)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import Message
from email.parser import BytesFeedParser
from typing import Literal
from xml.etree.ElementTree import Element, ParseError, fromstring
from xml.sax.saxutils import escape

EnvelopeForm = Literal["soap", "mime"]

SOAP = "http://www.w3.org/2003/05/soap-envelope"
CORE = "http://www.caqh.org/SOAP/WSDL/CORERule2.2.0.xsd"
_WSS = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity"
SECURITY = f"{_WSS}-secext-1.0.xsd"
UTILITY = f"{_WSS}-utility-1.0.xsd"
SOAP_TYPE = "application/soap+xml;charset=UTF-8"

FIELDS = (
    *("PayloadType", "ProcessingMode", "PayloadID", "TimeStamp"),
    *("SenderID", "ReceiverID", "CORERuleVersion", "Payload"),
)
_BOUNDARY = "practice-core-boundary"
_FORBIDDEN = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_TRUE = {"true", "1"}


@dataclass(frozen=True, slots=True)
class CoreRequest:
    """The fields of a request as they stood, and the user-name token if there was one."""

    fields: Mapping[str, str] = field(repr=False)
    username: str = ""
    password: str = field(default="", repr=False)

    def __getitem__(self, name: str) -> str:
        """Return a field, empty where it was not sent."""
        return self.fields.get(name, "")


@dataclass(frozen=True, slots=True)
class CoreReply:
    """The fields of an answer; without a payload its element is left out."""

    payload_type: str
    payload_id: str
    timestamp: str
    sender_id: str
    receiver_id: str
    payload: str = field(default="", repr=False)
    error_code: str = "Success"
    error_message: str = "Envelope was processed successfully."

    @property
    def fields(self) -> dict[str, str]:
        """All fields in the order of the schema."""
        values = (
            *(self.payload_type, "RealTime", self.payload_id, self.timestamp),
            *(self.sender_id, self.receiver_id, "2.2.0", self.payload),
        )
        named = dict(zip(FIELDS, values, strict=True))
        if not self.payload:
            del named["Payload"]
        return named | {"ErrorCode": self.error_code, "ErrorMessage": self.error_message}


class SoapFault(Exception):
    """The request cannot be worked on as SOAP."""

    def __init__(self, code: str, reason: str, subcode: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.reason = reason
        self.subcode = subcode


def read_soap_request(body: bytes) -> CoreRequest:
    """Return the fields of a SOAP 1.2 request. Raises `SoapFault`."""
    envelope = _parse(body)
    if envelope.tag.rpartition("}")[2] == "Envelope" and envelope.tag != f"{{{SOAP}}}Envelope":
        raise SoapFault("VersionMismatch", "This service speaks SOAP 1.2.")
    request = envelope.find(f"{{{SOAP}}}Body/{{{CORE}}}COREEnvelopeRealTimeRequest")
    if envelope.tag != f"{{{SOAP}}}Envelope" or request is None:
        raise SoapFault("Sender", "The body holds no COREEnvelopeRealTimeRequest.")
    username, password = _token(envelope.find(f"{{{SOAP}}}Header"))
    return CoreRequest({child.tag: child.text or "" for child in request}, username, password)


def _parse(body: bytes) -> Element:
    if b"\x00" in body or _FORBIDDEN.search(body):
        raise SoapFault("Sender", "Only UTF-8 without a document type is read.")
    try:
        return fromstring(body)  # noqa: S314 - what makes XML dangerous was refused before
    except (ParseError, ValueError, LookupError):
        raise SoapFault("Sender", "The request is no well-formed XML.") from None


def _token(header: Element | None) -> tuple[str, str]:
    username = password = ""
    for element in header if header is not None else ():
        if element.tag == f"{{{SECURITY}}}Security":
            token = f"{{{SECURITY}}}UsernameToken/{{{SECURITY}}}"
            username = element.findtext(f"{token}Username") or ""
            password = element.findtext(f"{token}Password") or ""
        elif element.get(f"{{{SOAP}}}mustUnderstand", "").strip().lower() in _TRUE:
            raise SoapFault("MustUnderstand", f"The header {element.tag} is not understood.")
    return username, password


def read_mime_request(content_type: str, body: bytes) -> CoreRequest | None:
    """Return the fields of a multipart/form-data request, or None when it is none."""
    parser = BytesFeedParser()
    parser.feed(b"Content-Type: " + content_type.encode("latin-1", "replace") + b"\r\n\r\n")
    parser.feed(body)
    message = parser.close()
    parts = message.get_payload()
    if message.defects or not isinstance(parts, list):
        return None
    fields = {_field_name(part): _text(part) for part in parts if isinstance(part, Message)}
    return CoreRequest(fields, fields.get("UserName", ""), fields.get("Password", ""))


def _field_name(part: Message) -> str:
    return str(part.get_param("name", "", "content-disposition"))


def _text(part: Message) -> str:
    content = part.get_payload(decode=True)
    return content.decode("utf-8", "replace") if isinstance(content, bytes) else ""


def write_soap_reply(reply: CoreReply) -> bytes:
    """Return the answer as SOAP 1.2."""
    elements = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in reply.fields.items())
    return _envelope(
        f'<ns2:COREEnvelopeRealTimeResponse xmlns:ns2="{CORE}">{elements}</ns2:COREEnvelopeRealTimeResponse>'
    )


def write_soap_fault(fault: SoapFault) -> bytes:
    """Return a SOAP 1.2 fault."""
    subcode = (
        f'<S:Subcode><S:Value xmlns:wsse="{SECURITY}">wsse:{fault.subcode}</S:Value></S:Subcode>'
        if fault.subcode
        else ""
    )
    return _envelope(
        f"<S:Fault><S:Code><S:Value>S:{fault.code}</S:Value>{subcode}</S:Code>"
        f'<S:Reason><S:Text xml:lang="en">{escape(fault.reason)}</S:Text></S:Reason></S:Fault>'
    )


def write_mtom(soap: bytes) -> tuple[str, bytes]:
    """Return content type and body of a SOAP answer as the one part of an MTOM message."""
    kind = 'type="application/soap+xml"'
    head = (
        f"--{_BOUNDARY}\r\nContent-Type: application/xop+xml;charset=utf-8;{kind}\r\n"
        "Content-Transfer-Encoding: binary\r\nContent-ID: <root@practice.invalid>\r\n\r\n"
    )
    body = head.encode() + soap + f"\r\n--{_BOUNDARY}--\r\n".encode()
    related = 'multipart/related;start="<root@practice.invalid>";type="application/xop+xml"'
    return f'{related};boundary="{_BOUNDARY}";start-info="application/soap+xml"', body


def write_mime_reply(reply: CoreReply) -> tuple[str, bytes]:
    """Return content type and body of the answer as multipart/form-data."""
    parts = [
        f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in reply.fields.items()
    ]
    return f'multipart/form-data; boundary="{_BOUNDARY}"', "".join([*parts, f"--{_BOUNDARY}--\r\n"]).encode()


def _envelope(content: str) -> bytes:
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<S:Envelope xmlns:S="{SOAP}"><S:Body>{content}</S:Body></S:Envelope>'
    )
    return text.encode("utf-8")
