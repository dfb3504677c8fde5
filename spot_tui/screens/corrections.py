"""My corrections: what waits in the outbox, and what the contractor has on file, the last one first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from textual import on
from textual.message import Message
from textual.widget import Widget

from spot_tui.backend.age import show_moment
from spot_tui.backend.claims.model import CorrectionStatus
from spot_tui.backend.corrections.filed import FiledCorrection
from spot_tui.backend.corrections.following import Followed, follow, followed_about
from spot_tui.backend.problems import Problem
from spot_tui.screens.page import Page
from spot_tui.widgets.choices import Choice, Choices
from spot_tui.widgets.line import Tone, fit
from spot_tui.widgets.plain import Plain
from spot_tui.words import say

if TYPE_CHECKING:
    from datetime import datetime

_MOMENT, _CLAIM, _STATUS, _NUMBER = 19, 15, 14, 18
"""The columns' widths."""


class CorrectionsPage(Page):
    """One correction a line; Enter opens it, F5 asks how they stand, M shows everybody's of the office."""

    NAME = "corrections"
    BAR_ROWS = 2
    KEYS = ("explain", "cancel", "back", "everybody", "refresh", "content", "sign_out", "choose")

    class Found(Message):
        """The corrections that there are; looking at them is in the audit log."""

        def __init__(self, followed: tuple[Followed, ...], problem: Problem | None) -> None:
            super().__init__()
            self.followed = followed
            self.problem = problem

    class Opened(Message):
        """One correction as it stands now."""

        def __init__(self, filed: FiledCorrection) -> None:
            super().__init__()
            self.filed = filed

    def __init__(self) -> None:
        super().__init__()
        self._followed: tuple[Followed, ...] = ()
        self._is_everybody = False

    def body(self) -> Iterable[Widget]:
        """Yield what is listed, the list, and the marked one in full."""
        yield Plain(id="few")
        yield Plain(id="heads", classes="gap")
        yield Choices(id="listed")
        yield Plain(id="marked", classes="gap")

    def main(self) -> Choices:
        """Return the list."""
        return self.query_one(Choices)

    def on_mount(self) -> None:
        """Ask for them."""
        super().on_mount()
        self.do_refresh()

    def do_refresh(self) -> None:
        """Ask how they stand now."""
        desk, session = self.house.desk, self.house.session
        if desk.corrections is None or session is None or session.provider is None:
            return
        work = follow(desk.corrections, desk.outbox, session, everybody=self._is_everybody)
        self.wait_for(say("corrections.asking"), work, lambda found: self.Found(*found))

    def do_everybody(self) -> None:
        """Show everybody's of this provider, or mine alone."""
        self._is_everybody = not self._is_everybody
        self.do_refresh()

    @on(Found)
    def _list(self, message: Found) -> None:
        self._followed = message.followed
        self.main().offer([self._choice(str(n), each) for n, each in enumerate(self._followed)])
        heads = zip(("sent", "claim", "status", "number"), (_MOMENT, _CLAIM, _STATUS, _NUMBER), strict=True)
        told = "   " + "  ".join(fit(say(f"corrections.column.{name}"), width) for name, width in heads)
        whose = say("corrections.everybody" if self._is_everybody else "corrections.mine")
        self.query_one("#few", Plain).show(((whose, Tone.STRONG),))
        self.query_one("#heads", Plain).show(
            ((told if self._followed else say("corrections.none"), Tone.QUIET),)
        )
        self._tell_marked()
        if message.problem is not None:
            self.notice.complain(message.problem)

    def _choice(self, key: str, each: Followed) -> Choice:
        cells = (fit(each.claim, _CLAIM), fit(each.status_words, _STATUS), fit(each.number, _NUMBER))
        return Choice(key, fit(self._moment(each.at), _MOMENT), "  ".join(cells))

    def _moment(self, moment: datetime) -> str:
        desk = self.house.desk
        return show_moment(moment, desk.clock.now(), ZoneInfo(desk.profile.zone))

    @property
    def _marked(self) -> Followed | None:
        return self._followed[self.main().cursor] if self._followed else None

    @on(Choices.Moved)
    def _tell_marked(self) -> None:
        marked = self._marked
        self.query_one("#marked", Plain).show(followed_about(marked) if marked else "")
        self.tell_keys()

    @on(Choices.Chosen)
    def _choose(self) -> None:
        desk, session, marked = self.house.desk, self.house.session, self._marked
        if marked is None or not self.works("choose") or desk.corrections is None or session is None:
            return
        if marked.filed is None:
            self.notice.hint(followed_about(marked))
            return
        work = desk.corrections.show(session, marked.filed.number)
        self.wait_for(say("corrections.opening"), work, self.Opened)

    @on(Opened)
    def _open(self, message: Opened) -> None:
        from spot_tui.screens.correction_filed import CorrectionFiledPage

        self.house.open(CorrectionFiledPage(message.filed))

    def explanation(self) -> tuple[str, ...]:
        """Explain the screen, and each state a correction can be in."""
        states = tuple(
            f"{say(f'corrections.status.{status}')}: {say(f'corrections.about.{status}')}"
            for status in CorrectionStatus
        )
        return (self.title_words, say("corrections.help"), *states)
