"""The passcode that the chosen device shows or was sent."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message
from textual.widget import Widget

from spot_tui.backend.identity.forms import code_form
from spot_tui.backend.identity.prompts import DeviceKind, EnterCode
from spot_tui.screens.form_page import FormPage
from spot_tui.screens.step import Step
from spot_tui.widgets.form_panel import FormPanel
from spot_tui.widgets.line import Tone
from spot_tui.widgets.plain import Plain
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.identity.practice import PracticeCode


class PasscodePage(FormPage, Step):
    """Takes the passcode; a new one can be sent again after a while, and another device be chosen."""

    NAME = "passcode"
    KEYS = (
        "explain",
        "show_code",
        "cancel",
        "back",
        "resend",
        "send",
        "other_device",
        "other_way",
        "quit",
    )

    class Shown(Message):
        """Practice: the code that the made-up phone shows now."""

        def __init__(self, code: PracticeCode) -> None:
            super().__init__()
            self.code = code

    def __init__(self, prompt: EnterCode) -> None:
        super().__init__()
        self._prompt = prompt

    def body(self) -> Iterable[Widget]:
        """Yield where the code is, the form, and when it can be sent again."""
        device = self._prompt.device
        where = say(f"passcode.{self._source}", device=device.label)
        yield Plain(((where, Tone.STRONG),), classes="gap gap-below")
        yield FormPanel(code_form(device.kind))
        yield Plain(id="resend")
        if device.is_sent:
            yield Plain(((say(f"passcode.patience.{device.kind}"), Tone.QUIET),), classes="gap")

    @property
    def _source(self) -> str:
        if self._prompt.device.kind is DeviceKind.YUBIKEY:
            return "touch"
        return "sent" if self._prompt.device.is_sent else "shown"

    def on_mount(self) -> None:
        """Count down until the code may be sent again."""
        if self._prompt.device.is_sent:
            self.count_down()
            self.set_interval(1, self.count_down)

    def count_down(self) -> None:
        """Tell how long; once it may be sent again nothing on the screen changes any more."""
        seconds = math.ceil(self.house.desk.sign_in.resend_wait)
        text = say("passcode.resend_in", seconds=seconds) if seconds > 0 else say("passcode.resend_now")
        self.query_one("#resend", Plain).show(text)
        self.tell_keys()

    def can_resend(self) -> bool:
        """Tell whether the code may be sent again now."""
        return self._prompt.device.is_sent and self.house.desk.sign_in.resend_wait <= 0

    def do_resend(self) -> None:
        """Have a new code sent."""
        self.ask(self.house.desk.sign_in.resend())

    def can_show_code(self) -> bool:
        """Tell whether this is practice."""
        return self.house.desk.practice is not None

    def do_show_code(self) -> None:
        """Show what the made-up phone shows now."""
        practice = self.house.desk.practice
        if practice is not None:
            work = practice.passcode(self.user_id, self._prompt.device.id)
            self.wait_for(say("passcode.looking"), work, self.Shown)

    @on(Shown)
    def _show_code(self, message: Shown) -> None:
        self.notice.hint(shown_code(message.code, self._prompt.device.kind))
        self.panel.focus_field("passcode")

    def do_send(self) -> None:
        """Send the passcode, once; before the try that may lock the account, ask."""
        reading = self.panel.send()
        if reading.problems:
            return
        if not self.asks_before_try():
            self.ask(self.house.desk.sign_in.enter(str(reading.values["passcode"])))

    def can_other_device(self) -> bool:
        """Tell whether this is a sign-in, with one of the person's own devices."""
        return not self.is_recovery

    def do_other_device(self) -> None:
        """Choose another device."""
        self.ask(self.house.desk.sign_in.back())

    def can_other_way(self) -> bool:
        """Tell whether the person proves that the account is hers."""
        return self.is_recovery

    def do_other_way(self) -> None:
        """Choose another way."""
        self.ask(self.house.desk.sign_in.back())

    def forget(self) -> None:
        """Empty the field."""
        self.panel.clear("passcode")


def shown_code(code: PracticeCode, kind: DeviceKind) -> str:
    """Return what the made-up phone shows, or the made-up key types, in words."""
    if not code.passcode:
        return say("passcode.practice_none")
    if kind is DeviceKind.YUBIKEY:
        return say("passcode.practice_key", code=code.passcode)
    key = "passcode.practice_used" if code.is_used else "passcode.practice"
    return say(key, code=code.passcode, seconds=code.seconds_left)
