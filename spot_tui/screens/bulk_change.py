"""The values of one change that many claims take, and the lines that it is about; kept as a draft."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message
from textual.widget import Widget

from spot_tui.backend.corrections.bulk import BulkClaim, SameChange
from spot_tui.backend.corrections.forms import same_form
from spot_tui.backend.corrections.request import RequestType, WholeChange
from spot_tui.screens.bulk_work import BulkWork
from spot_tui.screens.form_page import FormPage
from spot_tui.screens.licence import with_licence
from spot_tui.widgets.form_panel import FormPanel
from spot_tui.widgets.line import Tone
from spot_tui.widgets.plain import Plain
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.drafts import Draft
    from spot_tui.backend.kept_work import KeptForm


class BulkChangePage(FormPage):
    """F5 looks each claim up and shows what the change means for it. A draft is gone on with here."""

    NAME = "bulk_change"
    KEYS = ("explain", "cancel", "back", "look_up_claims", "content", "sign_out")

    class LookedUp(Message):
        """The claims with what rules say; that each was looked up is in the audit log."""

        def __init__(self, found: list[BulkClaim]) -> None:
            super().__init__()
            self.found = found

    def __init__(self, made: BulkWork | None, draft: Draft | None = None) -> None:
        super().__init__(draft)
        self._made = made if made is not None or draft is None else BulkWork.of_draft(self.house, draft)

    @property
    def made(self) -> BulkWork:
        """The work; there always is one, begun here or gone on with."""
        assert self._made is not None
        return self._made

    @property
    def same(self) -> SameChange:
        """The change as it is typed."""
        assert self.made.same is not None
        return self.made.same

    def body(self) -> Iterable[Widget]:
        """Yield the kind of change, the form, and what is to be known."""
        kind = self.same.type
        heading = say(
            "bulk_change.heading", kind=say(f"correction.type.{kind}"), count=len(self.made.numbers)
        )
        yield Plain(((heading, Tone.STRONG),), classes="gap gap-below")
        yield FormPanel(same_form(kind), self.same.typed)
        is_added = kind in {RequestType.ADD_MODIFIER, RequestType.HOSPICE}
        hint = "bulk_change.hint_slot" if is_added else "bulk_change.hint"
        if kind is WholeChange.HISTORY:
            hint = "bulk_change.hint_history"
        yield Plain(((say(hint), Tone.QUIET),), classes="gap")

    def keeping(self) -> KeptForm | None:
        """Return what keeps it with the claims that it is for."""
        self._kept = self.made.kept
        return self._kept

    def note_typed(self) -> None:
        """Have what is typed kept with the claims."""
        typed = self.panel.typed
        lines = typed.pop("bulk_lines", "")
        self.made.change(SameChange(type=self.same.type, lines=lines, fields=typed))

    def do_send(self) -> None:
        """Look the claims up, or go to what is missing or wrong."""
        reading = self.panel.send()
        if reading.problems:
            self.notice.hint(say("bulk_change.to_correct"))
            return
        self.note_typed()
        with_licence(self, self._look_up)

    def do_look_up_claims(self) -> None:
        """Look the claims up."""
        self.do_send()

    def _look_up(self) -> None:
        doing = say("bulk.looking", place=1, count=len(self.made.numbers))
        self.wait_for(doing, self._looked_up(), self.LookedUp)

    async def _looked_up(self) -> list[BulkClaim]:
        bulk, session, provider = self.made.at_work()
        left = self.made.left
        found: list[BulkClaim] = []
        async for one in bulk.look_each(session, provider, left, self.same):
            found.append(one)
            if len(found) < len(left):
                self.now_doing(say("bulk.looking", place=len(found) + 1, count=len(left)))
        return found

    @on(LookedUp)
    def _show(self, message: LookedUp) -> None:
        from spot_tui.screens.bulk_preview import BulkPreviewPage

        self.made.looked_up(message.found)
        self.house.open(BulkPreviewPage(self.made))
