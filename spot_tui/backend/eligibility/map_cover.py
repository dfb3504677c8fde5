"""EBs about being covered at all: Parts A and B, inactive times, Part B-ID, ESRD."""

from __future__ import annotations

import re
from collections.abc import Callable

from spot_tui.backend.eligibility.benefit import Benefit, fold
from spot_tui.backend.eligibility.model import (
    Coverage,
    DrugBenefit,
    Entitlement,
    Esrd,
    Inactive,
    NotCovered,
    PartBId,
)

DRUGS = "88"
RENAL = frozenset({"14", "15"})

_REASON = re.compile(r"([0-3])(?!\d)")
_EFFECTIVE, _DISCHARGE, _COMPLETION = "356", "096", "198"


def part_b_id(words: tuple[str, ...]) -> Callable[[Benefit], tuple[PartBId, ...]]:
    """Return the rule for Part B-ID: an active Part B whose message has one of `words` (assumed)."""
    folded_words = tuple(fold(word) for word in words)

    def rule(benefit: Benefit) -> tuple[PartBId, ...]:
        if benefit.part != "B" or not benefit.texts:
            return ()
        if not any(word in benefit.folded for word in folded_words):
            return ()
        return (PartBId(benefit.periods("291"), " ".join(benefit.texts), raw=benefit.raw),)

    return rule


def entitlement(benefit: Benefit) -> tuple[Entitlement, ...]:
    """Take an active Part A or B; a message that begins with 0 to 3 is the reason."""
    if benefit.part is None:
        return ()
    reason = next((m for text in benefit.texts if (m := _REASON.match(fold(text)))), None)
    return (
        Entitlement(
            part=benefit.part,
            activity=benefit.information,
            periods=benefit.periods("291"),
            service_types=benefit.service_types,
            reason=reason.group(1) if reason else "",
            reason_text=" ".join(benefit.texts),
            raw=benefit.raw,
        ),
    )


def inactive(benefit: Benefit) -> tuple[Inactive, ...]:
    """Take EB01 6 to 8: a time that is not payable; without dates, not begun or ended for those asked."""
    return (
        Inactive(
            insurance_type=benefit.insurance_type,
            activity=benefit.information,
            periods=benefit.periods("307"),
            service_types=benefit.service_types,
            unread_dates=tuple(benefit.unread_dates),
            raw=benefit.raw,
        ),
    )


def not_covered(benefit: Benefit) -> tuple[NotCovered, ...]:
    """Take EB01 I."""
    return (NotCovered(benefit.service_types, benefit.raw),)


def drug_benefit(benefit: Benefit) -> tuple[DrugBenefit, ...]:
    """Take the hint that a drug benefit exists: active, and nothing but pharmacy."""
    hint = benefit.service_types == (DRUGS,) and not benefit.insurance_type
    return (DrugBenefit(benefit.raw),) if hint else ()


def coverage(benefit: Benefit) -> tuple[Coverage, ...]:
    """Take an active EB without Part A or B: cover of the plan as a whole."""
    return (
        Coverage(
            activity=benefit.information,
            service_types=benefit.service_types,
            insurance_type=benefit.insurance_type,
            plan=benefit.plan,
            periods=benefit.periods(),
            raw=benefit.raw,
        ),
    )


def esrd(benefit: Benefit) -> tuple[Esrd, ...]:
    """Take EB01 D for renal supplies or dialysis, with every DTP: 356 begin, 096 transplant discharge.

    4010 answers send the discharge as 198.
    """
    if RENAL.isdisjoint(benefit.service_types):
        return ()
    known = {_EFFECTIVE, _DISCHARGE, _COMPLETION}
    return (
        Esrd(
            service_types=benefit.service_types,
            effective=benefit.days(_EFFECTIVE),
            transplants=benefit.days(_DISCHARGE) + benefit.days(_COMPLETION),
            other_dates=tuple(dated for dated in benefit.dates if dated.qualifier not in known),
            raw=benefit.raw,
        ),
    )
