"""Amounts of a year. A year that the table does not hold has those of the nearest year before."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, Field

HOSPITAL_DAYS = (60, 90)
NURSING_DAYS = (20, 100)
RESERVE_DAYS = 60
PSYCHIATRIC_DAYS = 190
PINTS = 3
SMOKING_SESSIONS = 8

ByYear = dict[int, Decimal]


class AmountTable(BaseModel):
    """The data file, each list with at least one year."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    as_of: str
    source: str
    part_a_deductible: ByYear = Field(min_length=1)
    part_b_deductible: ByYear = Field(min_length=1)
    mental_health_share: ByYear = Field(min_length=1)
    therapy_threshold: ByYear = Field(min_length=1)
    therapy_review: ByYear = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Amounts:
    """What one year costs, in dollars; shares are fractions."""

    part_a: Decimal
    part_b: Decimal
    mental_health: Decimal
    therapy_threshold: Decimal
    therapy_review: Decimal

    @property
    def hospital_day(self) -> Decimal:
        """A hospital day from 61 to 90."""
        return self.part_a / 4

    @property
    def reserve_day(self) -> Decimal:
        """A lifetime reserve day."""
        return self.part_a / 2

    @property
    def nursing_day(self) -> Decimal:
        """A day of skilled nursing from 21 to 100."""
        return self.part_a / 8


def amounts_of(year: int) -> Amounts:
    """Return the amounts of a year."""
    table = _table()
    return Amounts(
        _nearest(table.part_a_deductible, year),
        _nearest(table.part_b_deductible, year),
        _nearest(table.mental_health_share, year),
        _nearest(table.therapy_threshold, year),
        _nearest(table.therapy_review, year),
    )


@cache
def _table() -> AmountTable:
    text = files("spot_tui.sandbox.answers").joinpath("amounts.json").read_text(encoding="utf-8")
    return AmountTable.model_validate(json.loads(text))


def _nearest(table: ByYear, year: int) -> Decimal:
    return table[max((known for known in table if known <= year), default=min(table))]
