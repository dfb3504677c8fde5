"""The last step of registering a device: its secret if it has one, and its first code."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message
from textual.widget import Widget

from spot_tui.backend.identity.forms import code_form
from spot_tui.backend.identity.prompts import EnrolDetails
from spot_tui.screens.form_page import FormPage
from spot_tui.screens.passcode import shown_code
from spot_tui.screens.step import Step
from spot_tui.terminal.wipe import wipe_screen
from spot_tui.widgets.beside_code import BesideCode
from spot_tui.widgets.form_panel import FormPanel
from spot_tui.widgets.line import Tone
from spot_tui.widgets.plain import Plain
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.identity.practice import PracticeCode

_GROUP, _GROUPS_A_ROW = 4, 4
_NARROW_LABEL = 12


class EnrolDetailsPage(FormPage, Step):
    """Shows what the new device needs, then takes the code that proves it.

    A secret is on the screen only here, as a QR code and to be typed; nothing of it is left when it is left.
    """

    NAME = "enrol_details"
    KEYS = ("explain", "show_code", "cancel", "back", "resend", "send", "quit")

    class Shown(Message):
        """Practice: the code that the made-up device shows now."""

        def __init__(self, code: PracticeCode) -> None:
            super().__init__()
            self.code = code

    def __init__(self, prompt: EnrolDetails) -> None:
        super().__init__()
        self._prompt = prompt

    def body(self) -> Iterable[Widget]:
        """Yield what to do on the device, its secret as far as it has one, and the field for its code."""
        prompt = self._prompt
        kind = say(f"identity.device.{prompt.kind}.bare")
        heading = Plain(((say("enrol_details.heading", kind=kind), Tone.STRONG),), classes="gap gap-below")
        if prompt.secret:
            yield BesideCode((heading, *self._secret()), prompt.uri)
            return
        yield heading
        if prompt.where:
            yield Plain(say("enrol_details.where", where=prompt.where), classes="gap-below")
        yield FormPanel(code_form(prompt.kind))
        yield Plain(id="resend")

    def _secret(self) -> Iterable[Widget]:
        yield Plain(say("enrol_details.scan" if self._prompt.uri else "enrol_details.type"))
        secret = ((grouped_secret(self._prompt.secret), Tone.STRONG),)
        yield Plain(secret, id="secret", classes="gap gap-below")
        yield Plain(say("enrol_details.prove"))
        yield FormPanel(code_form(self._prompt.kind), label_width=_NARROW_LABEL)

    def on_mount(self) -> None:
        """Where the device answers by itself, wait for it; where a code was sent, count down to the next."""
        if self._prompt.poll_seconds is not None:
            work = self.registrar.wait()
            self.wait_for(say("enrol_details.waiting"), work, self.Prompted, upstream="identity")
        if self._prompt.can_resend_after is not None:
            self.count_down()
            self.set_interval(1, self.count_down)

    def count_down(self) -> None:
        """Tell how long until the code may be sent again; after that nothing changes any more."""
        seconds = math.ceil(self.registrar.resend_wait)
        text = say("passcode.resend_in", seconds=seconds) if seconds > 0 else say("passcode.resend_now")
        self.query_one("#resend", Plain).show(text)
        self.tell_keys()

    @on(BesideCode.Fitted)
    def _keep_clear(self, message: BesideCode.Fitted) -> None:
        self.notice.keep_clear(message.columns)

    def can_resend(self) -> bool:
        """Tell whether the code may be sent again now."""
        return self._prompt.can_resend_after is not None and self.registrar.resend_wait <= 0

    def do_resend(self) -> None:
        """Have a new code sent."""
        self.ask(self.registrar.resend())

    def can_show_code(self) -> bool:
        """Tell whether this is practice, and it is known who registers."""
        return self.house.desk.practice is not None and bool(self.user_id)

    def do_show_code(self) -> None:
        """Show what the made-up device shows now."""
        practice = self.house.desk.practice
        if practice is not None:
            self.wait_for(say("passcode.looking"), practice.passcode(self.user_id, ""), self.Shown)

    @on(Shown)
    def _show_code(self, message: Shown) -> None:
        self.notice.hint(shown_code(message.code, self._prompt.kind))
        self.panel.focus_field()

    def do_send(self) -> None:
        """Send the first code, once."""
        if not self.panel.send().problems:
            self.ask(self.registrar.activate(self.panel.typed["passcode"]))

    def forget(self) -> None:
        """Empty the field."""
        self.panel.clear("passcode")

    async def do_cancel(self) -> None:
        """Take the secret off the screen before anybody is told, which may take its time."""
        self.forget_secret()
        await super().do_cancel()

    def forget_secret(self) -> None:
        """Take the secret off the screen."""
        for picture in self.query(BesideCode):
            picture.hold("")
            self.query_one("#secret", Plain).show("")

    def on_unmount(self) -> None:
        """Leave nothing of the secret in the terminal's memory."""
        if self._prompt.secret:
            wipe_screen(self.app)


def grouped_secret(secret: str) -> str:
    """Return a secret in groups of four, four a row, as it is easier to copy."""
    groups = [secret[start : start + _GROUP] for start in range(0, len(secret), _GROUP)]
    rows = (groups[start : start + _GROUPS_A_ROW] for start in range(0, len(groups), _GROUPS_A_ROW))
    return "\n".join(" ".join(row) for row in rows)
