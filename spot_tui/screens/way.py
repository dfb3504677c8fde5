"""The choice of how a person proves that an account is hers."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from spot_tui.backend.identity.prompts import ChooseDevice, ChooseWay
from spot_tui.screens.device import DevicePage, device_choices
from spot_tui.widgets.choices import Choices
from spot_tui.widgets.line import Tone
from spot_tui.widgets.plain import Plain
from spot_tui.words import say


class WayPage(DevicePage):
    """The organisation's own ways, the same for everybody."""

    NAME = "way"

    def __init__(self, prompt: ChooseWay) -> None:
        super().__init__(ChooseDevice(prompt.devices))

    def body(self) -> Iterable[Widget]:
        """Yield the ways."""
        yield Plain(((say("way.heading"), Tone.STRONG),), classes="gap gap-below")
        yield Choices(device_choices(self.devices))
        yield Plain(say("way.choose"), classes="gap")
        yield Plain(((say("way.registered"), Tone.QUIET),), classes="gap")
