"""A submission on its way: how much has arrived, how fast, how long it takes, and what the line is doing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual import on, work
from textual.message import Message
from textual.widget import Widget

from spot_tui.backend.documents.sent_view import lost_words, submitted_form
from spot_tui.backend.documents.upload import Upload
from spot_tui.backend.documents.upload_meter import LineState, Meter
from spot_tui.backend.documents.upload_view import (
    arrived_bytes,
    bar,
    line_words,
    rate_words,
    uploads_section,
)
from spot_tui.backend.documents.view import show_size
from spot_tui.backend.eligibility.sheet import section_lines
from spot_tui.backend.explanations import explain
from spot_tui.backend.outbox.following import waiting_about
from spot_tui.backend.outbox.model import Sender, State, Submission
from spot_tui.backend.problems import Problem
from spot_tui.screens.answer_words import toned
from spot_tui.screens.document_review import leave_making
from spot_tui.screens.page import Page
from spot_tui.screens.paged import Paged
from spot_tui.widgets.line import Tone
from spot_tui.widgets.lined import Lined
from spot_tui.widgets.plain import Plain
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.screens.document_form import DocumentFormPage

LOOK_EVERY_SECONDS = 1.0
_SETTLED = frozenset({State.REFUSED, State.EXPIRED})


class DocumentSendingPage(Paged):
    """Leaving it stops nothing: the files go on beside the screens, and it is reached again from the history.

    It says that something was sent only by going on to its receipt. `form` is where it was made, beneath it.
    """

    NAME = "document_sending"
    BAR_ROWS = 2
    KEYS = (
        *("explain", "cancel", "back", "cancel_upload", "try_now", "pause_upload", "sent_documents"),
        *("content", "page_up", "page_down", "sign_out"),
    )

    class Looked(Message):
        """How the submission and its files stand on disk; None where it was dropped."""

        def __init__(self, submission: Submission | None, uploads: tuple[Upload, ...]) -> None:
            super().__init__()
            self.submission = submission
            self.uploads = uploads

    class Rested(Message):
        """Nothing is on the wire any more."""

    class Cancelled(Message):
        """It was given up; `is_told` unless the server is still to be told."""

        def __init__(self, *, is_told: bool) -> None:
            super().__init__()
            self.is_told = is_told

    def __init__(self, submission: Submission, form: DocumentFormPage | None = None) -> None:
        super().__init__()
        self._submission = submission
        self._form = form
        self._form_name = submitted_form(submission)
        self._uploads: tuple[Upload, ...] = ()
        self._is_over = False

    def body(self) -> Iterable[Widget]:
        """Yield how far it is, what the line is doing, the files, and what leaving means."""
        yield Plain(id="bar")
        yield Plain(id="far", classes="gap")
        yield Plain(id="doing")
        yield Plain(id="trouble")
        yield Lined()
        yield Plain(((say("document_sending.leaving"), Tone.QUIET),), id="leaving")

    def on_mount(self) -> None:
        """Look how far it is from now on."""
        self.set_interval(LOOK_EVERY_SECONDS, self.look)

    def on_screen_resume(self) -> None:
        """Look at once."""
        self.look()

    def look(self) -> None:
        """Look how it stands, while this screen is on top and it is not over."""
        if self.app.screen is self and not self._is_over:
            self._tell()
            self._look_on_disk()

    @work(group="look", exclusive=True)
    async def _look_on_disk(self) -> None:
        desk, session = self.house.desk, self.house.session
        if desk.outbox is None or desk.documents is None or session is None:
            return
        owner = session.person.subject
        try:
            found = await desk.outbox.find(owner)
            uploads = await desk.documents.uploads(owner, self._submission.id)
        except Problem as problem:
            self.post_message(self.Refused(problem))
            return
        submission = next((each for each in found if each.id == self._submission.id), None)
        self.post_message(self.Looked(submission, uploads))

    @on(Looked)
    def _take(self, message: Looked) -> None:
        if message.submission is None or self._is_over:
            return
        self._submission = message.submission
        self._uploads = message.uploads or self._uploads
        if self._submission.state is State.CONFIRMED:
            self._show_receipt()
            return
        if self._submission.state in _SETTLED and self._form is None:
            self._show_settled()
        elif self._submission.state in _SETTLED:
            self._tell_over()
        else:
            self._tell()

    def _show_settled(self) -> None:
        """Show in place of this screen why it is not sent, and how it is made again."""
        from spot_tui.screens.outbox_item import OutboxItemPage

        self._is_over = True
        self.house.replace(OutboxItemPage(self._submission))

    def _tell_over(self) -> None:
        """Say why it is not sent, and nothing of a way that it does not go any more."""
        self._is_over = True
        for name in ("#bar", "#far", "#leaving"):
            self.query_one(name, Plain).show("")
        self.lined.fill(())
        self.query_one("#doing", Plain).show(((waiting_about(self._submission), Tone.BAD),))
        problem = self._submission.problem
        self.query_one("#trouble", Plain).show(explain(problem).next if problem else "")
        self.tell_keys()

    def _show_receipt(self) -> None:
        from spot_tui.screens.document_receipt import receipt_page

        session = self.house.session
        if session is None or session.provider is None or self.is_waiting:
            return
        self._is_over = True
        page = receipt_page(self.house, self._submission, self._form_name, session.provider)
        if self._form is not None:
            leave_making(self)
            self.house.open(page)
        else:
            self.house.replace(page)

    @property
    def _meter(self) -> Meter | None:
        documents = self.house.desk.documents
        return documents.progress(self._submission.id) if documents else None

    def _tell(self) -> None:
        meter = self._meter
        total = sum(each.file.size for each in self._uploads)
        arrived = sum(arrived_bytes(each, meter) for each in self._uploads)
        self.query_one("#bar", Plain).show(((bar(arrived, total), Tone.STRONG),) if self._uploads else "")
        far = say("document_sending.far", arrived=show_size(arrived), total=show_size(total))
        rate = rate_words(meter.rate, total - arrived) if meter else ""
        self.query_one("#far", Plain).show(f"{far} {rate}".rstrip() if self._uploads else "")
        self.query_one("#doing", Plain).show(((self._going_on(meter), Tone.STRONG),))
        trouble = meter.problem if meter else self.house.upload_problems.get(self._submission.id)
        told = explain(trouble) if trouble else None
        lost = lost_words(meter) if meter else ""
        self.query_one("#trouble", Plain).show(((f"{told.what} {told.next}" if told else lost, Tone.WARN),))
        rows = [toned(each) for each in section_lines(uploads_section(self._uploads, meter), self.line_width)]
        self.lined.fill(rows if self._uploads else (), self.lined.cursor)
        self.tell_keys()

    def _going_on(self, meter: Meter | None) -> str:
        """Return what is going on, in a sentence."""
        submission = self._submission
        if submission.state is not State.UPLOADING:
            return waiting_about(submission)
        if meter is not None:
            return say("document_sending.doing", file=meter.name, line=line_words(meter))
        if self.house.is_resting:
            return say("document_sending.paused")
        return say(f"document_sending.{'in_turn' if self.house.is_bringing else 'stopped'}")

    @property
    def _is_uploading(self) -> bool:
        return self._submission.state is State.UPLOADING

    def can_pause_upload(self) -> bool:
        """Tell whether its files are still to be brought."""
        return self._is_uploading

    def do_pause_upload(self) -> None:
        """Pause everything on its way, or go on."""
        if self.house.is_bringing:
            self.wait_for(
                say("document_sending.pausing"), self.house.rest_documents(), lambda _: self.Rested()
            )
        else:
            self.house.bring_documents(though_resting=True)
            self.look()

    @on(Rested)
    def _tell_rested(self) -> None:
        self.look()

    def can_try_now(self) -> bool:
        """Tell whether a next try is waited for, of a file or of the form."""
        meter = self._meter
        return self._submission.state.waits or (meter is not None and meter.state is LineState.WAITING)

    def do_try_now(self) -> None:
        """Try again at once."""
        desk, session = self.house.desk, self.house.session
        if desk.documents is not None:
            desk.documents.retry_now()
        if self._submission.state.waits and desk.outbox is not None and session is not None:
            work = desk.outbox.send(Sender.of(session), self._submission.id)
            self.wait_for(say("document_review.sending"), work, lambda sent: self.Looked(sent, ()))

    def can_cancel_upload(self) -> bool:
        """Tell whether it is certainly not over there."""
        return self._is_uploading or self._submission.state is State.QUEUED

    def do_cancel_upload(self) -> None:
        """Give it up."""
        work = self._cancel()
        self.wait_for(
            say("document_sending.cancelling"), work, lambda is_told: self.Cancelled(is_told=is_told)
        )

    async def _cancel(self) -> bool:
        desk, session = self.house.desk, self.house.session
        if desk.documents is None or session is None:
            return True
        await self.house.stop_bringing()
        try:
            await desk.documents.cancel(Sender.of(session), self._submission.id)
            return not await desk.documents.uploads(session.person.subject, self._submission.id)
        finally:
            self.house.bring_documents()

    @on(Cancelled)
    def _leave_cancelled(self, message: Cancelled) -> None:
        self._is_over = True
        self.app.pop_screen()
        if self._form is not None:
            self._form.was_taken_back()
        if not message.is_told and isinstance(self.app.screen, Page):
            self.app.screen.notice.hint(say("document_sending.ended_later"))

    def do_back(self) -> None:
        """Leave; what is on its way goes on. Of a refused one go back to where it was made."""
        if self._form is None:
            self.app.pop_screen()
        elif self._submission.state in _SETTLED:
            while self.app.screen is not self._form:
                self.app.pop_screen()
            self._form.was_taken_back(self._submission)
        else:
            leave_making(self)

    def do_sent_documents(self) -> None:
        """List what was sent and what is on its way."""
        from spot_tui.screens.documents_sent import DocumentsSentPage

        self.do_back()
        if not isinstance(self.app.screen, DocumentsSentPage):
            self.house.open(DocumentsSentPage())
