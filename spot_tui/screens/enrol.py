"""The registration of a device: which kind, then for SMS and voice the number."""

from __future__ import annotations

from collections.abc import Iterable

from textual import on
from textual.widget import Widget

from spot_tui.backend.identity.forms import phone_form
from spot_tui.backend.identity.prompts import DeviceKind, Enrol, EnrolPhone
from spot_tui.screens.form_page import FormPage
from spot_tui.screens.step import Step
from spot_tui.widgets.choices import Choice, Choices
from spot_tui.widgets.form_panel import FormPanel
from spot_tui.widgets.line import Tone
from spot_tui.widgets.plain import Plain
from spot_tui.words import say


class EnrolPage(Step):
    """Lists the kinds that the organisation takes; what is registered already is named."""

    NAME = "enrol"
    KEYS = ("explain", "cancel", "back", "skip", "content", "quit", "choose")

    def __init__(self, prompt: Enrol) -> None:
        super().__init__()
        self._prompt = prompt

    def body(self) -> Iterable[Widget]:
        """Yield the kinds."""
        yield Plain(((say("enrol.heading"), Tone.STRONG),), classes="gap gap-below")
        yield Choices([Choice(kind, _name(kind)) for kind in self._prompt.kinds])
        if self._prompt.registered:
            names = ", ".join(_name(kind) for kind in self._prompt.registered)
            yield Plain(say("enrol.registered", names=names), classes="gap")
        yield Plain(((say("enrol.second"), Tone.QUIET),), classes="gap")

    def main(self) -> Widget:
        """Return the kinds."""
        return self.query_one(Choices)

    @on(Choices.Chosen)
    def _choose(self, message: Choices.Chosen) -> None:
        if self.works("choose"):
            self.ask(self.registrar.enrol(DeviceKind(message.choice.id)))

    def can_skip(self) -> bool:
        """Tell whether this may be left for later."""
        return self._prompt.may_skip

    def do_skip(self) -> None:
        """Leave it for later."""
        self.ask(self.house.desk.sign_in.skip())


class EnrolPhonePage(FormPage, Step):
    """Asks for the telephone number that gets the codes."""

    NAME = "enrol_phone"
    KEYS = ("explain", "cancel", "back", "send", "quit")

    def __init__(self, prompt: EnrolPhone) -> None:
        super().__init__()
        self._prompt = prompt

    def body(self) -> Iterable[Widget]:
        """Yield what the number is for, and the field."""
        heading = say("enrol_phone.heading", kind=_name(self._prompt.kind))
        yield Plain(((heading, Tone.STRONG),), classes="gap gap-below")
        yield FormPanel(phone_form())

    def do_send(self) -> None:
        """Send the number."""
        if not self.panel.send().problems:
            self.ask(self.registrar.enrol(self._prompt.kind, self.panel.typed["phone"]))


def _name(kind: DeviceKind) -> str:
    return say(f"identity.device.{kind}.bare")
