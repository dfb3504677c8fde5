"""Amounts of a year. A year that the table does not hold has those of the nearest year before."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from itertools import chain

from pydantic import BaseModel, ConfigDict, Field

from spot_tui.backend.x12.codes import year_amounts

HOSPITAL_DAYS = (60, 90)
NURSING_DAYS = (20, 100)
RESERVE_DAYS = 60
PSYCHIATRIC_DAYS = 190
PINTS = 3
SMOKING_SESSIONS = 8

FIRST_YEAR = 2014


class ShareTable(BaseModel):
    """The data file, with at least one year."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    as_of: str
    source: str
    mental_health_share: dict[int, Decimal] = Field(min_length=1)


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


@cache
def amounts_of(year: int) -> Amounts:
    """Return the amounts of a year."""
    shares = _shares()
    share = shares[max((known for known in shares if known <= year), default=min(shares))]
    return Amounts(
        _nearest("part_a_deductible", year),
        _nearest("part_b_deductible", year),
        share,
        _nearest("therapy_threshold", year),
        _nearest("therapy_review", year),
    )


def _nearest(name: str, year: int) -> Decimal:
    """Return an amount of the year, else of the nearest one before, else of the first one known."""
    before = (getattr(year_amounts(known), name) for known in range(year, FIRST_YEAR - 1, -1))
    after = (getattr(year_amounts(known), name) for known in range(FIRST_YEAR, date.max.year))
    found: Iterator[Decimal | None] = chain(before, after)
    return next(amount for amount in found if amount is not None)


@cache
def _shares() -> Mapping[int, Decimal]:
    text = files("spot_tui.sandbox.answers").joinpath("amounts.json").read_text(encoding="utf-8")
    return ShareTable.model_validate(json.loads(text)).mental_health_share
