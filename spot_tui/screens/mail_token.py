"""The token of a mail, by which a recovery goes on here instead of in a web browser."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message
from textual.widget import Widget

from spot_tui.backend.identity.forms import mail_token_form
from spot_tui.screens.form_page import FormPage
from spot_tui.screens.step import Step
from spot_tui.widgets.form_panel import FormPanel
from spot_tui.widgets.line import Tone
from spot_tui.widgets.plain import Plain
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.identity.practice import PracticeCode


class MailTokenPage(FormPage, Step):
    """Takes the token or the whole link; who finishes in a web browser goes back to the sign-in."""

    NAME = "mail_token"
    KEYS = ("explain", "show_mail", "cancel", "back", "send", "other_way", "quit")

    class Shown(Message):
        """Practice: what the made-up mailbox holds."""

        def __init__(self, code: PracticeCode) -> None:
            super().__init__()
            self.code = code

    def body(self) -> Iterable[Widget]:
        """Yield where the mail is, the form, and the other way on."""
        yield Plain(((say("mail_token.heading"), Tone.STRONG),), classes="gap gap-below")
        yield Plain(say("mail_token.here"), classes="gap-below")
        yield FormPanel(mail_token_form())
        yield Plain(say("mail_token.browser"), classes="gap")
        yield Plain(((say("mail_token.patience"), Tone.QUIET),), classes="gap")

    def can_show_mail(self) -> bool:
        """Tell whether this is practice."""
        return self.house.desk.practice is not None

    def do_show_mail(self) -> None:
        """Look into the made-up mailbox."""
        practice = self.house.desk.practice
        if practice is not None:
            self.wait_for(say("mail_token.looking"), practice.mail(self.user_id), self.Shown)

    @on(Shown)
    def _fill_in(self, message: Shown) -> None:
        code = message.code.passcode
        if code:
            self.panel.fill({"mail_token": code})
        self.panel.focus_field()
        self.notice.hint(say("mail_token.practice", code=code) if code else say("mail_token.practice_none"))

    def do_send(self) -> None:
        """Send the token."""
        reading = self.panel.send()
        if not reading.problems:
            self.ask(self.house.desk.sign_in.prove_by_mail(str(reading.values["mail_token"])))

    def do_other_way(self) -> None:
        """Choose another way, or have another mail sent."""
        self.ask(self.house.desk.sign_in.back())

    def forget(self) -> None:
        """Empty the field."""
        self.panel.clear("mail_token")
