"""What ``--json`` prints of a document made of plain dataclasses."""

from __future__ import annotations

from typing import Any


def as_json(document: object) -> object:
    """Return a document as JSON values: ISO dates and moments, decimal strings, null for what is unknown."""
    from pydantic import TypeAdapter

    return TypeAdapter(type(document)).dump_python(document, mode="json")


def json_schema(document: type) -> dict[str, Any]:
    """Return the JSON schema of a kind of document."""
    from pydantic import TypeAdapter

    return TypeAdapter(document).json_schema(mode="serialization")
