"""One correction on file: how it stands, why, and what was asked for."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from spot_tui.backend.corrections.filed import FiledCorrection
from spot_tui.backend.corrections.following import filed_view
from spot_tui.backend.eligibility.sheet import Tab, tab_lines
from spot_tui.screens.answer_words import toned
from spot_tui.screens.licence import owners_line
from spot_tui.screens.paged import Paged
from spot_tui.widgets.lined import Lined
from spot_tui.words import say


class CorrectionFiledPage(Paged):
    """A correction that the gateway has."""

    NAME = "correction_filed"
    KEYS = ("explain", "back", "content", "page_up", "page_down", "sign_out")

    def __init__(self, filed: FiledCorrection) -> None:
        super().__init__()
        self._filed = filed

    def body(self) -> Iterable[Widget]:
        """Yield all there is to tell."""
        tab = Tab("", "", tuple(filed_view(self._filed)))
        yield Lined([toned(each) for each in tab_lines(tab)])
        yield owners_line(self.house)

    def explanation(self) -> tuple[str, ...]:
        """Explain how it stands."""
        return (
            self.title_words,
            say(f"corrections.about.{self._filed.status}"),
            say("correction_filed.help"),
        )
