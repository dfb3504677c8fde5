"""What a CORE envelope holds, whichever form carries it (CAQH CORE Connectivity Rule vC2.2.0)."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

EnvelopeForm = Literal["soap", "mime"]

REAL_TIME = "RealTime"
RULE_VERSION = "2.2.0"

# SOH, ten digits of length, STX, the X12, ETX: framing of old MIME partners.
_FRAME = re.compile(r"\x01\d{10}\x02(.*?)\x03?\s*", re.DOTALL)
_INTERCHANGE = "ISA"


@dataclass(frozen=True, slots=True)
class Credentials:
    """User name and password of a partner that asks for them."""

    username: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A real-time request. `timestamp` is ``YYYY-MM-DDTHH:MM:SSZ``, `payload_id` a UUID."""

    payload_type: str
    payload_id: str
    timestamp: str
    sender_id: str
    receiver_id: str
    payload: str = field(repr=False)
    credentials: Credentials | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """A request made ready to send."""

    content_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Incoming:
    """The fields of an answer as they stood; a field that was not sent is empty."""

    payload_type: str = ""
    payload_id: str = ""
    error_code: str = ""
    error_message: str = ""
    payload: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Fault:
    """A SOAP fault: code and subcodes without their prefixes, and the reason in words."""

    code: str
    subcodes: tuple[str, ...]
    reason: str


class UnreadableError(Exception):
    """The body is no CORE envelope; `cut` when it stops before its end, `unsafe` when it has a DOCTYPE."""

    def __init__(self, *, cut: bool = False, unsafe: bool = False) -> None:
        super().__init__("cut" if cut else "unsafe" if unsafe else "no envelope")
        self.cut = cut
        self.unsafe = unsafe


def incoming(fields: Mapping[str, str]) -> Incoming:
    """Return the answer whose fields have these names."""
    return Incoming(
        payload_type=fields.get("PayloadType", "").strip(),
        payload_id=fields.get("PayloadID", "").strip(),
        error_code=fields.get("ErrorCode", "").strip(),
        error_message=fields.get("ErrorMessage", "").strip(),
        payload=unwrap_payload(fields.get("Payload", "")),
    )


def unwrap_payload(text: str) -> str:
    """Return the X12 in `text`: old framing is stripped, base64 is decoded only where no ISA begins.

    What is neither comes back as it is.
    """
    bare = _without_frame(text)
    if not bare or bare.startswith(_INTERCHANGE):
        return bare
    decoded = _without_frame(_from_base64(bare))
    return decoded if decoded.startswith(_INTERCHANGE) else bare


def is_interchange(payload: str) -> bool:
    """Tell whether the payload begins as X12 does."""
    return payload.startswith(_INTERCHANGE)


def _without_frame(text: str) -> str:
    bare = text.lstrip("\ufeff \t\r\n")
    framed = _FRAME.fullmatch(bare)
    return framed[1].lstrip("\ufeff \t\r\n") if framed else bare


def _from_base64(text: str) -> str:
    try:
        return base64.b64decode("".join(text.split()), validate=True).decode("latin-1")
    except (binascii.Error, ValueError):
        return ""
