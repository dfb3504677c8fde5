"""My appeals: what waits in the outbox, and what the contractor has on file, the last one first."""

from __future__ import annotations

from collections.abc import Coroutine, Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from spot_tui.backend.appeals.following import (
    FollowedAppeal,
    follow,
    followed_about,
    next_level_deadline,
    status_words,
)
from spot_tui.backend.appeals.model import FiledAppeal
from spot_tui.backend.claims.model import AppealStatus
from spot_tui.backend.clock import today
from spot_tui.backend.corrections.deadlines import Deadline
from spot_tui.backend.formats import show_date
from spot_tui.screens.followed_list import FollowedPage, Found
from spot_tui.words import say


class AppealsPage(FollowedPage[FiledAppeal]):
    """Appeals, each with its outcome and until when the next level can be asked."""

    NAME = "appeals"
    COLUMNS = (("sent", 10), ("claim", 15), ("level", 5), ("status", 25), ("until", 10))

    def ask(self, *, everybody: bool) -> Coroutine[Any, Any, Found[FiledAppeal]] | None:
        """Ask outbox and gateway."""
        desk, session = self.house.desk, self.house.session
        if desk.appeals is None or session is None:
            return None
        return follow(desk.appeals, desk.outbox, session, everybody=everybody)

    def look_up(self, filed: FiledAppeal) -> Coroutine[Any, Any, FiledAppeal] | None:
        """Ask for one by its number."""
        appeals, session = self.house.desk.appeals, self.house.session
        return appeals.show(session, filed.number) if appeals and session else None

    def show(self, filed: FiledAppeal) -> None:
        """Show how it stands and what was asked for."""
        from spot_tui.screens.appeal import AppealPage

        self.house.open(AppealPage(filed))

    def cells(self, each: FollowedAppeal) -> Sequence[str]:
        """Return when it was sent, claim, level, status, and the last day of what can be done next."""
        zone = ZoneInfo(self.house.desk.profile.zone)
        level = say(f"appeals.level.{each.filed.level}") if each.filed else ""
        deadline, until = self._deadline(each), None
        if deadline is not None and deadline.is_open(self._today):
            until = deadline.last_day
        elif each.submission is not None:
            until = each.submission.deadline
        last = show_date(until) if until else ""
        return show_date(each.at.astimezone(zone).date()), each.claim, level, status_words(each), last

    def about(self, each: FollowedAppeal) -> str:
        """Return how it stands."""
        return followed_about(each, self._deadline(each), self._today)

    @property
    def _today(self) -> date:
        desk = self.house.desk
        return today(desk.clock, ZoneInfo(desk.profile.zone))

    def _deadline(self, each: FollowedAppeal) -> Deadline | None:
        if each.filed is None:
            return None
        others = (other.filed for other in self.followed if other.filed is not None)
        return next_level_deadline(each.filed, self.house.desk.rule_book.limits, others)

    def explanation(self) -> tuple[str, ...]:
        """Explain the screen, and each state an appeal can be in."""
        states = tuple(
            f"{say(f'claims.appeal.{status}')}: {say(f'appeals.means.{status}')}" for status in AppealStatus
        )
        return (self.title_words, say("appeals.help"), *states)
