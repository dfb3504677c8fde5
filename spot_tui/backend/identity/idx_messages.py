"""What the Identity Engine says besides its forms: at the top of an answer, and at fields of forms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from spot_tui.backend.identity.classic_body import part, text
from spot_tui.backend.identity.idx_body import listed
from spot_tui.backend.text import clean_line

_DEEPEST = 12


@dataclass(frozen=True, slots=True)
class Told:
    """A message: its key, if it has one, and its words."""

    key: str
    words: str
    is_error: bool
    parameters: tuple[object, ...] = ()


def messages(body: object) -> list[Told]:
    """Return all messages, those at the top first, then those that stand at fields of forms."""
    found = [_told(entry) for entry in listed(body, "messages", "value")]
    for form in listed(body, "remediation", "value"):
        found += [_told(entry) for entry in _at_fields(form, _DEEPEST)]
    return [told for told in found if told.words or told.key]


def _at_fields(entry: object, depth: int) -> Iterator[Mapping[str, object]]:
    if depth == 0 or not isinstance(entry, Mapping):
        return
    yield from listed(entry, "messages", "value")
    for place in (("value",), ("form", "value"), ("value", "form", "value"), ("options",)):
        for field in listed(entry, *place):
            yield from _at_fields(field, depth - 1)


def _told(entry: Mapping[str, object]) -> Told:
    parameters = part(entry, "i18n", "params")
    return Told(
        clean_line(text(entry, "i18n", "key"), 120),
        clean_line(text(entry, "message")),
        text(entry, "class") != "INFO",
        tuple(parameters) if isinstance(parameters, list) else (),
    )
