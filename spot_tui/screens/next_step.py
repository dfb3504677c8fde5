"""What to do about a claim: each road, open or closed, with its days left and the rule that closes it."""

from __future__ import annotations

from collections.abc import Iterable

from textual import on
from textual.widget import Widget

from spot_tui.backend.claims.model import AppealLevel
from spot_tui.backend.claims.service import ClaimShown
from spot_tui.backend.claims.sheet import headline
from spot_tui.backend.corrections.appeals import pending_appeal
from spot_tui.backend.corrections.roads import RoadName, Way
from spot_tui.backend.corrections.roads_view import explain_rule, road_sentences
from spot_tui.backend.upstreams import Provider
from spot_tui.screens.claim_words import banner
from spot_tui.screens.page import Page
from spot_tui.widgets.choices import Choice, Choices
from spot_tui.widgets.line import Tone
from spot_tui.widgets.plain import Plain
from spot_tui.words import say

_APPEALS = {
    RoadName.REDETERMINATION: AppealLevel.REDETERMINATION,
    RoadName.RECONSIDERATION: AppealLevel.RECONSIDERATION,
}

_PAPERS_OF_APPEAL = "road.documents.appeal"


class NextStepPage(Page):
    """The roads of one claim, the advised one first; Enter takes an open one, and says why one is closed."""

    NAME = "next_step"
    KEYS = ("explain", "back", "content", "sign_out", "choose")

    def __init__(self, shown: ClaimShown, provider: Provider, ways: tuple[Way, ...]) -> None:
        super().__init__()
        self._shown = shown
        self._provider = provider
        self._ways = ways

    def body(self) -> Iterable[Widget]:
        """Yield the claim, its roads, and what the marked one is for."""
        claim = self._shown.claim
        yield Plain(((headline(claim), Tone.STRONG),))
        yield Plain(banner(claim), classes="gap-below")
        yield Choices(self._choices())
        yield Plain(id="told", classes="gap")
        yield Plain(id="how", classes="gap")

    def main(self) -> Choices:
        """Return the roads."""
        return self.query_one(Choices)

    def _choices(self) -> list[Choice]:
        roads = [say(f"road.{way.road}") for way in self._ways]
        states = [say(f"road.state.{_state(way)}") for way in self._ways]
        widths = max(map(len, roads)), max(map(len, states))
        return [
            Choice(way.road, f"{road:<{widths[0]}}", f"{state:<{widths[1]}}  {_told(way)}".rstrip())
            for way, road, state in zip(self._ways, roads, states, strict=True)
        ]

    @property
    def _way(self) -> Way:
        return self._ways[self.main().cursor]

    @on(Choices.Moved)
    def _tell(self) -> None:
        way = self._way
        told = " ".join(road_sentences(way))
        self.query_one("#told", Plain).show(((told, Tone.PLAIN if way.is_open else Tone.WARN),))
        self.query_one("#how", Plain).show(self._how(way) if way.is_open else "")
        self.tell_keys()

    def _how(self, way: Way) -> str:
        """Return what a road asks of her: papers for an appeal need no letter."""
        is_appeal = way.why == _PAPERS_OF_APPEAL
        return say("next_step.documents_appeal" if is_appeal else f"next_step.{way.road}")

    @on(Choices.Chosen)
    def _choose(self) -> None:
        if not self.works("choose"):
            return
        way = self._way
        if not way.is_open:
            self.notice.hint(say("next_step.closed"))
            return
        page = self._page(way)
        if page is None:
            self.notice.hint(say("next_step.elsewhere"))
        else:
            self.house.open(page)

    def _page(self, way: Way) -> Page | None:
        """Return the screen of a road that is gone here; None for one that leads elsewhere."""
        desk = self.house.desk
        if way.road is RoadName.CORRECTION and desk.corrections is not None:
            from spot_tui.screens.correction_start import CorrectionStartPage

            return CorrectionStartPage(self._shown.claim, self._provider)
        if way.road in _APPEALS and desk.appeals is not None:
            from spot_tui.screens.appeal_form import AppealFormPage

            return AppealFormPage(_APPEALS[way.road], self._shown.claim, self._provider)
        if way.road is RoadName.DOCUMENTS and desk.documents is not None:
            return self._documents_page()
        return None

    def _documents_page(self) -> Page | None:
        """Return the form of the records that a letter asks for, else that of an appeal under way."""
        from spot_tui.screens.document_form import papers_page, records_page

        claim, pending = self._shown.claim, pending_appeal(self._shown.claim)
        if claim.wanted is not None:
            return records_page(claim, claim.wanted)
        return papers_page(self.house, claim, pending.number) if pending is not None else None

    def explanation(self) -> tuple[str, ...]:
        """Explain the road under the cursor by its rules."""
        way = self._way
        told = tuple(sentence for rule in way.rules for sentence in explain_rule(rule))
        return (say(f"road.{way.road}"), " ".join(road_sentences(way)), *told, say("next_step.help"))


def _state(way: Way) -> str:
    return "advised" if way.is_advised else "open" if way.is_open else "closed"


def _told(way: Way) -> str:
    """Return the days that are left, or what closes it."""
    if not way.is_open:
        return ", ".join(way.rules)
    return "" if way.days_left is None else say("next_step.days", days=way.days_left)
