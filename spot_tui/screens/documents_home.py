"""Where documents begin: the forms that this provider may use, what is on its way, and what was sent."""

from __future__ import annotations

from collections.abc import Iterable

from textual import on, work
from textual.message import Message
from textual.widget import Widget

from spot_tui.backend.documents.forms import DocumentForm, forms_for
from spot_tui.backend.outbox.model import Kind, State, Submission
from spot_tui.backend.problems import Problem
from spot_tui.screens.page import Page
from spot_tui.widgets.choices import Choice, Choices
from spot_tui.widgets.line import Tone
from spot_tui.widgets.plain import Plain
from spot_tui.words import say


class DocumentsHomePage(Page):
    """One form a line; the marked one is explained under the list."""

    NAME = "documents_home"
    BAR_ROWS = 2
    KEYS = ("explain", "back", "uploads", "sent_documents", "outbox", "content", "sign_out", "choose")

    class OnTheirWay(Message):
        """The submissions whose files are not all there."""

        def __init__(self, submissions: tuple[Submission, ...]) -> None:
            super().__init__()
            self.submissions = submissions

    def __init__(self) -> None:
        super().__init__()
        self._forms: tuple[DocumentForm, ...] = ()
        self._on_their_way: tuple[Submission, ...] = ()

    def body(self) -> Iterable[Widget]:
        """Yield the forms, the marked one in a sentence, and what is on its way."""
        yield Plain(((say("documents_home.heading"), Tone.STRONG),), classes="gap-below")
        yield Choices()
        yield Plain(id="marked", classes="gap")
        yield Plain(id="under_way", classes="gap")

    def main(self) -> Choices:
        """Return the list."""
        return self.query_one(Choices)

    def on_screen_resume(self) -> None:
        """List the forms of the provider in force, and look what is on its way."""
        session = self.house.session
        parts = session.provider.parts if session and session.provider else ()
        here = self.main().cursor if self._forms else 0
        self._forms = forms_for(parts)
        names = [say(f"documents.form.{form.id}") for form in self._forms]
        width = max(map(len, names), default=0)
        self.main().offer(
            [
                Choice(form.id, name.ljust(width), say(f"documents.form.{form.id}.short"))
                for form, name in zip(self._forms, names, strict=True)
            ]
        )
        self.main().point_at(here)
        self._tell_marked()
        self._look()

    @work(group="under_way", exclusive=True)
    async def _look(self) -> None:
        outbox, session = self.house.desk.outbox, self.house.session
        if outbox is None or session is None or session.provider is None:
            return
        try:
            found = await outbox.find(session.person.subject)
        except Problem as problem:
            self.post_message(self.Refused(problem))
            return
        npi = session.provider.npi
        waiting = (each for each in found if each.kind is Kind.DOCUMENTS and each.state is State.UPLOADING)
        self.post_message(self.OnTheirWay(tuple(each for each in waiting if each.provider_npi == npi)))

    @on(OnTheirWay)
    def _tell_under_way(self, message: OnTheirWay) -> None:
        self._on_their_way = message.submissions
        count = len(message.submissions)
        told = say("documents_home.under_way", count=count) if count else ""
        self.query_one("#under_way", Plain).show(((told, Tone.WARN),))
        self.tell_keys()

    @on(Choices.Moved)
    def _tell_marked(self) -> None:
        marked = self.main().marked
        self.query_one("#marked", Plain).show(say(f"documents.form.{marked.id}.help") if marked else "")

    @on(Choices.Chosen)
    def _choose(self, message: Choices.Chosen) -> None:
        from spot_tui.screens.document_form import DocumentFormPage

        form = next(each for each in self._forms if each.id == message.choice.id)
        session = self.house.session
        if session is not None and session.provider is not None:
            self.house.open(DocumentFormPage(form.id))

    def can_uploads(self) -> bool:
        """Tell whether anything is on its way."""
        return bool(self._on_their_way)

    def do_uploads(self) -> None:
        """Show the first one that is on its way."""
        from spot_tui.screens.document_sending import DocumentSendingPage

        self.house.open(DocumentSendingPage(self._on_their_way[0]))

    def do_sent_documents(self) -> None:
        """List what was sent."""
        from spot_tui.screens.documents_sent import DocumentsSentPage

        self.house.open(DocumentsSentPage())
