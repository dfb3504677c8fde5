"""The last step of registering a device: its secret if it has one, and its first code."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from spot_tui.backend.identity.forms import passcode_form
from spot_tui.backend.identity.prompts import EnrolDetails
from spot_tui.screens.form_page import FormPage
from spot_tui.screens.step import Step
from spot_tui.widgets.form_panel import FormPanel
from spot_tui.widgets.line import Tone
from spot_tui.widgets.plain import Plain
from spot_tui.words import say

_GROUP = 4


class EnrolDetailsPage(FormPage, Step):
    """Shows what the new device needs, then takes the code that proves it."""

    NAME = "enrol_details"
    KEYS = ("explain", "cancel", "back", "resend", "send", "quit")

    def __init__(self, prompt: EnrolDetails) -> None:
        super().__init__()
        self._prompt = prompt

    def body(self) -> Iterable[Widget]:
        """Yield what to do on the device, the secret in groups, and the field for its code."""
        prompt = self._prompt
        kind = say(f"identity.device.{prompt.kind}.bare")
        yield Plain(((say("enrol_details.heading", kind=kind), Tone.STRONG),), classes="gap gap-below")
        if prompt.secret:
            yield Plain(say("enrol_details.secret"))
            yield Plain(((grouped_secret(prompt.secret), Tone.STRONG),), classes="gap gap-below")
        if prompt.where:
            yield Plain(say("enrol_details.where", where=prompt.where), classes="gap-below")
        yield FormPanel(passcode_form())

    def on_mount(self) -> None:
        """Where the device answers by itself, wait for it."""
        if self._prompt.poll_seconds is not None:
            work = self.registrar.wait()
            self.wait_for(say("enrol_details.waiting"), work, self.Prompted, upstream="identity")

    def can_resend(self) -> bool:
        """Tell whether the code may be sent again now."""
        return self._prompt.can_resend_after is not None and self.registrar.resend_wait <= 0

    def do_resend(self) -> None:
        """Have a new code sent."""
        self.ask(self.registrar.resend())

    def do_send(self) -> None:
        """Send the first code, once."""
        if not self.panel.send().problems:
            self.ask(self.registrar.activate(self.panel.typed["passcode"]))

    def forget(self) -> None:
        """Empty the field."""
        self.panel.clear("passcode")


def grouped_secret(secret: str) -> str:
    """Return a secret in groups of four, as it is easier to copy."""
    return " ".join(secret[start : start + _GROUP] for start in range(0, len(secret), _GROUP))
