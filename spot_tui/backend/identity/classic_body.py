"""Reading what the Classic engine sends: any part may be missing or of another kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import NamedTuple

from spot_tui.backend.identity.password_rules import PasswordRules
from spot_tui.backend.identity.prompts import Device, DeviceKind, other_kind
from spot_tui.backend.text import clean_line

_WHERE_LENGTH = 60
_KINDS = MappingProxyType(
    {
        ("token:software:totp", "GOOGLE"): DeviceKind.AUTHENTICATOR,
        ("token:software:totp", "OKTA"): DeviceKind.OKTA_VERIFY,
        ("sms", "OKTA"): DeviceKind.SMS,
        ("call", "OKTA"): DeviceKind.VOICE,
        ("email", "OKTA"): DeviceKind.EMAIL,
        ("push", "OKTA"): DeviceKind.PUSH,
        ("token:hardware", "YUBICO"): DeviceKind.YUBIKEY,
    }
)
NAMED = MappingProxyType({kind: named for named, kind in _KINDS.items()})
"""The engine's own names of the kinds: ``factorType`` and ``provider``."""

ENROL_KINDS = tuple(kind for kind in NAMED if kind not in {DeviceKind.PUSH, DeviceKind.YUBIKEY})
"""What can be registered in a terminal: an Okta Verify request needs a picture that only a browser shows."""

IDM_RULES = PasswordRules(
    least_length=15,
    most_length=60,
    lower=1,
    upper=1,
    digits=1,
    no_user_id=True,
    no_names=True,
    remembered=6,
    least_age_minutes=24 * 60,
)
"""The rules of CMS IDM (CMS identity FAQ; First Coast sign-in page), where the organisation tells none."""


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


def offered(body: object) -> dict[DeviceKind, str]:
    """Return the kinds that can be registered here and now, with the address that begins it."""
    found = {}
    for entry in _entries(body):
        kind, address = kind_of(entry), link(entry, "enroll")
        if kind in ENROL_KINDS and address and text(entry, "status") != "ACTIVE":
            found[kind] = address
    return {kind: found[kind] for kind in ENROL_KINDS if kind in found}


def registered(body: object) -> tuple[DeviceKind, ...]:
    """Return the kinds that are registered already, where the organisation tells so."""
    return tuple(kind_of(entry) for entry in _entries(body) if text(entry, "status") == "ACTIVE")


def number_to_pick(body: object) -> str | None:
    """Return the number of a request for approval; 0 is one."""
    number = part(body, "_embedded", "factor", "_embedded", "challenge", "correctAnswer")
    if isinstance(number, bool) or not isinstance(number, int | str):
        return None
    return clean_line(str(number), 10) or None


def password_rules(body: object) -> PasswordRules:
    """Return the rules of a new password: the organisation's own where it tells them, else those of IDM."""
    policy = part(body, "_embedded", "policy")
    complexity, age = part(policy, "complexity"), part(policy, "age")
    profile = part(body, "_embedded", "user", "profile")
    names = tuple(
        clean_line(name, 60) for part_ in ("firstName", "lastName") if (name := text(profile, part_))
    )
    rules = replace(IDM_RULES, names=names)
    if isinstance(complexity, Mapping):
        excluded = part(complexity, "excludeAttributes")
        rules = replace(
            rules,
            least_length=_count(complexity, "minLength"),
            lower=_count(complexity, "minLowerCase"),
            upper=_count(complexity, "minUpperCase"),
            digits=_count(complexity, "minNumber"),
            symbols=_count(complexity, "minSymbol"),
            no_user_id=part(complexity, "excludeUsername") is True,
            no_names=isinstance(excluded, list) and bool({"firstName", "lastName"} & set(map(str, excluded))),
        )
    if isinstance(age, Mapping):
        minutes, remembered = _count(age, "minAgeMinutes"), _count(age, "historyCount")
        rules = replace(rules, least_age_minutes=minutes, remembered=remembered)
    return rules if rules.least_length <= rules.most_length else replace(rules, most_length=0)


def _count(body: object, name: str) -> int:
    count = part(body, name)
    return count if isinstance(count, int) and not isinstance(count, bool) and 0 <= count <= 10**6 else 0


def _entries(body: object) -> list[Mapping[str, object]]:
    listed = part(body, "_embedded", "factors")
    return [entry for entry in listed if isinstance(entry, Mapping)] if isinstance(listed, list) else []


def kind_of(entry: object) -> DeviceKind:
    """Return the kind of a factor."""
    return _KINDS.get((text(entry, "factorType"), text(entry, "provider")), DeviceKind.OTHER)


def _factor(number: int, entry: Mapping[str, object]) -> Factor:
    kind = kind_of(entry)
    device_id = clean_line(text(entry, "id"), _WHERE_LENGTH) or f"device-{number}"
    verify = link(entry, "verify")
    usable = kind is not DeviceKind.OTHER and bool(verify)
    return Factor(Device(device_id, kind, _where(kind, entry), usable), verify)


def _where(kind: DeviceKind, entry: Mapping[str, object]) -> str:
    if kind is DeviceKind.OTHER:
        name = text(entry, "profile", "name") or text(entry, "profile", "authenticatorName")
        shown = ", ".join(filter(None, (other_kind(text(entry, "factorType")), name)))
    else:
        fields = ("phoneNumber", "email", "name", "credentialId")
        shown = next((value for name in fields if (value := text(entry, "profile", name))), "")
    return clean_line(shown, _WHERE_LENGTH)
