"""What a gateway answered already and need not send again: asked with its ETag, it says that nothing changed.

In memory only, and nobody sees what was answered to another token. An answer that says ``no-store`` is never
kept. Sources: RFC 9110, 13.1.2 (If-None-Match) and 15.4.5 (304); RFC 9111, 4.3.4 and 5.2.2.5.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import replace

from spot_tui.backend.http import Answer

MOST_ANSWERS = 64
MOST_BYTES = 2 * 1024 * 1024
"""Of all that is kept; the oldest goes first."""

_OK, _NOT_MODIFIED = 200, 304
_TAG = re.compile(r'(?:W/)?"[\x21\x23-\x7e]{1,200}"')


class KnownAnswers:
    """The answers of one session, for one provider."""

    def __init__(self) -> None:
        self._answers: dict[bytes, Answer] = {}

    def question(self, token: str, path: str, query: Mapping[str, str]) -> Question:
        """Return what is about to be asked with a token."""
        asked = json.dumps([token, path, sorted(query.items())])
        return Question(self._answers, hashlib.sha256(asked.encode()).digest())

    def forget(self) -> None:
        """Keep nothing, not even what is still under way: that goes where nobody looks any more."""
        self._answers = {}


class Question:
    """One question, with the answer that it had before, if it had one."""

    def __init__(self, answers: dict[bytes, Answer], key: bytes) -> None:
        self._answers = answers
        self._key = key
        self._known = answers.get(key)

    @property
    def headers(self) -> dict[str, str]:
        """What to ask with, so that the known answer is not sent again."""
        return {"If-None-Match": self._known.headers["etag"]} if self._known else {}

    def whole(self, answer: Answer) -> Answer:
        """Return the known answer, with the id and date of this call, where it still holds; else this one.

        A 304 that nobody asked for, or of another state, is left as it came: it answers nothing.
        """
        known = self._known
        self._answers.pop(self._key, None)
        if known is None or answer.status != _NOT_MODIFIED:
            return answer
        tag = known.headers["etag"]
        if _state(answer.headers.get("etag", tag)) != _state(tag):
            return answer
        told = {name: value for name, value in answer.headers.items() if not name.startswith("content-")}
        return replace(known, headers={**known.headers, **told, "etag": tag})

    def keep(self, answer: Answer) -> None:
        """Keep an answer that could be read, if it may be kept and has an ETag to ask with."""
        if not _may_be_kept(answer):
            return
        self._answers[self._key] = answer
        while len(self._answers) > MOST_ANSWERS or sum(map(_size, self._answers.values())) > MOST_BYTES:
            self._answers.pop(next(iter(self._answers)))


def _may_be_kept(answer: Answer) -> bool:
    said = {each.strip().lower() for each in answer.headers.get("cache-control", "").split(",")}
    tag = answer.headers.get("etag", "")
    return answer.status == _OK and "no-store" not in said and _TAG.fullmatch(tag) is not None


def _size(answer: Answer) -> int:
    return len(answer.body)


def _state(tag: str) -> str:
    """Return what tells states apart, be the tag weak or strong (RFC 9110, 8.8.3.2)."""
    return tag.removeprefix("W/")
