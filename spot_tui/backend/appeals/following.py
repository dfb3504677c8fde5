"""Appeals that a person follows: how each stands, and until when the next level can be asked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from spot_tui.backend.appeals.model import FiledAppeal
from spot_tui.backend.claims.model import AppealLevel, AppealStatus
from spot_tui.backend.corrections.appeals import UNDECIDED
from spot_tui.backend.corrections.deadlines import Deadline, reconsideration_deadline
from spot_tui.backend.formats import show_date
from spot_tui.backend.outbox.following import Followed, follow_submitted, waiting_about
from spot_tui.backend.outbox.model import Kind
from spot_tui.backend.problems import Problem
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.appeals.service import AppealsDesk
    from spot_tui.backend.corrections.settings import DeadlineRules
    from spot_tui.backend.outbox.service import Outbox
    from spot_tui.backend.session import Session

FollowedAppeal = Followed[FiledAppeal]


async def follow(
    desk: AppealsDesk, outbox: Outbox | None, session: Session, *, everybody: bool = False
) -> tuple[tuple[FollowedAppeal, ...], Problem | None]:
    """Return the appeals of the provider in force, and documents that wait, as `follow_submitted` does."""
    return await follow_submitted(
        {Kind.APPEAL, Kind.APPEAL_DOCUMENTS},
        lambda provider: desk.list(session, provider, everybody=everybody),
        lambda filed: Followed(filed.claim, _sent_at(filed), filed.number, filed),
        outbox,
        session,
    )


def next_level_deadline(
    appeal: FiledAppeal, limits: DeadlineRules, others: Iterable[FiledAppeal] = ()
) -> Deadline | None:
    """Return the deadline of level 2 after an appeal on level 1; None where none runs.

    None runs before the decision, after a dismissal, and where `others` hold a level 2 of the same claim.
    """
    is_decided = appeal.status not in {AppealStatus.PENDING, *UNDECIDED}
    if appeal.level is not AppealLevel.REDETERMINATION or not is_decided or appeal.decided_on is None:
        return None
    second = (each for each in others if each.level is AppealLevel.RECONSIDERATION)
    if any(each.claim == appeal.claim and each.status not in UNDECIDED for each in second):
        return None
    return reconsideration_deadline(appeal.decided_on, limits)


def status_words(followed: FollowedAppeal) -> str:
    """Return how one stands."""
    if followed.filed is not None:
        return say(f"claims.appeal.{followed.filed.status}")
    sent = followed.submission
    return f"{say(f'outbox.kind.{sent.kind}')}: {say(f'outbox.state.{sent.state}')}" if sent else ""


def followed_about(followed: FollowedAppeal, deadline: Deadline | None, today: date) -> str:
    """Return how one stands, in some sentences; `deadline` is that of its next level."""
    filed = followed.filed
    if filed is None:
        return waiting_about(followed.submission) if followed.submission else ""
    told = say(
        "appeals.marked",
        level=say(f"claims.level.{filed.level}"),
        number=filed.number,
        status=say(f"claims.appeal.{filed.status}"),
        date=show_date(filed.filed_on),
    )
    until = deadline_words(deadline, today) if deadline else ""
    return " ".join(filter(None, (told, say(f"appeals.means.{filed.status}"), until)))


def deadline_words(deadline: Deadline, today: date) -> str:
    """Return until when level 2 can be asked, or that this is over."""
    last, days = show_date(deadline.last_day), deadline.days_left(today)
    if not deadline.is_open(today):
        return say("appeals.next_level.over", date=last)
    return say("appeals.next_level.until", date=last, days=days)


def _sent_at(filed: FiledAppeal) -> datetime:
    return filed.submitted_at or datetime.combine(filed.filed_on, time(12), UTC)
