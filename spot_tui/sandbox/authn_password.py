"""Changing a password during a Classic sign-in of the practice portal, and after a recovery."""

from __future__ import annotations

from starlette.responses import Response

from spot_tui.sandbox import authn_attempts as attempts
from spot_tui.sandbox import staff_passwords
from spot_tui.sandbox.authn_views import member_of, show_attempt
from spot_tui.sandbox.call import Call
from spot_tui.sandbox.okta import read_body, refuse
from spot_tui.sandbox.staff import StaffMember

WRONG_OLD = "oldPassword: The credentials provided were incorrect."
CAUSES = {
    "length": "Passwords have 15 to 60 characters.",
    "lower": "Passwords have a lowercase letter.",
    "upper": "Passwords have an uppercase letter.",
    "digit": "Passwords have a number.",
    "user_id": "Passwords have no parts of the username.",
    "names": "Passwords have neither first nor last name.",
    "used_before": "The last 6 passwords cannot be used again.",
    "too_soon": "The password was changed within the last 24 hours.",
}


def change_password(call: Call) -> Response:
    """Change a password that is known."""
    body = read_body(call.moment.now, call.body)
    attempt = attempts.find(call, body, "PASSWORD_WARN", "PASSWORD_EXPIRED")
    person = member_of(call, attempt)
    who = attempts.require_unlocked(call, attempt)
    old, new = (str(body.get(name) or "") for name in ("oldPassword", "newPassword"))
    if not staff_passwords.is_right(call.moment, person, old):
        attempts.count_wrong(call, attempt, who, "E0000014", WRONG_OLD)
    _change(call, person, new, once_a_day=True)
    return attempts.passed(call, attempts.put(call, attempt, warn=False))


def reset_password(call: Call) -> Response:
    """Set a password for somebody who proved herself otherwise; the second factor is asked for as always."""
    body = read_body(call.moment.now, call.body)
    attempt = attempts.find(call, body, "PASSWORD_RESET")
    person = member_of(call, attempt)
    _change(call, person, str(body.get("newPassword") or ""), once_a_day=False)
    status = "MFA_REQUIRED" if person.devices else "MFA_ENROLL"
    return show_attempt(call, attempts.put(call, attempt, status=status, recovery="", device=""))


def _change(call: Call, person: StaffMember, new: str, *, once_a_day: bool) -> None:
    faults = staff_passwords.faults_of(call.moment, person, new, once_a_day=once_a_day)
    if faults:
        raise refuse(call.moment.now, "E0000080", *(CAUSES[fault] for fault in faults))
    staff_passwords.change(call.moment, person, new)


HANDLERS = {
    "/credentials/change_password": change_password,
    "/credentials/reset_password": reset_password,
}
