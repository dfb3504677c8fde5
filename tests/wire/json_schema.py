"""Checks a value against the part of JSON Schema 2020-12 that the gateway's document uses, and no other part.

A keyword that is not known here is an error, so that nothing in the document goes unchecked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

Schema = Mapping[str, Any]

_TYPES: Mapping[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "boolean": (bool,),
    "null": (type(None),),
}
_TOLD_ONLY = frozenset({"description", "default"})


class Document:
    """An OpenAPI document, whose references are resolved within itself."""

    def __init__(self, whole: Mapping[str, Any]) -> None:
        self.whole = whole

    def resolve(self, node: Any) -> Any:
        """Return what a node stands for; raises `KeyError` for a reference to nothing."""
        while isinstance(node, dict) and "$ref" in node:
            place: Any = self.whole
            assert node["$ref"].startswith("#/"), node
            for part in node["$ref"].removeprefix("#/").split("/"):
                place = place[part.replace("~1", "/").replace("~0", "~")]
            node = place
        return node

    def wrong(self, schema: Schema, value: Any, path: str = "") -> Iterator[str]:
        """Yield what is wrong with a value."""
        schema = self.resolve(schema)
        for keyword, wanted in schema.items():
            if keyword not in _TOLD_ONLY:
                yield from (f"{path or '/'}: {what}" for what in _KEYWORDS[keyword](schema, wanted, value))
        if isinstance(value, dict):
            for name, inner in schema.get("properties", {}).items():
                if name in value:
                    yield from self.wrong(inner, value[name], f"{path}/{name}")
        if isinstance(value, list) and "items" in schema:
            for place, item in enumerate(value):
                yield from self.wrong(schema["items"], item, f"{path}/{place}")
        if "oneOf" in schema:
            fitting = [one for one in schema["oneOf"] if not list(self.wrong(one, value))]
            if len(fitting) != 1:
                yield f"{path}: fits {len(fitting)} of oneOf"


def _type(schema: Schema, wanted: Any, value: Any) -> Iterator[str]:
    names = [wanted] if isinstance(wanted, str) else wanted
    fits = any(isinstance(value, _TYPES[name]) for name in names)
    if not fits or (isinstance(value, bool) and "boolean" not in names):
        yield f"{type(value).__name__} is not {names}"


def _format(schema: Schema, wanted: Any, value: Any) -> Iterator[str]:
    if not isinstance(value, str):
        return
    try:
        if wanted == "date":
            date.fromisoformat(value)
        elif wanted == "date-time":
            assert datetime.fromisoformat(value).tzinfo is not None
        else:
            assert wanted == "uri-reference"
            assert " " not in value
    except (ValueError, AssertionError):
        yield f"{value!r} is no {wanted}"


def _foreign(schema: Schema, wanted: Any, value: Any) -> Iterator[str]:
    foreign = sorted(set(value) - set(schema["properties"])) if isinstance(value, dict) else []
    for name in foreign:
        if wanted is False:
            yield f"{name!r} is not known"
            continue
        for keyword, limit in wanted.items():
            yield from _KEYWORDS[keyword](wanted, limit, value[name])


def _missing(schema: Schema, wanted: Any, value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (f"{name!r} is missing" for name in wanted if name not in value)


def _when(fits: Callable[[Any, Any], bool], kind: type) -> Callable[[Schema, Any, Any], Iterator[str]]:
    def check(schema: Schema, wanted: Any, value: Any) -> Iterator[str]:
        if isinstance(value, kind) and not fits(wanted, value):
            yield f"{value!r} does not fit {wanted!r}"

    return check


def _nothing(schema: Schema, wanted: Any, value: Any) -> Iterator[str]:
    return iter(())


_KEYWORDS: Mapping[str, Callable[[Schema, Any, Any], Iterator[str]]] = {
    "type": _type,
    "format": _format,
    "additionalProperties": _foreign,
    "required": _missing,
    "enum": _when(lambda wanted, value: value in wanted, object),
    "pattern": _when(lambda wanted, value: re.search(wanted, value) is not None, str),
    "minLength": _when(lambda wanted, value: len(value) >= wanted, str),
    "maxLength": _when(lambda wanted, value: len(value) <= wanted, str),
    "minimum": _when(lambda wanted, value: value >= wanted, int),
    "maximum": _when(lambda wanted, value: value <= wanted, int),
    "minItems": _when(lambda wanted, value: len(value) >= wanted, list),
    "maxItems": _when(lambda wanted, value: len(value) <= wanted, list),
    "uniqueItems": _when(lambda wanted, value: len(set(map(repr, value))) == len(value), list),
    "properties": _nothing,
    "items": _nothing,
    "oneOf": _nothing,
}
