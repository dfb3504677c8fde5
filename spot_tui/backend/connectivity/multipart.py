"""Reading multipart bodies (RFC 2046, 7578, 2387) with the standard library's e-mail parser."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from email.errors import (
    CloseBoundaryNotFoundDefect,
    MultipartInvariantViolationDefect,
    StartBoundaryNotFoundDefect,
)
from email.message import Message
from email.parser import BytesFeedParser

MOST_PARTS = 50

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class BrokenMultipartError(Exception):
    """The body is not the multipart that it says; `cut` when it stops before its closing boundary."""

    def __init__(self, reason: str, *, cut: bool = False) -> None:
        super().__init__(reason)
        self.cut = cut


@dataclass(frozen=True, slots=True)
class Part:
    """One part: `name` is that of its form field, `content_id` is without angle brackets."""

    name: str
    content_id: str
    content_type: str
    charset: str
    body: bytes = field(repr=False)

    @property
    def text(self) -> str:
        """The body as text: UTF-8, else Latin-1, which takes any byte."""
        try:
            return self.body.decode("utf-8")
        except UnicodeDecodeError:
            return self.body.decode("latin-1")


def read_parts(content_type: str, body: bytes) -> tuple[Part, ...]:
    """Return the parts of a body sent with this Content-Type header. Raises `BrokenMultipartError`."""
    parser = BytesFeedParser()
    try:
        parser.feed(
            b"Content-Type: " + _CONTROL.sub(" ", content_type).encode("latin-1", "replace") + b"\r\n\r\n"
        )
        parser.feed(body)
        message = parser.close()
        _check(message)
        return tuple(_part(part) for part in message.get_payload() if isinstance(part, Message))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise BrokenMultipartError("headers") from None


def content_type_parameter(content_type: str, name: str) -> str:
    """Return one parameter of a Content-Type header, or nothing."""
    message = Message()
    message["Content-Type"] = _CONTROL.sub(" ", content_type)
    return _parameter(message, name, "content-type")


def _check(message: Message) -> None:
    payload = message.get_payload()
    kinds = {type(defect) for defect in message.defects}
    if CloseBoundaryNotFoundDefect in kinds:
        raise BrokenMultipartError("no closing boundary", cut=True)
    if kinds & {StartBoundaryNotFoundDefect, MultipartInvariantViolationDefect} or not isinstance(
        payload, list
    ):
        raise BrokenMultipartError("no boundary")
    if len(payload) > MOST_PARTS:
        raise BrokenMultipartError("too many parts")


def _part(message: Message) -> Part:
    body = message.get_payload(decode=True)
    return Part(
        name=_parameter(message, "name", "content-disposition"),
        content_id=str(message.get("Content-ID", "")).strip().strip("<>"),
        content_type=message.get_content_type(),
        charset=_parameter(message, "charset", "content-type"),
        body=body if isinstance(body, bytes) else b"",
    )


def _parameter(message: Message, name: str, header: str) -> str:
    value = message.get_param(name, "", header)
    return value[2] if isinstance(value, tuple) else str(value)
