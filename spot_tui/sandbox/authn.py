"""The Classic engine's sign-in (``/api/v1/authn``) of the practice portal."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from sqlite3 import Row

from starlette.responses import Response
from starlette.routing import Route

from spot_tui.sandbox import accounts, passcodes
from spot_tui.sandbox.authn_views import iso, link, person_of, show_attempt, user_facts
from spot_tui.sandbox.call import Call, endpoint
from spot_tui.sandbox.okta import WRONG_PASSCODE, read_body, refuse, reply
from spot_tui.sandbox.staff import StaffDevice, staff

STATE_SECONDS = 300
TICKET_SECONDS = 300
_METHODS = {"google": "otp", "okta": "otp", "sms": "sms", "voice": "tel", "email": "email"}
_TOO_SOON = {"sms": "E0000109", "voice": "E0000133", "email": "E0000118"}


def routes() -> list[Route]:
    """Return the routes of the sign-in."""
    served = {
        "": start,
        "/factors/{factor}/verify": verify,
        "/factors/{factor}/verify/resend": resend,
        "/previous": previous,
        "/skip": skip,
        "/cancel": cancel,
    }
    return [
        Route(f"/api/v1/authn{tail}", endpoint(handler), methods=["POST"]) for tail, handler in served.items()
    ]


def start(call: Call) -> Response:
    """Take user name and password, or tell how a sign-in stands."""
    moment = call.moment
    body = read_body(moment.now, call.body)
    if "stateToken" in body:
        return show_attempt(call, _attempt(call, body))
    user_id, password = body.get("username"), body.get("password")
    if not isinstance(user_id, str) or not isinstance(password, str) or not user_id or not password:
        raise refuse(moment.now, "E0000001", "username: must be given", about="authentication request")
    person = staff().find(user_id)
    who = accounts.account_of(moment, user_id)
    if not accounts.within_rate(moment, who):
        raise refuse(moment.now, "E0000047")
    right = accounts.password_is_right(person, password)
    standing = accounts.standing(moment, who, person)
    if not right or standing.locked or standing.suspended:
        accounts.count_failure(moment, who)
        return _turn_away(call, standing)
    assert person is not None
    options = body.get("options")
    warn = isinstance(options, dict) and options.get("warnBeforePasswordExpired") is True
    status = "MFA_ENROLL" if person.access == "no_device" else "MFA_REQUIRED"
    state = "00" + secrets.token_urlsafe(30)
    moment.db.execute(
        "INSERT INTO attempt (state, user_id, status, warn, expires_at) VALUES (?, ?, ?, ?, ?)",
        (state, person.user_id, status, warn, moment.now + STATE_SECONDS),
    )
    return show_attempt(call, _find(call, state))


def verify(call: Call) -> Response:
    """Send a device its code, or check the passcode that came from it."""
    moment = call.moment
    body = read_body(moment.now, call.body)
    attempt, device = _challenged(call, body)
    if "passCode" not in body:
        _send(call, attempt, device)
        _set(call, attempt, status="MFA_CHALLENGE", device=device.id)
        return show_attempt(call, _find(call, attempt["state"]))
    who = accounts.account_of(moment, attempt["user_id"])
    if accounts.standing(moment, who, None).locked:
        raise refuse(moment.now, "E0000069")
    verdict = passcodes.judge(moment, device, str(body["passCode"]))
    if verdict == "wrong":
        _count_wrong(call, attempt, who)
    if verdict != "right":
        raise refuse(moment.now, "E0000082" if verdict == "used" else "E0000083")
    accounts.clear_failures(moment, who)
    _set(call, attempt, methods=f"pwd mfa {_METHODS[device.kind]}", device=device.id)
    return _passed(call, _find(call, attempt["state"]))


def resend(call: Call) -> Response:
    """Send the chosen device another code."""
    attempt, device = _challenged(call, read_body(call.moment.now, call.body))
    if attempt["status"] != "MFA_CHALLENGE" or attempt["device"] != device.id:
        raise refuse(call.moment.now, "E0000079")
    if not passcodes.is_sent(device):
        raise refuse(call.moment.now, "E0000079")
    _send(call, attempt, device)
    return show_attempt(call, _find(call, attempt["state"]))


def previous(call: Call) -> Response:
    """Go back to the choice of the device."""
    attempt = _attempt(call, read_body(call.moment.now, call.body))
    if attempt["status"] != "MFA_CHALLENGE":
        raise refuse(call.moment.now, "E0000079")
    _set(call, attempt, status="MFA_REQUIRED")
    return show_attempt(call, _find(call, attempt["state"]))


def skip(call: Call) -> Response:
    """Leave the password as it is."""
    attempt = _attempt(call, read_body(call.moment.now, call.body))
    if attempt["status"] != "PASSWORD_WARN":
        raise refuse(call.moment.now, "E0000079")
    return _succeed(call, attempt)


def cancel(call: Call) -> Response:
    """Forget the sign-in."""
    attempt = _attempt(call, read_body(call.moment.now, call.body))
    call.moment.db.execute("DELETE FROM attempt WHERE state = ?", (attempt["state"],))
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


def _count_wrong(call: Call, attempt: Row, who: str) -> None:
    if not accounts.count_failure(call.moment, who):
        raise refuse(call.moment.now, "E0000068", WRONG_PASSCODE)
    call.moment.db.execute("DELETE FROM attempt WHERE state = ?", (attempt["state"],))
    raise refuse(call.moment.now, "E0000069")


def _passed(call: Call, attempt: Row) -> Response:
    person = person_of(attempt)
    if person.access == "password_expired":
        _set(call, attempt, status="PASSWORD_EXPIRED")
    elif person.access == "password_warn" and attempt["warn"]:
        _set(call, attempt, status="PASSWORD_WARN")
    else:
        return _succeed(call, attempt)
    return show_attempt(call, _find(call, attempt["state"]))


def _succeed(call: Call, attempt: Row) -> Response:
    moment = call.moment
    ticket = "20111" + secrets.token_urlsafe(32)
    moment.db.execute("DELETE FROM attempt WHERE state = ?", (attempt["state"],))
    moment.db.execute(
        "INSERT INTO ticket VALUES (?, ?, ?, ?, ?)",
        (ticket, attempt["user_id"], attempt["methods"], moment.now, moment.now + TICKET_SECONDS),
    )
    body = {
        "expiresAt": iso(moment.now + TICKET_SECONDS),
        "status": "SUCCESS",
        "sessionToken": ticket,
        "_embedded": {"user": user_facts(person_of(attempt))},
    }
    return reply(moment.now, body)


def _send(call: Call, attempt: Row, device: StaffDevice) -> None:
    if not passcodes.is_sent(device):
        return
    again = attempt["device"] == device.id
    if again and call.moment.now - attempt["sent_at"] < passcodes.RESEND_SECONDS[device.kind]:
        raise refuse(call.moment.now, _TOO_SOON[device.kind])
    passcodes.send_code(call.moment, device)
    _set(call, attempt, sent_at=call.moment.now)


def _challenged(call: Call, body: Mapping[str, object]) -> tuple[Row, StaffDevice]:
    attempt = _attempt(call, body)
    device = person_of(attempt).device(call.path["factor"])
    if device is None:
        raise refuse(call.moment.now, "E0000007")
    usable = passcodes.is_sent(device) or passcodes.is_authenticator(device)
    if attempt["status"] not in {"MFA_REQUIRED", "MFA_CHALLENGE"} or not usable:
        raise refuse(call.moment.now, "E0000079")
    return attempt, device


def _attempt(call: Call, body: Mapping[str, object]) -> Row:
    """Return the sign-in that a state token stands for, and let its life begin anew."""
    state = body.get("stateToken")
    now = call.moment.now
    call.moment.db.execute("DELETE FROM attempt WHERE expires_at < ?", (now,))
    row = call.moment.db.execute("SELECT * FROM attempt WHERE state = ?", (str(state),)).fetchone()
    if row is None:
        raise refuse(now, "E0000011")
    _set(call, row, expires_at=now + STATE_SECONDS)
    return _find(call, row["state"])


def _find(call: Call, state: str) -> Row:
    found = call.moment.db.execute("SELECT * FROM attempt WHERE state = ?", (state,)).fetchone()
    assert isinstance(found, Row)
    return found


def _set(call: Call, attempt: Row, **values: object) -> None:
    columns = ", ".join(f"{name} = ?" for name in values)
    call.moment.db.execute(
        f"UPDATE attempt SET {columns} WHERE state = ?",  # noqa: S608 - the names are ours
        (*values.values(), attempt["state"]),
    )
