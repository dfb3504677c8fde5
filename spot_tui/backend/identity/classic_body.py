"""Reading what the Classic engine sends: any part may be missing or of another kind."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from spot_tui.backend.identity.prompts import Device, DeviceKind
from spot_tui.backend.text import clean_line

_WHERE_LENGTH = 60
_KINDS = MappingProxyType(
    {
        ("token:software:totp", "GOOGLE"): DeviceKind.AUTHENTICATOR,
        ("token:software:totp", "OKTA"): DeviceKind.OKTA_VERIFY,
        ("sms", "OKTA"): DeviceKind.SMS,
        ("call", "OKTA"): DeviceKind.VOICE,
        ("email", "OKTA"): DeviceKind.EMAIL,
    }
)


class Factor(NamedTuple):
    """A device with the address that verifies it."""

    device: Device
    verify: str


def part(body: object, *path: str) -> object:
    """Return what stands at `path` in nested objects, or None."""
    for name in path:
        if not isinstance(body, Mapping):
            return None
        body = body.get(name)
    return body


def text(body: object, *path: str) -> str:
    """Return the text that stands at `path`, or an empty one."""
    value = part(body, *path)
    return value if isinstance(value, str) else ""


def link(body: object, name: str) -> str:
    """Return the address of a link; a list of links gives its first."""
    found = part(body, "_links", name)
    if isinstance(found, list):
        found = found[0] if found else None
    return text(found, "href")


def factors(body: object) -> list[Factor]:
    """Return the devices of ``factors`` or ``factor``, usable ones first, in the order given."""
    embedded = part(body, "_embedded")
    listed = part(embedded, "factors")
    single = part(embedded, "factor")
    given = listed if isinstance(listed, list) else [single]
    found = [_factor(number, entry) for number, entry in enumerate(given) if isinstance(entry, Mapping)]
    return sorted(found, key=lambda factor: not factor.device.usable)


def days_left(body: object) -> int | None:
    """Return the number of days until the password expires, if told."""
    days = part(body, "_embedded", "policy", "expiration", "passwordExpireDays")
    return days if isinstance(days, int) and not isinstance(days, bool) and 0 <= days <= 10**4 else None


def _factor(number: int, entry: Mapping[str, object]) -> Factor:
    kind = _KINDS.get((text(entry, "factorType"), text(entry, "provider")), DeviceKind.OTHER)
    device_id = clean_line(text(entry, "id"), _WHERE_LENGTH) or f"device-{number}"
    verify = link(entry, "verify")
    usable = kind is not DeviceKind.OTHER and bool(verify)
    return Factor(Device(device_id, kind, _where(kind, entry), usable), verify)


def _where(kind: DeviceKind, entry: Mapping[str, object]) -> str:
    if kind is DeviceKind.OTHER:
        name = text(entry, "profile", "name") or text(entry, "profile", "authenticatorName")
        shown = f"{name} {text(entry, 'factorType')}".strip()
    else:
        fields = ("phoneNumber", "email", "credentialId")
        shown = next((value for name in fields if (value := text(entry, "profile", name))), "")
    return clean_line(shown, _WHERE_LENGTH)
