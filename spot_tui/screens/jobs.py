"""Screens that list jobs, each with its digit and a note beside it."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.widget import Widget

from spot_tui.commands import COMMANDS
from spot_tui.screens.pin import OffersPin
from spot_tui.widgets.choices import Choice, Choices


class JobsPage(OffersPin):
    """Lists those of `JOBS`, ids of commands, that work now."""

    JOBS: ClassVar[tuple[str, ...]] = ()
    """In the order of their digits, which are the same whatever else is offered."""

    def main(self) -> Widget:
        """Return the jobs."""
        return self.query_one(Choices)

    def note(self, name: str) -> str:
        """Return what stands beside a job."""
        return ""

    def show_jobs(self) -> None:
        """List the jobs anew; the cursor stays where it is."""
        jobs = self.query_one(Choices)
        here = jobs.cursor if jobs.choices else 0
        jobs.offer([self._job(name) for name in self.JOBS if self.works(name)])
        jobs.point_at(here)

    def _job(self, name: str) -> Choice:
        command = COMMANDS[name]
        return Choice(name, command.label, self.note(name), digit=command.key)

    @on(Choices.Chosen)
    async def _choose(self, message: Choices.Chosen) -> None:
        await self.action_command(message.choice.id)
