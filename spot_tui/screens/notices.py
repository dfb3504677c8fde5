"""The notices to every office, the newest first, each with its date and what it says."""

from __future__ import annotations

from collections.abc import Iterable

from textual import on
from textual.message import Message as Told
from textual.widget import Widget

from spot_tui.backend.eligibility.sheet import Tab, tab_lines
from spot_tui.backend.mailbox.model import Waiting
from spot_tui.backend.mailbox.view import notice_sections
from spot_tui.screens.answer_words import toned
from spot_tui.screens.paged import Paged
from spot_tui.widgets.lined import Lined
from spot_tui.words import say


class NoticesPage(Paged):
    """Asked for when it opens, and by key."""

    NAME = "notices"
    KEYS = ("explain", "cancel", "back", "refresh", "content", "page_up", "page_down", "sign_out")

    class Found(Told):
        """What waits for the office, the notices among it."""

        def __init__(self, waiting: Waiting) -> None:
            super().__init__()
            self.waiting = waiting

    def body(self) -> Iterable[Widget]:
        """Yield the notices."""
        yield Lined()

    def on_mount(self) -> None:
        """Ask for them."""
        self.do_refresh()

    def do_refresh(self) -> None:
        """Ask which notices hold now."""
        mailbox, session = self.house.desk.mailbox, self.house.session
        if mailbox is not None and session is not None and session.provider is not None:
            work = mailbox.waiting(session, session.provider)
            self.wait_for(say("notices.asking"), work, self.Found)

    @on(Found)
    def _show(self, message: Found) -> None:
        sections = tuple(notice_sections(message.waiting.notices))
        self.lined.fill([toned(each) for each in tab_lines(Tab("", "", sections), self.line_width)])
        if not sections:
            self.notice.hint(say("notices.none"))
