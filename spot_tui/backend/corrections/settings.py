"""What an operator sets about corrections, appeals and their deadlines."""

from __future__ import annotations

from datetime import time
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from spot_tui.backend.corrections.catalogue import RULES
from spot_tui.backend.upstreams import Setting


def _switchable(rule: str) -> str:
    if rule not in RULES:
        raise ValueError("must be the id of a rule, such as R21")
    if not RULES[rule].can_be_switched_off:
        raise ValueError(f"{rule} is stated by the contractor and cannot be switched off")
    return rule


RuleId = Annotated[str, AfterValidator(_switchable)]


class CorrectionRules(Setting):
    """Choices where the contractor says nothing or its pages differ."""

    one_type_per_line: bool = Field(True, description="One kind of change for each line (R29, R47)")
    primary_diagnosis_only: bool = Field(
        True, description="Of a line's diagnoses only the first may change (R36); the claim's own always may"
    )
    unpaid_only: bool = Field(False, description="Refuse corrections of paid claims and lines (R08)")
    year_counted_from: Literal["determination", "receipt"] = Field(
        "determination", description="Where the year for corrections begins; the determination is the earlier"
    )
    anesthesia_minutes_from: Decimal = Field(
        Decimal(30), gt=0, description="Units of anesthesia from which on they are taken for minutes (R41)"
    )
    switched_off: tuple[RuleId, ...] = Field(
        (), description="Ids of rules to do without; those that the contractor states today cannot be"
    )
    restricted_lists: Path | None = Field(
        None, description="Modifiers, procedures and denials with limits (TOML); default: the shipped lists"
    )


class DeadlineRules(Setting):
    """Days of each deadline, and when something counts as received."""

    redetermination_days: int = Field(120, ge=1, le=366, description="From receipt of a decision (level 1)")
    reconsideration_days: int = Field(180, ge=1, le=366, description="From the level 1 decision (level 2)")
    revised_days: int = Field(120, ge=1, le=366, description="From a revised decision to its appeal")
    presumed_days: int = Field(5, ge=0, le=30, description="Days in which a notice is taken to have arrived")
    records_days: int = Field(45, ge=1, le=366, description="From an ADR letter to its answer")
    filing_months: int = Field(12, ge=1, le=48, description="From the service to the first claim")
    cut_off: time = Field(time(18), description="Clock time, HH:MM, until which something counts as received")
    holidays: Path | None = Field(
        None, description="Days on which nothing is received (TOML); default: federal holidays"
    )
