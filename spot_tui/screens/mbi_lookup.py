"""The look-up of a Medicare number."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message
from textual.widget import Widget

from spot_tui.backend.formats import show_date
from spot_tui.backend.forms import Typed
from spot_tui.backend.mbi_lookup.service import FoundMbi
from spot_tui.backend.mbi_lookup.subject import Subject, lookup_form, make_subject
from spot_tui.backend.upstreams import Provider
from spot_tui.screens.patient_form import PatientForm
from spot_tui.screens.use_rules import with_use_rules
from spot_tui.widgets.form_panel import FormPanel
from spot_tui.widgets.line import Tone
from spot_tui.widgets.plain import Plain
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.drafts import Draft

TakeFound = Callable[[Typed, str], None]
"""Takes the fields of an inquiry that were found, and the sentence that says so."""


class MbiLookupPage(PatientForm):
    """Asks who is looked for; the number found goes into the inquiry that called, else into a new one.

    `known` is what stands in the fields already. The Social Security number leaves the screen with the
    answer and is typed anew for the next person.
    """

    NAME = "mbi_lookup"
    KEYS = ("explain", "cancel", "back", "new_search", "search", "content", "sign_out")

    class Found(Message):
        """The number was found, and that is in the audit log."""

        def __init__(self, found: FoundMbi) -> None:
            super().__init__()
            self.found = found

    def __init__(
        self, draft: Draft | None = None, known: Typed | None = None, take: TakeFound | None = None
    ) -> None:
        super().__init__(draft)
        self._known = known or {}
        self._take = take

    def body(self) -> Iterable[Widget]:
        """Yield the form, and why it asks what it asks."""
        desk = self.house.desk
        source = desk.mbi_lookup.name if desk.mbi_lookup else ""
        yield Plain(((say("mbi_lookup.heading"), Tone.STRONG),), classes="gap gap-below")
        yield FormPanel(lookup_form(self.today), self.draft.values if self.draft else self._known)
        yield Plain(((say("mbi_lookup.why", source=source), Tone.QUIET),), classes="gap")
        yield Plain(((say("mbi_lookup.rule"), Tone.QUIET),))

    def do_content(self) -> None:
        """Go to the first field that is still empty."""
        empty = (name for name, text in self.panel.typed.items() if not text)
        self.panel.focus_field(next(empty, ""))

    @on(FormPanel.Changed)
    def _other_keys(self) -> None:
        self.tell_keys()

    def do_send(self) -> None:
        """Ask, or go to what is missing or wrong."""
        desk, session = self.house.desk, self.house.session
        self.panel.form = lookup_form(self.today)
        reading = self.panel.send()
        if reading.problems:
            self.notice.hint(say("mbi_lookup.to_correct"))
            return
        if desk.mbi_lookup is None or session is None or session.provider is None:
            return
        subject, provider = make_subject(reading.values), session.provider
        with_use_rules(self, lambda: self._ask(subject, provider))

    def _ask(self, subject: Subject, provider: Provider) -> None:
        desk, session = self.house.desk, self.house.session
        if desk.mbi_lookup is None or session is None:
            return
        self._asked_with = self.panel.form.keepable(self.panel.typed)
        work = desk.mbi_lookup.find(session, provider, subject)
        self.wait_for(say("mbi_lookup.waiting", source=desk.mbi_lookup.name), work, self.Found)

    @on(Found)
    def _hand_over(self, message: Found) -> None:
        """Put what was found into the inquiry; nothing of the question stays."""
        from spot_tui.screens.inquiry import InquiryPage

        self.was_sent(self._asked_with)
        self.clear()
        found = inquiry_fields(message.found)
        told = say("mbi_lookup.found", source=message.found.source, **found)
        if self._take is None:
            self.house.open(InquiryPage(found=found, told=told))
            return
        self.app.pop_screen()
        self._take(found, told)

    def can_new_search(self) -> bool:
        """Tell whether anything is filled in."""
        return self.is_begun

    def do_new_search(self) -> None:
        """Empty the form."""
        self.clear()


def inquiry_fields(found: FoundMbi) -> dict[str, str]:
    """Return what was found as it is typed into an inquiry."""
    entry = found.entry
    return {
        "mbi": entry.mbi,
        "first_name": entry.first_name,
        "last_name": entry.last_name,
        "birth_date": show_date(found.birth_date),
    }
