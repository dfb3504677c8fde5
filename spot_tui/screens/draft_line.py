"""What every screen is on which something is typed that is kept: it says when the draft was saved."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from textual.widget import Widget

from spot_tui.screens.page import Page
from spot_tui.widgets.line import Line, Tone
from spot_tui.widgets.plain import Plain
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.kept_work import KeptForm


class DraftLine(Page):
    """A line at the foot, empty until something is kept."""

    DEFAULT_CSS = """
    DraftLine > #draft { height: 1; padding: 0 1; text-align: right; }
    DraftLine > #draft.-empty { display: none; }
    """

    def foot(self) -> Iterable[Widget]:
        """Yield a line that says when the draft was saved."""
        yield Plain(id="draft")

    @property
    def kept(self) -> KeptForm | None:
        """What keeps it; None while nothing was typed."""
        raise NotImplementedError

    def tell_draft(self) -> None:
        """Say when the draft was saved, or that it is not."""
        self.query_one("#draft", Plain).show(self._draft_line())

    def _draft_line(self) -> Line | str:
        kept = self.kept
        if kept is None or not (kept.is_failing or kept.saved_at):
            return ""
        if kept.is_failing or kept.saved_at is None:
            return ((say("draft.not_saved"), Tone.WARN),)
        there = kept.saved_at.astimezone(ZoneInfo(self.house.desk.profile.zone))
        return ((say("draft.saved", time=f"{there:%H:%M:%S}"), Tone.QUIET),)

    def on_screen_resume(self) -> None:
        """Say of the draft what may have changed meanwhile."""
        self.tell_draft()
