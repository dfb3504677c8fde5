"""An answer in words, for screen, command and print alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from spot_tui.backend.eligibility.model import Eligibility
from spot_tui.backend.eligibility.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Viewing:
    """As of which date of service an answer is shown, and on which day."""

    on: date
    today: date
    show_aco: bool = False
    vbid_contracts: frozenset[str] = frozenset()


def present(answer: Eligibility, viewing: Viewing) -> Sheet:
    """Return the answer in words: banners, summary ("can I bill?") and the eleven tabs, all of them."""
    raise NotImplementedError


TAB_IDS = (
    "eligibility",
    "deductibles",
    "preventive",
    "msp",
    "map",
    "hospice",
    "inpatient",
    "qmb",
    "pbid",
    "aco",
    "other",
)
