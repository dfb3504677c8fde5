"""The Classic engine's sign-in (``/api/v1/authn``) of the practice portal: password, device, passcode."""

from __future__ import annotations

from collections.abc import Mapping
from sqlite3 import Row

from starlette.responses import Response
from starlette.routing import Route

from spot_tui.sandbox import accounts, authn_enrol, authn_password, authn_recovery, passcodes, staff_passwords
from spot_tui.sandbox import authn_attempts as attempts
from spot_tui.sandbox.authn_views import link, member_of, show_attempt
from spot_tui.sandbox.call import Call, endpoint
from spot_tui.sandbox.members import find_member
from spot_tui.sandbox.okta import WRONG_PASSCODE, read_body, refuse, reply
from spot_tui.sandbox.staff import StaffDevice
from spot_tui.sandbox.staff_pushes import find as find_push
from spot_tui.sandbox.staff_pushes import send as send_push


def routes() -> list[Route]:
    """Return the routes of the sign-in."""
    served = {
        "": start,
        "/factors/{factor}/verify": verify,
        "/factors/{factor}/verify/resend": resend,
        "/previous": previous,
        "/skip": skip,
        "/cancel": cancel,
        **authn_enrol.HANDLERS,
        **authn_password.HANDLERS,
        **authn_recovery.HANDLERS,
    }
    return [
        Route(f"/api/v1/authn{tail}", endpoint(handler), methods=["POST"]) for tail, handler in served.items()
    ]


def start(call: Call) -> Response:
    """Take user name and password, or tell how a sign-in stands."""
    moment = call.moment
    body = read_body(moment.now, call.body)
    if "stateToken" in body:
        return show_attempt(call, attempts.find(call, body))
    user_id, password = body.get("username"), body.get("password")
    if not isinstance(user_id, str) or not isinstance(password, str) or not user_id or not password:
        raise refuse(moment.now, "E0000001", "username: must be given", about="authentication request")
    person = find_member(moment, user_id)
    who = accounts.account_of(moment, user_id)
    if not accounts.within_rate(moment, who):
        raise refuse(moment.now, "E0000047")
    right = staff_passwords.is_right(moment, person, password)
    standing = accounts.standing(moment, who, person)
    if not right or standing.locked or standing.suspended:
        accounts.count_failure(moment, who)
        return _turn_away(call, standing)
    assert person is not None
    options = body.get("options")
    asked = options if isinstance(options, dict) else {}
    status = "MFA_REQUIRED" if person.devices else "MFA_ENROLL"
    warn, more = (
        asked.get(name) is True for name in ("warnBeforePasswordExpired", "multiOptionalFactorEnroll")
    )
    return show_attempt(call, attempts.begin(call, person.user_id, status, warn=warn, more=more))


def verify(call: Call) -> Response:
    """Send a device its code or request, tell how the request stands, or check a passcode."""
    moment = call.moment
    body = read_body(moment.now, call.body)
    attempt, device = _challenged(call, body)
    if "passCode" not in body:
        if device.kind == "push" and _is_asked(attempt, device):
            return _poll(call, attempt)
        _send(call, attempt, device)
        return show_attempt(call, attempts.put(call, attempt, status="MFA_CHALLENGE", device=device.id))
    if device.kind == "push":
        raise refuse(moment.now, "E0000079")
    who = attempts.require_unlocked(call, attempt)
    verdict = passcodes.judge(moment, device, str(body["passCode"]))
    if verdict == "wrong":
        attempts.count_wrong(call, attempt, who, "E0000068", WRONG_PASSCODE)
    if verdict != "right":
        raise refuse(moment.now, "E0000082" if verdict == "used" else "E0000083")
    return _proved(call, attempt, device)


def resend(call: Call) -> Response:
    """Send the chosen device another code or request."""
    attempt, device = _challenged(call, read_body(call.moment.now, call.body))
    if attempt["status"] != "MFA_CHALLENGE" or attempt["device"] != device.id:
        raise refuse(call.moment.now, "E0000079")
    if passcodes.is_authenticator(device):
        raise refuse(call.moment.now, "E0000079")
    _send(call, attempt, device)
    return show_attempt(call, attempts.by_state(call, attempt["state"]))


