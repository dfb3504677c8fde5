"""How each service is, which feature it carries, what is planned, and whom to call."""

from __future__ import annotations

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from textual import on
from textual.message import Message
from textual.widget import Widget

from spot_tui.screens.line_words import line_facts
from spot_tui.screens.paged import Paged
from spot_tui.screens.status_words import status_lines
from spot_tui.widgets.line import Line, Tone, line
from spot_tui.widgets.lined import Lined
from spot_tui.widgets.plain import Plain
from spot_tui.words import say


class StatusPage(Paged):
    """Readable before and after the sign-in; tells of the line to the services too."""

    NAME = "status"
    KEYS = (
        "explain",
        "step_by_step",
        "cancel",
        "back",
        "refresh",
        "page_up",
        "page_down",
        "sign_out",
        "quit",
    )
    BAR_ROWS = 2

    class Looked(Message):
        """Every service that can be asked has been asked."""

    def body(self) -> Iterable[Widget]:
        """Yield the services."""
        yield Plain(((say("status.heading"), Tone.STRONG),), classes="gap gap-below")
        yield Lined()

    def on_mount(self) -> None:
        """Show what is known."""
        self._show()

    def _show(self) -> None:
        desk = self.house.desk
        help_desk, now, zone = desk.profile.help_desk, desk.clock.now(), ZoneInfo(desk.profile.zone)
        lines: list[Line] = status_lines(desk.status.lines(), now, zone, self.text_width)
        lines += [
            line(""),
            line(say("status.help_desk", name=help_desk.name), Tone.STRONG),
            line(say("welcome.contact", phone=help_desk.phone, email=help_desk.email)),
            line(""),
            *line_facts(desk.line, self.house.on_the_line, now, zone),
        ]
        self.query_one(Lined).fill(lines)

    def do_refresh(self) -> None:
        """Ask each service that can be asked without a sign-in."""
        self.wait_for(say("status.looking"), self.house.desk.look(), _looked)

    def do_step_by_step(self) -> None:
        """Follow the way to each service."""
        from spot_tui.screens.upstream_steps import UpstreamStepsPage

        self.house.open(UpstreamStepsPage())

    def on_screen_resume(self) -> None:
        """Show what was seen meanwhile."""
        if self.is_mounted:
            self._show()

    @on(Looked)
    def _show_again(self) -> None:
        self._show()


def _looked(_: None) -> StatusPage.Looked:
    return StatusPage.Looked()
