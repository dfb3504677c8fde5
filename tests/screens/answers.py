"""Answers of the eligibility service, built small."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from spot_tui.backend.eligibility.model import (
    Beneficiary,
    Eligibility,
    Entitlement,
    Layout,
    Msp,
    Party,
    Period,
    Plan,
    Qmb,
    Source,
)
from spot_tui.backend.eligibility.service import EligibilityAnswer
from tests.screens.desk import MORNING

SOURCE = Source(
    layout=Layout.Y2018,
    version="005010X279A1",
    sender="CMS",
    receiver="PRACTICE",
    control_number="000000001",
    reference="1",
    created="20261124",
    payer=None,
    provider=None,
    segments=20,
    benefits=2,
)
SINCE = Period(date(2013, 3, 1))
PART_A = Entitlement("A", "1", (SINCE,), ("30",), raw=("EB*1**30*MA", "DTP*291*D8*20130301"))
PART_B = Entitlement("B", "1", (SINCE,), ("30",), raw=("EB*1**30*MB", "DTP*291*D8*20130301"))
ALMA = Beneficiary("1AA0AA0AA01", "QUILLFEATHER", "ALMA", birth_date=date(1948, 3, 2))
QMB = Qmb("", (Period(date(2026, 1, 1)),), raw=("EB*1**30*QM", "DTP*291*D8*20260101"))

HEALTH = Party("PRP", "PRACTICE HEALTH PLANS", telephones=("8005550106",))
PLAN = Plan("MA", "HN", "H0000", "006", "PRACTICE CARE HMO", (SINCE,), "C", HEALTH, raw=("EB*U**30*HN",))
EMPLOYER = Msp("12", "PRACTICE-GHP-09", (SINCE,), Party("PRP", "PRACTICE EMPLOYER"), raw=("EB*R**30*12",))


def eligibility(**changes: Any) -> Eligibility:
    """Return an answer with Parts A and B; `changes` replace parts of it."""
    plain = Eligibility(source=SOURCE, beneficiary=ALMA, entitlements=(PART_A, PART_B))
    return replace(plain, **changes)


def answer(**changes: Any) -> EligibilityAnswer:
    """Return the same as the service gives it, received at the test's time."""
    return EligibilityAnswer(eligibility(**changes), "HETS", MORNING, attempts=1)
