"""One submission of the outbox: what it is, how it stands, why it waits, what the gateway said."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from textual import on
from textual.message import Message
from textual.widget import Widget

from spot_tui.backend.eligibility.sheet import section_lines
from spot_tui.backend.formats import show_date
from spot_tui.backend.outbox.model import Sender, State, Submission
from spot_tui.backend.outbox.view import submission_sections, submission_tab, told
from spot_tui.screens.answer_words import toned
from spot_tui.screens.outbox_watch import OutboxWatch
from spot_tui.widgets.line import Tone, line
from spot_tui.widgets.lined import Lined
from spot_tui.widgets.plain import Plain
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.drafts import Draft


class OutboxItemPage(OutboxWatch):
    """F5 sends it now, or makes one again that was refused; F4 removes it after a question.

    Of one that may have arrived the question warns.
    """

    NAME = "outbox_item"
    BAR_ROWS = 2
    KEYS = (
        *("explain", "print_sent", "cancel", "back", "drop_submission", "send_now", "make_again", "content"),
        *("page_up", "page_down", "sign_out"),
    )

    class Dropped(Message):
        """It was removed."""

    class Opened(Message):
        """The draft with which it is made again."""

        def __init__(self, draft: Draft) -> None:
            super().__init__()
            self.draft = draft

    def __init__(self, submission: Submission) -> None:
        super().__init__()
        self._submission = submission
        self._is_gone = False

    def body(self) -> Iterable[Widget]:
        """Yield what it is, how it stands in a sentence, its last day, and all there is to know."""
        kind = say(f"outbox.kind.{self._submission.kind}")
        about = say("outbox_item.about", what=kind, claim=self._submission.claim)
        yield Plain(((about if self._submission.claim else kind, Tone.STRONG),))
        yield Plain(id="told", classes="gap")
        yield Plain(id="until", classes="gap-below")
        yield Lined()

    def take(self, submissions: tuple[Submission, ...]) -> None:
        """Show how it stands now; one that was removed elsewhere is said to be gone."""
        found = next((each for each in submissions if each.id == self._submission.id), None)
        self._is_gone = found is None
        self._submission = found or self._submission
        self.tell()
        self.tell_keys()

    def tell(self) -> None:
        """Let the countdown go on."""
        desk, submission = self.house.desk, self._submission
        sections = submission_sections(submission, desk.clock.now(), ZoneInfo(desk.profile.zone))
        rows = []
        for number, section in enumerate(sections):
            rows += [line("")] if number else []
            rows += map(toned, section_lines(section, self.line_width))
        if tuple(rows) != self.lined.lines:
            self.lined.fill(rows, self.lined.cursor)
        words, tone = told(submission), Tone.GOOD if submission.state is State.CONFIRMED else Tone.WARN
        self.query_one("#told", Plain).show(((say("outbox_item.gone") if self._is_gone else words, tone),))
        self.query_one("#until", Plain).show(self._until())

    def _until(self) -> str:
        submission, session = self._submission, self.house.session
        if submission.state.is_settled or self._is_gone:
            return ""
        provider = session.provider if session else None
        if provider is not None and provider.npi != submission.provider_npi:
            return say("outbox_item.other_provider", npi=submission.provider_npi)
        last_day = submission.deadline
        return say("submitted.until", date=show_date(last_day)) if last_day else ""

    def can_send_now(self) -> bool:
        """Tell whether it waits, and for the provider in force."""
        return not self._is_gone and self.may_send(self._submission)

    def do_send_now(self) -> None:
        """Send it."""
        outbox, session = self.house.desk.outbox, self.house.session
        if outbox is not None and session is not None:
            work = outbox.send(Sender.of(session), self._submission.id)
            self.wait_for(say("outbox.sending"), work, lambda sent: self.Sent([sent]))

    @on(OutboxWatch.Sent)
    def _show_sent(self, message: OutboxWatch.Sent) -> None:
        self.take(message.submissions)
        problem = self._submission.problem
        if problem is not None:
            self.notice.complain(problem)
        if self._submission.state is State.UPLOADING:
            self.house.bring_documents()

    def can_make_again(self) -> bool:
        """Tell whether its form can be opened again, for the provider in force."""
        return (
            not self._is_gone
            and self._submission.may_be_made_again
            and self.is_for_provider(self._submission)
        )

    def do_make_again(self) -> None:
        """Have what stood in it as a draft, and open that."""
        session, one = self.house.session, self._submission
        if session is not None and session.work is not None and one.made is not None:
            work = session.work.make_again(one.id, one.made, one.provider_npi, one.deadline)
            self.wait_for(say("outbox_item.opening"), work, self.Opened)

    @on(Opened)
    def _open_form(self, message: Opened) -> None:
        from spot_tui.screens.drafted import page_of

        page = page_of(message.draft)
        page.refused_before = self._submission.problem
        self.house.open(page)

    def can_print_sent(self) -> bool:
        """Tell whether this terminal may print or write files."""
        return bool(self.house.desk.profile.print_offers)

    def do_print_sent(self) -> None:
        """Choose in which form it is printed, and where."""
        from spot_tui.backend.prints.printouts import submission_printout
        from spot_tui.screens.prints import print_page

        desk, one = self.house.desk, self._submission
        provider = next((each for each in desk.profile.providers if each.npi == one.provider_npi), None)
        tab = submission_tab(one, desk.clock.now(), ZoneInfo(desk.profile.zone))
        self.house.open(print_page(self, tab, submission_printout(one, tab, provider)))

    def can_drop_submission(self) -> bool:
        """Tell whether nobody has it on the wire."""
        return not self._is_gone and self._submission.state is not State.SENDING

    def question(self, name: str) -> str:
        """Return what is asked; of one that may have arrived, or that is a receipt, more than of others."""
        state = self._submission.state
        if name == "drop_submission" and state in {State.UNCONFIRMED, State.CONFIRMED}:
            return say(f"outbox_item.drop.{state}")
        return super().question(name)

    def do_drop_submission(self) -> None:
        """Remove it."""
        outbox, session = self.house.desk.outbox, self.house.session
        if outbox is not None and session is not None:
            is_unconfirmed = self._submission.state is State.UNCONFIRMED
            work = outbox.drop(session.person.subject, self._submission.id, though_unconfirmed=is_unconfirmed)
            self.wait_for(say("outbox_item.dropping"), work, lambda _: self.Dropped())

    @on(Dropped)
    def _leave_dropped(self) -> None:
        self.app.pop_screen()
