"""Papers of an appeal once more, before they are told of and sent."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message
from textual.widget import Widget

from spot_tui.backend.appeals.papers import JudgedPapers, send_papers, tell_papers
from spot_tui.backend.corrections.review import received_words
from spot_tui.backend.eligibility.sheet import Row, Section, Tab, tab_lines
from spot_tui.backend.outbox.model import Sender, State, Submission
from spot_tui.screens.answer_words import toned
from spot_tui.screens.paged import Paged
from spot_tui.screens.submitted import SubmittedPage
from spot_tui.widgets.line import Tone
from spot_tui.widgets.lined import Lined
from spot_tui.widgets.plain import Plain
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.screens.appeal_papers import AppealPapersPage

_KILOBYTE = 1024
_COLUMNS = ("file", "kind", "pages", "size")


class AppealPapersReviewPage(Paged):
    """F5 tells the contractor of them through the outbox; the files go beside the screens."""

    NAME = "appeal_papers_review"
    KEYS = ("explain", "cancel", "back", "send_papers", "content", "page_up", "page_down", "sign_out")

    class Told(Message):
        """How it stands that the papers were told of; it is in the outbox and in the audit log."""

        def __init__(self, submission: Submission) -> None:
            super().__init__()
            self.submission = submission

    def __init__(self, form: AppealPapersPage, found: JudgedPapers) -> None:
        super().__init__()
        self._form = form
        self._found = found
        self._typed = form.panel.typed

    def body(self) -> Iterable[Widget]:
        """Yield the claim, the files, and when they count as received."""
        now, book = self.house.desk.clock.now(), self.house.desk.rule_book
        yield Plain(((self._form.headline, Tone.STRONG),))
        told = say("appeal_papers_review.for", number=self._typed["appeal_number"])
        yield Plain(told, classes="gap-below")
        yield Lined([toned(each) for each in tab_lines(Tab("", "", (self._table,)), self.line_width)])
        yield Plain(((say("reviewing.ready"), Tone.STRONG),), classes="gap")
        yield Plain(received_words(book.calendar, now, self._form.provider))

    @property
    def _table(self) -> Section:
        rows = tuple(
            Row(
                (
                    paper.name,
                    (paper.kind or "").upper(),
                    str(paper.pages),
                    say("appeal_papers_review.size", size=-(-paper.size // _KILOBYTE)),
                )
            )
            for paper in self._found.papers
        )
        columns = tuple(say(f"appeal_papers_review.column.{name}") for name in _COLUMNS)
        return Section("", rows, columns, right=frozenset({2, 3}))

    def can_send_papers(self) -> bool:
        """Tell whether there is a way for them."""
        return self.house.desk.appeals is not None and self.house.desk.documents is not None

    def do_send_papers(self) -> None:
        """Tell of them first: what is told waits in the outbox if the line is away."""
        appeals, session = self.house.desk.appeals, self.house.session
        if appeals is not None and session is not None:
            number = self._typed["appeal_number"].strip()
            work = tell_papers(appeals, Sender.of(session), number, self._found.papers)
            self.wait_for(say("appeal_papers_review.sending"), work, self.Told)

    @on(Told)
    def _send(self, message: Told) -> None:
        submission, documents = message.submission, self.house.desk.documents
        session, provider = self.house.session, self._form.provider
        if submission.state is State.REFUSED and submission.problem is not None:
            self.show_refusal(submission.problem)
        elif documents is not None and session is not None and provider is not None:
            self.house.carry(send_papers(documents, Sender.of(session), provider, self._found))
            self._form.was_sent(self._typed)
            self.house.replace(AppealPapersSentPage(submission, self._form.headline))


class AppealPapersSentPage(SubmittedPage):
    """Leads back to the appeal."""

    NAME = "appeal_papers_sent"
    MADE_ON = frozenset({"appeal_papers"})
    KEYS = ("explain", "back", "go_on", "sign_out")
