"""My corrections: what waits in the outbox, and what the contractor has on file, the last one first."""

from __future__ import annotations

from collections.abc import Coroutine, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from spot_tui.backend.age import show_moment
from spot_tui.backend.claims.model import CorrectionStatus
from spot_tui.backend.corrections.filed import FiledCorrection
from spot_tui.backend.corrections.following import FollowedCorrection, follow, followed_about, status_words
from spot_tui.screens.followed_list import FollowedPage, Found
from spot_tui.words import say


class CorrectionsPage(FollowedPage[FiledCorrection]):
    """Corrections, each with how far it is."""

    NAME = "corrections"
    COLUMNS = (("sent", 19), ("claim", 15), ("status", 14), ("number", 18))

    def ask(self, *, everybody: bool) -> Coroutine[Any, Any, Found[FiledCorrection]] | None:
        """Ask outbox and gateway."""
        desk, session = self.house.desk, self.house.session
        if desk.corrections is None or session is None:
            return None
        return follow(desk.corrections, desk.outbox, session, everybody=everybody)

    def look_up(self, filed: FiledCorrection) -> Coroutine[Any, Any, FiledCorrection] | None:
        """Ask for one by its number."""
        corrections, session = self.house.desk.corrections, self.house.session
        return corrections.show(session, filed.number) if corrections and session else None

    def show(self, filed: FiledCorrection) -> None:
        """Show how it stands and what was asked for, once the notices of its codes are accepted."""
        from spot_tui.screens.correction_filed import CorrectionFiledPage
        from spot_tui.screens.licence import with_licence

        with_licence(self, lambda: self.house.open(CorrectionFiledPage(filed)))

    def cells(self, each: FollowedCorrection) -> Sequence[str]:
        """Return when it was sent, claim, status and number."""
        desk = self.house.desk
        sent = show_moment(each.at, desk.clock.now(), ZoneInfo(desk.profile.zone))
        return sent, each.claim, status_words(each), each.number

    def about(self, each: FollowedCorrection) -> str:
        """Return how it stands."""
        return followed_about(each)

    def explanation(self) -> tuple[str, ...]:
        """Explain the screen, and each state a correction can be in."""
        states = tuple(
            f"{say(f'corrections.status.{status}')}: {say(f'corrections.about.{status}')}"
            for status in CorrectionStatus
        )
        return (self.title_words, say("corrections.help"), *states)
