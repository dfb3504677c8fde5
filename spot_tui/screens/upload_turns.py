"""Bringing files of documents beside the screens, from sign-in to sign-out, unless she pauses it."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from textual.message import Message
from textual.worker import WorkerCancelled

from spot_tui.backend.problems import Problem

if TYPE_CHECKING:
    from textual.app import App
    from textual.worker import Worker

    from spot_tui.backend.session import Session
    from spot_tui.screens.house import Services

    AppBefore = App[Any]
else:
    AppBefore = object


class UploadTurns(AppBefore):
    """Mixed into the app: one submission after the other, each in one session and for one provider.

    `upload_problems` says of submissions, by id, what stopped their files in this session.
    """

    desk: Services
    session: Session | None

    class NotBrought(Message):
        """Files cannot be brought."""

        def __init__(self, problem: Problem) -> None:
            super().__init__()
            self.problem = problem

    def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - whatever the app takes
        super().__init__(*arguments, **options)
        self.upload_problems: dict[str, Problem] = {}
        self._bringing: Worker[None] | None = None
        self._has_more = False
        self._resting = ""

    @property
    def is_bringing(self) -> bool:
        """Whether files are on their way, or a next try is waited for."""
        return self._bringing is not None and not self._bringing.is_finished

    @property
    def is_resting(self) -> bool:
        """Whether who is signed in has paused her uploads."""
        return self.session is not None and self._resting == self.session.id

    def bring_documents(self, *, though_resting: bool = False) -> None:
        """Go on with all files that are not there yet; while she pauses them only `though_resting`."""
        session = self.session
        if session is None or (self.is_resting and not though_resting):
            return
        self._resting = ""
        self._has_more = True
        if not self.is_bringing:
            self._bringing = self.run_worker(self._bring(), group="uploads", exit_on_error=True)

    async def rest_documents(self) -> None:
        """Pause all uploads of this session, and return once nothing is on the wire any more."""
        self._resting = self.session.id if self.session else ""
        await self.stop_bringing()

    async def stop_bringing(self) -> None:
        """Return once nothing is on the wire any more."""
        if self._bringing is not None and self.is_bringing:
            self._bringing.cancel()
            with suppress(WorkerCancelled):
                await self._bringing.wait()

    async def _bring(self) -> None:
        """Go on as long as anything was added, by who is signed in then and for her provider then."""
        self.upload_problems.clear()
        while self._has_more and self.session is not None:
            self._has_more = False
            try:
                await self._bring_all(self.session)
            except Problem as problem:
                self.post_message(self.NotBrought(problem))

    async def _bring_all(self, session: Session) -> None:
        """Go on with what there is, until she signs out or works for another provider."""
        provider = session.provider
        resuming = asyncio.create_task(self.desk.resume_documents(session))
        try:
            while not (await asyncio.wait({resuming}, timeout=1.0))[0]:
                if self.session is not session or not session.is_open or session.provider != provider:
                    return
            for each in resuming.result():
                if each.problem is not None:
                    self.upload_problems[each.submission.id] = each.problem
                    if each.problem.code != "upload.elsewhere":
                        self.post_message(self.NotBrought(each.problem))
        finally:
            resuming.cancel()
            await asyncio.wait({resuming})
