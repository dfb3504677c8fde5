"""Which rule takes an EB. The order of the rules decides; the first one that takes it keeps it.

A rule is a function from a benefit to the items that it stands for, none where it does not take it. What no
rule takes becomes an `OtherBenefit`, so no EB is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields
from functools import cache
from typing import Any

from spot_tui.backend.eligibility import (
    map_amounts,
    map_care,
    map_cover,
    map_inpatient,
    map_insurers,
    map_sessions,
)
from spot_tui.backend.eligibility.benefit import Benefit
from spot_tui.backend.eligibility.model import (
    Blood,
    Certification,
    Coinsurance,
    Coverage,
    Deductible,
    DrugBenefit,
    Entitlement,
    Esrd,
    HomeHealth,
    Hospice,
    HospiceElections,
    Inactive,
    LifetimeDays,
    Msp,
    NotCovered,
    OtherBenefit,
    PartBId,
    Plan,
    Preventive,
    Qmb,
    QmbCostShare,
    Reject,
    Sessions,
    StayDays,
    Therapy,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """How unsure layouts are read: the MSG words that mean Part B-ID."""

    partb_id_words: tuple[str, ...] = ("immunosuppressive",)


@dataclass(slots=True)
class Found:
    """The items of an answer as they are found, under the names of the parts of `Eligibility`."""

    rejects: list[Reject] = field(default_factory=list)
    entitlements: list[Entitlement] = field(default_factory=list)
    inactive: list[Inactive] = field(default_factory=list)
    coverage: list[Coverage] = field(default_factory=list)
    not_covered: list[NotCovered] = field(default_factory=list)
    drug_benefits: list[DrugBenefit] = field(default_factory=list)
    part_b_id: list[PartBId] = field(default_factory=list)
    esrd: list[Esrd] = field(default_factory=list)
    deductibles: list[Deductible] = field(default_factory=list)
    coinsurance: list[Coinsurance] = field(default_factory=list)
    blood: list[Blood] = field(default_factory=list)
    therapy: list[Therapy] = field(default_factory=list)
    sessions: list[Sessions] = field(default_factory=list)
    preventive: list[Preventive] = field(default_factory=list)
    msp: list[Msp] = field(default_factory=list)
    plans: list[Plan] = field(default_factory=list)
    home_health: list[HomeHealth] = field(default_factory=list)
    certifications: list[Certification] = field(default_factory=list)
    hospice: list[Hospice] = field(default_factory=list)
    hospice_elections: list[HospiceElections] = field(default_factory=list)
    stay_days: list[StayDays] = field(default_factory=list)
    lifetime_days: list[LifetimeDays] = field(default_factory=list)
    qmb: list[Qmb] = field(default_factory=list)
    qmb_cost_shares: list[QmbCostShare] = field(default_factory=list)
    other: list[OtherBenefit] = field(default_factory=list)

    def parts(self) -> dict[str, Any]:
        """Return all but the rejects, as the parts of `Eligibility`."""
        return {f.name: tuple(getattr(self, f.name)) for f in fields(self) if f.name != "rejects"}


Rule = Callable[[Benefit], Sequence[Any]]

_ITEM_LISTS: dict[type, str] = {
    Entitlement: "entitlements",
    Inactive: "inactive",
    Coverage: "coverage",
    NotCovered: "not_covered",
    DrugBenefit: "drug_benefits",
    PartBId: "part_b_id",
    Esrd: "esrd",
    Deductible: "deductibles",
    Coinsurance: "coinsurance",
    Blood: "blood",
    Therapy: "therapy",
    Sessions: "sessions",
    Preventive: "preventive",
    Msp: "msp",
    Plan: "plans",
    HomeHealth: "home_health",
    Certification: "certifications",
    Hospice: "hospice",
    HospiceElections: "hospice_elections",
    StayDays: "stay_days",
    LifetimeDays: "lifetime_days",
    Qmb: "qmb",
    QmbCostShare: "qmb_cost_shares",
    OtherBenefit: "other",
}


def take(benefit: Benefit, found: Found, reading: Reading) -> None:
    """Put what the EB stands for into `found`: by the first rule that takes it, else as an other benefit."""
    if benefit.information == "V" and benefit.rejects:
        return
    for rule in _rules(reading):
        items = rule(benefit)
        if items:
            break
    else:
        items = (_other(benefit),)
    for item in items:
        getattr(found, _ITEM_LISTS[type(item)]).append(item)


@cache
def _rules(reading: Reading) -> tuple[Rule, ...]:
    return (
        map_cover.part_b_id(reading.partb_id_words),
        map_cover.entitlement,
        map_cover.inactive,
        map_cover.not_covered,
        map_cover.drug_benefit,
        map_insurers.qmb,
        map_insurers.msp,
        map_insurers.plan,
        map_care.certification,
        map_care.home_health,
        map_care.hospice,
        map_amounts.blood,
        map_sessions.programme,
        map_amounts.therapy,
        map_cover.esrd,
        map_care.hospice_elections,
        map_sessions.preventive,
        map_inpatient.inpatient,
        map_amounts.deductible,
        map_amounts.coinsurance,
        map_cover.coverage,
    )


def _other(benefit: Benefit) -> OtherBenefit:
    return OtherBenefit(
        information=benefit.information,
        service_types=benefit.service_types,
        insurance_type=benefit.insurance_type,
        plan=benefit.plan,
        time=benefit.time,
        amount=benefit.amount,
        rate=benefit.rate,
        quantity_kind=benefit.quantity_kind,
        quantity=benefit.quantity,
        dates=tuple(benefit.dates),
        texts=tuple(benefit.texts),
        raw=benefit.raw,
    )
