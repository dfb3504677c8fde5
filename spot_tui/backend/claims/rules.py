"""What may be searched: settings of claims, and the one look-back rule."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from spot_tui.backend.formats import months_later
from spot_tui.backend.upstreams import Setting


class ClaimRules(Setting):
    """How far back claims are looked for, and how they come to be seen.

    The portal publishes 12 months from the day of decision for Part A (SPOT User Guide, section 5); for
    Part B nothing is published, so 24 months are assumed.
    """

    months_back_a: int = Field(12, ge=1, le=120, description="Part A: months back from the day of decision")
    months_back_b: int = Field(24, ge=1, le=120, description="Part B: months back from the day of decision")
    dates_needed: tuple[Literal["A", "B"], ...] = Field(
        ("A",), description="Parts whose search always asks for dates of service"
    )
    visible_days: str = Field(
        "2-3", pattern=r"^[0-9]{1,2}(-[0-9]{1,2})?$", description="Business days until a new claim is seen"
    )

    def months_back(self, part: str) -> int:
        """Return how many months back a part is looked for."""
        return self.months_back_a if part == "A" else self.months_back_b

    def decided_since(self, part: str, today: date) -> date:
        """Return the first day of decision that is looked for."""
        return months_later(today, -self.months_back(part))
