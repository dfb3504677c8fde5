"""The eligibility inquiry."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message
from textual.widget import Widget

from spot_tui.backend.eligibility.inquiry import Inquiry, inquiry_form, make_inquiry
from spot_tui.backend.eligibility.service import EligibilityAnswer
from spot_tui.backend.forms import Typed
from spot_tui.backend.problems import Problem
from spot_tui.backend.upstreams import Provider
from spot_tui.screens.patient_form import PatientForm
from spot_tui.screens.use_rules import with_use_rules
from spot_tui.widgets.form_panel import FormPanel
from spot_tui.widgets.line import Tone
from spot_tui.widgets.plain import Plain
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.drafts import Draft


class InquiryPage(PatientForm):
    """Asks whom and when; while an inquiry stands refused there is no answer on the screen, old or new."""

    NAME = "inquiry"
    KEYS = (
        "explain",
        "remove_dashes",
        "cancel",
        "back",
        "new_patient",
        "look_up",
        "send",
        "content",
        "sign_out",
    )

    class Answered(Message):
        """The eligibility service answered, and that is in the audit log."""

        def __init__(self, inquiry: Inquiry, answer: EligibilityAnswer, provider: Provider) -> None:
            super().__init__()
            self.inquiry = inquiry
            self.answer = answer
            self.provider = provider

    def __init__(self, draft: Draft | None = None, found: Typed | None = None, told: str = "") -> None:
        """Begin empty, on from a draft, or with fields that were `found`, of which `told` says whence."""
        super().__init__(draft)
        self._found: Typed = found or {}
        self._told = told
        self._rejected: Typed = {}
        """What was rejected within the hour and not sent again: sent as it is, it is meant."""

    def body(self) -> Iterable[Widget]:
        """Yield the form."""
        yield Plain(((say("inquiry.heading"), Tone.STRONG),), classes="gap gap-below")
        typed = self.draft.values if self.draft else {}
        yield FormPanel(inquiry_form(self.today, self.house.desk.profile.rules), typed)
        yield Plain(((say("inquiry.hint"), Tone.QUIET),))

    def on_mount(self) -> None:
        """Put in what was found, where this was opened for that."""
        if self._found:
            self.call_after_refresh(self.take_found, self._found, self._told)

    def take_found(self, found: Typed, told: str) -> None:
        """Put fields that were found into the form, and go to the dates: they are what is left to check."""
        self.panel.put(found)
        self.panel.focus_field("service_date")
        self.notice.hint(told)
        self.note_typed()
        self.tell_keys()

    @on(FormPanel.Changed)
    def _other_keys(self) -> None:
        self.panel.form = inquiry_form(self.today, self.house.desk.profile.rules)
        self.tell_keys()

    def do_send(self) -> None:
        """Ask, or go to what is missing or wrong."""
        now, desk, session = self.today, self.house.desk, self.house.session
        self.panel.form = inquiry_form(now, desk.profile.rules)
        reading = self.panel.send()
        if reading.problems:
            self.tell_to_correct()
            return
        self.is_told_to_correct = False
        if desk.eligibility is None or session is None or session.provider is None:
            return
        inquiry, provider = make_inquiry(reading.values, now), session.provider
        with_use_rules(self, lambda: self._ask(inquiry, provider))

    def _ask(self, inquiry: Inquiry, provider: Provider) -> None:
        desk = self.house.desk
        if desk.eligibility is None:
            return
        self._asked_with = self.panel.typed
        again = self._rejected == self._asked_with
        work = desk.eligibility.check(inquiry, provider, self._try, again=again)
        source = desk.profile.eligibility.name if desk.profile.eligibility else ""
        self.wait_for(
            say("inquiry.waiting", source=source),
            work,
            lambda answer: self.Answered(inquiry, answer, provider),
            upstream="eligibility",
        )

    def show_refusal(self, problem: Problem) -> None:
        """Show the problem; one that only wants a second word is remembered for it."""
        self._rejected = self._asked_with if problem.code == "kept.rejected" else {}
        super().show_refusal(problem)

    def _try(self, attempt: int) -> None:
        if attempt > 1:
            self.now_doing(say("inquiry.again", attempt=attempt))

    @on(Answered)
    def _show(self, message: Answered) -> None:
        from spot_tui.screens.answer import AnswerPage

        self.was_sent(self._asked_with)
        self.house.open(AnswerPage(message.inquiry, message.answer, message.provider))

    def can_look_up(self) -> bool:
        """Tell whether the profile has a way to look a number up."""
        return self.house.desk.has("mbi_lookup")

    def do_look_up(self) -> None:
        """Look for the number in force of who stands in the form; it comes back into it."""
        from spot_tui.backend.mbi_lookup.subject import NAMED
        from spot_tui.screens.mbi_lookup import MbiLookupPage

        known = {name: self.panel.typed[name] for name in NAMED}
        self.house.open(MbiLookupPage(known=known, take=self.take_found))

    def can_new_patient(self) -> bool:
        """Tell whether anything is filled in."""
        return self.is_begun

    def do_new_patient(self) -> None:
        """Clear the form."""
        self.clear()
