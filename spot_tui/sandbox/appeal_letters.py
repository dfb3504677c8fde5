"""Decision letters of the practice portal, in words of its own."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from spot_tui.backend.claims.model import AppealLevel, AppealStatus
from spot_tui.backend.corrections.settings import DeadlineRules
from spot_tui.backend.formats import show_date
from spot_tui.sandbox.claims import MadeUpClaim

_DECISIONS = {
    AppealStatus.FAVORABLE: "We decided fully in your favor. A new remittance follows.",
    AppealStatus.PARTLY_FAVORABLE: "We decided in your favor for some of the services.",
    AppealStatus.UNFAVORABLE: "We looked at the claim again and came to the same decision.",
    AppealStatus.DISMISSED: "We dismissed the request, because it could not be decided as an appeal.",
    AppealStatus.DISMISSED_INCOMPLETE: "We dismissed the request: something is missing in it.",
    AppealStatus.LIABILITY_CHANGED: "The services stay denied, and who is liable for them has changed.",
    AppealStatus.WITHDRAWN: "The request was withdrawn, so nothing was decided.",
}
_FURTHER = frozenset(
    {AppealStatus.PARTLY_FAVORABLE, AppealStatus.UNFAVORABLE, AppealStatus.LIABILITY_CHANGED}
)
"""Decisions that the next level can be asked about."""


def letter_of(appeal: dict[str, Any], claim: MadeUpClaim) -> dict[str, Any]:
    """Return the letter that tells how an appeal, as the gateway shows it, was decided."""
    status, level = AppealStatus(appeal["status"]), AppealLevel(appeal["level"])
    received = show_date(date.fromisoformat(appeal["received_on"]))
    paragraphs = [
        "This is a letter of the practice portal. Nobody in it exists.",
        f"Your {level.value} {appeal['number']} was received on {received}.",
        _DECISIONS[status],
    ]
    if status in _FURTHER and level is AppealLevel.REDETERMINATION:
        days = timedelta(days=DeadlineRules().reconsideration_days)
        last = date.fromisoformat(appeal["decided_on"]) + days
        paragraphs.append(f"You may ask for a reconsideration until {show_date(last)}.")
    return {
        "number": appeal["letter"],
        "appeal": appeal["number"],
        "claim": claim.number,
        "level": level.value,
        "status": status.value,
        "dated": appeal["decided_on"],
        "title": f"Decision about claim {claim.number}",
        "paragraphs": paragraphs,
    }
