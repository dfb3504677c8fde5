"""Findings about the deductibles that are left."""

from __future__ import annotations

from collections.abc import Iterator

from spot_tui.backend.eligibility.deductible_days import Owed, owed_days
from spot_tui.backend.eligibility.model import PARTS, Eligibility, Part
from spot_tui.backend.eligibility.sheet import Viewing
from spot_tui.backend.eligibility.verdict.finding import Fact, Finding, Harm, Topic


def deductible_findings(answer: Eligibility, viewing: Viewing) -> Iterator[Finding]:
    """Yield what is left of each part's deductible, once for each run of days with the same of it."""
    if not answer.source.benefits:
        return
    for part in PARTS:
        for days, owed in owed_days(answer, part, viewing.service):
            raw = tuple(text for item in (owed.left, owed.total) if item for text in item.raw)
            facts = _facts(part, owed)
            topic = Topic.DEDUCTIBLE
            yield Finding(topic, _code(owed), Harm.INFO, (days,), "deductibles", facts, raw=raw)


def _code(owed: Owed) -> str:
    left = owed.left.amount if owed.left else None
    if owed.qmb:
        return "deductible_qmb_unsent" if left is None else "deductible_qmb"
    if left is None:
        return "deductible_unsent"
    if left == 0:
        return "deductible_met"
    return "deductible_of" if owed.total and owed.total.amount is not None else "deductible_left"


def _facts(part: Part, owed: Owed) -> dict[str, Fact]:
    return {
        "part": part,
        "dollars_left": owed.left.amount if owed.left else None,
        "dollars_total": owed.total.amount if owed.total else None,
    }
