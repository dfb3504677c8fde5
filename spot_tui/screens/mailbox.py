"""The mailbox: messages, letters and requests, the last one first, and the notices to everybody."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from textual import on
from textual.message import Message as Told
from textual.widget import Widget

from spot_tui.backend.clock import today
from spot_tui.backend.mailbox.model import Message, MessageKind, View
from spot_tui.backend.mailbox.view import kind_words, nothing_words, received_words, state_words
from spot_tui.screens.table_page import TablePage
from spot_tui.widgets.line import Tone
from spot_tui.widgets.plain import Plain
from spot_tui.words import say


class MailboxPage(TablePage):
    """One message a line, a star before what is new; Enter opens it, G shows another view."""

    NAME = "mailbox"
    TOPIC = "messages"
    COLUMNS = (("received", 10), ("kind", 9), ("subject", 37), ("state", 12))
    BAR_ROWS = 2
    KEYS = (
        *("explain", "cancel", "back", "mail_view", "deadlines", "notices", "refresh", "content"),
        *("page_up", "page_down", "sign_out", "choose"),
    )

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

    def above(self) -> Iterator[Widget]:
        """Yield which messages are listed."""
        yield Plain(id="few", classes="gap-below")

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
        self._messages = message.messages
        self.query_one("#few", Plain).show(((say(f"mailbox.view.{self._view}"), Tone.STRONG),))
        zone = ZoneInfo(self.house.desk.profile.zone)
        day = today(self.house.desk.clock, zone)
        rows = (
            (received_words(each, zone), kind_words(each), each.subject, state_words(each, day))
            for each in self._messages
        )
        new = {place for place, each in enumerate(self._messages) if not each.is_read}
        self.fill_table(rows, nothing_words(self._view), new)

    def about_marked(self) -> str:
        """Return who wrote it, and what about in full."""
        marked = self._messages[self.choices.cursor]
        return f"{marked.sender}: {marked.subject}"

    def choose(self) -> None:
        """Open the marked one."""
        mailbox, session = self.house.desk.mailbox, self.house.session
        if mailbox is not None and session is not None:
            number = self._messages[self.choices.cursor].number
            self.wait_for(say("mailbox.opening"), mailbox.open(session, number), self.Opened)

    @on(Opened)
    def _open(self, message: Opened) -> None:
        from spot_tui.screens.message import MessagePage

        self.house.open(MessagePage(message.message))

    def do_notices(self) -> None:
        """Show what every office is told."""
        from spot_tui.screens.notices import NoticesPage

        self.house.open(NoticesPage())

    def do_deadlines(self) -> None:
        """Show everything that has a last day."""
        from spot_tui.screens.deadlines import DeadlinesPage

        self.house.open(DeadlinesPage())

    def explanation(self) -> tuple[str, ...]:
        """Explain the screen, and each kind of message."""
        kinds = (f"{say(f'messages.kind.{kind}')}: {say(f'messages.about.{kind}')}" for kind in MessageKind)
        return (self.title_words, say("mailbox.help"), *kinds)
