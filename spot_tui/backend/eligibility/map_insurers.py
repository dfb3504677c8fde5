"""EBs about other insurers: QMB, Medicare Secondary Payer, Medicare Advantage and Part D."""

from __future__ import annotations

import re

from spot_tui.backend.eligibility.benefit import Benefit, fold
from spot_tui.backend.eligibility.model import Msp, Plan, Qmb, QmbCostShare
from spot_tui.backend.x12.codes import names
from spot_tui.backend.x12.reader import element

COST_SHARES = frozenset("ABC")
QMB = "QM"
DRUGS, WHOLE_PLAN = "88", "30"

_BILL_OPTION = re.compile(r"bill option(?: code)?\s?[-:]?\s?(\w{1,2})\b")
_DIAGNOSIS_LISTS = frozenset({"BK", "BF", "ABK", "ABF"})


def qmb(benefit: Benefit) -> tuple[Qmb | QmbCostShare, ...]:
    """Take EB04 QM: amounts are what a QMB owes, anything else is a time as QMB."""
    if benefit.insurance_type != QMB:
        return ()
    if benefit.information in COST_SHARES:
        return (
            QmbCostShare(
                kind=benefit.information,
                amount=benefit.amount,
                rate=benefit.rate,
                service_types=benefit.service_types,
                periods=benefit.periods(),
                raw=benefit.raw,
            ),
        )
    return (Qmb(benefit.plan, benefit.periods(), benefit.raw),)


def msp(benefit: Benefit) -> tuple[Msp, ...]:
    """Take an EB04 of the MSP table. Diagnoses are assumed to stand in III; 4010 puts a text there."""
    if benefit.insurance_type not in names("msp"):
        return ()
    policy = benefit.reference("IG")
    conditions = benefit.conditions
    return (
        Msp(
            type=benefit.insurance_type,
            policy_number=element(policy, 2) if policy else "",
            periods=benefit.periods("290"),
            insurer=benefit.party("PRP", "PR") or next(iter(benefit.parties), None),
            diagnoses=tuple(element(s, 2) for s in conditions if element(s, 1) in _DIAGNOSIS_LISTS),
            texts=(*benefit.texts, *(element(s, 4) for s in conditions if element(s, 4))),
            raw=benefit.raw,
        ),
    )


def plan(benefit: Benefit) -> tuple[Plan, ...]:
    """Take an Advantage or Part D plan: EB01 R (until 2018) or U, with a plan number or a plan type.

    Pharmacy alone makes it Part D, since a Part D plan has a plan number too.
    """
    number = benefit.reference("18")
    advantage = number is not None or benefit.insurance_type in names("plan")
    drugs = DRUGS in benefit.service_types
    if not advantage and not drugs:
        return ()
    contract, _, within_contract = (element(number, 2) if number else "").partition(" ")
    network = benefit.reference("N6")
    option = _BILL_OPTION.search(benefit.folded)
    organisation = benefit.party("PRP", "PR") or next(iter(benefit.parties), None)
    return (
        Plan(
            kind="D" if drugs and WHOLE_PLAN not in benefit.service_types else "MA",
            type=benefit.insurance_type,
            contract=contract,
            number=within_contract.strip() or (element(network, 2) if network else ""),
            name=(element(network, 3) if network else "") or (organisation.name if organisation else ""),
            periods=benefit.periods("290", "292"),
            bill_option=option.group(1).upper() if option else "",
            organisation=organisation,
            texts=tuple(text for text in benefit.texts if not _BILL_OPTION.search(fold(text))),
            raw=benefit.raw,
        ),
    )


def active_plan(benefit: Benefit) -> tuple[Plan, ...]:
    """Take an Advantage plan that is sent as active cover: a plan type together with a plan number."""
    if benefit.insurance_type not in names("plan") or benefit.reference("18") is None:
        return ()
    return plan(benefit)
