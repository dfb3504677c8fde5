"""The form of the JSON documents that commands print, as docs/json.md shows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from spot_tui.backend.appeals.document import AppealsDocument, LetterDocument
from spot_tui.backend.appeals.document import json_schema as appeals_json_schema
from spot_tui.backend.claims.document import json_schema as claims_json_schema
from spot_tui.backend.corrections.document import ChecksDocument, CorrectionsDocument, SubmittedDocument
from spot_tui.backend.corrections.document import json_schema as corrections_json_schema
from spot_tui.backend.deadline_board import json_schema as deadlines_json_schema
from spot_tui.backend.documents.document import json_schema as documents_json_schema
from spot_tui.backend.documents.sent_document import SentDocument, SubmissionsDocument
from spot_tui.backend.documents.sent_document import json_schema as submissions_json_schema
from spot_tui.backend.eligibility.today_document import json_schema as today_json_schema
from spot_tui.backend.mailbox.document import NoticesDocument
from spot_tui.backend.mailbox.document import json_schema as messages_json_schema
from spot_tui.backend.mbi_lookup.document import json_schema as lookup_json_schema
from spot_tui.backend.outbox.listing import json_schema as outbox_json_schema
from spot_tui.backend.results import json_schema

Schema = Mapping[str, Any]


def json_form() -> str:
    """Return each object of the document with its keys, their types and what it stands for."""
    return _form("Document", json_schema())


def claims_json_form() -> str:
    """Return the same of the document of `claims search --json` and `claims show --json`."""
    return _form("ClaimsDocument", claims_json_schema())


def messages_json_form() -> str:
    """Return the same of the document of `messages list --json` and `messages show --json`."""
    return _form("MessagesDocument", messages_json_schema())


def notices_json_form() -> str:
    """Return the same of the document of `messages notices --json`."""
    return _form("NoticesDocument", messages_json_schema(NoticesDocument))


def deadlines_json_form() -> str:
    """Return the same of the document of `messages due --json`."""
    return _form("DeadlinesDocument", deadlines_json_schema())


def lookup_json_form() -> str:
    """Return the same of the document of `mbi lookup --json`."""
    return _form("LookupDocument", lookup_json_schema())


def today_json_form() -> str:
    """Return the same of the document of `eligibility today --json`."""
    return _form("TodayDocument", today_json_schema())


def corrections_json_form() -> str:
    """Return the same of the document of `corrections check --json`."""
    return _form("ChecksDocument", corrections_json_schema(ChecksDocument))


def submitted_json_form() -> str:
    """Return the same of the document of `corrections submit --json` and `appeals submit --json`."""
    return _form("SubmittedDocument", corrections_json_schema(SubmittedDocument))


def filed_json_form() -> str:
    """Return the same of the document of `corrections list --json` and `corrections show --json`."""
    return _form("CorrectionsDocument", corrections_json_schema(CorrectionsDocument))


def appeals_json_form() -> str:
    """Return the same of the document of `appeals list --json` and `appeals show --json`."""
    return _form("AppealsDocument", appeals_json_schema(AppealsDocument))


def letter_json_form() -> str:
    """Return the same of the document of `appeals letter --json`."""
    return _form("LetterDocument", appeals_json_schema(LetterDocument))


def documents_json_form() -> str:
    """Return the same of the document of `documents check --json`."""
    return _form("DocumentsCheck", documents_json_schema())


def sent_json_form() -> str:
    """Return the same of the document of `documents submit --json`."""
    return _form("SentDocument", submissions_json_schema(SentDocument))


def submissions_json_form() -> str:
    """Return the same of the document of `documents list --json` and `documents show --json`."""
    return _form("SubmissionsDocument", submissions_json_schema(SubmissionsDocument))


def outbox_json_form() -> str:
    """Return the same of the document of `outbox list --json` and its sisters."""
    return _form("OutboxDocument", outbox_json_schema())


def _form(document: str, schema: Schema) -> str:
    return "\n\n".join(
        _object(document, schema) if name == "" else _object(name, part)
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
