"""The choice of the device that gets or shows the passcode."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual import on
from textual.widget import Widget

from spot_tui.backend.identity.prompts import ChooseDevice, Device, DeviceKind
from spot_tui.screens.step import Step
from spot_tui.widgets.choices import Choice, Choices
from spot_tui.widgets.line import Tone
from spot_tui.widgets.plain import Plain
from spot_tui.words import say


class DevicePage(Step):
    """One of the person's own devices is chosen at every sign-in; only that one gets a code."""

    NAME = "device"
    KEYS = ("explain", "cancel", "back", "status", "content", "quit", "choose")

    def __init__(self, prompt: ChooseDevice) -> None:
        super().__init__()
        self._prompt = prompt

    def body(self) -> Iterable[Widget]:
        """Yield the devices."""
        devices = self._prompt.devices
        yield Plain(((say("device.heading"), Tone.STRONG),), classes="gap gap-below")
        yield Choices(device_choices(devices))
        yield Plain(say("device.choose"), classes="gap")
        if len([device for device in devices if device.usable]) == 1:
            yield Plain(((self._only_one(), Tone.QUIET),), classes="gap")

    def _only_one(self) -> str:
        """Return where a second device is registered."""
        devices = self.house.desk.devices
        return say(f"device.only_one.{'here' if devices.can_change else 'browser'}", page=devices.page)

    @property
    def devices(self) -> tuple[Device, ...]:
        """What is offered."""
        return self._prompt.devices

    def main(self) -> Widget:
        """Return the devices."""
        return self.query_one(Choices)

    @on(Choices.Chosen)
    def _choose(self, message: Choices.Chosen) -> None:
        if self.works("choose"):
            self.ask(self.house.desk.sign_in.choose(message.choice.id))


def device_choices(devices: Sequence[Device]) -> list[Choice]:
    """Return devices as a list offers them, the slow kind with a warning."""
    return [Choice(each.id, each.label, _note(each), each.usable) for each in devices]


def _note(device: Device) -> str:
    return say("device.slow") if device.kind is DeviceKind.EMAIL else ""
