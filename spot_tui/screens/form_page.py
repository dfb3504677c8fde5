"""What every screen of one form is."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from textual import on
from textual.widget import Widget

from spot_tui.backend.explanations import field_label
from spot_tui.backend.problems import Problem
from spot_tui.screens.draft_line import DraftLine
from spot_tui.widgets.form_panel import FormPanel
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.drafts import Draft
    from spot_tui.backend.forms import Typed
    from spot_tui.backend.kept_work import KeptForm


class FormPage(DraftLine):
    """A screen of one form: Enter in its last field sends, and a problem is shown beside its fields.

    `body` yields the form's panel among the rest; `do_send` sends it. A step of the sign-in is a `Step` too.
    A form that is declared `drafted` is kept while it is filled in, from the first key or on from `draft`:
    `was_sent` and `clear` end that. `refused_before` is why what stands in it was refused when it was sent
    before: it is told beside the fields once they are there.
    """

    def __init__(self, draft: Draft | None = None) -> None:
        super().__init__()
        self.draft = draft
        self.refused_before: Problem | None = None
        self._kept: KeptForm | None = None
        self._filled_in: Typed = {}
        self.is_told_to_correct = False

    @property
    def kept(self) -> KeptForm | None:
        """What keeps this form; None while nothing was typed."""
        return self._kept

    def main(self) -> Widget:
        """Return the form."""
        return self.panel

    @property
    def panel(self) -> FormPanel:
        """The form."""
        return self.query_one(FormPanel)

    def do_content(self) -> None:
        """Go to the first field."""
        self.panel.focus_field()

    @on(FormPanel.Sent)
    def _enter(self) -> None:
        if self.is_free:
            self.do_send()

    def do_fill_on(self) -> None:
        """Go on with the form, where that sends nothing."""
        self.do_send()

    def do_search(self) -> None:
        """Look for what is filled in."""
        self.do_send()

    def can_part_before(self) -> bool:
        """Tell whether there is a part before."""
        return self.panel.part > 0

    def can_part_after(self) -> bool:
        """Tell whether there is another part."""
        return self.panel.part < len(self.panel.form.parts) - 1

    def do_part_before(self) -> None:
        """Go to the part before."""
        self.panel.turn(self.panel.part - 1)

    def do_part_after(self) -> None:
        """Go to the next part."""
        self.panel.turn(self.panel.part + 1)

    def can_remove_dashes(self) -> bool:
        """Tell whether the Medicare number was refused for its dashes."""
        return self.panel.can_shorten

    def do_remove_dashes(self) -> None:
        """Take the dashes out."""
        self.panel.shorten()

    def do_send(self) -> None:
        """Send the form, once, or go to what is missing or wrong."""
        raise NotImplementedError

    def tell_to_correct(self) -> None:
        """Say how much is wrong still; once nothing is, that nothing was sent is said no more."""
        wrong = {(problem.code, problem.fields) for problem in self.panel.problems.values()}
        self.is_told_to_correct = bool(wrong)
        if wrong:
            self.notice.hint(say("inquiry.to_correct", count=len(wrong)))
        else:
            self.notice.clear()

    @on(FormPanel.Changed)
    def _count_anew(self) -> None:
        if self.is_told_to_correct and self.is_free:
            self.tell_to_correct()

    def show_refusal(self, problem: Problem) -> None:
        """Show the problem beside its fields; what was typed stays."""
        self.is_told_to_correct = False
        beside = self.panel.refuse(problem)
        if not beside:
            self.panel.focus_field()
        self.notice.complain(problem, beside_field=beside)

    def tell_refused_before(self) -> None:
        """Show why it was refused before, once."""
        problem, self.refused_before = self.refused_before, None
        if problem is not None:
            self.once_on_top(lambda: self.show_refusal(problem))

    def explanation(self) -> tuple[str, ...]:
        """Explain the field under the cursor, then the screen."""
        if not self.panel.here:
            return super().explanation()
        field = self.panel.form.field(self.panel.here)
        return (field_label(field.name), say(field.help_key), say(f"{self.NAME}.help"))

    @on(FormPanel.KeyTyped)
    @on(FormPanel.Changed)
    def _typed(self) -> None:
        self.note_typed()

    def note_typed(self) -> None:
        """Take note of what stands in the form, and have it kept within the second."""
        session, kept = self.house.session, self.keeping()
        if session is None or kept is None:
            return
        kept.note(self.panel.form, self.panel.typed, session.provider.npi if session.provider else "")
        if kept.is_unsaved:
            self.house.keep_soon()

    def was_sent(self, typed: Typed) -> None:
        """Drop the draft: this was sent, and is kept again only once it is changed."""
        kept = self.keeping()
        if kept is not None:
            kept.settled(self.panel.form, typed)
            self.house.keep_typed()

    def clear(self) -> None:
        """Drop the draft, and begin with an empty form."""
        kept = self.keeping()
        if kept is not None:
            kept.emptied()
            self.house.keep_typed()
        self.panel.fill({})
        self.is_told_to_correct = False
        self.notice.clear()
        self.panel.focus_field()
        self.tell_keys()

    def on_mount(self) -> None:
        """Take note of what stands there before anything is typed."""
        self._filled_in = self.panel.typed

    def on_screen_suspend(self) -> None:
        """Put what was typed on disk at once, since she leaves it."""
        self.house.keep_typed()

    @property
    def keep_until(self) -> date | None:
        """The last day for what is typed here, before which its draft does not end; None for no such day."""
        return None

    def keeping(self) -> KeptForm | None:
        """Return what keeps this form; None where it is not kept or nobody is signed in."""
        session = self.house.session
        if session is None or session.work is None or not self.panel.form.drafted:
            return None
        if self._kept is None:
            self._kept = session.work.begin(self.draft, self.keep_until)
            if self.draft is None:
                self._kept.settled(self.panel.form, self._filled_in)
        return self._kept
