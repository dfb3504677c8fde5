"""What an error answer of the gateway means (RFC 9457), as one of our problems.

The gateway's `code` is taken over only if it is one that a gateway may say; any other is known by its `kind`,
and without one by the HTTP status. Its own words are kept to be quoted.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from spot_tui.backend.problems import KINDS, Kind, Problem

if TYPE_CHECKING:
    from spot_tui.backend.http import Answer

BUSY_SECONDS = 30
"""How long to wait where the gateway does not say."""

_TOPICS = frozenset({"access", "claims", "corrections", "appeals", "gateway", "lookup", "submissions"})
_FIELD = re.compile(r"[a-z][a-z0-9_]{0,39}")
_MOST_FIELDS = 20
_BY_STATUS: Mapping[int, str] = {
    400: "gateway.format",
    401: "gateway.token",
    403: "gateway.permission",
    404: "gateway.not_found",
    409: "gateway.in_progress",
    412: "gateway.changed",
    422: "gateway.format",
    428: "gateway.changed",
    429: "gateway.busy",
}
_UNTOUCHED = frozenset({401, 429})
"""The gateway did not look at the act: it may be sent again with its key, with another token or later."""


def is_refused(answer: Answer) -> bool:
    """Tell whether the gateway has refused an act for good, so that another try is another act."""
    if not 400 <= answer.status < 500 or answer.status == 429 or answer.is_page:
        return False
    return answer.status != 409 or problem_of(answer).code != "gateway.in_progress"


def is_untouched(answer: Answer) -> bool:
    """Tell whether the gateway turned an act away unseen."""
    return answer.status in _UNTOUCHED and not answer.is_page


def problem_of(answer: Answer) -> Problem:
    """Return the problem that an answer with an error status stands for."""
    if answer.is_page:
        return answer.unusable()
    told = _read(answer)
    parameters = {"upstream": answer.upstream, "seconds": _wait_seconds(answer)}
    code = _code(answer.status, told)
    if not code:
        return answer.unusable()
    words = _text(told, "detail") or _text(told, "title")
    reference = answer.reference or _text(told, "reference")
    return Problem(code, _fields(told), parameters, words, reference)


def _read(answer: Answer) -> Mapping[str, object]:
    try:
        return answer.read_object()
    except Problem:
        return {}


def _code(status: int, told: Mapping[str, object]) -> str:
    code, kind = _text(told, "code"), _text(told, "kind")
    if status == 401 or status == 429:
        return _BY_STATUS[status]
    if status >= 500:
        return "gateway.busy" if status == 503 and code == "gateway.busy" else ""
    if code.partition(".")[0] in _TOPICS and code in KINDS:
        return code
    if kind in {known.value for known in Kind} and status not in {404, 412, 428}:
        return f"gateway.{kind}"
    return _BY_STATUS.get(status, "")


def _fields(told: Mapping[str, object]) -> tuple[str, ...]:
    """Return the names of the fields that the gateway complains of: the ends of its JSON pointers."""
    errors = told.get("errors")
    found: list[str] = []
    for error in errors[:_MOST_FIELDS] if isinstance(errors, list) else ():
        name = _text(error, "pointer").rpartition("/")[2] if isinstance(error, dict) else ""
        if _FIELD.fullmatch(name) and name not in found:
            found.append(name)
    return tuple(found)


def _wait_seconds(answer: Answer) -> int:
    told = answer.headers.get("retry-after", "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 6 else BUSY_SECONDS


def _text(told: Mapping[str, object], name: str) -> str:
    value = told.get(name)
    return value if isinstance(value, str) else ""
