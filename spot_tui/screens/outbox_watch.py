"""What screens on the outbox share: they look once a second, and read anew what was written meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import on, work
from textual.message import Message

from spot_tui.backend.outbox.model import Submission
from spot_tui.backend.problems import Problem
from spot_tui.screens.outbox_turns import LOOK_EVERY_SECONDS
from spot_tui.screens.paged import Paged

if TYPE_CHECKING:
    from spot_tui.screens.house import House

TELL_EVERY_SECONDS = 1.0


class OutboxWatch(Paged):
    """A countdown goes on by itself, and costs the line to the terminal its own cells alone."""

    class Loaded(Message):
        """What the outbox of who is signed in holds."""

        def __init__(self, submissions: Sequence[Submission]) -> None:
            super().__init__()
            self.submissions = tuple(submissions)

    class Sent(Message):
        """Something was sent: how it stands now."""

        def __init__(self, submissions: Sequence[Submission]) -> None:
            super().__init__()
            self.submissions = tuple(submissions)

    def __init__(self) -> None:
        super().__init__()
        self._changes = 0
        self._looks = 0

    def on_mount(self) -> None:
        """Look from now on."""
        self.set_interval(TELL_EVERY_SECONDS, self.look)

    def on_screen_resume(self) -> None:
        """Read at once."""
        self.load()

    def look(self) -> None:
        """Let the countdown go on; read anew what this program wrote, and now and then what others did."""
        outbox = self.house.desk.outbox
        if self.app.screen is not self or outbox is None:
            return
        self._looks += 1
        if outbox.changes != self._changes or self._looks % LOOK_EVERY_SECONDS == 0:
            self.load()
        else:
            self.tell()

    @work(group="outbox_watch", exclusive=True)
    async def load(self) -> None:
        """Read what there is."""
        outbox, session = self.house.desk.outbox, self.house.session
        if outbox is None or session is None:
            return
        self._changes = outbox.changes
        try:
            found = await outbox.find(session.person.subject)
        except Problem as problem:
            self.post_message(self.Refused(problem))
        else:
            self.post_message(self.Loaded(found))

    @on(Loaded)
    def _take(self, message: Loaded) -> None:
        self.take(message.submissions)

    def take(self, submissions: tuple[Submission, ...]) -> None:
        """Show these."""
        raise NotImplementedError

    def tell(self) -> None:
        """Show how long it is to the next try."""
        raise NotImplementedError

    def may_send(self, submission: Submission) -> bool:
        """Tell whether it waits, and was made for the provider in force."""
        return submission.state.waits and self.is_for_provider(submission)

    def is_for_provider(self, submission: Submission) -> bool:
        """Tell whether it was made for the provider in force."""
        session = self.house.session
        provider = session.provider if session else None
        return provider is not None and submission.provider_npi == provider.npi


def open_submission(house: House, submission: Submission) -> None:
    """Show one submission: while its files are on their way, how far they are."""
    from spot_tui.backend.outbox.model import Kind, State
    from spot_tui.screens.document_sending import DocumentSendingPage
    from spot_tui.screens.outbox_item import OutboxItemPage

    is_uploading = submission.kind is Kind.DOCUMENTS and submission.state is State.UPLOADING
    house.open(DocumentSendingPage(submission) if is_uploading else OutboxItemPage(submission))
