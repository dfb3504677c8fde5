"""One correction on file: how it stands, why, and what was asked for."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from spot_tui.backend.corrections.filed import FiledCorrection
from spot_tui.backend.corrections.following import filed_tab
from spot_tui.backend.eligibility.sheet import tab_lines
from spot_tui.screens.answer_words import toned
from spot_tui.screens.licence import owners_line
from spot_tui.screens.paged import Paged
from spot_tui.widgets.lined import Lined
from spot_tui.words import say


class CorrectionFiledPage(Paged):
    """A correction that the gateway has."""

    NAME = "correction_filed"
    KEYS = ("explain", "print_correction", "back", "content", "page_up", "page_down", "sign_out")

    def __init__(self, filed: FiledCorrection) -> None:
        super().__init__()
        self._filed = filed
        self._read_at = self.house.desk.clock.now()

    def body(self) -> Iterable[Widget]:
        """Yield all there is to tell."""
        yield Lined([toned(each) for each in tab_lines(filed_tab(self._filed), self.line_width)])
        yield owners_line(self.house)

    def can_print_correction(self) -> bool:
        """Tell whether this terminal may print or write files."""
        return bool(self.house.desk.profile.print_offers)

    def do_print_correction(self) -> None:
        """Choose in which form it is printed, and where."""
        from spot_tui.backend.prints.printouts import correction_printout
        from spot_tui.screens.prints import print_page

        desk, session = self.house.desk, self.house.session
        provider, owners = session.provider if session else None, desk.licences.copyright_line()
        printout = correction_printout(self._filed, provider, self._read_at, owners)
        self.house.open(print_page(self, printout.leaves[0].tab, printout))

    def explanation(self) -> tuple[str, ...]:
        """Explain how it stands."""
        return (
            self.title_words,
            say(f"corrections.about.{self._filed.status}"),
            say("correction_filed.help"),
        )
