"""Claims as one JSON document: what ``--json`` prints (docs/json.md)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from spot_tui.backend.claims.model import Claim
from spot_tui.backend.claims.service import ClaimList, ClaimShown
from spot_tui.backend.claims.sheet import ClaimViewing
from spot_tui.backend.corrections.roads_view import RoadShown, show_road
from spot_tui.backend.outbox.listing import ListedSubmission, listed

VERSION = 1


@dataclass(frozen=True, slots=True)
class ClaimsDocument:
    """Claims that fit a search, or the one that was shown.

    `source` is the upstream's name, `received_at` the moment of its answer (UTC), `since` the first day of
    decision that was looked for. Of a search each claim has what lists show; `lines` and the rest are empty.
    `roads` are those that lead on from the claim that was shown, `sent` what of the person's outbox it does
    not show yet; none of a search.
    """

    version: int
    source: str
    received_at: datetime
    since: date | None
    claims: tuple[Claim, ...]
    roads: tuple[RoadShown, ...] = ()
    sent: tuple[ListedSubmission, ...] = ()


def list_document(found: ClaimList) -> ClaimsDocument:
    """Return the document of a search."""
    return ClaimsDocument(VERSION, found.source, found.received_at, found.since, found.claims)


def claim_document(shown: ClaimShown, viewing: ClaimViewing) -> ClaimsDocument:
    """Return the document of one claim, with the roads that lead on from it and what was sent."""
    told = tuple(show_road(way) for way in viewing.ways)
    sent = tuple(listed(each) for each in viewing.sent)
    return ClaimsDocument(VERSION, shown.source, shown.received_at, None, (shown.claim,), told, sent)
