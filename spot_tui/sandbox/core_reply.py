"""What goes back on the practice portal's CORE side: the outer form of an answer, spoiled by a fault."""

from __future__ import annotations

import base64
from dataclasses import dataclass, replace

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from spot_tui.sandbox.core_envelope import (
    SOAP_TYPE,
    CoreReply,
    EnvelopeForm,
    SoapFault,
    write_mime_reply,
    write_mtom,
    write_soap_fault,
    write_soap_reply,
)
from spot_tui.sandbox.faults import DROP

FAULT_STATUS = 500
BUSY_SECONDS = "2"
SOAP_FAULTS = {
    "soap-receiver": SoapFault("Receiver", "The service cannot work on requests now."),
    "soap-must-understand": SoapFault("MustUnderstand", "A header was not understood."),
    "soap-security": SoapFault("Sender", "The token is not accepted.", "FailedAuthentication"),
}
_BARE = {"503": 503, "500": 500, "no-body": 500, "empty": 200}
_DOCTYPE = b'<!DOCTYPE S:Envelope [<!ENTITY name "value">]>'


class Dropped(Response):
    """No answer: the line is closed."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Close the line and wait until it is closed."""
        scope["extensions"][DROP]()
        while (await receive())["type"] != "http.disconnect":
            pass


@dataclass(frozen=True, slots=True)
class Reply:
    """A response, and how long it is held back."""

    response: Response
    delay_seconds: float = 0


def bare_response(kind: str) -> Response | None:
    """Return the response of a fault that speaks below the envelope, or None for another fault."""
    if kind == "drop":
        return Dropped()
    if kind == "busy":
        return Response(status_code=503, headers={"retry-after": BUSY_SECONDS})
    return Response(status_code=_BARE[kind]) if kind in _BARE else None


def fault_response(fault: SoapFault, form: EnvelopeForm) -> Response:
    """Return a SOAP fault; the MIME form, which has none, fails with the status alone."""
    if form == "mime":
        return Response(fault.reason, FAULT_STATUS, media_type="text/plain")
    return Response(write_soap_fault(fault), FAULT_STATUS, {"content-type": SOAP_TYPE})


def reply_response(reply: CoreReply, form: EnvelopeForm, kind: str = "") -> Response:
    """Return the answer in its form, spoiled by a fault of this kind if any."""
    reply = _spoiled(reply, kind)
    if form == "mime":
        content_type, body = write_mime_reply(reply)
    elif kind == "mtom":
        content_type, body = write_mtom(write_soap_reply(reply))
    else:
        content_type, body = SOAP_TYPE, write_soap_reply(reply)
    if kind == "doctype":
        declaration, closing, rest = body.partition(b"?>")
        body = declaration + closing + _DOCTYPE + rest if closing else _DOCTYPE + body
    if kind == "cut-xml":
        body = body[: len(body) // 2]
    return Response(body, 200, {"content-type": content_type})


def _spoiled(reply: CoreReply, kind: str) -> CoreReply:
    payload = reply.payload
    if kind == "blank-code":
        return replace(reply, error_code=" " * 8, error_message="")
    if kind == "no-payload":
        return replace(reply, payload="")
    if kind == "foreign-text":
        return replace(reply, payload="PRACTICE SYSTEM ERROR 0042 - CALL THE HELP DESK")
    if kind == "base64":
        return replace(reply, payload=base64.b64encode(payload.encode()).decode())
    if kind == "framed":
        framed = f"\x01{len(payload):010}\x02{payload}\x03"
        return replace(reply, payload=base64.b64encode(framed.encode()).decode())
    if kind == "crlf":
        return replace(reply, payload=_wrapped(payload))
    if kind == "cut-x12":
        return replace(reply, payload=payload[: payload.rindex("SE*")])
    return reply


def _wrapped(payload: str) -> str:
    """Return the X12 with a line end after every segment and an ISA without padding."""
    header, end, rest = payload.partition("~")
    bare = "*".join(part.strip() for part in header.split("*"))
    return (bare + end + rest).replace("~", "~\r\n")
