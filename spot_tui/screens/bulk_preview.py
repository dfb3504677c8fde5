"""What the same change means for each of many claims; nothing was sent yet."""

from __future__ import annotations

from spot_tui.backend.corrections.bulk import BulkClaim, Verdict
from spot_tui.backend.corrections.review import received_words
from spot_tui.backend.problems import Problem
from spot_tui.screens.bulk_list import BulkListPage
from spot_tui.widgets.line import Line, Tone
from spot_tui.widgets.plain import Plain
from spot_tui.words import say


class BulkPreviewPage(BulkListPage):
    """Y says yes to all warnings; F5, pressed twice, sends what may be sent."""

    NAME = "bulk_preview"
    KEYS = (
        *("explain", "cancel", "back", "confirm_bulk", "send_bulk", "content", "page_up", "page_down"),
        *("sign_out", "choose"),
    )

    def fill(self) -> None:
        """List the claims, and say when what is sent now counts as received."""
        super().fill()
        desk = self.house.desk
        words = received_words(desk.rule_book.calendar, desk.clock.now(), self.made.provider)
        self.query_one("#received", Plain).show(words)

    def state(self) -> Line:
        """Return what there is to do now."""
        wanting = sum(one.verdict is Verdict.WARNED for one in self.made.found)
        if wanting:
            return ((say("bulk_preview.to_confirm", count=wanting), Tone.WARN),)
        if not self.to_send:
            return ((say("bulk_preview.none"), Tone.BAD),)
        return ((say("bulk_preview.ready", count=self.to_send, all=len(self.made.found)), Tone.PLAIN),)

    def told(self, one: BulkClaim) -> str:
        """Return how a claim stands before anything is sent."""
        if one.verdict is not Verdict.FREE:
            return super().told(one)
        return say("bulk_preview.passed" if one.warned else "bulk_preview.free")

    def can_confirm_bulk(self) -> bool:
        """Tell whether any is warned of, and none refused of these."""
        return any(one.warned and not one.refused for one in self.made.found)

    def do_confirm_bulk(self) -> None:
        """Say yes to all warnings, or take that back."""
        is_wanting = any(one.verdict is Verdict.WARNED for one in self.made.found)
        for one in self.made.found:
            if one.warned and not one.refused:
                self.made.stands(one.said_yes() if is_wanting else one.taken_back())
        self.fill()

    def report(self, problem: Problem | None = None) -> None:
        """Show the report in place of this page."""
        from spot_tui.screens.bulk_report import BulkReportPage

        self.house.replace(BulkReportPage(self.made, problem))
