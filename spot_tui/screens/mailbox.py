"""The mailbox: messages, letters and requests, the last one first, and the notices to everybody."""

from __future__ import annotations

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from textual import on
from textual.message import Message as Told
from textual.widget import Widget

from spot_tui.backend.clock import today
from spot_tui.backend.mailbox.model import Message, MessageKind, View
from spot_tui.backend.mailbox.view import kind_words, nothing_words, received_words, state_words
from spot_tui.screens.page import Page
from spot_tui.widgets.choices import Choice, Choices
from spot_tui.widgets.line import Tone, fit
from spot_tui.widgets.plain import Plain
from spot_tui.words import say

_RECEIVED, _KIND, _SUBJECT, _STATE = 10, 7, 39, 12
"""The columns' widths."""


class MailboxPage(Page):
    """One message a line; Enter opens it, G shows those not read or the requests alone."""

    NAME = "mailbox"
    BAR_ROWS = 2
    KEYS = ("explain", "cancel", "back", "mail_view", "deadlines", "refresh", "content", "sign_out", "choose")

    class Found(Told):
        """The messages that there are; looking at them is in the audit log."""

        def __init__(self, messages: tuple[Message, ...]) -> None:
            super().__init__()
            self.messages = messages

    class Opened(Told):
        """One message with what it says."""

        def __init__(self, message: Message) -> None:
            super().__init__()
            self.message = message

    def __init__(self) -> None:
        super().__init__()
        self._messages: tuple[Message, ...] = ()
        self._view = View.ALL
        self._is_seen = False

    def body(self) -> Iterable[Widget]:
        """Yield what is listed, the list, and the marked one in full."""
        yield Plain(id="few")
        yield Plain(id="heads", classes="gap")
        yield Choices(id="listed")
        yield Plain(id="marked", classes="gap")

    def main(self) -> Choices:
        """Return the list."""
        return self.query_one(Choices)

    def on_screen_resume(self) -> None:
        """Ask for them, at first and after each that was opened."""
        self.do_refresh()

    def do_refresh(self) -> None:
        """Ask what there is now."""
        mailbox, session = self.house.desk.mailbox, self.house.session
        if mailbox is not None and session is not None and session.provider is not None:
            work = mailbox.list(session, session.provider, self._view)
            self.wait_for(say("mailbox.asking"), work, self.Found)

    def do_mail_view(self) -> None:
        """Show the next view."""
        views = tuple(View)
        self._view = views[(views.index(self._view) + 1) % len(views)]
        self.do_refresh()

    @on(Found)
    def _list(self, message: Found) -> None:
        here = self.main().cursor if self._messages else 0
        self._messages = message.messages
        self.main().offer([self._choice(str(n), each) for n, each in enumerate(self._messages)])
        self.main().point_at(here)
        heads = zip(
            ("received", "kind", "subject", "state"), (_RECEIVED, _KIND, _SUBJECT, _STATE), strict=True
        )
        told = "   " + "  ".join(fit(say(f"messages.column.{name}"), width) for name, width in heads)
        self.query_one("#few", Plain).show(((say(f"mailbox.view.{self._view}"), Tone.STRONG),))
        words = told if self._messages else nothing_words(self._view)
        self.query_one("#heads", Plain).show(((words, Tone.QUIET),))
        self._tell_marked()

    def _choice(self, key: str, each: Message) -> Choice:
        desk = self.house.desk
        zone = ZoneInfo(desk.profile.zone)
        state = state_words(each, today(desk.clock, zone))
        cells = (fit(kind_words(each), _KIND), fit(each.subject, _SUBJECT), fit(state, _STATE))
        return Choice(key, fit(received_words(each, zone), _RECEIVED), "  ".join(cells))

    @property
    def _marked(self) -> Message | None:
        return self._messages[self.main().cursor] if self._messages else None

    @on(Choices.Moved)
    def _tell_marked(self) -> None:
        marked = self._marked
        self.query_one("#marked", Plain).show(f"{marked.sender}: {marked.subject}" if marked else "")
        self.tell_keys()

    @on(Choices.Chosen)
    def _choose(self) -> None:
        mailbox, session, marked = self.house.desk.mailbox, self.house.session, self._marked
        if marked is not None and self.works("choose") and mailbox is not None and session is not None:
            self.wait_for(say("mailbox.opening"), mailbox.open(session, marked.number), self.Opened)

    @on(Opened)
    def _open(self, message: Opened) -> None:
        from spot_tui.screens.message import MessagePage

        self.house.open(MessagePage(message.message))

    def do_deadlines(self) -> None:
        """Show everything that has a last day."""
        from spot_tui.screens.deadlines import DeadlinesPage

        self.house.open(DeadlinesPage())

    def explanation(self) -> tuple[str, ...]:
        """Explain the screen, and each kind of message."""
        kinds = (f"{say(f'messages.kind.{kind}')}: {say(f'messages.about.{kind}')}" for kind in MessageKind)
        return (self.title_words, say("mailbox.help"), *kinds)
