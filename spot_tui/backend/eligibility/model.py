"""The answer to an eligibility inquiry: one typed model with a part for each tab.

Each item is what one EB of the 271 says (X12 005010X279A1, loop 2110C) and carries in `raw` the segments it
was read from, so that nothing is hidden. Money is `Decimal` dollars, rates are fractions (0.2 is 20 %), an
empty amount is None and never zero. `assumed` marks layouts that no published text confirms.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Literal

Raw = tuple[str, ...]
Part = Literal["A", "B"]
PARTS: tuple[Part, ...] = ("A", "B")


class Measure(StrEnum):
    """What a number counts."""

    TOTAL = "total"
    USED = "used"
    REMAINING = "remaining"
    REPORTED = "reported"
    RATE = "rate"


class Layout(StrEnum):
    """The generation of 271 that an answer was written in."""

    Y2009 = "2009"
    Y2012 = "2012"
    Y2014 = "2014"
    Y2018 = "2018"


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `first` to `last`, both included; `last` None means open."""

    first: date
    last: date | None = None

    def contains(self, on: date) -> bool:
        """Tell whether `on` lies within."""
        return self.first <= on and (self.last is None or on <= self.last)

    @property
    def is_calendar_year(self) -> bool:
        """Tell whether this is exactly 1 January to 31 December of one year."""
        return (
            self.last is not None
            and (self.first.month, self.first.day) == (1, 1)
            and self.last == date(self.first.year, 12, 31)
        )


@dataclass(frozen=True, slots=True)
class Dated:
    """A DTP as it stood: its qualifier (DTP01) and period."""

    qualifier: str
    period: Period


@dataclass(frozen=True, slots=True)
class Party:
    """A person or organisation with its address and contacts (NM1, N3, N4, PER)."""

    role: str
    name: str = ""
    first_name: str = ""
    id_qualifier: str = ""
    id: str = ""
    address: tuple[str, ...] = ()
    city: str = ""
    state: str = ""
    zip: str = ""
    telephones: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Beneficiary:
    """Who the answer is about. `corrected`: Medicare's record differs from what was asked (INS 001/25)."""

    mbi: str
    last_name: str
    first_name: str = ""
    middle_name: str = ""
    suffix: str = ""
    address: tuple[str, ...] = ()
    city: str = ""
    state: str = ""
    zip: str = ""
    birth_date: date | None = None
    sex: str = ""
    died: date | None = None
    corrected: bool = False
    dependent: bool = False
    old_mbi_ended: date | None = None
    other_dates: tuple[Dated, ...] = ()
    raw: Raw = ()


@dataclass(frozen=True, slots=True)
class Entitlement:
    """Entitlement to Part A or B. `reason`: 0 age, 1 disability, 2 ESRD, 3 both, else blank."""

    part: Part
    activity: str
    periods: tuple[Period, ...]
    service_types: tuple[str, ...] = ()
    reason: str = ""
    reason_text: str = ""
    raw: Raw = ()


@dataclass(frozen=True, slots=True)
class PartBId:
    """Part B for immunosuppressive drugs only: never full Part B. The layout is assumed."""

    periods: tuple[Period, ...]
    text: str
    assumed: bool = True
    raw: Raw = ()


@dataclass(frozen=True, slots=True)
class Inactive:
    """Benefits that are not payable, or not begun or ended when there is no date at all.

    `unread_dates` are those sent with it that cannot be read, as they came.
    """

    insurance_type: str
    activity: str
    periods: tuple[Period, ...]
    service_types: tuple[str, ...] = ()
    unread_dates: tuple[str, ...] = ()
    raw: Raw = ()


@dataclass(frozen=True, slots=True)
class NotCovered:
    """Service types that Medicare does not cover."""

    service_types: tuple[str, ...]
    raw: Raw = ()


@dataclass(frozen=True, slots=True)
class Coverage:
    """Cover stated for the plan as a whole, without Part A or B (the CORE answer set)."""

    activity: str
    service_types: tuple[str, ...]
    insurance_type: str = ""
    plan: str = ""
    periods: tuple[Period, ...] = ()
    raw: Raw = ()


@dataclass(frozen=True, slots=True)
class DrugBenefit:
    """Says only that there is a drug benefit; the plan is among the plans."""

    raw: Raw = ()


