"""Rejects (AAA) as problems, and when a machine may ask again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spot_tui.backend.eligibility.model import Reject
from spot_tui.backend.problems import Problem
from spot_tui.backend.upstreams import EligibilityRules
from spot_tui.backend.x12.codes import reject_codes, topic, word
from spot_tui.words import say, translate

MOST_RETRIES = 2
MAYBE_REPLACED = frozenset({"64", "72"})
"""Codes that also mean that the number was replaced: the one in force is to be looked up."""
RETRY_ACTIONS = frozenset({"R", "P"})

_PATIENT_LOOPS = ("C", "D")
_UNKNOWN_KIND = "matching"


@dataclass(frozen=True, slots=True)
class Limits:
    """How many months back and ahead a date of service may lie."""

    back: int
    ahead: int


DEFAULT_LIMITS = Limits(48, 4)


def reject_advice(reject: Reject, limits: Limits = DEFAULT_LIMITS) -> tuple[str, str]:
    """Return in words why it was refused, and what to do."""
    known = reject_codes().get(reject.code)
    if known is None:
        return say("benefits.reject.unknown"), say("benefits.reject.unknown.next")
    advice = translate(topic("aaa"), known.advice)
    return translate(topic("aaa"), known.cause), advice.format(back=limits.back, ahead=limits.ahead)


def reject_problem(rejects: Sequence[Reject], rules: EligibilityRules) -> Problem:
    """Return the problem that one or more rejects are: the first one speaks, all mark their fields.

    Codes are ``aaa.permission``, ``aaa.unavailable``, ``aaa.matching``, ``aaa.format``, ``aaa.incomplete``.
    Parameters are code, loop, action, cause and advice, the last three in words;
    the advice ends with the action: whether to send again.
    """
    first = rejects[0]
    known = reject_codes().get(first.code)
    limits = Limits(rules.months_back, rules.months_ahead if rules.allow_future_dates else 0)
    cause, advice = reject_advice(first, limits)
    again = word("aaa_action", first.action)
    fields = dict.fromkeys(name for reject in rejects for name in reject_fields(reject))
    return Problem(
        f"aaa.{known.kind if known else _UNKNOWN_KIND}",
        tuple(fields),
        {
            "code": first.code,
            "loop": first.loop,
            "action": again,
            "cause": cause,
            "advice": f"{advice} {again}".rstrip(),
        },
        upstream_words=" ".join(text for reject in rejects for text in reject.texts),
        reference=f"AAA {first.code} {first.action} {first.loop}",
    )


def reject_fields(reject: Reject) -> tuple[str, ...]:
    """Return the inquiry's fields that a reject is about; only those of the patient's loops are typed."""
    known = reject_codes().get(reject.code)
    return known.fields if known and reject.loop.endswith(_PATIENT_LOOPS) else ()


def may_ask_again(reject: Reject, retries: int) -> bool:
    """Tell whether a machine may repeat the inquiry.

    That is a passing fault (42, 80) with action R or P, after fewer than two retries.
    """
    known = reject_codes().get(reject.code)
    return bool(known and known.retry) and reject.action in RETRY_ACTIONS and retries < MOST_RETRIES


def reason_of(problem: Problem) -> str:
    """Return in one line what is wrong with an inquiry: of a reject its cause, else what the problem says."""
    from spot_tui.backend.explanations import explain

    if not problem.code.startswith("aaa."):
        return explain(problem).what
    cause = str(problem.parameters["cause"])
    return cause[:1].upper() + cause[1:]
