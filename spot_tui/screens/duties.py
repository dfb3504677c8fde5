"""What an approver has to do, told beside a job."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from textual import on, work
from textual.message import Message

from spot_tui.backend.clock import today
from spot_tui.backend.problems import Problem
from spot_tui.screens.jobs import JobsPage
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.access.duties import Duties
    from spot_tui.backend.access.service import AccessDesk
    from spot_tui.backend.session import Session


class DutiesPage(JobsPage):
    """Finds out whether the person is an approver or a backup approver, each time it comes to the top."""

    class OnDuty(Message):
        """What the person has to do as an approver; None for who is none."""

        def __init__(self, duties: Duties | None) -> None:
            super().__init__()
            self.duties = duties

    def __init__(self) -> None:
        super().__init__()
        self._duties: Duties | None = None

    @property
    def is_approver(self) -> bool:
        """Whether the person is known to be one."""
        return self._duties is not None

    @property
    def duties_note(self) -> str:
        """What an approver has to do; empty where there is nothing."""
        if self._duties is None:
            return ""
        waiting, due, overdue = self._duties.waiting, self._duties.due, self._duties.overdue
        counts = {"waiting": waiting, "due": due, "overdue": overdue}
        return ", ".join(say(f"home.duties.{name}", count=count) for name, count in counts.items() if count)

    def on_screen_resume(self) -> None:
        """Ask, where there is somebody to ask."""
        session, access = self.house.session, self.house.desk.access
        if session is not None and access is not None:
            self._find_duties(access, session)

    @work(group="duties", exclusive=True)
    async def _find_duties(self, access: AccessDesk, session: Session) -> None:
        """Ask the gateway; one that is away is told on the status screen."""
        from spot_tui.backend.access.duties import find_duties

        day = today(self.house.desk.clock, ZoneInfo(self.house.desk.profile.zone))
        with suppress(Problem):
            self.post_message(self.OnDuty(await find_duties(access, session, session.person.user_id, day)))

    @on(OnDuty)
    def _tell_duties(self, message: OnDuty) -> None:
        if message.duties != self._duties:
            self._duties = message.duties
            self.show_jobs()
