"""Which kind of change all the marked claims take."""

from __future__ import annotations

from collections.abc import Iterable

from textual import on
from textual.widget import Widget

from spot_tui.backend.corrections.bulk import SameChange, SameKind
from spot_tui.backend.corrections.request import RequestType, WholeChange
from spot_tui.screens.bulk_work import BulkWork
from spot_tui.screens.page import Page
from spot_tui.widgets.choices import Choice, Choices
from spot_tui.widgets.line import Tone
from spot_tui.widgets.plain import Plain
from spot_tui.words import say

_KINDS: tuple[SameKind, ...] = (*RequestType, *WholeChange)


class BulkStartPage(Page):
    """One kind of change a line; Enter or its digit asks for the values."""

    NAME = "bulk_start"
    KEYS = ("explain", "back", "content", "sign_out", "choose")

    def __init__(self, made: BulkWork) -> None:
        super().__init__()
        self._made = made

    def body(self) -> Iterable[Widget]:
        """Yield the kinds of change."""
        heading = say("bulk_start.heading", count=len(self._made.numbers))
        yield Plain(((heading, Tone.STRONG),), classes="gap gap-below")
        yield Choices([Choice(kind, say(f"correction.type.{kind}")) for kind in _KINDS])
        yield Plain(((say("bulk_start.hint"), Tone.QUIET),), classes="gap")

    def main(self) -> Widget:
        """Return the kinds."""
        return self.query_one(Choices)

    @on(Choices.Chosen)
    def _choose(self, message: Choices.Chosen) -> None:
        from spot_tui.screens.bulk_change import BulkChangePage

        kind, made = next(kind for kind in _KINDS if kind == message.choice.id), self._made
        if made.same is None or made.same.type is not kind:
            usual = {"history": say("form.yes")} if kind is WholeChange.HISTORY else {}
            made.same = SameChange(type=kind, fields=usual)
        self.house.open(BulkChangePage(made))
