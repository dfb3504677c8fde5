"""An answer in words, for screen, command and print alike."""

from __future__ import annotations

from spot_tui.backend.eligibility.model import Eligibility
from spot_tui.backend.eligibility.sheet import Sheet, Viewing
from spot_tui.backend.eligibility.tabs.banners import banners
from spot_tui.backend.eligibility.tabs.care import hospice_tab, inpatient_tab
from spot_tui.backend.eligibility.tabs.deductibles import deductibles_tab
from spot_tui.backend.eligibility.tabs.eligibility import eligibility_tab
from spot_tui.backend.eligibility.tabs.insurers import map_tab, msp_tab, qmb_tab
from spot_tui.backend.eligibility.tabs.person import person_rows
from spot_tui.backend.eligibility.tabs.preventive import preventive_tab
from spot_tui.backend.eligibility.tabs.rest import aco_tab, other_tab, pbid_tab
from spot_tui.backend.eligibility.tabs.summary import summary_tab
from spot_tui.backend.eligibility.verdict.judge import verdict
from spot_tui.backend.eligibility.verdict.wording import outcome_words

__all__ = ["TABS", "TAB_IDS", "Viewing", "present"]

TABS = {
    "eligibility": eligibility_tab,
    "deductibles": deductibles_tab,
    "preventive": preventive_tab,
    "msp": msp_tab,
    "map": map_tab,
    "hospice": hospice_tab,
    "inpatient": inpatient_tab,
    "qmb": qmb_tab,
    "pbid": pbid_tab,
    "aco": aco_tab,
    "other": other_tab,
}
TAB_IDS = tuple(TABS)


def present(answer: Eligibility, viewing: Viewing) -> Sheet:
    """Return the answer in words: banners, summary ("can I bill?") and the eleven tabs, all of them."""
    judged = verdict(answer, viewing)
    return Sheet(
        person=tuple(person_rows(answer.beneficiary)),
        banners=banners(judged, viewing),
        summary=summary_tab(answer, judged, viewing),
        tabs=tuple(make(answer, viewing) for make in TABS.values()),
        outcome=outcome_words(judged),
    )
