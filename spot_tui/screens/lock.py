"""The lock's screen: it covers everything until the person who signed in opens it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from textual import on
from textual.message import Message
from textual.widget import Widget

from spot_tui.backend.identity.forms import unlock_form
from spot_tui.backend.problems import Problem
from spot_tui.screens.form_page import FormPage
from spot_tui.widgets.form_panel import FormPanel
from spot_tui.widgets.line import Tone
from spot_tui.widgets.plain import Plain
from spot_tui.words import say


class LockPage(FormPage, inherit_bindings=False):
    """Shows nothing of what it covers. Password or PIN opens it; anybody may end the session."""

    NAME = "lock"
    KEYS = ("explain", "unlock", "take_over")
    ALWAYS = ()
    WAITS_FOR_LOCK = False

    class Opened(Message):
        """The right password or PIN was typed, and that is recorded."""

    def body(self) -> Iterable[Widget]:
        """Yield whose session it is, and the one field."""
        session, kind = self.house.session, self._kind
        yield Plain(((say("lock.heading"), Tone.STRONG),), classes="gap gap-below")
        yield Plain(say("lock.whose", name=session.person.name if session else ""), classes="gap-below")
        yield Plain(say(f"lock.{kind}"), classes="gap-below")
        yield FormPanel(unlock_form(kind))
        yield Plain(((say("lock.other"), Tone.QUIET),), classes="gap")

    @property
    def _kind(self) -> Literal["password", "pin"]:
        session = self.house.session
        return session.unlock_by.kind if session else "password"

    def do_unlock(self) -> None:
        """Open it with what was typed."""
        self.do_send()

    def do_send(self) -> None:
        """Try what was typed, once."""
        session = self.house.session
        if session is None or self.panel.send().problems:
            return
        typed = self.panel.typed[self._kind]
        self.panel.clear(self._kind)
        self.wait_for(say("lock.checking"), session.unlock(typed), _opened)

    @on(Opened)
    def _open(self) -> None:
        self.house.uncover()

    def refused(self, problem: Problem) -> None:
        """Say what was wrong; after the last try the session is over."""
        self.house.look_at_session()
        self.show_refusal(problem)

    def explanation(self) -> tuple[str, ...]:
        """Explain the screen: what the field takes opens the lock and nothing else."""
        return (self.title_words, say("lock.help"))

    def do_take_over(self) -> None:
        """End this session for somebody else."""
        self.house.take_over()


def _opened(_: None) -> LockPage.Opened:
    return LockPage.Opened()
