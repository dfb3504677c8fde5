"""Messages as JSON documents, printed by ``messages`` (docs/json.md)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from spot_tui.backend.mailbox.model import Message

VERSION = 1


@dataclass(frozen=True, slots=True)
class MessagesDocument:
    """Messages, the last one first; one of them, with what it says, where one was asked for."""

    version: int
    messages: tuple[Message, ...]


def as_json(document: MessagesDocument) -> object:
    """Return the document as JSON values."""
    from pydantic import TypeAdapter

    return TypeAdapter(MessagesDocument).dump_python(document, mode="json")


def json_schema() -> dict[str, Any]:
    """Return the JSON schema of the document."""
    from pydantic import TypeAdapter

    return TypeAdapter(MessagesDocument).json_schema(mode="serialization")
