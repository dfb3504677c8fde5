"""The HTTP MIME multipart form of the CORE envelope: one part for each field, the payload last."""

from __future__ import annotations

from spot_tui.backend.connectivity.envelope import (
    REAL_TIME,
    RULE_VERSION,
    Body,
    Incoming,
    Outgoing,
    UnreadableError,
    incoming,
)
from spot_tui.backend.connectivity.multipart import BrokenMultipartError, read_parts


def write_mime(request: Outgoing) -> Body:
    """Return the request as multipart/form-data; user name and password stand where a partner uses them."""
    credentials = request.credentials
    fields = {
        "PayloadType": request.payload_type,
        "ProcessingMode": REAL_TIME,
        "PayloadID": request.payload_id,
        "TimeStamp": request.timestamp,
        **({"UserName": credentials.username, "Password": credentials.password} if credentials else {}),
        "SenderID": request.sender_id,
        "ReceiverID": request.receiver_id,
        "CORERuleVersion": RULE_VERSION,
        "Payload": request.payload,
    }
    boundary = f"core-{request.payload_id}"
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    ]
    text = "".join([*parts, f"--{boundary}--\r\n"])
    return Body(f'multipart/form-data; boundary="{boundary}"', text.encode("utf-8"))


def read_mime(content_type: str, body: bytes) -> Incoming:
    """Return the answer in a multipart body; its fields may come in any order. Raises `UnreadableError`."""
    try:
        parts = read_parts(content_type, body)
    except BrokenMultipartError as error:
        raise UnreadableError(cut=error.cut) from None
    fields = {part.name: part.text for part in parts if part.name}
    if not fields.keys() & {"PayloadType", "ErrorCode", "Payload"}:
        raise UnreadableError
    return incoming(fields)
