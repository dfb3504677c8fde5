"""Messages of the mailbox and notices, as they stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class MessageKind(StrEnum):
    """What a message is: to be read, a formal letter, or a request that wants records by a day."""

    MESSAGE = "message"
    LETTER = "letter"
    REQUEST = "request"


class View(StrEnum):
    """Which messages are listed: all, those not read yet, or the requests that nobody answered."""

    ALL = "all"
    UNREAD = "unread"
    REQUESTS = "requests"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A document that came with a message; its bytes are asked for by `id`. `size` is in bytes."""

    id: str
    name: str
    media_type: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Message:
    """One message. `paragraphs` and `attachments` are empty in lists.

    `claim` and `submission` (a confirmation number) tell what it is about, empty where it is about neither.
    Of a request, `letter` is the number of the contractor's letter, `due_on` the last day on which an answer
    is in time, and `answered_on` the day on which one was received; `is_open` while it still wants one.
    `is_read` is about the person who looks.
    """

    number: str
    kind: MessageKind
    received_at: datetime
    sender: str
    subject: str = field(repr=False)
    is_read: bool
    is_open: bool
    claim: str = ""
    submission: str = ""
    letter: str = ""
    dated: date | None = None
    due_on: date | None = None
    answered_on: date | None = None
    paragraphs: tuple[str, ...] = field(default=(), repr=False)
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """What the contractor tells every office, such as closed days; `until` is its last day, if it has one."""

    number: str
    title: str
    paragraphs: tuple[str, ...]
    published_on: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for an office: how many messages a person has not read, open requests, and notices."""

    unread: int
    requests: tuple[Message, ...]
    notices: tuple[Notice, ...]
