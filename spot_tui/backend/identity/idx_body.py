"""Reading what the Identity Engine sends (IDX): forms, devices and messages; any part may be missing.

Nothing here trusts an order: a form is found by its name, wherever it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from spot_tui.backend.identity.classic_body import part, text
from spot_tui.backend.identity.password_rules import PasswordRules
from spot_tui.backend.identity.prompts import Device, DeviceKind, other_kind
from spot_tui.backend.text import clean_line

ION = "application/ion+json; okta-version=1.0.0"
PASSWORD = "okta_password"  # noqa: S105 - the name of a kind of authenticator
QUESTION = "security_question"
_JSON = re.compile(r"application/(?:[\w.-]+\+)?json(?:; *[\w.-]+=[\w.-]+)*")
_RELATED = re.compile(r"\$\.(\w+)(?:\.value\[(\d{1,3})\])?")
_MOST = 60
_BY_METHOD = MappingProxyType(
    {
        "sms": DeviceKind.SMS,
        "voice": DeviceKind.VOICE,
        "email": DeviceKind.EMAIL,
        "push": DeviceKind.PUSH,
        "totp": DeviceKind.OKTA_VERIFY,
    }
)
_BY_KEY = MappingProxyType({"google_otp": DeviceKind.AUTHENTICATOR, "yubikey_token": DeviceKind.YUBIKEY})


@dataclass(frozen=True, slots=True)
class Form:
    """Something that may be sent: what is filled in goes to `href` as `accepts`. `refresh` is in seconds."""

    name: str
    href: str
    accepts: str
    method: str
    fields: tuple[Mapping[str, object], ...]
    refresh: float | None = None

    def field(self, name: str) -> Mapping[str, object] | None:
        """Return the field of this name."""
        return next((field for field in self.fields if text(field, "name") == name), None)

    def secret_name(self) -> str:
        """Return what the form calls the passcode, password or answer; nothing if it asks for none."""
        names = [text(field, "name") for field in listed(self.field("credentials"), "form", "value")]
        return next((name for name in ("passcode", "totp", "answer") if name in names), "")


@dataclass(frozen=True, slots=True)
class Choice:
    """One way that a form offers: a device, with what is to be sent for it.

    `key` is the kind of authenticator as the engine names it; `wants_phone` tells that it takes a number.
    """

    device: Device
    key: str
    values: Mapping[str, str]
    wants_phone: bool = False


def forms(body: object) -> dict[str, Form]:
    """Return the forms of an answer by name; of two with the same name, the first that has an address."""
    found: dict[str, Form] = {}
    for entry in listed(body, "remediation", "value"):
        form = read_form(entry)
        if form.name and not (form.name in found and found[form.name].href):
            found[form.name] = form
    return found


def read_form(entry: object) -> Form:
    """Return a form, which may be an empty one."""
    accepts = text(entry, "accepts")
    refresh = part(entry, "refresh")
    return Form(
        clean_line(text(entry, "name"), _MOST),
        text(entry, "href"),
        accepts if _JSON.fullmatch(accepts) else "application/json",
        text(entry, "method") or "POST",
        tuple(listed(entry, "value")),
        refresh / 1000 if isinstance(refresh, int) and not isinstance(refresh, bool) else None,
    )


def action(body: object, name: str) -> Form | None:
    """Return what may be done with the authenticator in question: ``resend``, ``recover``, ``poll``."""
    for value in _currents(body):
        form = read_form(part(value, name))
        if form.href:
            return form
    return None


def current(body: object) -> Mapping[str, object]:
    """Return the authenticator that the answer is about; an empty one if it does not say."""
    return next(_currents(body), {})


def current_key(body: object) -> str:
    """Return its kind as the engine names it."""
    return text(current(body), "key") or (
        PASSWORD if text(current(body), "type") == "password" else text(current(body), "type")
    )


def current_device(body: object) -> Device:
    """Return it as a device."""
    value = current(body)
    methods = listed(value, "methods")
    method = text(methods[0], "type") if methods else ""
    return _device(text(value, "id"), text(value, "key"), method, value)


def choices(body: object, form: Form) -> list[Choice]:
    """Return what a form offers, usable devices first: of several ways of one device, each."""
    field = form.field("authenticator")
    options = listed(field, "options")
    found = [way for option in options for way in _ways(option, _about(body, option))]
    if not options and field is not None:
        found = list(_ways(field, current(body)))
    return sorted(found, key=lambda choice: not choice.device.usable)


def password_rules(body: object) -> PasswordRules:
    """Return the rules for a new password (``settings.complexity`` and ``settings.age``)."""
    settings = part(current(body), "settings") or part(body, "recoveryAuthenticator", "value", "settings")
    complexity, age = part(settings, "complexity"), part(settings, "age")
    excluded = part(complexity, "excludeAttributes")
    return PasswordRules(
        least_length=_count(complexity, "minLength"),
        most_length=_count(complexity, "maxLength"),
        lower=_count(complexity, "minLowerCase"),
        upper=_count(complexity, "minUpperCase"),
        digits=_count(complexity, "minNumber"),
        symbols=_count(complexity, "minSymbol"),
        no_user_id=part(complexity, "excludeUsername") is True,
        no_names=isinstance(excluded, list) and bool(excluded),
        remembered=_count(age, "historyCount"),
        least_age_minutes=_count(age, "minAgeMinutes"),
    )


def number_of(body: object) -> str | None:
    """Return the number to pick on the phone; 0 is one, in text or not."""
    given = part(current(body), "contextualData", "correctAnswer")
    is_number = isinstance(given, str | int) and not isinstance(given, bool)
    return clean_line(str(given), 4) or None if is_number else None


def question_of(body: object) -> tuple[str, str]:
    """Return the security question and its key."""
    value = current(body)
    for place in (part(value, "contextualData", "enrolledQuestion"), part(value, "profile")):
        if text(place, "question"):
            return clean_line(text(place, "question"), 200), text(place, "questionKey")
    return "", ""


def registered_kinds(body: object) -> tuple[DeviceKind, ...]:
    """Return the kinds of device that the person has already."""
    entries = listed(body, "authenticatorEnrollments", "value")
    kinds = (
        kind_of(text(entry, "key"), text(method, "type"))
        for entry in entries
        for method in listed(entry, "methods")
    )
    return tuple(dict.fromkeys(kind for kind in kinds if kind is not DeviceKind.OTHER))


def shared_secret(body: object) -> str:
    """Return the secret of an authenticator app that is being registered, in base32."""
    secret = text(current(body), "contextualData", "sharedSecret").replace(" ", "").upper()
    return secret if re.fullmatch(r"[A-Z2-7]{16,128}", secret) else ""


def kind_of(key: str, method: str) -> DeviceKind:
    """Return how a passcode reaches a person by an authenticator's kind and method."""
    if key in {PASSWORD, QUESTION}:
        return DeviceKind.OTHER
    return _BY_KEY.get(key) or _BY_METHOD.get(method, DeviceKind.OTHER)


