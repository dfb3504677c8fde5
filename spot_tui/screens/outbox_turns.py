"""Sending what waits in the outbox while its owner works, and telling her what was refused meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.message import Message

from spot_tui.backend.problems import Problem
from spot_tui.screens.page import Page
from spot_tui.screens.upload_turns import UploadTurns

if TYPE_CHECKING:
    from spot_tui.backend.outbox.service import Outbox
    from spot_tui.backend.session import Session
    from spot_tui.screens.house import Services

LOOK_EVERY_SECONDS = 15


class OutboxTurns(UploadTurns):
    """Mixed into the app: looks into the outbox of who is signed in, and sends what is due.

    What waited before she came is sent as soon as it is known for which provider she works; uploads that were
    broken off are gone on with then, until she signs out.
    """

    desk: Services
    session: Session | None

    class NotSent(Message):
        """Something of the outbox was refused, or the outbox cannot be used."""

        def __init__(self, problem: Problem) -> None:
            super().__init__()
            self.problem = problem

    def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - whatever the app takes
        super().__init__(*arguments, **options)
        self._sent_for = ("", "")
        self._told_problem = ""

    def keep_up_outbox(self) -> None:
        """Look into the outbox now and as long as the program runs."""
        self.set_interval(LOOK_EVERY_SECONDS, self.look_into_outbox)
        self.look_into_outbox()

    def begin_outbox(self) -> None:
        """Send what waited before she came and go on with uploads, once it is known for whom she works."""
        session = self.session
        if session and session.provider and (session.id, session.provider.npi) != self._sent_for:
            self.look_into_outbox()

    def look_into_outbox(self) -> None:
        """Send what is due of who is signed in; everything that waits when she has just begun."""
        session = self.session
        if session is None or session.provider is None or not session.is_open:
            return
        begun = (session.id, session.provider.npi)
        due_only, self._sent_for = begun == self._sent_for, begun
        if not due_only:
            self.bring_documents()
        self.run_worker(self._send(session, due_only=due_only), group="outbox", exit_on_error=True)

    def line_is_back(self) -> None:
        """Send all that waits, due or not, and go on with uploads, one that waits for its next try too."""
        self._sent_for = ("", "")
        documents = self.desk.documents if self.is_bringing else None
        if documents is not None:
            documents.retry_now()
        self.look_into_outbox()

    def drop_made_again(self, submission_ids: frozenset[str]) -> None:
        """Remove what was refused and was made again: the new one is in the outbox."""
        outbox, session = self.desk.outbox, self.session
        if outbox is not None and session is not None:
            work = self._drop(outbox, session.person.subject, submission_ids)
            self.run_worker(work, group="made again", exit_on_error=True)

    async def _drop(self, outbox: Outbox, owner: str, submission_ids: frozenset[str]) -> None:
        try:
            await outbox.drop_made_again(owner, submission_ids)
        except Problem as problem:
            self.post_message(self.NotSent(problem))

    async def _send(self, session: Session, *, due_only: bool) -> None:
        try:
            sent = await self.desk.send_waiting(session, due_only=due_only)
        except Problem as problem:
            self.post_message(self.NotSent(problem))
            return
        if not sent:
            return
        from spot_tui.backend.outbox.model import State

        if any(each.state is State.UPLOADING for each in sent):
            self.bring_documents()
        for each in sent:
            if not each.state.waits and each.problem is not None:
                self.post_message(self.NotSent(each.problem))

    def on_outbox_turns_not_sent(self, message: OutboxTurns.NotSent) -> None:
        """Say it."""
        self._tell(message.problem)

    def on_upload_turns_not_brought(self, message: UploadTurns.NotBrought) -> None:
        """Say it."""
        self._tell(message.problem)

    def _tell(self, problem: Problem) -> None:
        """Say it, the same problem once; never over a question or a wait."""
        told = f"{problem.code} {problem.reference}"
        if self.session is None or not self.session.is_open or told == self._told_problem:
            return
        if isinstance(self.screen, Page) and self.screen.is_free:
            self._told_problem = told
            self.screen.notice.complain(problem)