def previous(call: Call) -> Response:
    """Go back to the choice of the device."""
    body = read_body(call.moment.now, call.body)
    attempt = attempts.find(call, body, "MFA_CHALLENGE", "MFA_ENROLL_ACTIVATE")
    status = "MFA_REQUIRED" if attempt["status"] == "MFA_CHALLENGE" else "MFA_ENROLL"
    return show_attempt(call, attempts.put(call, attempt, status=status, push=""))


def skip(call: Call) -> Response:
    """Leave the password as it is, or further devices unregistered."""
    attempt = attempts.find(call, read_body(call.moment.now, call.body), "PASSWORD_WARN", "MFA_ENROLL")
    if attempt["status"] == "MFA_ENROLL" and not authn_enrol.may_skip(member_of(call, attempt)):
        raise refuse(call.moment.now, "E0000079")
    return attempts.succeed(call, attempt)


def cancel(call: Call) -> Response:
    """Forget the sign-in."""
    attempts.forget(call, attempts.find(call, read_body(call.moment.now, call.body)))
    return reply(call.moment.now, {"relayState": ""})


def _turn_away(call: Call, standing: accounts.Standing) -> Response:
    """Say the same to a wrong password and, unless the switch is on, to a locked or suspended user."""
    now = call.moment.now
    if call.moment.switch(accounts.SHOW_LOCKOUT) == "1":
        if standing.suspended:
            raise refuse(now, "E0000155")
        if standing.locked:
            links = {
                "next": link(call, "/recovery/unlock", "unlock"),
                "cancel": link(call, "/cancel"),
            }
            return reply(now, {"status": "LOCKED_OUT", "_embedded": {}, "_links": links})
    raise refuse(now, "E0000004")


def _is_asked(attempt: Row, device: StaffDevice) -> bool:
    """Tell whether this call asks how the request stands, instead of sending one."""
    return bool(attempt["status"] == "MFA_CHALLENGE" and attempt["device"] == device.id and attempt["push"])


def _poll(call: Call, attempt: Row) -> Response:
    """Tell how the request stands; one that came to nothing is followed by another when asked once more."""
    push = find_push(call.moment, attempt["push"])
    device = member_of(call, attempt).device(attempt["device"])
    assert device is not None
    if push is not None and push.state == "SUCCESS":
        return _proved(call, attempt, device)
    if push is None or attempt["told"]:
        _send(call, attempt, device)
        return show_attempt(call, attempts.by_state(call, attempt["state"]))
    return show_attempt(call, attempts.put(call, attempt, told=push.state != "WAITING"))


def _send(call: Call, attempt: Row, device: StaffDevice) -> None:
    now = call.moment.now
    if device.kind == "push":
        attempts.put(call, attempt, push=send_push(call.moment, device).id, told=False)
        return
    if not passcodes.is_sent(device):
        return
    again = attempt["device"] == device.id
    if again and now - attempt["sent_at"] < passcodes.RESEND_SECONDS[device.kind]:
        raise refuse(now, attempts.TOO_SOON[device.kind])
    passcodes.send_code(call.moment, device)
    attempts.put(call, attempt, sent_at=now)


def _challenged(call: Call, body: Mapping[str, object]) -> tuple[Row, StaffDevice]:
    attempt = attempts.find(call, body, "MFA_REQUIRED", "MFA_CHALLENGE")
    device = member_of(call, attempt).device(call.path["factor"])
    if device is None:
        raise refuse(call.moment.now, "E0000007")
    if device.kind == "webauthn":
        raise refuse(call.moment.now, "E0000079")
    return attempt, device


def _proved(call: Call, attempt: Row, device: StaffDevice) -> Response:
    accounts.clear_failures(call.moment, accounts.account_of(call.moment, attempt["user_id"]))
    methods = f"pwd mfa {attempts.METHODS[device.kind]}"
    return attempts.passed(call, attempts.put(call, attempt, methods=methods, device=device.id))
