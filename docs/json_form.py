"""The form of the JSON documents that commands print, as docs/json.md shows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from spot_tui.backend.appeals.document import AppealsDocument, LetterDocument
from spot_tui.backend.claims.document import ClaimsDocument
from spot_tui.backend.corrections.document import ChecksDocument, CorrectionsDocument, SubmittedDocument
from spot_tui.backend.deadline_board import DeadlinesDocument
from spot_tui.backend.documents.document import DocumentsCheck
from spot_tui.backend.documents.sent_document import SentDocument, SubmissionsDocument
from spot_tui.backend.eligibility.today_document import TodayDocument
from spot_tui.backend.json_document import json_schema
from spot_tui.backend.mailbox.document import MessagesDocument, NoticesDocument
from spot_tui.backend.mbi_lookup.document import LookupDocument
from spot_tui.backend.outbox.listing import OutboxDocument
from spot_tui.backend.results import Document

Schema = Mapping[str, Any]


def json_form() -> str:
    """Return each object of the document with its keys, their types and what it stands for."""
    return _form(Document)


def claims_json_form() -> str:
    """Return the same of the document of `claims search --json` and `claims show --json`."""
    return _form(ClaimsDocument)


def messages_json_form() -> str:
    """Return the same of the document of `messages list --json` and `messages show --json`."""
    return _form(MessagesDocument)


def notices_json_form() -> str:
    """Return the same of the document of `messages notices --json`."""
    return _form(NoticesDocument)


def deadlines_json_form() -> str:
    """Return the same of the document of `messages due --json`."""
    return _form(DeadlinesDocument)


def lookup_json_form() -> str:
    """Return the same of the document of `mbi lookup --json`."""
    return _form(LookupDocument)


def today_json_form() -> str:
    """Return the same of the document of `eligibility today --json`."""
    return _form(TodayDocument)


def corrections_json_form() -> str:
    """Return the same of the document of `corrections check --json`."""
    return _form(ChecksDocument)


def submitted_json_form() -> str:
    """Return the same of the document of `corrections submit --json` and `appeals submit --json`."""
    return _form(SubmittedDocument)


def filed_json_form() -> str:
    """Return the same of the document of `corrections list --json` and `corrections show --json`."""
    return _form(CorrectionsDocument)


def appeals_json_form() -> str:
    """Return the same of the document of `appeals list --json` and `appeals show --json`."""
    return _form(AppealsDocument)


def letter_json_form() -> str:
    """Return the same of the document of `appeals letter --json`."""
    return _form(LetterDocument)


def documents_json_form() -> str:
    """Return the same of the document of `documents check --json`."""
    return _form(DocumentsCheck)


def sent_json_form() -> str:
    """Return the same of the document of `documents submit --json`."""
    return _form(SentDocument)


def submissions_json_form() -> str:
    """Return the same of the document of `documents list --json` and `documents show --json`."""
    return _form(SubmissionsDocument)


def outbox_json_form() -> str:
    """Return the same of the document of `outbox list --json` and its sisters."""
    return _form(OutboxDocument)


def _form(document: type) -> str:
    schema = json_schema(document)
    return "\n\n".join(
        _object(document.__name__, schema) if name == "" else _object(name, part)
        for name, part in [("", schema), *sorted(schema.get("$defs", {}).items())]
    )


def _object(name: str, schema: Schema) -> str:
    told = " ".join(schema.get("description", "").split())
    lines = [f"### {name}", "", told]
    if "enum" in schema:
        lines += ["", "One of " + ", ".join(f"`{value}`" for value in schema["enum"]) + "."]
    else:
        lines += ["", "| key | value |", "| --- | --- |", *_keys(schema)]
    return "\n".join(lines)


def _keys(schema: Schema) -> Iterator[str]:
    for key, value in schema["properties"].items():
        yield f"| `{key}` | {_type(value)} |"


def _type(value: Schema) -> str:
    if "$ref" in value:
        name = value["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in value:
        return " or ".join(_type(choice) for choice in value["anyOf"])
    if "enum" in value:
        return " or ".join(f'`"{choice}"`' for choice in value["enum"])
    if value.get("type") == "array":
        items = value.get("items") or {"type": "string"}
        return f"list of {_type(items)}" if "prefixItems" not in value else "pair of strings"
    return _PLAIN.get((value.get("type", ""), value.get("format", "")), str(value.get("type", "")))


_PLAIN = {
    ("string", "date"): "date, `YYYY-MM-DD`",
    ("string", "date-time"): "moment, ISO 8601",
    ("string", ""): "string",
    ("null", ""): "null",
}
