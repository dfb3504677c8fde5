"""What the errors of an Okta organisation mean, from the data file ``errors.json``.

The words of the organisation stand unchanged in `Problem.upstream_words`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from pydantic import BaseModel, ConfigDict, field_validator

from spot_tui.backend.http import Answer
from spot_tui.backend.problems import KINDS, Problem
from spot_tui.backend.text import clean_line
from spot_tui.backend.upstreams import INACTIVE_DAYS

DEFAULT_WAIT_SECONDS = 30
_MOST_WAIT_SECONDS = 24 * 3600
_TOO_MANY = 429
_SERVER_FAULT = 500
_TOLD_BY_CAUSE = frozenset({"identity.invalid", "identity.password_rules"})
_FIELDS = MappingProxyType(
    {
        "identity.credentials": ("password",),
        "identity.passcode_wrong": ("passcode",),
        "identity.passcode_used": ("passcode",),
        "identity.passcode_late": ("passcode",),
        "identity.answer_wrong": ("answer",),
        "identity.old_password": ("old_password",),
        "identity.password_rules": ("new_password",),
        "identity.phone": ("phone",),
    }
)


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    dated: str
    source: str
    problems: Mapping[str, str]
    causes: Mapping[str, str]
    """What the field means that a cause names before its colon; it says more than the code does."""
    seconds: Mapping[str, int]
    oauth: Mapping[str, str]
    idx: Mapping[str, str]
    idx_words: Mapping[str, str]
    idx_unlocked: str
    inactive: tuple[str, ...]
    not_assigned: tuple[str, ...]

    @field_validator("problems", "causes", "oauth", "idx", "idx_words")
    @classmethod
    def _known(cls, table: Mapping[str, str]) -> Mapping[str, str]:
        unknown = set(table.values()) - set(KINDS)
        if unknown:
            raise ValueError(f"no problem codes: {sorted(unknown)}")
        return table


@cache
def _table() -> _Table:
    return _Table.model_validate_json((files(__package__) / "errors.json").read_bytes())


def authn_problem(answer: Answer, body: Mapping[str, object]) -> Problem:
    """Return what an error of the sign-in means: by its ``errorCode``, else by its HTTP status."""
    code = str(body.get("errorCode", ""))
    means = _table().problems.get(code, _by_status(answer.status))
    if means in _TOLD_BY_CAUSE:
        means = next((by for by in map(_by_cause, _told(body)) if by), means)
    return _problem(answer, means, code, " - ".join(_told(body)))


def oauth_problem(answer: Answer, error: str, description: str) -> Problem:
    """Return what an OAuth error means (RFC 6749, 5.2); ``access_denied`` is told apart by its text."""
    if _means(description, _table().not_assigned):
        code = "identity.not_assigned"
    elif _means(description, _table().inactive):
        code = "identity.inactive"
    elif answer.status == _TOO_MANY:
        code = "identity.rate_limited"
    else:
        code = _table().oauth.get(error, _by_status(answer.status))
    return _problem(answer, code, error, description or error)


def idx_problem(answer: Answer, key: str, words: str) -> Problem:
    """Return what an error message of the Identity Engine means: by its key, else by its words.

    Keys are not published as a list; those of Classic's error codes appear as ``errors.E0000004``.
    """
    table = _table()
    plain = words.lower()
    upstream_code = key.removeprefix("errors.")
    code = table.idx.get(key) or table.problems.get(upstream_code, "")
    if not code and _means(words, table.not_assigned):
        code = "identity.not_assigned"
    if not code and _means(words, table.inactive):
        code = "identity.inactive"
    if not code:
        found = (meant for phrase, meant in table.idx_words.items() if phrase in plain)
        code = next(found, _by_status(answer.status))
    return _problem(answer, code, upstream_code, words)


def tells_unlocked(key: str) -> bool:
    """Tell whether a message of the Identity Engine says that the account is open again."""
    return key.startswith(_table().idx_unlocked)


def _means(words: str, any_of: tuple[str, ...]) -> bool:
    return " ".join(words.lower().split()).rstrip(".") in any_of


def _by_cause(told: str) -> str:
    return _table().causes.get(told.partition(":")[0].strip(), "")


def _problem(answer: Answer, code: str, upstream_code: str, words: str) -> Problem:
    parameters: dict[str, object] = {
        "upstream": answer.upstream,
        "days": INACTIVE_DAYS,
        "status": answer.status,
        "reason": clean_line(upstream_code, 60),
        "seconds": _wait(answer, _table().seconds.get(upstream_code, DEFAULT_WAIT_SECONDS)),
    }
    return Problem(code, _FIELDS.get(code, ()), parameters, words, answer.reference)


def _by_status(status: int) -> str:
    if status == _TOO_MANY:
        return "identity.rate_limited"
    return "upstream.down" if status >= _SERVER_FAULT else "identity.refused"


def _told(body: Mapping[str, object]) -> list[str]:
    """Return the organisation's words: the summary, then the causes."""
    causes = body.get("errorCauses")
    told = [body, *(causes if isinstance(causes, list) else ())]
    words = [entry.get("errorSummary") for entry in told if isinstance(entry, Mapping)]
    return [word for word in words if isinstance(word, str) and word]


def _wait(answer: Answer, usual: int) -> int:
    """Return how many seconds to wait: until the rate limit opens, by the organisation's own clock."""
    given = answer.headers.get("x-rate-limit-reset", "")
    if answer.status == _TOO_MANY and answer.headers.get("x-rate-limit-remaining") == "0" and answer.date:
        opens = int(given) if re.fullmatch(r"[0-9]{1,12}", given) else 0
        return min(max(opens - int(answer.date.timestamp()), 1), _MOST_WAIT_SECONDS)
    after = answer.headers.get("retry-after", "")
    return min(max(int(after), 1), _MOST_WAIT_SECONDS) if re.fullmatch(r"[0-9]{1,9}", after) else usual
