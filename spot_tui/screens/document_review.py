"""What will be sent with a form of documents and nothing else, and when that counts as received."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message

from spot_tui.backend.corrections.deadlines import Deadline
from spot_tui.backend.corrections.findings import Finding
from spot_tui.backend.corrections.judgement import Judgement, mark_of
from spot_tui.backend.corrections.review import received_words
from spot_tui.backend.documents.checks import Judged
from spot_tui.backend.documents.document import DocumentsCheck, documents_check
from spot_tui.backend.documents.filling import filled_form
from spot_tui.backend.documents.view import days_told, sent_sections
from spot_tui.backend.eligibility.sheet import Section
from spot_tui.backend.explanations import explain
from spot_tui.backend.outbox.model import Sender, State, Submission
from spot_tui.backend.problems import Problem
from spot_tui.screens.document_form import DocumentFormPage
from spot_tui.screens.page import Page
from spot_tui.screens.reviewing import ReviewingPage, Row
from spot_tui.widgets.line import Tone, line, wrapped
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.kept_work import KeptForm

MADE_ON = frozenset({"document_form", "document_files", "document_review"})


class DocumentReviewPage(ReviewingPage):
    """F5 puts it into the outbox and brings its files beside the screens."""

    NAME = "document_review"
    CONFLICTS = frozenset()
    KEYS = (
        *("explain", "cancel", "back", "confirm_warning", "send_documents"),
        *("content", "page_up", "page_down", "sign_out"),
    )

    class Kept(Message):
        """It is in the outbox; its files are still to be brought."""

        def __init__(self, submission: Submission) -> None:
            super().__init__()
            self.submission = submission

    def __init__(self, form: DocumentFormPage) -> None:
        super().__init__()
        self._form = form
        self.made = form.made
        self._judged: Judged | None = None

    @property
    def about(self) -> str:
        """For whom it is sent."""
        return say("document_review.about", provider=self.made.provider.organisation)

    @property
    def shows_procedures(self) -> bool:
        """Whether a procedure was filled in."""
        return any(self.made.typed.get(name) for name in ("procedure", "refund_lines"))

    @property
    def deadline(self) -> Deadline | None:
        """The last day for the letter."""
        return self._judged.deadline if self._judged else None

    def judge(self, moment: datetime) -> Judgement:
        """Return what rules say of it now."""
        self._judged = self.made.judged()
        return Judgement(self._judged.findings, self.made.passed)

    def sections(self) -> Iterable[Section]:
        """Return the fields that are filled in, and the files."""
        if self._judged is None or self._check is None:
            return ()
        return sent_sections(self.made.form, self._judged.values, self._check)

    @property
    def _check(self) -> DocumentsCheck | None:
        """What is said of it, as the command says it."""
        return documents_check(self.made.form, self._judged, self.made.papers) if self._judged else None

    def _made_rows(self, judgement: Judgement) -> Iterator[Row]:
        yield from super()._made_rows(judgement)
        for problem in self._judged.problems if self._judged else ():
            for text in wrapped(f"! {explain(problem).what}", self.text_width, Tone.BAD, indent="    "):
                yield text, None
            yield line(f"    {explain(problem).next}", Tone.QUIET), None

    def received_words(self, now: datetime) -> str:
        """Return when it counts as received, the last day and the days that are left."""
        received = received_words(self.house.desk.rule_book.calendar, now, self.made.provider)
        told = [days_told(self._check, received)] if self._check else []
        if not self.made.is_answer_known:
            told.append(say("document_review.not_asked"))
        return "\n".join(told)

    @property
    def kept(self) -> KeptForm | None:
        """What keeps the form and its files."""
        return self._form.keeping()

    def confirm(self, finding: Finding) -> None:
        """Remember the yes until it is sent."""
        self.made.passed ^= {mark_of(finding)}

    def can_send_documents(self) -> bool:
        """Tell whether it may be sent, and to whom."""
        is_whole = self._judged is not None and not self._judged.problems
        return self.may_send and is_whole and self.house.desk.documents is not None

    def do_send_documents(self) -> None:
        """Judge it once more, and put it into the outbox: one without files is sent from there at once."""
        documents, session = self.house.desk.documents, self.house.session
        judgement = self.judge(self.house.desk.clock.now())
        if judgement.refused or judgement.to_confirm or self._judged is None:
            self.on_screen_resume()
        elif documents is not None and session is not None:
            filled = filled_form(self.made.form, self._judged, self.made.papers, judgement.overrides)
            work = documents.keep(Sender.of(session), self.made.provider, filled)
            self.wait_for(say("document_review.sending"), work, self.Kept)

    @on(Kept)
    def _go_on(self, message: Kept) -> None:
        from spot_tui.screens.document_receipt import receipt_page
        from spot_tui.screens.document_sending import DocumentSendingPage

        submission = message.submission
        self.note_submitted(submission)
        if submission.state is State.REFUSED and submission.problem is not None:
            self._refused_at_once(submission.problem)
            return
        self._form.was_kept_for_sending()
        self.house.bring_documents(though_resting=True)
        if submission.state is State.CONFIRMED:
            leave_making(self)
            self.house.open(receipt_page(self.house, submission, self.made.form.id, self.made.provider))
        else:
            self.house.replace(DocumentSendingPage(submission, self._form))

    def _refused_at_once(self, problem: Problem) -> None:
        """Go back to a field that is refused, or say why."""
        if set(problem.fields) & set(self.made.form.names):
            while self.app.screen is not self._form:
                self.app.pop_screen()
            self._form.show_refusal(problem)
        else:
            self.show_refusal(problem)


def leave_making(page: Page) -> None:
    """Leave the screens on which a submission was made, from `page` on top of them."""
    app = page.app
    app.pop_screen()
    while isinstance(app.screen, Page) and app.screen.NAME in MADE_ON:
        app.pop_screen()
