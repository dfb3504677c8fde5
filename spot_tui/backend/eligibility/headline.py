"""An answer in half a line, as a list of many shows it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from spot_tui.backend.eligibility.sheet import Viewing
from spot_tui.backend.eligibility.tabs.banners import banners
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.eligibility.model import Eligibility
    from spot_tui.backend.formats import ServiceDates
    from spot_tui.backend.upstreams import EligibilityRules


def headline(answer: Eligibility, service: ServiceDates, today: date, rules: EligibilityRules) -> str:
    """Return the most serious warning, or that there is none."""
    viewing = Viewing(
        service.first, today, rules.show_aco, frozenset(rules.vbid_contracts), through=service.last
    )
    found = banners(answer, viewing)
    return found[0].text if found else say("today.no_warning")
