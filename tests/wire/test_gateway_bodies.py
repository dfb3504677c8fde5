"""What the document forbids in a body the practice portal refuses for its form, and nothing else.

The bodies are made from the document: its example of an operation, spoilt in one place at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.wire.gateway import CLERK, practice_gateway
from tests.wire.test_gateway_document import DOCUMENT, WHOLE, Caller

SPOILT: tuple[Any, ...] = (None, True, 7, "", "x" * 5000, [], [7], {}, {"colour": "red"})
SUBMITTING = {
    "/corrections": "/corrections",
    "/appeals": "/appeals",
    "/appeals/{number}/documents": "/appeals/PRA-0125-1/documents",
    "/submissions": "/submissions",
}


def spoilt(value: Any) -> Iterator[Any]:
    """Yield `value` with one place in it, at any depth, replaced, left out or added to."""
    yield from SPOILT
    if isinstance(value, dict):
        yield {**value, "colour": "red"}
        for name, inner in value.items():
            yield {key: held for key, held in value.items() if key != name}
            yield from ({**value, name: each} for each in spoilt(inner))
    if isinstance(value, list) and value:
        yield from ([each, *value[1:]] for each in spoilt(value[0]))


@pytest.mark.parametrize("path", SUBMITTING)
async def test_a_body_is_refused_for_its_form_exactly_where_the_document_forbids_it(
    path: str, tmp_path: Path
) -> None:
    asked = WHOLE["paths"][path]["post"]["requestBody"]["content"]["application/json"]
    right = DOCUMENT.resolve(asked["examples"]["usual"])["value"]
    differing: list[tuple[list[str], str]] = []
    async with practice_gateway(tmp_path) as gateway:
        clerk = Caller(gateway, CLERK)
        for body in (right, *spoilt(right)):
            wrong = list(DOCUMENT.wrong(asked["schema"], body))
            _, told = await clerk("post", SUBMITTING[path], body, match='"of another state"', served=path)
            if bool(wrong) != (told.get("code") in {"gateway.format", "gateway.incomplete"}):
                differing.append((wrong, str(told)))
    assert differing == []