def _ways(option: object, about: Mapping[str, object]) -> Iterator[Choice]:
    """Return each method of one option as a choice of its own."""
    fields = listed(option, "value", "form", "value") or listed(option, "form", "value")
    by_name = {text(field, "name"): field for field in fields}
    key = text(about, "key")
    fixed = {
        name: text(by_name[name], "value")
        for name in ("id", "enrollmentId")
        if text(by_name.get(name), "value")
    }
    methods = _methods(by_name.get("methodType")) or [
        text(entry, "type") for entry in listed(about, "methods")[:1]
    ]
    label = clean_line(text(option, "label"), _MOST)
    for method in methods or [""]:
        device_id = fixed.get("enrollmentId") or fixed.get("id", "")
        device = _device(
            device_id if len(methods) < 2 else f"{device_id}:{method}", key, method, about, label
        )
        values = {**fixed, **({"methodType": method} if method else {})}
        yield Choice(device, key, MappingProxyType(values), "phoneNumber" in by_name)


def _methods(field: object) -> list[str]:
    value = text(field, "value")
    return [value] if value else [text(option, "value") for option in listed(field, "options")]


def _device(device_id: str, key: str, method: str, about: object, label: str = "") -> Device:
    kind = kind_of(key, method)
    profile = part(about, "profile")
    where = next(
        (shown for name in ("phoneNumber", "email", "deviceName") if (shown := text(profile, name))), ""
    )
    if kind is DeviceKind.OTHER:
        where = label or text(about, "displayName") or other_kind(key or method)
    usable = kind is not DeviceKind.OTHER
    return Device(clean_line(device_id, _MOST) or method or key, kind, clean_line(where, _MOST), usable)


def _about(body: object, option: object) -> Mapping[str, object]:
    """Return the authenticator that an option stands for: what it points at, else the one of its id."""
    found = _RELATED.fullmatch(text(option, "relatesTo"))
    value = part(body, found[1], "value") if found else None
    if found and found[2] and isinstance(value, list):
        value = value[int(found[2])] if int(found[2]) < len(value) else None
    if isinstance(value, Mapping):
        return value
    ids = [text(field, "value") for field in listed(option, "value", "form", "value")]
    return _named(body, next((given for given in ids if given), ""))


def _named(body: object, authenticator_id: str) -> Mapping[str, object]:
    for place in ("authenticatorEnrollments", "authenticators"):
        for entry in listed(body, place, "value"):
            if authenticator_id and text(entry, "id") == authenticator_id:
                return entry
    return {}


def _currents(body: object) -> Iterator[Mapping[str, object]]:
    names = ("currentAuthenticatorEnrollment", "currentAuthenticator", "enrollmentAuthenticator")
    for name in names:
        value = part(body, name, "value")
        if isinstance(value, Mapping):
            yield value


def listed(body: object, *path: str) -> list[Mapping[str, object]]:
    """Return the objects of the list that stands at `path`; an empty one for anything else."""
    value = part(body, *path)
    return [entry for entry in value if isinstance(entry, Mapping)] if isinstance(value, list) else []


def _count(body: object, name: str) -> int:
    value = part(body, name)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value <= 10**6 else 0
