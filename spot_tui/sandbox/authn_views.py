"""How the practice portal shows the state of a Classic sign-in."""

from __future__ import annotations

from datetime import UTC, datetime
from sqlite3 import Row

from starlette.responses import Response

from spot_tui.sandbox import passcodes
from spot_tui.sandbox.call import Call
from spot_tui.sandbox.okta import reply
from spot_tui.sandbox.staff import StaffDevice, StaffMember, staff

DAYS_LEFT = 5
TYPES = {
    "google": ("token:software:totp", "GOOGLE"),
    "okta": ("token:software:totp", "OKTA"),
    "sms": ("sms", "OKTA"),
    "voice": ("call", "OKTA"),
    "email": ("email", "OKTA"),
    "push": ("push", "OKTA"),
    "webauthn": ("webauthn", "FIDO"),
}
_WHERE = {
    "sms": "phoneNumber",
    "voice": "phoneNumber",
    "email": "email",
    "push": "name",
    "webauthn": "authenticatorName",
}
_COMPLEXITY = {"minLength": 15, "minLowerCase": 1, "minUpperCase": 1, "minNumber": 1, "excludeUsername": True}


def show_attempt(call: Call, attempt: Row) -> Response:
    """Return how a sign-in stands, with the links that lead on."""
    person = person_of(attempt)
    embedded: dict[str, object] = {"user": user_facts(person)}
    links: dict[str, object] = {"cancel": link(call, "/cancel")}
    status = attempt["status"]
    if status == "MFA_REQUIRED":
        embedded["factors"] = [_factor(call, person, device, verify=True) for device in person.devices]
        embedded["policy"] = {"allowRememberDevice": True, "rememberDeviceByDefault": False}
    elif status == "MFA_CHALLENGE":
        device = person.device(attempt["device"])
        assert device is not None
        embedded["factor"] = _factor(call, person, device, verify=False)
        links |= _challenge_links(call, device)
    elif status == "MFA_ENROLL":
        embedded["factors"] = [_unset(call, kind) for kind in TYPES]
    else:
        embedded["policy"] = {"complexity": _COMPLEXITY}
        links["next"] = link(call, "/credentials/change_password", "changePassword")
    if status == "PASSWORD_WARN":
        embedded["policy"] = {"expiration": {"passwordExpireDays": DAYS_LEFT}, "complexity": _COMPLEXITY}
        links["skip"] = link(call, "/skip", "skip")
    body = {
        "stateToken": attempt["state"],
        "expiresAt": iso(attempt["expires_at"]),
        "status": status,
        "_embedded": embedded,
        "_links": links,
    }
    return reply(call.moment.now, body)


def _challenge_links(call: Call, device: StaffDevice) -> dict[str, object]:
    verify_path = f"/factors/{device.id}/verify"
    links: dict[str, object] = {
        "next": link(call, verify_path, "verify"),
        "prev": link(call, "/previous"),
    }
    if passcodes.is_sent(device):
        links["resend"] = [link(call, f"{verify_path}/resend", TYPES[device.kind][0])]
    return links


def _factor(call: Call, person: StaffMember, device: StaffDevice, *, verify: bool) -> dict[str, object]:
    factor_type, provider = TYPES[device.kind]
    profile = {_WHERE.get(device.kind, "credentialId"): device.where or person.user_id}
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


def _unset(call: Call, kind: str) -> dict[str, object]:
    factor_type, provider = TYPES[kind]
    return {
        "factorType": factor_type,
        "provider": provider,
        "status": "NOT_SETUP",
        "enrollment": "OPTIONAL",
        "_links": {"enroll": link(call, "/factors")},
    }


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


def person_of(attempt: Row) -> StaffMember:
    """Return whose sign-in it is."""
    person = staff().find(attempt["user_id"])
    assert person is not None
    return person
