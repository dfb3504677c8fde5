"""What became of the same change on each of many claims, to be printed or exported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spot_tui.backend.problems import Problem
from spot_tui.screens.bulk_list import BulkListPage
from spot_tui.widgets.line import Line, Tone
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.screens.bulk_work import BulkWork


class BulkReportPage(BulkListPage):
    """Exceptions first. F2 prints it, F5 sends the rest where it was stopped, F3 goes back to the list."""

    NAME = "bulk_report"
    KEYS = (
        *("explain", "print_bulk", "cancel", "back", "my_corrections", "send_bulk", "content"),
        *("page_up", "page_down", "sign_out", "choose"),
    )

    def __init__(self, made: BulkWork, problem: Problem | None = None) -> None:
        super().__init__(made)
        self._problem = problem

    def on_mount(self) -> None:
        """Say what stopped it, if anything did."""
        self.report(self._problem)

    def report(self, problem: Problem | None = None) -> None:
        """Show what became of each; where nothing is left to send the draft is dropped."""
        self.made.looked_up(self.made.found)
        if not self.to_send:
            self.made.ended()
        self.fill()
        if problem is not None:
            self.show_refusal(problem)

    def state(self) -> Line:
        """Return what there is to do now."""
        is_left = self.to_send > 0
        told = say("bulk_report.stopped" if is_left else "bulk_report.done")
        return ((told, Tone.WARN if is_left else Tone.PLAIN),)

    def do_back(self) -> None:
        """Go back to where the claims were marked."""
        self._leave()

    def _leave(self) -> None:
        from spot_tui.screens.bulk_change import BulkChangePage
        from spot_tui.screens.bulk_start import BulkStartPage

        while isinstance(self.app.screen, BulkReportPage | BulkChangePage | BulkStartPage):
            self.app.pop_screen()

    def do_my_corrections(self) -> None:
        """List the corrections, these among them."""
        from spot_tui.screens.corrections import CorrectionsPage

        self._leave()
        self.house.open(CorrectionsPage())

    def can_print_bulk(self) -> bool:
        """Tell whether this terminal may print or write files."""
        return bool(self.house.desk.profile.print_offers)

    def do_print_bulk(self) -> None:
        """Choose form and place."""
        from spot_tui.backend.prints.printouts import bulk_printout
        from spot_tui.screens.prints import print_page

        printout = bulk_printout(self.made.found, self.made.provider, self.house.desk.clock.now())
        self.house.open(print_page(self, printout.leaves[0].tab, printout))
