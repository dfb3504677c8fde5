"""The receipt of documents: number, time, the day that counts as received, and the hash of each file."""

from __future__ import annotations

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from textual.widget import Widget

from spot_tui.backend.documents.filed import FiledSubmission
from spot_tui.backend.documents.sent_view import receipt_tab, submission_tab
from spot_tui.backend.eligibility.sheet import Tab, tab_lines
from spot_tui.backend.outbox.model import Submission
from spot_tui.backend.prints.printout import Printout
from spot_tui.backend.prints.printouts import documents_printout, submission_printout
from spot_tui.backend.upstreams import Provider
from spot_tui.screens.answer_words import toned
from spot_tui.screens.house import House
from spot_tui.screens.paged import Paged
from spot_tui.widgets.line import Tone
from spot_tui.widgets.lined import Lined
from spot_tui.widgets.plain import Plain
from spot_tui.words import say


class DocumentReceiptPage(Paged):
    """F2 prints it."""

    NAME = "document_receipt"
    KEYS = (
        *("explain", "print_sent", "back", "sent_documents", "content"),
        *("page_up", "page_down", "sign_out"),
    )

    def __init__(self, told: str, tab: Tab, printout: Printout) -> None:
        super().__init__()
        self._told = told
        self._tab = tab
        self._printout = printout

    def body(self) -> Iterable[Widget]:
        """Yield that it arrived, and the receipt."""
        yield Plain(((f"{self._tab.label}: {self._told}", Tone.GOOD),), classes="gap-below")
        yield Lined([toned(each) for each in tab_lines(self._tab, self.line_width)])

    def can_print_sent(self) -> bool:
        """Tell whether this terminal may print or write files."""
        return bool(self.house.desk.profile.print_offers)

    def do_print_sent(self) -> None:
        """Choose in which form it is printed, and where."""
        from spot_tui.screens.prints import print_page

        self.house.open(print_page(self, self._tab, self._printout))

    def can_sent_documents(self) -> bool:
        """Tell whether it was not opened from there."""
        from spot_tui.screens.documents_sent import DocumentsSentPage

        return not any(isinstance(page, DocumentsSentPage) for page in self.app.screen_stack)

    def do_sent_documents(self) -> None:
        """List what was sent, this one among it."""
        from spot_tui.screens.documents_sent import DocumentsSentPage

        self.house.replace(DocumentsSentPage())


def receipt_page(house: House, submission: Submission, form: str, provider: Provider) -> DocumentReceiptPage:
    """Return the page of what was confirmed, as this machine keeps it."""
    tab = receipt_tab(submission, form, ZoneInfo(house.desk.profile.zone))
    printout = submission_printout(submission, tab, provider)
    return DocumentReceiptPage(say("document_receipt.arrived"), tab, printout)


def filed_page(house: House, filed: FiledSubmission, provider: Provider) -> DocumentReceiptPage:
    """Return the page of what the gateway has on file."""
    tab = submission_tab(filed, ZoneInfo(house.desk.profile.zone))
    now = house.desk.clock.now()
    return DocumentReceiptPage(
        say("document_receipt.filed"), tab, documents_printout(filed, tab, provider, now)
    )
