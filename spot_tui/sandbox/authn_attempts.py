"""A Classic sign-in under way: how it is found, kept, passed on and ended. One state token stands for one."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from sqlite3 import Row

from starlette.responses import Response

from spot_tui.sandbox import accounts, staff_devices
from spot_tui.sandbox.authn_views import iso, member_of, show_attempt, user_facts
from spot_tui.sandbox.call import Call
from spot_tui.sandbox.okta import refuse, reply
from spot_tui.sandbox.staff import DeviceKind

STATE_SECONDS = 300
TICKET_SECONDS = 300
METHODS: Mapping[DeviceKind, str] = {
    "google": "otp",
    "okta": "otp",
    "yubikey": "hwk",
    "sms": "sms",
    "voice": "tel",
    "email": "email",
    "push": "swk",
}
TOO_SOON = {"sms": "E0000109", "voice": "E0000133", "email": "E0000118"}


def begin(call: Call, user_id: str, status: str, **more: object) -> Row:
    """Begin a sign-in, or a recovery, in this state."""
    state = "00" + secrets.token_urlsafe(30)
    row = (state, user_id, status, 0, call.moment.now + STATE_SECONDS)
    query = "INSERT INTO attempt (state, user_id, status, warn, expires_at) VALUES (?, ?, ?, ?, ?)"
    call.moment.db.execute(query, row)
    begun = by_state(call, state)
    return put(call, begun, **more) if more else begun


def find(call: Call, body: Mapping[str, object], *statuses: str) -> Row:
    """Return the sign-in of a state token, which is in one of these states; its life begins anew."""
    now = call.moment.now
    call.moment.db.execute("DELETE FROM attempt WHERE expires_at < ?", (now,))
    query = "SELECT * FROM attempt WHERE state = ?"
    row = call.moment.db.execute(query, (str(body.get("stateToken")),)).fetchone()
    if row is None:
        raise refuse(now, "E0000011")
    if statuses and row["status"] not in statuses:
        raise refuse(now, "E0000079")
    return put(call, row, expires_at=now + STATE_SECONDS)


def by_state(call: Call, state: str) -> Row:
    """Return the sign-in of a state token that there is."""
    row = call.moment.db.execute("SELECT * FROM attempt WHERE state = ?", (state,)).fetchone()
    assert isinstance(row, Row)
    return row


def put(call: Call, attempt: Row, **values: object) -> Row:
    """Change what is kept of a sign-in, and return it as it is then."""
    columns = ", ".join(f"{name} = ?" for name in values)
    call.moment.db.execute(
        f"UPDATE attempt SET {columns} WHERE state = ?",  # noqa: S608 - the names are ours
        (*values.values(), attempt["state"]),
    )
    return by_state(call, attempt["state"])


def forget(call: Call, attempt: Row) -> None:
    """Let the state token stand for nothing."""
    call.moment.db.execute("DELETE FROM attempt WHERE state = ?", (attempt["state"],))


def require_unlocked(call: Call, attempt: Row) -> str:
    """Return the key of the account; refuse the call while it is locked."""
    who = accounts.account_of(call.moment, attempt["user_id"])
    if accounts.standing(call.moment, who, None).locked:
        raise refuse(call.moment.now, "E0000069")
    return who


def count_wrong(call: Call, attempt: Row, who: str, code: str, *causes: str) -> None:
    """Count a wrong try and refuse it; the last one locks the account and ends the sign-in."""
    if not accounts.count_failure(call.moment, who):
        raise refuse(call.moment.now, code, *causes)
    forget(call, attempt)
    raise refuse(call.moment.now, "E0000069")


def passed(call: Call, attempt: Row) -> Response:
    """Go on after the second factor, or after what came then: password, second device, success."""
    person = member_of(call, attempt)
    if person.access == "password_expired":
        return show_attempt(call, put(call, attempt, status="PASSWORD_EXPIRED"))
    if person.access == "password_warn" and attempt["warn"]:
        return show_attempt(call, put(call, attempt, status="PASSWORD_WARN"))
    if person.access == "second_device":
        return show_attempt(call, put(call, attempt, status="MFA_ENROLL"))
    return succeed(call, attempt)


def registered(call: Call, attempt: Row) -> Response:
    """Go on after a device was registered: another may follow, if that was asked for at the start."""
    person = member_of(call, attempt)
    if attempt["more"] and staff_devices.registrable(person):
        return show_attempt(call, put(call, attempt, status="MFA_ENROLL"))
    return passed(call, attempt)


def succeed(call: Call, attempt: Row) -> Response:
    """End the sign-in with a session token, for one use."""
    moment = call.moment
    ticket = "20111" + secrets.token_urlsafe(32)
    forget(call, attempt)
    moment.db.execute(
        "INSERT INTO ticket VALUES (?, ?, ?, ?, ?)",
        (ticket, attempt["user_id"], attempt["methods"], moment.now, moment.now + TICKET_SECONDS),
    )
    body = {
        "expiresAt": iso(moment.now + TICKET_SECONDS),
        "status": "SUCCESS",
        "sessionToken": ticket,
        "_embedded": {"user": user_facts(member_of(call, attempt))},
    }
    return reply(moment.now, body)
