"""Where a correction begins: the patient's names, and whether the claim goes as it is or is changed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual.widget import Widget

from spot_tui.backend.claims.model import Claim
from spot_tui.backend.corrections.changes import Changes
from spot_tui.backend.corrections.editing import Editing, changes_of
from spot_tui.backend.corrections.forms import start_form
from spot_tui.backend.problems import Problem
from spot_tui.backend.upstreams import Provider
from spot_tui.screens.about_claim import AboutAClaim
from spot_tui.screens.correction_work import CorrectionWork
from spot_tui.screens.page import Page
from spot_tui.widgets.form_panel import FormPanel
from spot_tui.widgets.line import Tone
from spot_tui.widgets.plain import Plain
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.drafts import Draft
    from spot_tui.backend.kept_work import KeptForm


class CorrectionStartPage(AboutAClaim):
    """Asks as the portal does. A draft is gone on with once its claim was looked up again."""

    NAME = "correction_start"
    KEYS = ("explain", "cancel", "back", "fill_on", "content", "sign_out")

    def __init__(self, claim: Claim | None, provider: Provider | None, draft: Draft | None = None) -> None:
        super().__init__(claim, provider, draft)
        self._made: CorrectionWork | None = None

    def body(self) -> Iterable[Widget]:
        """Yield the claim, the names and the question."""
        yield Plain(((self.headline, Tone.STRONG),), id="claim")
        yield Plain(say("correction_start.heading"), classes="gap gap-below")
        yield FormPanel(start_form(self.claim, self.today, self.house.desk.rule_book), self._start)
        yield Plain(((say("correction_start.hint"), Tone.QUIET),), classes="gap")

    @property
    def _start(self) -> dict[str, str]:
        if self.draft is None:
            return {"history": say("form.no")}
        try:
            changes = changes_of(self.draft.values)
        except Problem:
            return {}
        answer = say("form.yes" if changes.history else "form.no")
        return {"first_name": changes.first_name, "last_name": changes.last_name, "history": answer}

    def claim_loaded(self) -> None:
        """Go on with the draft: its names are compared with the claim now."""
        self.panel.form = start_form(self.claim, self.today, self.house.desk.rule_book)
        self.do_send()

    @property
    def _begun(self) -> CorrectionWork | None:
        """What is made here; None while its claim is not known."""
        if self._made is None and self.claim is not None and self.provider is not None:
            changes = changes_of(self.draft.values) if self.draft else Changes()
            editing = Editing(self.claim, self.today, self.house.desk.rule_book, changes)
            self._made = CorrectionWork(self.house, editing, self.provider, self.draft)
        return self._made

    def keeping(self) -> KeptForm | None:
        """Return what keeps the whole correction, once there is one."""
        return self._made.kept if self._made else None

    def note_typed(self) -> None:
        """Have names and answer kept with the rest of the correction."""
        typed, made = self.panel.typed, self._begun
        if made is None or (made.editing.is_empty and typed == self._start):
            return
        history = self.panel.form.read(typed).values.get("history") is True
        first, last = typed["first_name"], typed["last_name"]
        made.change(made.editing.named(first, last, history=history))

    def do_send(self) -> None:
        """Go on to the changes, or to what is sent unchanged; or go to what is missing or wrong."""
        reading, made = self.panel.send(), self._begun
        if reading.problems or made is None:
            self.notice.hint(say("correction_start.to_correct"))
            return
        self.notice.clear()
        self.note_typed()
        if made.editing.changes.history:
            from spot_tui.screens.correction_review import CorrectionReviewPage

            self._go_on_to(CorrectionReviewPage(made))
        else:
            from spot_tui.screens.correction import CorrectionPage

            self._go_on_to(CorrectionPage(made))

    def _go_on_to(self, page: Page) -> None:
        """Open the next page; why it was refused before is told there."""
        problem, self.refused_before = self.refused_before, None
        if problem is not None:
            page.once_on_top(lambda: page.show_refusal(problem))
        self.house.open(page)
