"""Which rule takes an EB. The order of the rules decides; the first one that takes it keeps it.

A rule stands with the EB01 that it is for (None: any). It is a function from a benefit to the items that the
benefit stands for, none where it does not take it. What no
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

ACTIVE = frozenset("12345")
INACTIVE = frozenset("678")


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
    for rule in _rules(benefit.information, reading):
        items = rule(benefit)
        if items:
            break
    else:
        items = (_other(benefit),)
    for item in items:
        getattr(found, _ITEM_LISTS[type(item)]).append(item)


@cache
def _rules(information: str, reading: Reading) -> tuple[Rule, ...]:
    """Return the rules for one EB01, in the order in which they are tried."""
    ordered: tuple[tuple[frozenset[str] | None, Rule], ...] = (
        (None, map_insurers.qmb),
        (ACTIVE, map_cover.part_b_id(reading.partb_id_words)),
        (ACTIVE, map_cover.entitlement),
        (INACTIVE, map_cover.inactive),
        (frozenset("I"), map_cover.not_covered),
        (ACTIVE, map_cover.drug_benefit),
        (None, map_insurers.msp),
        (frozenset("RU"), map_insurers.plan),
        (ACTIVE, map_insurers.active_plan),
        (frozenset("X"), map_care.certification),
        (frozenset("X"), map_care.home_health),
        (frozenset("X"), map_care.hospice),
        (None, map_amounts.blood),
        (frozenset("F"), map_sessions.programme),
        (frozenset("DF"), map_sessions.acupuncture),
        (frozenset("DF"), map_amounts.therapy),
        (frozenset("D"), map_cover.esrd),
        (frozenset("D"), map_care.hospice_elections),
        (frozenset("DCA"), map_sessions.preventive),
        (frozenset("K"), map_inpatient.lifetime_days),
        (frozenset("BF"), map_inpatient.stay_days),
        (frozenset("C"), map_amounts.deductible),
        (frozenset("A"), map_amounts.coinsurance),
        (ACTIVE, map_cover.coverage),
    )
    return tuple(rule for takes, rule in ordered if takes is None or information in takes)


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
