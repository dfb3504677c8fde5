"""One of many claims that take the same change: before and after, and what rules say."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from spot_tui.backend.claims.sheet import headline
from spot_tui.backend.corrections.bulk import BulkClaim
from spot_tui.backend.corrections.bulk_view import change_sections
from spot_tui.backend.eligibility.sheet import Tab, tab_lines
from spot_tui.screens.answer_words import toned
from spot_tui.screens.licence import owners_line
from spot_tui.screens.paged import Paged
from spot_tui.widgets.line import Tone
from spot_tui.widgets.lined import Lined
from spot_tui.widgets.plain import Plain
from spot_tui.words import say


class BulkClaimPage(Paged):
    """What would be or was sent for this claim."""

    NAME = "bulk_claim"
    KEYS = ("explain", "back", "content", "page_up", "page_down", "sign_out")

    def __init__(self, one: BulkClaim) -> None:
        super().__init__()
        self._one = one

    def body(self) -> Iterable[Widget]:
        """Yield the claim, and all there is to tell."""
        claim = self._one.claim
        told = headline(claim) if claim else self._one.number
        yield Plain(((told, Tone.STRONG),), classes="gap-below")
        lines = tab_lines(Tab("", "", tuple(change_sections(self._one))), self.line_width)
        yield Lined([toned(each) for each in lines])
        yield owners_line(self.house)

    def explanation(self) -> tuple[str, ...]:
        """Explain the rules that speak of it."""
        from spot_tui.backend.corrections.roads_view import explain_rule

        rules = dict.fromkeys(finding.rule for finding in self._one.findings)
        told = tuple(sentence for rule in rules for sentence in explain_rule(rule))
        return (self.title_words, *told, say("bulk_claim.help"))
