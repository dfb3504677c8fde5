"""The SOAP 1.2 form of the CORE envelope, with MTOM answers, user-name token and the parts to be signed.

Sources: CAQH CORE Rule 2.2.0 schema; SOAP 1.2 part 1; OASIS UsernameToken Profile 1.0 and X.509 Certificate
Token Profile 1.0; W3C XOP 1.0.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import unquote
from xml.etree.ElementTree import Element
from xml.sax.saxutils import escape, quoteattr

from spot_tui.backend.connectivity.envelope import (
    REAL_TIME,
    RULE_VERSION,
    Body,
    Credentials,
    Fault,
    Incoming,
    Outgoing,
    UnreadableError,
    incoming,
)
from spot_tui.backend.connectivity.multipart import (
    BrokenMultipartError,
    Part,
    content_type_parameter,
    read_parts,
)
from spot_tui.backend.connectivity.safe_xml import (
    BrokenXmlError,
    UnsafeXmlError,
    child,
    local_name,
    read_xml,
    text_of,
)

CONTENT_TYPE = "application/soap+xml;charset=UTF-8;action=RealTimeTransaction"
SOAP_NAMESPACE = "http://www.w3.org/2003/05/soap-envelope"
CORE_NAMESPACE = "http://www.caqh.org/SOAP/WSDL/CORERule2.2.0.xsd"
WSS = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss"
SECURITY_NAMESPACE = f"{WSS}-wssecurity-secext-1.0.xsd"
UTILITY_NAMESPACE = f"{WSS}-wssecurity-utility-1.0.xsd"
X509_V3 = "x509-token-profile-1.0#X509v3"
_PASSWORD_TEXT = f"{WSS}-username-token-profile-1.0#PasswordText"
_BASE64 = f"{WSS}-soap-message-security-1.0#Base64Binary"


@dataclass(frozen=True, slots=True)
class Seal:
    """What a message that is signed carries besides: when it was made, until when it holds, who signs.

    Times are ``YYYY-MM-DDTHH:MM:SSZ``, `certificate` is its DER form in base64.
    """

    created: str
    expires: str
    certificate: str = field(repr=False)

    def body_id(self, request: Outgoing) -> str:
        """Return the id by which a signature names the body."""
        return f"Body-{request.payload_id}"

    def timestamp_id(self, request: Outgoing) -> str:
        """Return the id of the time stamp."""
        return f"Timestamp-{request.payload_id}"

    def token_id(self, request: Outgoing) -> str:
        """Return the id of the certificate."""
        return f"X509-{request.payload_id}"


def write_soap(request: Outgoing, seal: Seal | None = None) -> Body:
    """Return the request as a SOAP 1.2 envelope; the children of its CORE element have no namespace.

    With a `seal` it holds what is to be signed, and not yet the signature.
    """
    fields = {
        "PayloadType": request.payload_type,
        "ProcessingMode": REAL_TIME,
        "PayloadID": request.payload_id,
        "TimeStamp": request.timestamp,
        "SenderID": request.sender_id,
        "ReceiverID": request.receiver_id,
        "CORERuleVersion": RULE_VERSION,
        "Payload": request.payload,
    }
    elements = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in fields.items())
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<soapenv:Envelope xmlns:soapenv="{SOAP_NAMESPACE}" xmlns:cor="{CORE_NAMESPACE}">'
        f"<soapenv:Header>{_security(request, seal)}</soapenv:Header>"
        f"<soapenv:Body{_named(seal.body_id(request)) if seal else ''}>"
        f"<cor:COREEnvelopeRealTimeRequest>{elements}</cor:COREEnvelopeRealTimeRequest>"
        "</soapenv:Body></soapenv:Envelope>"
    )
    return Body(CONTENT_TYPE, text.encode("utf-8"))


def _security(request: Outgoing, seal: Seal | None) -> str:
    content = (_seal(request, seal) if seal else "") + _user_name(request)
    if not content:
        return ""
    return (
        f'<wsse:Security soapenv:mustUnderstand="true" xmlns:wsse="{SECURITY_NAMESPACE}" '
        f'xmlns:wsu="{UTILITY_NAMESPACE}">{content}</wsse:Security>'
    )


def _seal(request: Outgoing, seal: Seal) -> str:
    return (
        f"<wsu:Timestamp wsu:Id={quoteattr(seal.timestamp_id(request))}>"
        f"<wsu:Created>{seal.created}</wsu:Created><wsu:Expires>{seal.expires}</wsu:Expires></wsu:Timestamp>"
        f'<wsse:BinarySecurityToken EncodingType="{_BASE64}" ValueType="{WSS}-{X509_V3}" '
        f"wsu:Id={quoteattr(seal.token_id(request))}>{seal.certificate}</wsse:BinarySecurityToken>"
    )


def _user_name(request: Outgoing) -> str:
    credentials: Credentials | None = request.credentials
    if credentials is None:
        return ""
    return (
        f"<wsse:UsernameToken wsu:Id={quoteattr(f'UsernameToken-{request.payload_id}')}>"
        f"<wsse:Username>{escape(credentials.username)}</wsse:Username>"
        f'<wsse:Password Type="{_PASSWORD_TEXT}">{escape(credentials.password)}</wsse:Password>'
        "</wsse:UsernameToken>"
    )


def _named(name: str) -> str:
    return f' xmlns:wsu="{UTILITY_NAMESPACE}" wsu:Id={quoteattr(name)}'


def read_soap(content_type: str, body: bytes) -> Incoming | Fault:
    """Return the answer or the fault in a SOAP body, plain or as MTOM. Raises `UnreadableError`."""
    if not content_type.lower().lstrip().startswith("multipart/"):
        return _read_envelope(body, content_type_parameter(content_type, "charset"), ())
    try:
        parts = read_parts(content_type, body)
    except BrokenMultipartError as error:
        raise UnreadableError(cut=error.cut) from None
    root = _root_part(content_type, parts)
    return _read_envelope(root.body, root.charset, parts)


def _root_part(content_type: str, parts: tuple[Part, ...]) -> Part:
    start = content_type_parameter(content_type, "start").strip("<>")
    for part in parts:
        if part.content_id == start and start:
            return part
    for part in parts:
        if part.content_type.endswith(("xml", "+xml")):
            return part
    raise UnreadableError


def _read_envelope(body: bytes, charset: str, attachments: tuple[Part, ...]) -> Incoming | Fault:
    try:
        envelope = read_xml(body, charset)
    except UnsafeXmlError:
        raise UnreadableError(unsafe=True) from None
    except BrokenXmlError as error:
        raise UnreadableError(cut=error.cut) from None
    soap_body = child(envelope, "Body")
    content = next(iter(soap_body), None) if soap_body is not None else None
    if local_name(envelope) != "Envelope" or content is None:
        raise UnreadableError
    if local_name(content) == "Fault":
        return _read_fault(content)
    if not local_name(content).startswith("COREEnvelope"):
        raise UnreadableError
    return incoming({local_name(field): _value(field, attachments) for field in content})


def _value(field: Element, attachments: tuple[Part, ...]) -> str:
    include = child(field, "Include")
    if include is None:
        return text_of(field)
    wanted = unquote(include.get("href", "").removeprefix("cid:"))
    return next((part.text for part in attachments if part.content_id == wanted), "")


def _read_fault(fault: Element) -> Fault:
    """Read a fault of SOAP 1.2, or of 1.1 from a partner that falls back to it."""
    code = child(fault, "Code")
    values = []
    while code is not None:
        values.append(_unprefixed(text_of(child(code, "Value"))))
        code = child(code, "Subcode")
    if not values:
        values.append(_unprefixed(text_of(child(fault, "faultcode"))))
    reason = text_of(child(fault, "Reason")) or text_of(child(fault, "faultstring"))
    return Fault(values[0], tuple(values[1:]), reason.strip())


def _unprefixed(name: str) -> str:
    return name.strip().rpartition(":")[2]
