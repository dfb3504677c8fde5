"""Reading what an organisation tells of a person's devices after the sign-in: any part may be missing.

Numbers and addresses may come in full there; they are masked here and go no further.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from spot_tui.backend.identity.classic_body import ENROL_KINDS, factors, kind_of, part, text
from spot_tui.backend.identity.idx_prompts import otpauth_uri
from spot_tui.backend.identity.prompts import AUTHENTICATORS, RESEND_SECONDS, Device, DeviceKind, EnrolDetails
from spot_tui.backend.problems import Problem
from spot_tui.backend.text import clean_line

_LAST_DIGITS = 4
_SECRET_LENGTH = 128


@dataclass(frozen=True, slots=True)
class RegisteredDevice:
    """A device with what is known about it: when it was registered (UTC), and whether it was used last."""

    device: Device
    registered_at: datetime | None = None
    is_last_used: bool = False


def read_devices(listed: Sequence[object], used: Device | None) -> tuple[RegisteredDevice, ...]:
    """Return the devices that work, in the order given; `used` is the one of this sign-in.

    The two engines name devices differently, so that one may be known again by its kind only: there is one
    of a kind.
    """
    found = [(_device(entry), _moment(text(entry, "created"))) for entry in listed if _works(entry)]
    ids = {device.id for device, _ in found}
    last = "" if used is None else used.id if used.id in ids else _of_kind(found, used.kind)
    return tuple(RegisteredDevice(device, at, bool(last) and device.id == last) for device, at in found)


def read_kinds(catalogue: Sequence[object], has: Sequence[RegisteredDevice]) -> tuple[DeviceKind, ...]:
    """Return the kinds that may be added in a terminal, but those the person has: there is one of a kind."""
    offered = {kind_of(entry) for entry in catalogue}
    own = {each.device.kind for each in has}
    return tuple(kind for kind in ENROL_KINDS if kind in offered and kind not in own)


def read_new_device(body: object, kind: DeviceKind, issuer: str, user_id: str) -> EnrolDetails:
    """Return what is needed to finish a device that was begun.

    Raises `Problem` ``identity.unknown_state`` for one without an id, or an app without its secret.
    """
    if not text(body, "id"):
        raise Problem("identity.unknown_state", (), {"status": "device"})
    if kind not in AUTHENTICATORS:
        where = _masked(_device(body).where) if isinstance(body, Mapping) else ""
        return EnrolDetails(kind, where=where, can_resend_after=RESEND_SECONDS.get(kind))
    told = text(body, "_embedded", "activation", "sharedSecret")
    secret = clean_line(told, _SECRET_LENGTH).replace(" ", "")
    if not (secret.isalnum() and secret.isascii()):
        raise Problem("identity.unknown_state", (), {"status": "secret"})
    return EnrolDetails(kind, secret=secret, uri=otpauth_uri(secret, issuer, user_id))


def _works(entry: object) -> bool:
    is_second_factor = text(entry, "factorType") not in {"", "question"}
    return is_second_factor and text(entry, "status") in {"ACTIVE", ""}


def _device(entry: object) -> Device:
    (factor,) = factors({"_embedded": {"factor": entry}})
    device = factor.device
    return Device(device.id, device.kind, _masked(device.where), device.kind is not DeviceKind.OTHER)


def _of_kind(found: Sequence[tuple[Device, datetime | None]], kind: DeviceKind) -> str:
    return next((device.id for device, _ in found if device.kind is kind), "")


def _masked(where: str) -> str:
    """Mask a number or address that came in full; one that is masked stays as it is."""
    if "*" in where or "X" in where:
        return where
    name, at, domain = where.partition("@")
    if at:
        return f"{name[:1]}***{name[-1:] if len(name) > 1 else ''}@{domain}"
    digits = re.sub(r"\D", "", where)
    if not re.fullmatch(r"\+?[\d\s().\-]{7,}", where):
        return where
    start = "+1 " if where.startswith("+1") else ""
    return f"{start}XXX-XXX-{digits[-_LAST_DIGITS:]}"


def _moment(told: str) -> datetime | None:
    try:
        return datetime.fromisoformat(told).astimezone(UTC) if told else None
    except (ValueError, OverflowError):
        return None


def rows(value: object) -> list[Mapping[str, object]]:
    """Return the objects of a JSON list."""
    return [entry for entry in value if isinstance(entry, Mapping)] if isinstance(value, list) else []


def own_address(body: object) -> str:
    """Return the address to which a code by e-mail goes: the person's own."""
    value = part(body, "profile", "email")
    return value if isinstance(value, str) else ""
