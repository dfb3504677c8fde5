"""The lock of a session that nothing opens: it covers everything until the session is ended."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from spot_tui.screens.page import Page
from spot_tui.widgets.line import Tone
from spot_tui.widgets.plain import Plain
from spot_tui.words import say


class SealedLockPage(Page, inherit_bindings=False):
    """Stands where the person signed in without a password and wanted no PIN. Anybody may end the session."""

    NAME = "lock_sealed"
    KEYS = ("explain", "take_over")
    ALWAYS = ()
    WAITS_FOR_LOCK = False

    def body(self) -> Iterable[Widget]:
        """Yield whose session it is, and what is left to do."""
        session = self.house.session
        yield Plain(((say("lock.heading"), Tone.STRONG),), classes="gap gap-below")
        yield Plain(say("lock.whose", name=session.person.name if session else ""), classes="gap-below")
        yield Plain(say("lock_sealed.why"), classes="gap-below")
        yield Plain(say("lock_sealed.next"))

    def do_take_over(self) -> None:
        """End this session, for its owner or somebody else."""
        self.house.take_over()
