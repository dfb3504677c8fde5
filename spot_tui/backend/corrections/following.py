"""Corrections that a person follows: how each stands, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from spot_tui.backend.claims.model import CorrectionStatus
from spot_tui.backend.corrections.filed import FiledCorrection
from spot_tui.backend.corrections.review import filed_sections, review_sections
from spot_tui.backend.eligibility.sheet import Row, Section, Tab, Tone
from spot_tui.backend.formats import show_date
from spot_tui.backend.outbox.following import Followed, follow_submitted, waiting_about
from spot_tui.backend.outbox.model import Kind, Submission
from spot_tui.backend.outbox.view import told
from spot_tui.backend.problems import Problem
from spot_tui.words import say

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from spot_tui.backend.claims.model import Claim
    from spot_tui.backend.corrections.request import Correction
    from spot_tui.backend.corrections.service import CorrectionsDesk
    from spot_tui.backend.outbox.service import Outbox
    from spot_tui.backend.session import Session

_TONES = {CorrectionStatus.ADJUSTED: Tone.GOOD, CorrectionStatus.REFUSED: Tone.STOP}
FollowedCorrection = Followed[FiledCorrection]


async def follow(
    desk: CorrectionsDesk, outbox: Outbox | None, session: Session, *, everybody: bool = False
) -> tuple[tuple[FollowedCorrection, ...], Problem | None]:
    """Return the corrections of the provider in force, as `follow_submitted` does."""
    return await follow_submitted(
        {Kind.CORRECTION},
        lambda provider: desk.list(session, provider, everybody=everybody),
        lambda filed: Followed(filed.claim, filed.submitted_at, filed.number, filed),
        outbox,
        session,
    )


def status_words(followed: FollowedCorrection) -> str:
    """Return how far one is."""
    if followed.filed is not None:
        return say(f"corrections.status.{followed.filed.status}")
    return say(f"outbox.state.{followed.submission.state}") if followed.submission else ""


def followed_about(followed: FollowedCorrection) -> str:
    """Return how one stands, in a sentence or two."""
    filed = followed.filed
    if filed is None:
        return waiting_about(followed.submission) if followed.submission else ""
    about = say(f"corrections.about.{filed.status}")
    who = say("corrections.by", name=filed.submitted_by, date=show_date(filed.received_on))
    return " ".join(filter(None, (about, filed.reason, who)))


def corrections_section(found: Iterable[FollowedCorrection], zone: ZoneInfo) -> Section:
    """Return the table of these corrections; days are those of `zone`."""
    columns = tuple(say(f"corrections.column.{name}") for name in ("sent", "claim", "status", "number"))
    rows = tuple(
        Row(
            (show_date(each.at.astimezone(zone).date()), each.claim, status_words(each), each.number),
            note=followed_about(each),
        )
        for each in found
    )
    return Section("", rows, columns)


def submitted_tab(submission: Submission, claim: Claim, asked: Correction) -> Tab:
    """Return what became of a correction that was sent, and what it changes."""
    receipt = submission.receipt
    facts = {
        "about": told(submission),
        "number": receipt.number if receipt else "",
        "received": show_date(receipt.received_on) if receipt and receipt.received_on else "",
        "overrides": ", ".join(submission.overrides),
    }
    stands = Section(say("corrections.section.status"), tuple(_facts(facts)))
    return Tab("confirmation", say("correction_start.title"), (stands, *review_sections(claim, asked)))


def filed_tab(filed: FiledCorrection) -> Tab:
    """Return how a correction stands, then what was asked for."""
    return Tab("correction", "", tuple(_filed_sections(filed)))


def _filed_sections(filed: FiledCorrection) -> Iterator[Section]:
    rows = [
        Row(
            (say("corrections.row.status"), say(f"corrections.status.{filed.status}")),
            _TONES.get(filed.status, Tone.PLAIN),
        ),
        Row((say("corrections.row.about"), say(f"corrections.about.{filed.status}"))),
    ]
    facts = {
        "reason": filed.reason,
        "number": filed.number,
        "claim": filed.claim,
        "by": filed.submitted_by,
        "received": show_date(filed.received_on),
        "decided": show_date(filed.decided_on) if filed.decided_on else "",
        "adjusted": filed.adjusted_claim,
        "overrides": ", ".join(filed.overrides),
    }
    rows += _facts(facts)
    yield Section(say("corrections.section.status"), tuple(rows))
    yield from filed_sections(filed.asked)


def _facts(facts: Mapping[str, str]) -> Iterator[Row]:
    return (Row((say(f"corrections.row.{name}"), text)) for name, text in facts.items() if text)