@dataclass(frozen=True, slots=True)
class Deductible:
    """A deductible, of the year (`measure` total) or what is left of it; `spell`: of one benefit period."""

    part: Part | None
    measure: Measure
    amount: Decimal | None
    period: Period | None
    spell: bool = False
    service_types: tuple[str, ...] = ()
    insurance_type: str = ""
    time: str = ""
    raw: Raw = ()


@dataclass(frozen=True, slots=True)
class Coinsurance:
    """The share that a patient pays: a fraction, or an amount."""

    part: Part | None
    rate: Decimal | None
    amount: Decimal | None
    period: Period | None
    service_types: tuple[str, ...] = ()
    insurance_type: str = ""
    time: str = ""
    raw: Raw = ()


@dataclass(frozen=True, slots=True)
class Blood:
    """Blood deductible of a year, in pints."""

    total: Decimal | None
    remaining: Decimal | None
    period: Period | None
    raw: Raw = ()


@dataclass(frozen=True, slots=True)
class Therapy:
    """Therapy dollars: occupational (OT), or physical and speech together (PT-SLP)."""

    discipline: Literal["OT", "PT-SLP"]
    measure: Measure
    amount: Decimal | None
    period: Period | None
    raw: Raw = ()


@dataclass(frozen=True, slots=True)
class Sessions:
    """Counted sessions of a programme; `side` tells technical from professional where it is said."""

    programme: Literal["pulmonary", "cardiac", "intensive-cardiac", "smoking", "acupuncture"]
    side: Literal["technical", "professional", ""]
    total: Decimal | None = None
    used: Decimal | None = None
    remaining: Decimal | None = None
    next_date: date | None = None
    period: Period | None = None
    assumed: bool = False
    raw: Raw = ()


@dataclass(frozen=True, slots=True)
class Preventive:
    """What one EB says about a HCPCS code: next date, deductible (left of it) or coinsurance."""

    code: str
    modifiers: tuple[str, ...]
    next_dates: tuple[date, ...] = ()
    measure: Measure | None = None
    amount: Decimal | None = None
    rate: Decimal | None = None
    period: Period | None = None
    assumed: bool = False
    raw: Raw = ()

    @property
    def side(self) -> Literal["technical", "professional", ""]:
        """Technical (TC) or professional (26), where the code is split."""
        if "TC" in self.modifiers:
            return "technical"
        return "professional" if "26" in self.modifiers else ""


@dataclass(frozen=True, slots=True)
class Msp:
    """An insurer that pays before Medicare; `type` is EB04. An open period has no last day."""

    type: str
    policy_number: str
    periods: tuple[Period, ...]
    insurer: Party | None
    diagnoses: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    raw: Raw = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """A Medicare Advantage plan (kind MA) or a Part D plan (kind D)."""

    kind: Literal["MA", "D"]
    type: str
    contract: str
    number: str
    name: str
    periods: tuple[Period, ...]
    bill_option: str = ""
    organisation: Party | None = None
    texts: tuple[str, ...] = ()
    raw: Raw = ()


@dataclass(frozen=True, slots=True)
class HomeHealth:
    """A home-health episode; billed dates (DOEBA, DOLBA) exist only once something was billed.

    `patient_status` is the two digits of a message that names them, or blank; that layout is assumed.
    """

    period: Period | None
    first_billed: date | None = None
    last_billed: date | None = None
    contractor: Party | None = None
    provider: Party | None = None
    patient_status: str = ""
    texts: tuple[str, ...] = ()
    raw: Raw = ()


@dataclass(frozen=True, slots=True)
class Certification:
    """Dates on which home health was certified (G0180) or certified again (G0179)."""

    code: str
    dates: tuple[date, ...]
    raw: Raw = ()


@dataclass(frozen=True, slots=True)
class Hospice:
    """A hospice period; open means the election stands. `revocation` is one digit or blank."""

    period: Period | None
    revocation: str = ""
    provider: Party | None = None
    texts: tuple[str, ...] = ()
    raw: Raw = ()


@dataclass(frozen=True, slots=True)
class HospiceElections:
    """How many hospice elections there have been; it comes even when none."""

    count: int | None
    raw: Raw = ()


@dataclass(frozen=True, slots=True)
class StayDays:
    """Hospital or skilled-nursing days at one daily price.

    `measure` total: the days from `first_day` through `last_day` of a spell; remaining: `days` are left.
    `spell`: `period` is that of one benefit period, else it is the calendar year of a new one.
    """

    setting: Literal["hospital", "snf"]
    measure: Measure
    per_day: Decimal | None
    period: Period | None
    spell: bool = False
    days: Decimal | None = None
    first_day: int | None = None
    last_day: int | None = None
    raw: Raw = ()


