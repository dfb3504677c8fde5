"""Messages and notices as the gateway writes them (docs/gateway-api)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Annotated

from pydantic import AwareDatetime, Base64Bytes, Field

from spot_tui.backend.gateway_wire import (
    Day,
    FileName,
    Id,
    Mark,
    MediaType,
    Number,
    Paragraph,
    Sha256,
    Text,
    Told,
    read_told,
)
from spot_tui.backend.mailbox.model import Attachment, Message, MessageKind, Notice, Waiting
from spot_tui.backend.problems import Problem

_MOST_PARAGRAPHS = 200
_Size = Annotated[int, Field(ge=0, le=2**40, strict=True)]
_Paragraphs = Annotated[tuple[Paragraph, ...], Field(max_length=_MOST_PARAGRAPHS)]


class AttachmentBody(Told):
    """What is told of a document that came with a message."""

    id: Id
    name: FileName
    media_type: MediaType
    size: _Size
    sha256: Sha256

    def read(self) -> Attachment:
        """Return what it stands for."""
        return Attachment(self.id, self.name, self.media_type, self.size, self.sha256)


class AttachmentContent(Told):
    """The bytes of a document, which are what was told of it."""

    content: Base64Bytes


class MessageBody(Told):
    """A message; lists leave out paragraphs and attachments."""

    number: Id
    kind: MessageKind
    received_at: AwareDatetime
    sender: Text
    subject: Text
    read: Mark
    open: Mark
    claim: Number | None
    submission: Id | None
    letter: Id | None
    dated: Day | None
    due_on: Day | None
    answered_on: Day | None
    paragraphs: _Paragraphs = ()
    attachments: tuple[AttachmentBody, ...] = Field((), max_length=50)

    def meaning(self) -> Message:
        """Return what it stands for."""
        return Message(
            number=self.number,
            kind=self.kind,
            received_at=self.received_at,
            sender=self.sender,
            subject=self.subject,
            is_read=self.read,
            is_open=self.open,
            claim=self.claim or "",
            submission=self.submission or "",
            letter=self.letter or "",
            dated=self.dated,
            due_on=self.due_on,
            answered_on=self.answered_on,
            paragraphs=self.paragraphs,
            attachments=tuple(each.read() for each in self.attachments),
        )


class NoticeBody(Told):
    """A notice to everybody."""

    number: Id
    title: Text
    paragraphs: _Paragraphs
    published_on: Day
    until: Day | None

    def read(self) -> Notice:
        """Return what it stands for."""
        return Notice(self.number, self.title, self.paragraphs, self.published_on, self.until)


class WaitingBody(Told):
    """What waits for an office."""

    unread: int = Field(ge=0, le=1_000_000, strict=True)
    requests: tuple[MessageBody, ...] = Field(max_length=500)
    notices: tuple[NoticeBody, ...] = Field(max_length=50)

    def read(self) -> Waiting:
        """Return what it stands for."""
        requests = tuple(each.meaning() for each in self.requests)
        return Waiting(self.unread, requests, tuple(each.read() for each in self.notices))


def read_message(body: Mapping[str, object], upstream: str) -> Message:
    """Return a message. Raises `Problem` ``upstream.unreadable``."""
    return read_told(MessageBody, MessageBody.meaning, body, upstream)


def read_waiting(body: Mapping[str, object], upstream: str) -> Waiting:
    """Return what waits for an office. Raises `Problem` ``upstream.unreadable``."""
    return read_told(WaitingBody, WaitingBody.read, body, upstream)


def read_content(body: Mapping[str, object], attachment: Attachment, upstream: str) -> bytes:
    """Return the bytes of an attachment.

    Raises `Problem` ``upstream.unreadable``, and ``messages.damaged`` for other bytes than were told of.
    """
    content = read_told(AttachmentContent, lambda each: each.content, body, upstream)
    if len(content) != attachment.size or hashlib.sha256(content).hexdigest() != attachment.sha256:
        raise Problem("messages.damaged", (), {"upstream": upstream})
    return content
