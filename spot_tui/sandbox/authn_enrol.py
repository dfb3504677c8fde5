"""Registering a device during a Classic sign-in of the practice portal."""

from __future__ import annotations

from starlette.responses import Response

from spot_tui.sandbox import accounts, passcodes, staff_devices, staff_pushes
from spot_tui.sandbox import authn_attempts as attempts
from spot_tui.sandbox.authn_views import KINDS, member_of, show_attempt
from spot_tui.sandbox.call import Call
from spot_tui.sandbox.okta import WRONG_PASSCODE, read_body, refuse
from spot_tui.sandbox.staff import StaffDevice, StaffMember


def may_skip(person: StaffMember) -> bool:
    """Tell whether the person has devices enough to go on."""
    return bool(person.devices) and person.access != "second_device"


def enrol(call: Call) -> Response:
    """Begin to register a device."""
    now = call.moment.now
    body = read_body(now, call.body)
    attempt = attempts.find(call, body, "MFA_ENROLL")
    kind = KINDS.get((str(body.get("factorType")), str(body.get("provider"))))
    profile = body.get("profile")
    phone = str(profile.get("phoneNumber", "")) if isinstance(profile, dict) else ""
    person = member_of(call, attempt)
    if kind is None or kind not in staff_devices.registrable(person):
        raise refuse(now, "E0000001", "factorType: not one to be registered", about="factorType")
    try:
        device = staff_devices.begin(call.moment, person, kind, phone)
    except staff_devices.WrongNumberError:
        raise refuse(now, "E0000098", "phoneNumber: ten digits are asked for") from None
    push = staff_pushes.waiting(call.moment, device.id)
    values = {"device": device.id, "sent_at": now, "push": push.id if push else ""}
    return show_attempt(call, attempts.put(call, attempt, status="MFA_ENROLL_ACTIVATE", **values))


def activate(call: Call) -> Response:
    """Check the first code of the new device."""
    now = call.moment.now
    body = read_body(now, call.body)
    attempt = attempts.find(call, body, "MFA_ENROLL_ACTIVATE")
    device = _device(call, attempt["user_id"])
    if device.kind == "push" or "passCode" not in body:
        raise refuse(now, "E0000079")
    who = attempts.require_unlocked(call, attempt)
    verdict = staff_devices.activate(call.moment, device, str(body["passCode"]))
    if verdict == "wrong":
        attempts.count_wrong(call, attempt, who, "E0000068", WRONG_PASSCODE)
    if verdict != "right":
        raise refuse(now, "E0000082" if verdict == "used" else "E0000083")
    accounts.clear_failures(call.moment, who)
    methods = f"pwd mfa {attempts.METHODS[device.kind]}"
    return attempts.registered(call, attempts.put(call, attempt, methods=methods))


def poll(call: Call) -> Response:
    """Tell whether the new phone has answered."""
    attempt = attempts.find(call, read_body(call.moment.now, call.body), "MFA_ENROLL_ACTIVATE")
    device = _device(call, attempt["user_id"])
    push = staff_pushes.find(call.moment, attempt["push"])
    if push is None or device.kind != "push":
        raise refuse(call.moment.now, "E0000079")
    if push.state != "SUCCESS":
        return show_attempt(call, attempt)
    staff_devices.finish(call.moment, device)
    return attempts.registered(call, attempts.put(call, attempt, methods="pwd mfa swk", push=""))


def resend(call: Call) -> Response:
    """Send the new device another code."""
    now = call.moment.now
    attempt = attempts.find(call, read_body(now, call.body), "MFA_ENROLL_ACTIVATE")
    device = _device(call, attempt["user_id"])
    if not passcodes.is_sent(device):
        raise refuse(now, "E0000079")
    if now - attempt["sent_at"] < passcodes.RESEND_SECONDS[device.kind]:
        raise refuse(now, attempts.TOO_SOON[device.kind])
    passcodes.send_code(call.moment, device)
    return show_attempt(call, attempts.put(call, attempt, sent_at=now))


def _device(call: Call, user_id: str) -> StaffDevice:
    device = staff_devices.begun(call.moment, user_id, call.path["factor"])
    if device is None:
        raise refuse(call.moment.now, "E0000007")
    return device


HANDLERS = {
    "/factors": enrol,
    "/factors/{factor}/lifecycle/activate": activate,
    "/factors/{factor}/lifecycle/activate/poll": poll,
    "/factors/{factor}/lifecycle/resend": resend,
}
