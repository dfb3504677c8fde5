"""Messages as JSON documents, printed by ``messages`` (docs/json.md)."""

from __future__ import annotations

from dataclasses import dataclass

from spot_tui.backend.mailbox.model import Message, Notice

VERSION = 1


@dataclass(frozen=True, slots=True)
class MessagesDocument:
    """Messages, the last one first; one of them, with what it says, where one was asked for."""

    version: int
    messages: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class NoticesDocument:
    """Notices to every office, the newest first."""

    version: int
    notices: tuple[Notice, ...]
