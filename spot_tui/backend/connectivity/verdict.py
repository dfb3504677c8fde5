"""From what came back to an answer or a `Problem`: HTTP statuses, SOAP faults and CORE error codes."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, field_validator

from spot_tui.backend.connectivity.envelope import Fault, Incoming, UnreadableError, is_interchange
from spot_tui.backend.problems import KINDS, Problem

if TYPE_CHECKING:
    from spot_tui.backend.http import Answer

_LAST_GOOD_STATUS = 299


class CoreCodes(BaseModel):
    """The table of `core_codes.json`: which code or status becomes which problem."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    as_of: str
    source: str
    success: str
    endings: dict[str, str]
    any_other_code: str
    security_faults: frozenset[str]
    time_faults: frozenset[str]
    statuses_without_envelope: dict[int, str]

    @field_validator("endings", "statuses_without_envelope")
    @classmethod
    def _known_problems(cls, table: dict[object, str]) -> dict[object, str]:
        if unknown := set(table.values()) - KINDS.keys():
            raise ValueError(f"unknown problem codes {sorted(unknown)}")
        return table


@cache
def core_codes() -> CoreCodes:
    """Return the table, validated when it is first needed."""
    text = files("spot_tui.backend.connectivity").joinpath("core_codes.json").read_text(encoding="utf-8")
    return CoreCodes.model_validate(json.loads(text))


def judge(content: Incoming | Fault, answer: Answer) -> Incoming:
    """Return the answer when its envelope reports success and holds X12. Raises `Problem`."""
    if isinstance(content, Fault):
        raise _fault(content, answer)
    code = content.error_code
    if code and code.lower() != core_codes().success.lower():
        raise _refusal(content, answer)
    if not content.payload:
        raise _problem("core.no_payload", answer, "CORE", content.error_message)
    if not is_interchange(content.payload):
        raise _problem("core.foreign_text", answer, "CORE", content.payload)
    return content


def judge_without_envelope(answer: Answer, reason: UnreadableError) -> Problem:
    """Return the problem of an answer without a readable envelope: by its status, then by its body."""
    code = core_codes().statuses_without_envelope.get(answer.status)
    if code:
        return _problem(code, answer, "HTTP")
    if answer.status > _LAST_GOOD_STATUS or answer.is_page:
        return answer.unusable()
    if not answer.body.strip():
        return _problem("core.empty", answer, "HTTP")
    if reason.unsafe:
        return _problem("core.doctype", answer, "HTTP")
    if reason.cut:
        return _problem("core.cut", answer, "HTTP")
    return answer.unusable()


def _fault(fault: Fault, answer: Answer) -> Problem:
    words = ": ".join(part for part in ("/".join((fault.code, *fault.subcodes)), fault.reason) if part)
    said = (fault.code, *fault.subcodes)
    if core_codes().time_faults.intersection(said):
        return _problem("core.expired", answer, "SOAP", words)
    if core_codes().security_faults.intersection(said):
        return _problem("core.denied", answer, "SOAP", words)
    return _problem("core.fault", answer, "SOAP", words, code=fault.code)


def _refusal(content: Incoming, answer: Answer) -> Problem:
    code = content.error_code
    words = ": ".join(part for part in (code, content.error_message) if part)
    for ending, problem in core_codes().endings.items():
        if code.lower().endswith(ending.lower()):
            return _problem(problem, answer, "CORE", words, code=code, name=code[: -len(ending)] or code)
    return _problem(core_codes().any_other_code, answer, "CORE", words, code=code)


def _problem(problem: str, answer: Answer, layer: str, words: str = "", **parameters: str) -> Problem:
    about: dict[str, object] = {"upstream": answer.upstream, "status": answer.status, "layer": layer}
    return Problem(problem, (), about | parameters, upstream_words=words, reference=answer.reference)
