"""How the practice portal shows the state of a Classic sign-in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from sqlite3 import Row

from starlette.responses import Response

from spot_tui.sandbox import passcodes, staff_devices, staff_passwords, staff_pushes
from spot_tui.sandbox.call import Call
from spot_tui.sandbox.members import find_member
from spot_tui.sandbox.okta import reply
from spot_tui.sandbox.staff import DeviceKind, StaffDevice, StaffMember, staff

DAYS_LEFT = 5
TYPES: dict[DeviceKind, tuple[str, str]] = {
    "google": ("token:software:totp", "GOOGLE"),
    "okta": ("token:software:totp", "OKTA"),
    "sms": ("sms", "OKTA"),
    "voice": ("call", "OKTA"),
    "email": ("email", "OKTA"),
    "push": ("push", "OKTA"),
    "yubikey": ("token:hardware", "YUBICO"),
    "webauthn": ("webauthn", "FIDO"),
}
KINDS = {named: kind for kind, named in TYPES.items()}
WHERE = {
    "sms": "phoneNumber",
    "voice": "phoneNumber",
    "email": "email",
    "push": "name",
    "webauthn": "authenticatorName",
}
_CHANNELS = {"sms": "SMS", "voice": "CALL"}
POLICY = {
    "complexity": {
        "minLength": staff_passwords.LEAST_LENGTH,
        "minLowerCase": 1,
        "minUpperCase": 1,
        "minNumber": 1,
        "minSymbol": 0,
        "excludeUsername": True,
        "excludeAttributes": ["firstName", "lastName"],
    },
    "age": {"minAgeMinutes": 24 * 60, "historyCount": staff_passwords.REMEMBERED},
}


@dataclass(frozen=True, slots=True)
class _Shown:
    """The parts of a state: what is embedded, the links besides ``cancel``, and what stands at the top."""

    embedded: dict[str, object]
    links: dict[str, object] = field(default_factory=dict)
    top: dict[str, object] = field(default_factory=dict)


def show_attempt(call: Call, attempt: Row) -> Response:
    """Return how a sign-in stands, with the links that lead on."""
    status = attempt["status"]
    body: dict[str, object] = {
        "stateToken": attempt["state"],
        "expiresAt": iso(attempt["expires_at"]),
        "status": status,
    }
    if status == "RECOVERY_CHALLENGE":
        return reply(call.moment.now, body | _recovery_challenge(call, attempt))
    person = member_of(call, attempt)
    shown = _SHOWN[status](call, attempt, person)
    embedded = {"user": user_facts(person)} | shown.embedded
    links = {"cancel": link(call, "/cancel")} | shown.links
    return reply(call.moment.now, body | shown.top | {"_embedded": embedded, "_links": links})


def _required(call: Call, attempt: Row, person: StaffMember) -> _Shown:
    del attempt
    factors = [_factor(call, person, device, verify=True) for device in person.devices]
    policy = {"allowRememberDevice": True, "rememberDeviceByDefault": False}
    return _Shown({"factors": factors, "policy": policy})


def _challenge(call: Call, attempt: Row, person: StaffMember) -> _Shown:
    device = person.device(attempt["device"])
    assert device is not None
    factor = _factor(call, person, device, verify=False)
    path = f"/factors/{device.id}/verify"
    links: dict[str, object] = {"next": link(call, path, "verify"), "prev": link(call, "/previous")}
    if passcodes.is_sent(device) or device.kind == "push":
        links["resend"] = [link(call, f"{path}/resend", TYPES[device.kind][0])]
    push = staff_pushes.find(call.moment, attempt["push"]) if device.kind == "push" else None
    if push is None:
        return _Shown({"factor": factor}, links)
    if push.state == "WAITING":
        links["next"] = link(call, path, "poll")
    if push.state == "WAITING" and push.number is not None:
        factor["_embedded"] = {"challenge": {"correctAnswer": push.number}}
    return _Shown({"factor": factor}, links, {"factorResult": push.state})


def _enrol(call: Call, attempt: Row, person: StaffMember) -> _Shown:
    del attempt
    is_enough = bool(person.devices) and person.access != "second_device"
    needed = "OPTIONAL" if is_enough else "REQUIRED"
    factors = [
        _offered(kind, needed, "NOT_SETUP") | {"_links": {"enroll": link(call, "/factors")}}
        for kind in staff_devices.registrable(person)
    ]
    factors += [_offered(device.kind, needed, "ACTIVE") for device in person.devices]
    return _Shown({"factors": factors}, {"skip": link(call, "/skip", "skip")} if is_enough else {})


def _activate(call: Call, attempt: Row, person: StaffMember) -> _Shown:
    device = staff_devices.begun(call.moment, person.user_id, attempt["device"])
    assert device is not None
    factor = _factor(call, person, device, verify=False)
    path = f"/factors/{device.id}/lifecycle"
    links: dict[str, object] = {
        "next": link(call, f"{path}/activate", "activate"),
        "prev": link(call, "/previous"),
    }
    more: dict[str, object] = {}
    if device.secret:
        activation = {"timeStep": 30, "sharedSecret": device.secret, "encoding": "base32", "keyLength": 6}
        factor["_embedded"] = {"activation": activation}
    elif passcodes.is_sent(device):
        links["resend"] = [link(call, f"{path}/resend", TYPES[device.kind][0])]
    push = staff_pushes.find(call.moment, attempt["push"])
    if push is not None and push.state == "WAITING":
        links["next"] = link(call, f"{path}/activate/poll", "poll")
    if push is not None:
        more["factorResult"] = push.state
    return _Shown({"factor": factor}, links, more)


def _password(call: Call, attempt: Row, person: StaffMember) -> _Shown:
    del person
    status = attempt["status"]
    if status == "PASSWORD_RESET":
        next_link = link(call, "/credentials/reset_password", "resetPassword")
        return _Shown({"policy": POLICY}, {"next": next_link})
    links: dict[str, object] = {"next": link(call, "/credentials/change_password", "changePassword")}
    if status == "PASSWORD_EXPIRED":
        return _Shown({"policy": POLICY}, links)
    policy = {"expiration": {"passwordExpireDays": DAYS_LEFT}} | POLICY
    return _Shown({"policy": policy}, links | {"skip": link(call, "/skip", "skip")})


def _recovery(call: Call, attempt: Row, person: StaffMember) -> _Shown:
    user = user_facts(person) | {"recovery_question": {"question": staff().question}}
    links: dict[str, object] = {"next": link(call, "/recovery/answer", "answer")}
    return _Shown({"user": user}, links, {"recoveryType": attempt["recovery"]})


def _recovery_challenge(call: Call, attempt: Row) -> dict[str, object]:
    """Tell nothing about the person: there may be none."""
    channel = _CHANNELS[attempt["channel"]]
    path = f"/recovery/factors/{channel}"
    return {
        "recoveryType": attempt["recovery"],
        "factorType": channel,
        "_links": {
            "next": link(call, f"{path}/verify", "verify"),
            "resend": link(call, f"{path}/resend", channel.lower()),
            "cancel": link(call, "/cancel"),
        },
    }


_SHOWN = {
    "MFA_REQUIRED": _required,
    "MFA_CHALLENGE": _challenge,
    "MFA_ENROLL": _enrol,
    "MFA_ENROLL_ACTIVATE": _activate,
    "PASSWORD_WARN": _password,
    "PASSWORD_EXPIRED": _password,
    "PASSWORD_RESET": _password,
    "RECOVERY": _recovery,
}


def _factor(call: Call, person: StaffMember, device: StaffDevice, *, verify: bool) -> dict[str, object]:
    factor_type, provider = TYPES[device.kind]
    profile = {WHERE.get(device.kind, "credentialId"): device.where or person.user_id}
    factor: dict[str, object] = {
        "id": device.id,
        "factorType": factor_type,
        "provider": provider,
        "vendorName": provider,
        "profile": profile,
    }
    if verify:
        factor["_links"] = {"verify": link(call, f"/factors/{device.id}/verify")}
    return factor


def _offered(kind: DeviceKind, needed: str, status: str) -> dict[str, object]:
    factor_type, provider = TYPES[kind]
    return {"factorType": factor_type, "provider": provider, "status": status, "enrollment": needed}


def user_facts(person: StaffMember) -> dict[str, object]:
    """Return what is told about a person."""
    return {
        "id": "00u" + person.user_id.replace(".", "")[:17].ljust(17, "0"),
        "profile": {
            "login": person.user_id,
            "firstName": person.first_name,
            "lastName": person.last_name,
            "locale": "en",
            "timeZone": "America/New_York",
        },
    }


def link(call: Call, tail: str, name: str = "") -> dict[str, object]:
    """Return a link to an address of the sign-in."""
    link: dict[str, object] = {"href": f"{call.origin}/api/v1/authn{tail}", "hints": {"allow": ["POST"]}}
    return {"name": name} | link if name else link


def iso(seconds: float) -> str:
    """Return a moment as Okta writes it."""
    moment = datetime.fromtimestamp(seconds, UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03}Z"


def member_of(call: Call, attempt: Row) -> StaffMember:
    """Return whose sign-in it is, as she stands now."""
    person = find_member(call.moment, attempt["user_id"])
    assert person is not None
    return person
