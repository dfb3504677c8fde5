"""What a verdict is made of. Its codes are stable: history, batch and the JSON document use them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from spot_tui.backend.eligibility.model import Part, Period, Raw
from spot_tui.backend.eligibility.service_days import Days

Fact = str | int | Decimal | date | None


class Outcome(StrEnum):
    """What is to be done with the bill; where several hold, the first of this order."""

    REFUSED = "refused"
    NOT_ENTITLED = "not-entitled"
    INACTIVE = "inactive"
    DIED = "died"
    DRUGS_ONLY = "immunosuppressive-drugs-only"
    BILL_PLAN = "bill-plan"
    INSURER_FIRST = "other-insurer-first"
    CHECK_FIRST = "check-first"
    HOSPICE = "hospice"
    PART_A_ONLY = "part-a-only"
    PART_B_ONLY = "part-b-only"
    HOME_HEALTH = "home-health"
    BILL_MEDICARE = "bill-medicare"


class Topic(StrEnum):
    """What a finding is about. The order here is that of harm: what a wrong bill costs most comes first."""

    REFUSED = "refused"
    NOT_ENTITLED = "not-entitled"
    INACTIVE = "inactive"
    DOUBT = "doubt"
    DIED = "died"
    PLAN = "plan"
    INSURER = "insurer"
    HOSPICE = "hospice"
    HOME_HEALTH = "home-health"
    QMB = "qmb"
    PART_B_ID = "part-b-id"
    REMARK = "remark"
    LIMIT = "limit"
    DEDUCTIBLE = "deductible"
    ENTITLED = "entitled"
    ABSENT = "absent"


class Harm(StrEnum):
    """`STOP`: as things stand no bill goes to Medicare. `WARN`: mind it with the bill."""

    STOP = "stop"
    WARN = "warn"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that an answer says about the bill.

    `code` is stable, and that of its sentence, ``verdict.<code>``; ``verdict.<code>.more``, where there is
    one, says what else is known or to be done. `facts` fill the sentences: codes as on the wire, dates,
    dollars and counts, None for what was not returned. `days` are the dates of service it holds on. `raw` are
    the segments of the benefit it comes from, `tab` the tab that shows it.
    """

    topic: Topic
    code: str
    harm: Harm
    days: Days
    tab: str
    facts: Mapping[str, Fact] = field(default_factory=lambda: MappingProxyType({}))
    outcome: Outcome = Outcome.BILL_MEDICARE
    raw: Raw = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome, and all findings in order of harm. `is_partly`: the outcome is that of some days only."""

    outcome: Outcome
    is_partly: bool
    service: Period
    findings: tuple[Finding, ...]

    @property
    def deciding(self) -> Finding | None:
        """The first finding that has the outcome; None where nothing stands against a bill."""
        if self.outcome is Outcome.BILL_MEDICARE:
            return None
        return next((each for each in self.findings if each.outcome is self.outcome), None)


ONLY: Mapping[Part, Outcome] = MappingProxyType({"A": Outcome.PART_B_ONLY, "B": Outcome.PART_A_ONLY})
"""What is left where a part is missing."""
