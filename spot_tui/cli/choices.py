"""What the options of a sign-in choose: a device, and a provider."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from spot_tui.backend.problems import Problem

if TYPE_CHECKING:
    from spot_tui.backend.identity.prompts import Device
    from spot_tui.backend.upstreams import Provider

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Choices:
    """A device by kind, number or address; a provider by NPI, PTAN or name; each may be left out.

    To pick is to take the one named, else the only one there is, else None. Raises `Problem`
    ``choice.unknown`` for a name that fits not exactly one.
    """

    device: str
    provider: str

    def pick_device(self, devices: Iterable[Device]) -> Device | None:
        """Pick one of the usable devices."""
        usable = [device for device in devices if device.usable]
        names = [(device.kind.value, device.where, device.label) for device in usable]
        return _pick("device", self.device, usable, names)

    def pick_provider(self, providers: Sequence[Provider]) -> Provider | None:
        """Pick one of the profile's providers."""
        names = [(provider.npi, provider.ptan, provider.organisation) for provider in providers]
        return _pick("provider", self.provider, providers, names)


def chosen(name: str, option: T | None) -> T:
    """Return the option, for who cannot be asked. Raises `Problem` ``field.missing`` where there is none."""
    if option is None:
        raise Problem("field.missing", (name,))
    return option


def _pick(name: str, given: str, options: Sequence[T], names: Sequence[tuple[str, ...]]) -> T | None:
    if not given:
        return options[0] if len(options) == 1 else None
    wanted = given.strip().lower()
    found = [
        option
        for option, known in zip(options, names, strict=True)
        if wanted in {known_name.lower() for known_name in known if known_name}
    ]
    if len(found) != 1:
        listed = "; ".join(", ".join(filter(None, known)) for known in names)
        raise Problem("choice.unknown", (name,), {"given": given, "known": listed})
    return found[0]
