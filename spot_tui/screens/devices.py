"""The person's own devices: which there are, one more, another one, one less."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from rich.cells import cell_len
from textual import on
from textual.message import Message
from textual.widget import Widget

from spot_tui.backend.formats import show_date
from spot_tui.backend.identity.classic_body import ENROL_KINDS
from spot_tui.backend.identity.prompts import DeviceKind, Enrol, Prompt
from spot_tui.commands import COMMANDS, key_name
from spot_tui.screens.pin import OffersPin, pin_hint
from spot_tui.widgets.choices import Choice, Choices
from spot_tui.widgets.line import Tone
from spot_tui.widgets.plain import Plain
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.identity.device_wire import RegisteredDevice
    from spot_tui.backend.identity.prompts import Device
    from spot_tui.backend.identity.registration import Registration

_BESIDE = 7
"""Cells of a row of the list that hold neither the device nor its note."""
_CHANGES = ("add_device", "replace_device", "remove_device")


class DevicesPage(OffersPin):
    """Lists the devices; they are changed here where the organisation allows it, else in a web browser."""

    NAME = "devices"
    KEYS = (
        "explain",
        "cancel",
        "add_device",
        "back",
        "replace_device",
        "content",
        "choose_pin",
        "remove_device",
        "sign_out",
    )

    class Listed(Message):
        """The devices that are registered now."""

        def __init__(self, devices: tuple[RegisteredDevice, ...]) -> None:
            super().__init__()
            self.devices = devices

    class Offered(Message):
        """The kinds that may be added."""

        def __init__(self, kinds: tuple[DeviceKind, ...]) -> None:
            super().__init__()
            self.kinds = kinds

    class Removed(Message):
        """A device was removed; a new one of its kind is to follow, if `is_replaced`."""

        def __init__(self, device: Device, *, is_replaced: bool) -> None:
            super().__init__()
            self.device = device
            self.is_replaced = is_replaced

    class Begun(Message):
        """The registration of a new device goes on with this."""

        def __init__(self, prompt: Prompt) -> None:
            super().__init__()
            self.prompt = prompt

    def __init__(self) -> None:
        super().__init__()
        self._devices: tuple[RegisteredDevice, ...] = ()
        self._is_known = False
        self._registration: Registration | None = None
        self._told = ""

    def body(self) -> Iterable[Widget]:
        """Yield the devices, then what is done about them."""
        yield Plain(((say("devices.heading"), Tone.STRONG),), classes="gap gap-below")
        yield Choices()
        yield Plain(id="about", classes="gap")
        yield Plain(id="few", classes="gap")
        yield Plain(self._directions(), classes="gap")
        yield Plain(((say("devices.rule"), Tone.QUIET),), classes="gap")

    def main(self) -> Widget:
        """Return the devices."""
        return self.query_one(Choices)

    def on_screen_resume(self) -> None:
        """Ask for the devices; after a registration tell how it ended."""
        if self._registration is not None:
            self._told = say("devices.added" if self._registration.is_done else "devices.given_up")
            self._registration = None
        self._look()

    def _look(self) -> None:
        session = self.house.session
        if session is not None and not self.is_waiting:
            work = self.house.desk.devices.registered(session)
            self.wait_for(say("devices.looking"), work, self.Listed, upstream=self._upstream)

    @property
    def _upstream(self) -> str:
        return "identity" if self.house.desk.devices.can_change else ""

    @on(Listed)
    def _list(self, message: Listed) -> None:
        self._devices, self._is_known = message.devices, True
        choices = self.query_one(Choices)
        choices.offer(
            [Choice(str(n), each.device.label, self._note(each)) for n, each in enumerate(message.devices)]
        )
        self.query_one("#few", Plain).show(((self._few(), Tone.WARN),))
        told, self._told = self._told, ""
        if told:
            self.notice.hint(told)
        self.do_content()
        self._tell_about()

    def _note(self, registered: RegisteredDevice) -> str:
        at, zone = registered.registered_at, ZoneInfo(self.house.desk.profile.zone)
        since = say("devices.since", date=show_date(at.astimezone(zone).date())) if at else ""
        used = say("devices.last_used") if registered.is_last_used else ""
        return ", ".join(filter(None, (used, since)))

    def _few(self) -> str:
        """Return what should not be overlooked."""
        few = say("devices.one_only") if len(self._devices) == 1 else ""
        if not self._devices:
            few = say("devices.none_registered" if self.house.desk.devices.can_change else "devices.none")
        return "\n".join(filter(None, (few, pin_hint(self.house))))

    def _directions(self) -> str:
        devices = self.house.desk.devices
        if not devices.can_change:
            directions = say("identity.directions.devices", page=devices.page)
            return f"{say('devices.no_wire')} {directions}"
        add, replace, remove = (key_name(COMMANDS[name].key) for name in _CHANGES)
        return say("devices.keys", add=add, replace=replace, remove=remove)

    @property
    def _marked(self) -> Device | None:
        marked = self.query_one(Choices).marked if self.is_mounted else None
        return self._devices[int(marked.id)].device if marked else None

    @on(Choices.Moved)
    def _tell_about(self) -> None:
        """Tell of the marked device what the list has no room for."""
        marked = self.query_one(Choices).marked
        about = self._about(self._devices[int(marked.id)]) if marked else ""
        self.query_one("#about", Plain).show(about)
        self.tell_keys()

    def _about(self, registered: RegisteredDevice) -> str:
        listed = f"{registered.device.label}, {self._note(registered)}"
        is_cut = cell_len(listed) > self.size.width - _BESIDE
        slow = say("devices.slow") if registered.device.kind is DeviceKind.EMAIL else ""
        return "\n".join(filter(None, (listed if is_cut else "", slow)))

    def question(self, name: str) -> str:
        """Name the device in question, and warn where it is the only one."""
        device = self._marked
        if device is None:
            return super().question(name)
        words = f"devices.{name.removesuffix('_device')}" + ("_last" if len(self._devices) == 1 else "")
        return say(words, device=device.label, key=key_name(COMMANDS[name].key))

    def can_add_device(self) -> bool:
        """Tell whether devices are changed here."""
        return self.house.desk.devices.can_change and self._is_known

    def do_add_device(self) -> None:
        """Ask which kinds may be added."""
        session = self.house.session
        if session is not None:
            work = self.house.desk.devices.kinds(session)
            self.wait_for(say("devices.kinds"), work, self.Offered, upstream=self._upstream)

    @on(Offered)
    def _offer(self, message: Offered) -> None:
        if not message.kinds:
            self.notice.hint(say("devices.all"))
            return
        registered = tuple(each.device.kind for each in self._devices)
        self._begin(Enrol(message.kinds, may_skip=False, registered=registered))

    def can_remove_device(self) -> bool:
        """Tell whether a device is marked that can be removed here."""
        return self.can_add_device() and self._marked is not None

    def do_remove_device(self) -> None:
        """Remove the marked device."""
        self._remove(is_replaced=False)

    def can_replace_device(self) -> bool:
        """Tell whether the marked device is of a kind that can be registered in a terminal."""
        return self.can_remove_device() and self._marked is not None and self._marked.kind in ENROL_KINDS

    def do_replace_device(self) -> None:
        """Remove the marked device, then register a new one of its kind."""
        self._remove(is_replaced=True)

    def _remove(self, *, is_replaced: bool) -> None:
        session, device = self.house.session, self._marked
        if session is None or device is None:
            return
        reason = "replaced" if is_replaced else "asked"
        work = self.house.desk.devices.remove(session, device, reason=reason)
        self.wait_for(
            say("devices.removing"),
            work,
            lambda _: self.Removed(device, is_replaced=is_replaced),
            upstream=self._upstream,
        )

    @on(Removed)
    def _go_on(self, message: Removed) -> None:
        session = self.house.session
        self._told = say("devices.removed", device=message.device.label)
        if not message.is_replaced or session is None:
            self._look()
            return
        self._registration = self.house.desk.devices.registration(session)
        work = self._registration.enrol(message.device.kind)
        self.wait_for(say("devices.removing"), work, self.Begun, upstream=self._upstream)

    @on(Begun)
    def _register(self, message: Begun) -> None:
        self._begin(message.prompt)

    def _begin(self, prompt: Prompt) -> None:
        from spot_tui.screens.add_device import add_page_for

        session = self.house.session
        if session is None:
            return
        if self._registration is None:
            self._registration = self.house.desk.devices.registration(session)
        self.house.open(add_page_for(prompt, self._registration, session.person.user_id))