@dataclass(frozen=True, slots=True)
class LifetimeDays:
    """Lifetime reserve or psychiatric days: in all, left, or (`measure` rate) their daily price."""

    kind: Literal["reserve", "psychiatric"]
    measure: Measure
    days: Decimal | None = None
    per_day: Decimal | None = None
    period: Period | None = None
    raw: Raw = ()


@dataclass(frozen=True, slots=True)
class Qmb:
    """A time as Qualified Medicare Beneficiary. No period means that no dates were sent."""

    plan: str
    periods: tuple[Period, ...]
    raw: Raw = ()


@dataclass(frozen=True, slots=True)
class QmbCostShare:
    """What a QMB owes (EB01 C deductible, B copayment, A coinsurance): normally nothing."""

    kind: str
    amount: Decimal | None
    rate: Decimal | None
    service_types: tuple[str, ...] = ()
    periods: tuple[Period, ...] = ()
    raw: Raw = ()


@dataclass(frozen=True, slots=True)
class Esrd:
    """End-stage renal disease: begin dates and transplant discharge dates."""

    service_types: tuple[str, ...]
    effective: tuple[date, ...] = ()
    transplants: tuple[date, ...] = ()
    other_dates: tuple[Dated, ...] = ()
    raw: Raw = ()


@dataclass(frozen=True, slots=True)
class OtherBenefit:
    """An EB that no rule takes, shown as it came."""

    information: str
    service_types: tuple[str, ...] = ()
    insurance_type: str = ""
    plan: str = ""
    time: str = ""
    amount: Decimal | None = None
    rate: Decimal | None = None
    quantity_kind: str = ""
    quantity: Decimal | None = None
    dates: tuple[Dated, ...] = ()
    texts: tuple[str, ...] = ()
    raw: Raw = ()


@dataclass(frozen=True, slots=True)
class Reject:
    """An AAA: `loop` such as 2100C says what was refused, `action` (AAA04) what may be done."""

    code: str
    loop: str
    action: str
    valid_request: bool
    texts: tuple[str, ...] = ()
    raw: Raw = ()


@dataclass(frozen=True, slots=True)
class Trace:
    """A trace number (TRN): kind 2 repeats ours, kind 1 is the other side's own."""

    kind: str
    number: str
    originator: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """Something odd in the interchange that did not stop the reading: a code of words ``x12.oddity.*``."""

    code: str
    segment: int
    offset: int | None
    details: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where the answer comes from, and how it was written."""

    layout: Layout
    version: str
    sender: str
    receiver: str
    control_number: str
    reference: str
    created: str
    payer: Party | None
    provider: Party | None
    segments: int
    benefits: int
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Eligibility:
    """One beneficiary's answer. Ask it through `spot_tui.backend.eligibility.questions`."""

    source: Source
    beneficiary: Beneficiary | None = None
    asked: Period | None = None
    traces: tuple[Trace, ...] = ()
    rejects: tuple[Reject, ...] = ()
    entitlements: tuple[Entitlement, ...] = ()
    inactive: tuple[Inactive, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    not_covered: tuple[NotCovered, ...] = ()
    drug_benefits: tuple[DrugBenefit, ...] = ()
    part_b_id: tuple[PartBId, ...] = ()
    esrd: tuple[Esrd, ...] = ()
    deductibles: tuple[Deductible, ...] = ()
    coinsurance: tuple[Coinsurance, ...] = ()
    blood: tuple[Blood, ...] = ()
    therapy: tuple[Therapy, ...] = ()
    sessions: tuple[Sessions, ...] = ()
    preventive: tuple[Preventive, ...] = ()
    msp: tuple[Msp, ...] = ()
    plans: tuple[Plan, ...] = ()
    home_health: tuple[HomeHealth, ...] = ()
    certifications: tuple[Certification, ...] = ()
    hospice: tuple[Hospice, ...] = ()
    hospice_elections: tuple[HospiceElections, ...] = ()
    stay_days: tuple[StayDays, ...] = ()
    lifetime_days: tuple[LifetimeDays, ...] = ()
    qmb: tuple[Qmb, ...] = ()
    qmb_cost_shares: tuple[QmbCostShare, ...] = ()
    other: tuple[OtherBenefit, ...] = ()
