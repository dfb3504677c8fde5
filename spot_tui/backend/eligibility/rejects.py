"""Rejects (AAA) as problems, and when a machine may ask again."""

from __future__ import annotations

from collections.abc import Sequence

from spot_tui.backend.eligibility.model import Reject
from spot_tui.backend.problems import Problem
from spot_tui.backend.upstreams import EligibilityRules
from spot_tui.backend.x12.codes import RejectCode, reject_codes, word
from spot_tui.words import say, translate

MOST_RETRIES = 2
RETRY_ACTIONS = frozenset({"R", "P"})

_PATIENT_LOOPS = ("C", "D")


def reject_problem(rejects: Sequence[Reject], rules: EligibilityRules) -> Problem:
    """Return the problem that one or more rejects are: the first one speaks, all mark their fields.

    Codes are ``aaa.permission``, ``aaa.unavailable``, ``aaa.matching``, ``aaa.format`` and ``aaa.incomplete``;
    parameters are code, loop, action, cause and advice, the last three in words.
    """
    first = rejects[0]
    known = reject_codes().get(first.code) or _unknown()
    limits = {"back": rules.months_back, "ahead": rules.months_ahead if rules.allow_future_dates else 0}
    fields = dict.fromkeys(name for reject in rejects for name in reject_fields(reject))
    return Problem(
        f"aaa.{known.kind}",
        tuple(fields),
        {
            "code": first.code,
            "loop": first.loop,
            "action": word("aaa_action", first.action),
            "cause": translate(known.cause),
            "advice": translate(known.advice).format(**limits),
        },
        upstream_words=" ".join(text for reject in rejects for text in reject.texts),
        reference=f"AAA {first.code} {first.action} {first.loop}",
    )


def reject_fields(reject: Reject) -> tuple[str, ...]:
    """Return the inquiry's fields that a reject is about; only those of the patient's loops are typed."""
    known = reject_codes().get(reject.code)
    return known.fields if known and reject.loop.endswith(_PATIENT_LOOPS) else ()


def may_ask_again(reject: Reject, retries: int) -> bool:
    """Tell whether a machine may repeat the inquiry: a passing fault (42, 80) with action R or P, twice at most."""
    known = reject_codes().get(reject.code)
    return bool(known and known.retry) and reject.action in RETRY_ACTIONS and retries < MOST_RETRIES


def _unknown() -> RejectCode:
    return RejectCode(
        "matching", say("benefits.reject.unknown"), say("benefits.reject.unknown.next"), (), False
    )
