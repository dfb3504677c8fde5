"""Sending what waits in the outbox while its owner works, and telling her what was refused meanwhile."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from textual.message import Message

from spot_tui.backend.problems import Problem
from spot_tui.screens.page import Page

if TYPE_CHECKING:
    from textual.app import App
    from textual.worker import Worker

    from spot_tui.backend.session import Session
    from spot_tui.screens.house import Services

    AppBefore = App[Any]
else:
    AppBefore = object

LOOK_EVERY_SECONDS = 15


class OutboxTurns(AppBefore):
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
        self._uploads: Worker[None] | None = None

    def keep_up_outbox(self) -> None:
        """Look into the outbox now and as long as the program runs."""
        self.set_interval(LOOK_EVERY_SECONDS, self.look_into_outbox)
        self.look_into_outbox()

    def look_into_outbox(self) -> None:
        """Send what is due of who is signed in; everything that waits when she has just begun."""
        session = self.session
        if session is None or session.provider is None or not session.is_open:
            return
        begun = (session.id, session.provider.npi)
        due_only, self._sent_for = begun == self._sent_for, begun
        if not due_only:
            self._go_on_with_uploads(session)
        self.run_worker(self._send(session, due_only=due_only), group="outbox", exit_on_error=True)

    async def _send(self, session: Session, *, due_only: bool) -> None:
        from spot_tui.backend.outbox.model import State

        try:
            sent = await self.desk.send_waiting(session, due_only=due_only)
        except Problem as problem:
            self.post_message(self.NotSent(problem))
            return
        if any(each.state is State.UPLOADING for each in sent):
            self._go_on_with_uploads(session)
        for each in sent:
            if not each.state.waits and each.problem is not None:
                self.post_message(self.NotSent(each.problem))

    def _go_on_with_uploads(self, session: Session) -> None:
        if self._uploads is None or self._uploads.is_finished:
            self._uploads = self.run_worker(self._resume(session), group="uploads", exit_on_error=True)

    async def _resume(self, session: Session) -> None:
        """Go on with uploads as long as she is signed in, for the provider that she works for now."""
        provider = session.provider
        resuming = asyncio.create_task(self.desk.resume_documents(session))
        try:
            while not (await asyncio.wait({resuming}, timeout=1.0))[0]:
                if self.session is not session or not session.is_open or session.provider != provider:
                    return
            for each in resuming.result():
                if each.problem is not None and each.problem.code != "upload.elsewhere":
                    self.post_message(self.NotSent(each.problem))
        except Problem as problem:
            self.post_message(self.NotSent(problem))
        finally:
            resuming.cancel()
            await asyncio.wait({resuming})

    def on_outbox_turns_not_sent(self, message: OutboxTurns.NotSent) -> None:
        """Say it, the same problem once; never over a question or a wait."""
        problem = message.problem
        told = f"{problem.code} {problem.reference}"
        if self.session is None or not self.session.is_open or told == self._told_problem:
            return
        if isinstance(self.screen, Page) and self.screen.is_free:
            self._told_problem = told
            self.screen.notice.complain(problem)
