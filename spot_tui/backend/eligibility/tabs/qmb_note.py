"""What every amount that a patient would owe says of a QMB."""

from __future__ import annotations

from spot_tui.backend.eligibility.model import Eligibility
from spot_tui.backend.eligibility.service_days import qmb_days, qmb_in
from spot_tui.backend.eligibility.sheet import Viewing
from spot_tui.backend.eligibility.tabs.phrases import changing
from spot_tui.words import say


def qmb_note(answer: Eligibility, viewing: Viewing) -> str:
    """Return that nothing is owed, with the days on which that changes; blank for no QMB on these dates."""
    if qmb_in(answer, viewing.service) is None:
        return ""
    change = changing(qmb_days(answer, viewing.service), viewing)
    return " ".join(filter(None, (say("benefits.deductibles.qmb"), change)))
