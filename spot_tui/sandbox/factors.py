"""A person's own devices at the practice portal, with her own token: Okta's Factors interface for oneself.

Who signed in too long ago is asked for a fresh sign-in (RFC 9470); reading is allowed at any time.
"""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import Route

from spot_tui.backend.upstreams import DEVICE_SCOPES
from spot_tui.sandbox import passcodes, staff_devices
from spot_tui.sandbox.authn_attempts import TOO_SOON
from spot_tui.sandbox.authn_views import KINDS, TYPES, WHERE, iso, user_facts
from spot_tui.sandbox.call import Call, Refused, endpoint
from spot_tui.sandbox.okta import WRONG_PASSCODE, error_object, headers, read_body, refuse, reply
from spot_tui.sandbox.staff import DeviceKind, StaffDevice, StaffMember
from spot_tui.sandbox.tokens import find_token, signed_in_at

FRESH_SECONDS = 900
_READ, _MANAGE = DEVICE_SCOPES
_PATH = "/api/v1/users/me"


def routes() -> list[Route]:
    """Return the routes."""
    return [
        Route(_PATH, endpoint(me), methods=["GET"]),
        Route(f"{_PATH}/factors", endpoint(listed), methods=["GET"]),
        Route(f"{_PATH}/factors", endpoint(enrol), methods=["POST"]),
        Route(f"{_PATH}/factors/catalog", endpoint(catalogue), methods=["GET"]),
        Route(f"{_PATH}/factors/{{factor}}", endpoint(remove), methods=["DELETE"]),
        Route(f"{_PATH}/factors/{{factor}}/lifecycle/activate", endpoint(activate), methods=["POST"]),
        Route(f"{_PATH}/factors/{{factor}}/resend", endpoint(resend), methods=["POST"]),
    ]


def me(call: Call) -> Response:
    """Tell who it is."""
    person = _caller(call, _READ)
    facts = user_facts(person)
    address = f"{person.user_id}@practice.example"
    profile = {"login": person.user_id, "email": address}
    return reply(call.moment.now, facts | {"profile": profile})


def listed(call: Call) -> Response:
    """List the devices."""
    person = _caller(call, _READ)
    return reply(call.moment.now, [_shown(call, person, device, "ACTIVE") for device in person.devices])


def catalogue(call: Call) -> Response:
    """List the kinds that may be registered."""
    person = _caller(call, _READ)
    return reply(call.moment.now, [_named(kind) for kind in staff_devices.registrable(person)])


def enrol(call: Call) -> Response:
    """Begin to register a device."""
    person = _fresh(call)
    now, body = call.moment.now, read_body(call.moment.now, call.body)
    kind = KINDS.get((str(body.get("factorType")), str(body.get("provider"))))
    if kind is not None and any(device.kind == kind for device in person.devices):
        about = "factorEnrollRequest"
        raise refuse(now, "E0000001", "A factor of this type is already set up.", about=about)
    if kind is None or kind not in staff_devices.registrable(person):
        raise refuse(now, "E0000001", "factorType: not one to be registered", about="factorType")
    profile = body.get("profile")
    phone = str(profile.get("phoneNumber", "")) if isinstance(profile, dict) else ""
    try:
        device = staff_devices.begin(call.moment, person, kind, phone)
    except staff_devices.WrongNumberError:
        raise refuse(now, "E0000098", "phoneNumber: ten digits are asked for") from None
    shown = _shown(call, person, device, "PENDING_ACTIVATION")
    if device.secret:
        activation = {"timeStep": 30, "sharedSecret": device.secret, "encoding": "base32", "keyLength": 6}
        shown["_embedded"] = {"activation": activation}
    return reply(now, shown)


def activate(call: Call) -> Response:
    """Check the first code of the device that is being registered."""
    person = _fresh(call)
    now, body = call.moment.now, read_body(call.moment.now, call.body)
    device = _begun(call, person)
    verdict = staff_devices.activate(call.moment, device, str(body.get("passCode", "")))
    if verdict == "wrong":
        raise refuse(now, "E0000068", WRONG_PASSCODE)
    if verdict != "right":
        raise refuse(now, "E0000082" if verdict == "used" else "E0000083")
    return reply(now, _shown(call, person, device, "ACTIVE"))


def resend(call: Call) -> Response:
    """Send another code to the device that is being registered."""
    person = _fresh(call)
    device = _begun(call, person)
    now = call.moment.now
    if not passcodes.is_sent(device):
        raise refuse(now, "E0000079")
    if now - passcodes.sent_at(call.moment, device) < passcodes.RESEND_SECONDS[device.kind]:
        raise refuse(now, TOO_SOON[device.kind])
    passcodes.send_code(call.moment, device)
    return reply(now, _shown(call, person, device, "PENDING_ACTIVATION"))


def remove(call: Call) -> Response:
    """Remove a device, or take back one that was begun."""
    person = _fresh(call)
    device_id = call.path["factor"]
    is_gone = staff_devices.remove(call.moment, person, device_id)
    if not is_gone and not staff_devices.take_back(call.moment, person.user_id, device_id):
        raise refuse(call.moment.now, "E0000007")
    return Response(None, 204, headers(call.moment.now))


def _caller(call: Call, scope: str) -> StaffMember:
    found = find_token(call)
    if found is None:
        raise refuse(call.moment.now, "E0000011")
    person, scopes = found
    if scope not in scopes:
        challenge = f'Bearer error="insufficient_scope", scope="{scope}"'
        raise _challenged(call, "E0000006", challenge)
    return person


def _fresh(call: Call) -> StaffMember:
    """Return who calls, if she signed in not long ago."""
    person = _caller(call, _MANAGE)
    if call.moment.now - signed_in_at(call) > FRESH_SECONDS:
        challenge = f'Bearer error="insufficient_authentication_context", max_age={FRESH_SECONDS}'
        raise _challenged(call, "E0000006", challenge)
    return person


def _challenged(call: Call, code: str, challenge: str) -> Refused:
    answer = reply(call.moment.now, error_object(code), 403)
    answer.headers["www-authenticate"] = challenge
    return Refused(answer)


def _begun(call: Call, person: StaffMember) -> StaffDevice:
    device = staff_devices.begun(call.moment, person.user_id, call.path["factor"])
    if device is None:
        raise refuse(call.moment.now, "E0000007")
    return device


def _named(kind: DeviceKind) -> dict[str, object]:
    factor_type, provider = TYPES[kind]
    return {"factorType": factor_type, "provider": provider, "vendorName": provider}


def _shown(call: Call, person: StaffMember, device: StaffDevice, status: str) -> dict[str, object]:
    where = device.where or person.user_id
    return _named(device.kind) | {
        "id": device.id,
        "status": status,
        "created": iso(staff_devices.registered_at(call.moment, device)),
        "profile": {WHERE.get(device.kind, "credentialId"): where},
        "_links": {"self": {"href": f"{call.origin}{_PATH}/factors/{device.id}"}},
    }
