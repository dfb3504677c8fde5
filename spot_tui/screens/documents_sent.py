"""What was sent: documents on file with their receipts, and those on their way, the last one first."""

from __future__ import annotations

from collections.abc import Coroutine, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from spot_tui.backend.age import show_moment
from spot_tui.backend.documents.filed import FiledSubmission
from spot_tui.backend.documents.sent_view import (
    FollowedDocuments,
    chosen,
    follow,
    followed_about,
    form_name,
    form_of,
    status_words,
    summary_words,
)
from spot_tui.screens.followed_list import FollowedPage, Found
from spot_tui.words import say


class DocumentsSentPage(FollowedPage[FiledSubmission]):
    """Enter opens the receipt, or what is on its way; G shows one form alone."""

    NAME = "documents_sent"
    COLUMNS = (("sent", 19), ("form", 23), ("status", 13), ("number", 12))
    KEYS = (
        *("explain", "cancel", "back", "find_sent", "filter_sent", "everybody", "refresh", "content"),
        *("page_up", "page_down", "sign_out", "choose"),
    )

    def __init__(self) -> None:
        super().__init__()
        self._form = ""
        self._wanted = ""

    def ask(self, *, everybody: bool) -> Coroutine[Any, Any, Found[FiledSubmission]] | None:
        """Ask outbox and gateway."""
        desk, session = self.house.desk, self.house.session
        if desk.documents is None or session is None:
            return None
        return follow(desk.documents, desk.outbox, session, everybody=everybody)

    def look_up(self, filed: FiledSubmission) -> Coroutine[Any, Any, FiledSubmission] | None:
        """Ask for one by its number."""
        documents, session = self.house.desk.documents, self.house.session
        return documents.show(session, filed.number) if documents and session else None

    def show(self, filed: FiledSubmission) -> None:
        """Show its receipt and what was sent."""
        from spot_tui.screens.document_receipt import filed_page

        session = self.house.session
        if session is not None and session.provider is not None:
            self.house.open(filed_page(self.house, filed, session.provider))

    def show_unfiled(self, each: FollowedDocuments) -> None:
        """Show how far it is, unless it is settled."""
        from spot_tui.screens.document_sending import DocumentSendingPage

        submission = each.submission
        if submission is not None and not submission.state.is_settled:
            self._is_stale = True
            self.house.open(DocumentSendingPage(submission))
        else:
            super().show_unfiled(each)

    def chosen(self, followed: tuple[FollowedDocuments, ...]) -> tuple[FollowedDocuments, ...]:
        """Return those of the form and with the words that are looked for."""
        return chosen(followed, self._form, self._wanted)

    def whose(self) -> str:
        """Return whose, of which form, what is looked for, and how many stand how."""
        told = [super().whose()]
        if self._form:
            told.append(form_name(self._form))
        if self._wanted:
            told.append(say("documents_sent.with", wanted=self._wanted))
        listed = ": ".join((told[0], ", ".join(told[1:]))) if told[1:] else told[0]
        return f"{listed}\n{summary_words(self.followed)}" if self.followed else listed

    def nothing(self) -> str:
        """Return that nothing was sent, or nothing of what is looked for."""
        return say("documents_sent.not_found") if self._found else super().nothing()

    def do_find_sent(self) -> None:
        """Ask what to look for."""
        from spot_tui.screens.documents_find import DocumentsFindPage

        self.house.open(DocumentsFindPage(self._wanted, self._look_for))

    def _look_for(self, wanted: str) -> None:
        self._wanted = wanted
        self.once_on_top(self.list_found)

    def can_filter_sent(self) -> bool:
        """Tell whether there are several forms among them."""
        return len({form_of(each) for each in self._found}) > 1 or bool(self._form)

    def do_filter_sent(self) -> None:
        """Show the next form alone, and after the last all again."""
        forms = ("", *sorted({form_of(each) for each in self._found} - {""}))
        here = forms.index(self._form) if self._form in forms else -1
        self._form = forms[(here + 1) % len(forms)]
        self.list_found()

    def cells(self, each: FollowedDocuments) -> Sequence[str]:
        """Return when it was sent, form, status and number."""
        desk = self.house.desk
        sent = show_moment(each.at, desk.clock.now(), ZoneInfo(desk.profile.zone))
        return sent, form_name(form_of(each)), status_words(each), each.number

    def about(self, each: FollowedDocuments) -> str:
        """Return how it stands, about which claim and letter, and its files."""
        return followed_about(each)
