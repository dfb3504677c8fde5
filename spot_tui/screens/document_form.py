"""A form of documents: any declared one, with the days that are left for a letter."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message
from textual.widget import Widget

from spot_tui.backend.appeals.papers import papers_problem, start_of_papers
from spot_tui.backend.corrections.deadlines import Deadline, records_deadline
from spot_tui.backend.documents.answered import answered_on, find_answer
from spot_tui.backend.documents.form_fields import read_letter
from spot_tui.backend.documents.forms import FORMS, MEDICAL_REVIEW, FormId
from spot_tui.backend.documents.patient import is_of_another
from spot_tui.backend.documents.view import letter_days_told
from spot_tui.backend.formats import show_date
from spot_tui.backend.forms import Typed, Values
from spot_tui.backend.outbox.model import Sender, Submission
from spot_tui.backend.problems import Kind, Problem
from spot_tui.screens.document_work import DocumentWork
from spot_tui.screens.form_page import FormPage
from spot_tui.widgets.form_panel import FormPanel
from spot_tui.widgets.line import Tone
from spot_tui.widgets.plain import Plain
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.claims.model import Claim, Wanted
    from spot_tui.backend.drafts import Draft
    from spot_tui.backend.session import Session
    from spot_tui.screens.house import House


class DocumentFormPage(FormPage):
    """F5 goes on: to the files, or to the review of a form that takes none.

    `start` is what stands there before anything is typed; `due_on` the last day that a request named. A draft
    of it holds its files too.
    """

    NAME = "document_form"
    BAR_ROWS = 2
    KEYS = (
        *("explain", "remove_dashes", "cancel", "back", "choose_files", "review"),
        *("part_before", "part_after", "content", "sign_out"),
    )

    class Looked(Message):
        """When the letter was answered before, as far as is known, whether the gateway could be asked.

        And whether it says that the claim is another patient's.
        """

        def __init__(self, found: tuple[date | None, bool, bool]) -> None:
            super().__init__()
            self.answered_on, self.is_certain, self.is_other_patient = found

    class LookedAtAppeal(Message):
        """Why the appeal in the form takes no papers; None where it does, or could not be asked for."""

        def __init__(self, problem: Problem | None) -> None:
            super().__init__()
            self.problem = problem

    def __init__(
        self,
        form_id: FormId,
        start: Typed | None = None,
        due_on: date | None = None,
        draft: Draft | None = None,
    ) -> None:
        super().__init__(draft)
        session = self.house.session
        assert session is not None
        assert session.provider is not None
        typed = draft.values if draft else (start or {})
        self.made = DocumentWork(self.house, FORMS[form_id], session.provider, typed, due_on)
        self._warned_of: tuple[object, object] | None = None
        """Of which claim and patient it was said that they do not belong together."""

    def body(self) -> Iterable[Widget]:
        """Yield which form and part it is, the form, and the days that are left."""
        yield Plain(id="part", classes="gap-below")
        yield FormPanel(self.made.form.form(self.made.today), self.made.typed)
        yield Plain(id="until", classes="gap")

    def on_mount(self) -> None:
        """Say which part it is, and why it was refused before."""
        self._tell_part()
        self.call_after_refresh(self.tell_refused_before)

    @on(FormPanel.Turned)
    def _tell_part(self) -> None:
        parts = len(self.panel.form.parts)
        told = say(f"documents.form.{self.made.form.id}")
        if parts > 1:
            told = say("document_form.part", form=told, part=self.panel.part + 1, parts=parts)
        self.query_one("#part", Plain).show(((told, Tone.STRONG),))
        self._tell_days()
        self.tell_keys()

    @on(FormPanel.Changed)
    @on(FormPanel.KeyTyped)
    def _tell_days(self) -> None:
        deadline = self._deadline
        told = letter_days_told(deadline, self.made.today) if deadline else ""
        self.query_one("#until", Plain).show(((told, Tone.WARN),))
        self.tell_keys()

    @property
    def _deadline(self) -> Deadline | None:
        """Until when the letter is to be answered whose date stands in the form."""
        if not self.made.form.id.answers_letter:
            return None
        dated = self.panel.form.read(self.panel.typed).values.get("letter_date")
        return records_deadline(dated, self.house.desk.rule_book.limits) if isinstance(dated, date) else None

    @property
    def keep_until(self) -> date | None:
        """The last day for the letter, or the day that a request named."""
        deadline = self._deadline
        return deadline.last_day if deadline else self.made.due_on

    def can_choose_files(self) -> bool:
        """Tell whether files may go along."""
        return self.made.form.takes_papers

    def can_review(self) -> bool:
        """Tell whether there is nothing to do between."""
        return not self.made.form.takes_papers

    def do_send(self) -> None:
        """Go on, as Enter in the last field asks for."""
        self.do_choose_files()

    def do_review(self) -> None:
        """Go on to the review."""
        self.do_choose_files()

    def do_choose_files(self) -> None:
        """Go on once all fields are right, or go to what is missing or wrong."""
        reading = self.panel.send()
        self.note_typed()
        if reading.problems:
            self.tell_to_correct()
        elif self.made.form.id.answers_letter:
            self.wait_for(say("document_form.looking"), self._look(reading.values), self.Looked)
        elif self.made.form.id is FormId.APPEAL:
            work = self._look_at_appeal(reading.values)
            self.wait_for(say("document_form.looking_at_appeal"), work, self.LookedAtAppeal)
        else:
            self._go_on()

    async def _look(self, values: Values) -> tuple[date | None, bool, bool]:
        """Look whether the letter was answered before, and whose the claim is.

        Without the line it looks in her own outbox alone.
        """
        desk, session = self.house.desk, self.house.session
        if desk.documents is None or desk.outbox is None or session is None:
            return None, False, False
        zone = desk.rule_book.calendar.zone
        try:
            found = await find_answer(
                self.made.form,
                self.made.typed,
                Sender.of(session),
                self.made.provider,
                documents=desk.documents,
                outbox=desk.outbox,
                zone=zone,
            )
        except Problem as problem:
            if problem.kind is not Kind.UNAVAILABLE:
                raise
            waiting = await desk.outbox.find(session.person.subject)
            return answered_on(read_letter(self.made.typed["letter"]), (), waiting, zone), False, False
        return found, True, await self._is_other_patient(session, values)

    async def _is_other_patient(self, session: Session, values: Values) -> bool:
        """Ask whose the claim is, unless that was warned of."""
        claims = self.house.desk.claims
        if claims is None or self._warned_of == _pair(values):
            return False
        return await is_of_another(claims, session, self.made.provider, values)

    async def _look_at_appeal(self, values: Values) -> Problem | None:
        """Look whether the appeal takes papers; without the line the gateway says so when they are sent."""
        appeals, session = self.house.desk.appeals, self.house.session
        if appeals is None or session is None:
            return None
        try:
            return await papers_problem(appeals, session, values)
        except Problem as problem:
            if problem.kind is not Kind.UNAVAILABLE:
                raise
            return None

    @on(LookedAtAppeal)
    def _take_appeal(self, message: LookedAtAppeal) -> None:
        if message.problem is not None:
            self.show_refusal(message.problem)
        else:
            self._go_on()

    @on(Looked)
    def _take_answer(self, message: Looked) -> None:
        self.made.answered_on = message.answered_on
        self.made.is_answer_known = message.is_certain
        answered = [each.problem for each in self.made.judged().findings if each.rule == "R68"]
        if answered:
            self.show_refusal(answered[0])
        elif message.is_other_patient:
            self._warned_of = _pair(self.panel.form.read(self.made.typed).values)
            self.show_refusal(Problem("documents.other_patient", ("mbi", "claim_number")))
        else:
            self._go_on()

    def _go_on(self) -> None:
        from spot_tui.screens.document_files import DocumentFilesPage
        from spot_tui.screens.document_review import DocumentReviewPage

        self.notice.clear()
        takes_papers = self.made.form.takes_papers
        self.house.open(DocumentFilesPage(self) if takes_papers else DocumentReviewPage(self))

    def note_typed(self) -> None:
        """Take note of the form and of its files."""
        self.made.typed = self.panel.typed
        session, kept = self.house.session, self.keeping()
        if session is None or kept is None:
            return
        kept.ends_after(self.keep_until)
        kept.note(self.made.draft_form(), self.made.draft_values(), self.made.provider.npi)
        if kept.is_unsaved:
            self.house.keep_soon()

    def was_kept_for_sending(self) -> None:
        """Drop the draft: it is in the outbox."""
        kept = self.keeping()
        if kept is not None:
            kept.settled(self.made.draft_form(), self.made.draft_values())
            self.house.keep_typed()

    def was_taken_back(self, over: Submission | None = None) -> None:
        """Have it as a draft again after it was given up, or is `over`: refused, or too late."""
        kept, problem = self.keeping(), over.problem if over else None
        if kept is not None:
            kept.emptied()
            kept.refused |= {over.id} if over else frozenset()
        self.note_typed()
        if problem is not None:
            self.once_on_top(lambda: self.show_refusal(problem))


def _pair(values: Values) -> tuple[object, object]:
    return values.get("claim_number"), values.get("mbi")


def papers_page(house: House, claim: Claim, number: str) -> DocumentFormPage:
    """Return the form of papers for the appeal `number`, with what `claim`, which it is about, tells."""
    requestor = house.session.person.name if house.session else ""
    return DocumentFormPage(FormId.APPEAL, start_of_papers(claim, number, requestor))


def records_page(claim: Claim, wanted: Wanted) -> DocumentFormPage:
    """Return the form of records that a letter about `claim` asks for, with what the claim tells of it."""
    start = {
        "asked_by": MEDICAL_REVIEW,
        "letter": wanted.letter,
        "letter_date": show_date(wanted.letter_on),
        "claim_number": claim.number,
        "mbi": claim.patient.mbi,
    }
    return DocumentFormPage(FormId.RECORDS, start, wanted.due_on)
