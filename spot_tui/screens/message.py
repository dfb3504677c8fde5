"""One message: who wrote it, what about, what it says, and what came with it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from zoneinfo import ZoneInfo

from textual import on
from textual.message import Message as Told
from textual.widget import Widget

from spot_tui.backend.appeals.model import FiledAppeal
from spot_tui.backend.claims.service import ClaimShown
from spot_tui.backend.clock import today
from spot_tui.backend.documents.filed import FiledSubmission
from spot_tui.backend.drafts import Draft, DraftEntry
from spot_tui.backend.eligibility.sheet import Tab, tab_lines
from spot_tui.backend.formats import show_date
from spot_tui.backend.mailbox.model import Message, MessageKind
from spot_tui.backend.mailbox.view import kind_words, message_sections
from spot_tui.backend.prints.printout import Printout
from spot_tui.backend.session import Session
from spot_tui.screens.answer_words import toned
from spot_tui.screens.paged import Paged
from spot_tui.widgets.lined import Lined
from spot_tui.words import say


class MessagePage(Paged):
    """It is marked as read by being opened; C opens the claim that it is about, S what was sent for it."""

    NAME = "message"
    BAR_ROWS = 2
    KEYS = (
        *("explain", "cancel", "back", "print_message", "save_attached", "claim_of_it"),
        *("submission_of_it", "answer_request"),
        *("content", "page_up", "page_down", "sign_out"),
    )

    class Saved(Told):
        """What came along is a file now, which is in the audit log."""

        def __init__(self, paths: tuple[Path, ...]) -> None:
            super().__init__()
            self.paths = paths

    class Begun(Told):
        """The draft of an answer that was begun before; None where there is none."""

        def __init__(self, draft: Draft | None) -> None:
            super().__init__()
            self.draft = draft

    class Answering(Saved):
        """The letter is a file now, to be sent along with the answer."""

    class Claimed(Told):
        """The claim that the message is about."""

        def __init__(self, shown: ClaimShown) -> None:
            super().__init__()
            self.shown = shown

    class Found(Told):
        """What was sent: the answer to a request, or the appeal that a letter is about."""

        def __init__(self, sent: FiledSubmission | FiledAppeal) -> None:
            super().__init__()
            self.sent = sent

    class Asked(Told):
        """The message as it stands after it may have been answered."""

        def __init__(self, message: Message) -> None:
            super().__init__()
            self.message = message

    def __init__(self, message: Message) -> None:
        super().__init__()
        self._message = message
        self._tab = self._made_tab()
        self._is_stale = False

    def _made_tab(self) -> Tab:
        zone = ZoneInfo(self.house.desk.profile.zone)
        sections = tuple(message_sections(self._message, zone, today(self.house.desk.clock, zone)))
        return Tab("message", kind_words(self._message), sections)

    def on_screen_resume(self) -> None:
        """Ask anew after it may have been answered."""
        mailbox, session = self.house.desk.mailbox, self.house.session
        if self._is_stale and mailbox is not None and session is not None:
            self._is_stale = False
            self.wait_for(say("mailbox.opening"), mailbox.open(session, self._message.number), self.Asked)

    @on(Asked)
    def _tell_anew(self, message: Asked) -> None:
        self._message = message.message
        self._tab = self._made_tab()
        self.lined.fill([toned(each) for each in tab_lines(self._tab, self.line_width)])
        self.tell_keys()

    def body(self) -> Iterable[Widget]:
        """Yield all there is to tell."""
        yield Lined([toned(each) for each in tab_lines(self._tab, self.line_width)])

    def can_print_message(self) -> bool:
        """Tell whether this terminal may print or write files."""
        return bool(self.house.desk.profile.print_offers)

    def do_print_message(self) -> None:
        """Choose in which form it is printed, and where."""
        from spot_tui.screens.prints import Printable, PrintPage

        printable = Printable((self._tab,), self._tab, self._printout, lambda _: False)
        self.house.open(PrintPage(printable, self))

    def _printout(self, _: tuple[str, ...]) -> Printout:
        from spot_tui.backend.prints.printouts import message_printout

        session = self.house.session
        provider = session.provider if session else None
        return message_printout(self._message, self._tab, provider)

    def can_save_attached(self) -> bool:
        """Tell whether anything came with it and this terminal may write files."""
        return bool(self._message.attachments) and "file" in self.house.desk.profile.print_offers

    def do_save_attached(self) -> None:
        """Keep what came with it as files of the folder of prints."""
        self.wait_for(say("message.saving"), self._save(), self.Saved)

    async def _save(self) -> tuple[Path, ...]:
        from spot_tui.backend.mailbox.saving import save_attachments

        desk, session = self.house.desk, self.house.session
        if desk.mailbox is None or session is None:
            return ()
        return await save_attachments(desk.mailbox, desk.prints, session, self._message)

    @on(Saved)
    def _tell_saved(self, message: Saved) -> None:
        if message.paths:
            self.notice.hint("\n".join(say("messages.saved", path=path) for path in message.paths))

    def can_claim_of_it(self) -> bool:
        """Tell whether it is about a claim that can be looked at."""
        return bool(self._message.claim) and self.house.desk.claims is not None

    def do_claim_of_it(self) -> None:
        """Open the claim, behind the notices of its codes."""
        from spot_tui.screens.licence import with_licence

        with_licence(self, self._find_claim)

    def _find_claim(self) -> None:
        claims, session = self.house.desk.claims, self.house.session
        if claims is not None and session is not None and session.provider is not None:
            work = claims.show(session, session.provider, self._message.claim)
            self.wait_for(say("claim_list.opening"), work, self.Claimed)

    @on(Claimed)
    def _open_claim(self, message: Claimed) -> None:
        from spot_tui.screens.claim import ClaimPage

        session = self.house.session
        if session is not None and session.provider is not None:
            self.house.open(ClaimPage(message.shown, session.provider))

    def can_submission_of_it(self) -> bool:
        """Tell whether anything was sent for it."""
        desk = self.house.desk
        return bool(self._message.submission) and desk.documents is not None and desk.appeals is not None

    def do_submission_of_it(self) -> None:
        """Open the answer to a request, or the appeal that a letter is about."""
        session = self.house.session
        if session is not None:
            self.wait_for(say("message.finding"), self._find_submission(session), self.Found)

    async def _find_submission(self, session: Session) -> FiledSubmission | FiledAppeal:
        desk, message = self.house.desk, self._message
        assert desk.documents is not None
        assert desk.appeals is not None
        if message.kind is MessageKind.REQUEST:
            return await desk.documents.show(session, message.submission)
        return await desk.appeals.show(session, message.submission)

    @on(Found)
    def _open_submission(self, message: Found) -> None:
        from spot_tui.screens.appeal import AppealPage
        from spot_tui.screens.document_receipt import filed_page

        session = self.house.session
        if isinstance(message.sent, FiledAppeal):
            self.house.open(AppealPage(message.sent))
        elif session is not None and session.provider is not None:
            self.house.open(filed_page(self.house, message.sent, session.provider))

    def can_answer_request(self) -> bool:
        """Tell whether it is a request that still wants its answer."""
        return self._message.is_open and bool(self._message.letter) and self.house.desk.documents is not None

    def do_answer_request(self) -> None:
        """Go on with the answer that was begun before, or begin one."""
        self.wait_for(say("home.opening_draft"), self._find_begun(), self.Begun)

    async def _find_begun(self) -> Draft | None:
        """Return what she typed before for the letter of this request."""
        session, message = self.house.session, self._message
        if session is None or session.work is None or session.provider is None:
            return None
        for entry in await session.work.find():
            if entry.provider_npi == session.provider.npi and _may_answer(entry, message):
                draft = await session.work.take(entry.id)
                if draft.values.get("letter") == message.letter:
                    return draft
        return None

    @on(Begun)
    def _go_on_or_begin(self, message: Begun) -> None:
        """Open the draft, or the form with what the request tells and the letter that came with it."""
        from spot_tui.screens.drafted import page_of

        if message.draft is not None:
            self._is_stale = True
            self.house.open(page_of(message.draft))
        elif self.can_save_attached():
            self.wait_for(say("message.saving"), self._save(), self.Answering)
        else:
            self._answer(())

    @on(Answering)
    def _answer_with(self, message: Answering) -> None:
        self._answer(message.paths)

    def _answer(self, letter: tuple[Path, ...]) -> None:
        from spot_tui.backend.documents.filling import FILES, write_chosen
        from spot_tui.backend.documents.forms import MEDICAL_REVIEW, FormId, Role
        from spot_tui.screens.document_form import DocumentFormPage

        message = self._message
        start = {
            "asked_by": MEDICAL_REVIEW,
            "letter": message.letter,
            "letter_date": show_date(message.dated) if message.dated else "",
            "claim_number": message.claim,
            FILES: write_chosen((Role.LETTER, path) for path in letter),
        }
        self._is_stale = True
        self.house.open(DocumentFormPage(FormId.RECORDS, start, message.due_on))

    def explanation(self) -> tuple[str, ...]:
        """Explain the screen and the kind of message."""
        about = say(f"messages.about.{self._message.kind}")
        return (self.title_words, f"{kind_words(self._message)}: {about}", say("message.help"))


def _may_answer(entry: DraftEntry, message: Message) -> bool:
    from spot_tui.backend.documents.forms import DRAFTED_FORMS

    form = DRAFTED_FORMS.get(entry.form)
    return form is not None and form.answers_letter and message.claim in entry.about
