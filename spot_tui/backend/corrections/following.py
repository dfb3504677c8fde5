"""What a person follows: her corrections on file, and those that have not gone out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from spot_tui.backend.claims.model import CorrectionStatus
from spot_tui.backend.corrections.filed import FiledCorrection
from spot_tui.backend.corrections.review import filed_sections
from spot_tui.backend.eligibility.sheet import Row, Section, Tone
from spot_tui.backend.explanations import explain
from spot_tui.backend.formats import show_date
from spot_tui.backend.outbox.model import Kind, State, Submission
from spot_tui.backend.outbox.view import told
from spot_tui.backend.problems import Problem
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.corrections.service import CorrectionsDesk
    from spot_tui.backend.outbox.service import Outbox
    from spot_tui.backend.session import Session

_TONES = {CorrectionStatus.ADJUSTED: Tone.GOOD, CorrectionStatus.REFUSED: Tone.STOP}


@dataclass(frozen=True, slots=True)
class Followed:
    """One correction: on file, or a submission that is not; `at` is when it was sent off (UTC)."""

    claim: str = field(repr=False)
    at: datetime
    filed: FiledCorrection | None = None
    submission: Submission | None = None

    @property
    def number(self) -> str:
        """Its confirmation number, empty while there is none."""
        return self.filed.number if self.filed else ""

    @property
    def status_words(self) -> str:
        """How far it is."""
        if self.filed is not None:
            return say(f"corrections.status.{self.filed.status}")
        return say(f"outbox.state.{self.submission.state}") if self.submission else ""


async def follow(
    desk: CorrectionsDesk, outbox: Outbox | None, session: Session, *, everybody: bool = False
) -> tuple[tuple[Followed, ...], Problem | None]:
    """Return the corrections of the provider in force, the last first, and why the gateway's are missing.

    What waits on this machine is told even where the gateway is away. Raises `Problem`: that of the outbox.
    """
    provider = session.provider
    if provider is None:
        return (), None
    waiting = await outbox.find(session.person.subject) if outbox else []
    found = [
        Followed(each.claim, each.created_at, submission=each)
        for each in waiting
        if each.kind is Kind.CORRECTION
        and each.provider_npi == provider.npi
        and each.state is not State.CONFIRMED
    ]
    problem: Problem | None = None
    try:
        filed = await desk.list(session, provider, everybody=everybody)
    except Problem as away:
        problem, filed = away, ()
    found += (Followed(each.claim, each.submitted_at, filed=each) for each in filed)
    return tuple(sorted(found, key=lambda each: each.at, reverse=True)), problem


def followed_about(followed: Followed) -> str:
    """Return how one stands, in a sentence or two."""
    submission, filed = followed.submission, followed.filed
    if filed is not None:
        about = say(f"corrections.about.{filed.status}")
        who = say("corrections.by", name=filed.submitted_by, date=show_date(filed.received_on))
        return " ".join(filter(None, (about, filed.reason, who)))
    if submission is None:
        return ""
    refused = explain(submission.problem).what if submission.problem else ""
    quoted = submission.problem.upstream_words if submission.problem else ""
    return " ".join(filter(None, (told(submission), refused, quoted)))


def filed_view(filed: FiledCorrection) -> Iterator[Section]:
    """Yield how a correction stands, then what was asked for."""
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
    rows += (Row((say(f"corrections.row.{name}"), text)) for name, text in facts.items() if text)
    yield Section(say("corrections.section.status"), tuple(rows))
    yield from filed_sections(filed.asked)
