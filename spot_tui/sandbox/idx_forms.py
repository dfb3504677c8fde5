"""The parts of an Identity Engine answer (IDX): forms, options, authenticators and messages.

Each address wants its own media type, as in life: a client that does not echo ``accepts`` is refused.
"""

from __future__ import annotations

from collections.abc import Sequence

from spot_tui.sandbox.call import Call
from spot_tui.sandbox.staff import DeviceKind, StaffDevice

ION = "application/ion+json; okta-version=1.0.0"
JSON = "application/json; okta-version=1.0.0"
VENDOR = "application/vnd.okta.v1+json"
PASSWORD_ID = "autpracticepassword"  # noqa: S105 - the name of an authenticator
QUESTION_ID = "autpracticequestion"

KINDS: dict[DeviceKind, tuple[str, str, str]] = {
    "google": ("google_otp", "app", "otp"),
    "okta": ("okta_verify", "app", "totp"),
    "push": ("okta_verify", "app", "push"),
    "sms": ("phone_number", "phone", "sms"),
    "voice": ("phone_number", "phone", "voice"),
    "email": ("okta_email", "email", "email"),
    "yubikey": ("yubikey_token", "security_key", "otp"),
    "webauthn": ("webauthn", "security_key", "webauthn"),
}
"""Kind of device: key, type and method of its authenticator."""

NAMES = {
    "google_otp": "Google Authenticator",
    "okta_verify": "Okta Verify",
    "phone_number": "Phone",
    "okta_email": "Email",
    "yubikey_token": "YubiKey Authenticator",
    "webauthn": "Security Key or Biometric Authenticator",
}

Field = dict[str, object]

PASSWORD: Field = {
    "type": "password",
    "key": "okta_password",
    "id": PASSWORD_ID,
    "displayName": "Password",
    "methods": [{"type": "password"}],
}


def accepts(tail: str) -> str:
    """Return the media type in which an address takes a form."""
    if tail == "identify":
        return JSON
    return ION if tail.startswith("challenge") else VENDOR


def form(call: Call, name: str, tail: str, state: str, *fields: Field, **more: object) -> Field:
    """Return a form; the state handle belongs to each."""
    handle = {"name": "stateHandle", "required": True, "value": state, "visible": False, "mutable": False}
    return {
        "rel": ["create-form"],
        "name": name,
        "href": f"{call.origin}/idp/idx/{tail}",
        "method": "POST",
        "produces": ION,
        "value": [*fields, handle],
        "accepts": accepts(tail),
        **more,
    }


def secret(*names: str, said: Sequence[Field] = ()) -> Field:
    """Return the field in which secrets are typed, with what is wrong with the last one."""
    fields: list[Field] = [{"name": name, "label": "Enter it here", "secret": True} for name in names]
    if said:
        fields[0]["messages"] = {"type": "array", "value": list(said)}
    return {"name": "credentials", "type": "object", "form": {"value": fields}, "required": True}


def choice(options: Sequence[Field]) -> Field:
    """Return the field in which an authenticator is chosen."""
    return {"name": "authenticator", "type": "object", "options": list(options)}


def option(label: str, relates_to: str, *fields: Field) -> Field:
    """Return one that may be chosen."""
    return {"label": label, "value": {"form": {"value": list(fields)}}, "relatesTo": relates_to}


def fixed(name: str, value: str) -> Field:
    """Return a field that is sent as it is."""
    return {"name": name, "required": True, "value": value, "mutable": False}


def authenticator_id(kind: DeviceKind) -> str:
    """Return the id of the authenticator that a kind of device belongs to."""
    return f"autpractice{KINDS[kind][0].replace('_', '')}"


def kind_for(authenticator: object, method: object) -> DeviceKind | None:
    """Return the kind of device for an authenticator's id and method; an email's method may be left out."""
    for kind, (_, _, own) in KINDS.items():
        if authenticator == authenticator_id(kind) and method in {own, None}:
            return kind
    return None


def method(kind: DeviceKind) -> Field:
    """Return the method of a kind: fixed, or as the only one to choose, as phones have it."""
    name = KINDS[kind][2]
    if kind not in {"sms", "voice"}:
        return fixed("methodType", name)
    options = [{"label": name.upper(), "value": name}]
    return {"name": "methodType", "type": "string", "required": False, "options": options}


def enrolment(device: StaffDevice) -> Field:
    """Return a registered device."""
    key, kind, method = KINDS[device.kind]
    place = {"sms": "phoneNumber", "voice": "phoneNumber", "email": "email"}.get(device.kind, "deviceName")
    return {
        "profile": {place: device.where},
        "type": kind,
        "key": key,
        "id": device.id,
        "displayName": NAMES[key],
        "methods": [{"type": method}],
    }


def authenticator(kind: DeviceKind) -> Field:
    """Return the authenticator that a kind of device belongs to."""
    key, family, method = KINDS[kind]
    return {
        "type": family,
        "key": key,
        "id": authenticator_id(kind),
        "displayName": NAMES[key],
        "methods": [{"type": method}],
    }


def message(words: str, key: str = "", *parameters: object, kind: str = "ERROR") -> Field:
    """Return a message; some of the engine's have no key."""
    said: Field = {"message": words, "class": kind}
    return {**said, "i18n": {"key": key, "params": list(parameters)}} if key else said


def listed(values: Sequence[Field]) -> Field:
    """Return a list as the engine wraps it."""
    return {"type": "array", "value": list(values)}


def single(value: Field) -> Field:
    """Return an object as the engine wraps it."""
    return {"type": "object", "value": value}
