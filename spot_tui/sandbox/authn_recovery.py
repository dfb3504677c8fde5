"""Forgotten passwords and locked accounts on the Classic engine of the practice portal."""

from __future__ import annotations

import secrets
from typing import cast

from starlette.responses import Response

from spot_tui.sandbox import accounts, passcodes, staff_passwords, staff_recovery
from spot_tui.sandbox import authn_attempts as attempts
from spot_tui.sandbox.authn_views import member_of, show_attempt
from spot_tui.sandbox.call import Call
from spot_tui.sandbox.members import find_member
from spot_tui.sandbox.okta import WRONG_PASSCODE, read_body, refuse, reply
from spot_tui.sandbox.staff import StaffDevice, StaffMember
from spot_tui.sandbox.staff_recovery import Channel

MOST_TRIES = 5
CHANNELS: dict[str, Channel] = {"SMS": "sms", "CALL": "voice", "EMAIL": "email"}


def forgot(call: Call) -> Response:
    """Begin to prove that a forgotten password is one's own."""
    return _begin(call, "PASSWORD")


def unlock(call: Call) -> Response:
    """Begin to prove that a locked account is one's own."""
    return _begin(call, "UNLOCK")


def verify(call: Call) -> Response:
    """Check the code of a recovery."""
    now = call.moment.now
    body = read_body(now, call.body)
    attempt = attempts.find(call, body, "RECOVERY_CHALLENGE")
    device = StaffDevice(id=attempt["device"], kind=attempt["channel"], where="")
    verdict = passcodes.judge(call.moment, device, str(body.get("passCode", "")))
    if verdict == "wrong":
        _count(call, attempt["state"], attempt["tries"])
        raise refuse(now, "E0000068", WRONG_PASSCODE)
    if verdict != "right":
        raise refuse(now, "E0000082" if verdict == "used" else "E0000083")
    return show_attempt(call, attempts.put(call, attempt, status="RECOVERY", tries=0))


def resend(call: Call) -> Response:
    """Send the code of a recovery again."""
    now = call.moment.now
    attempt = attempts.find(call, read_body(now, call.body), "RECOVERY_CHALLENGE")
    channel = cast("Channel", attempt["channel"])
    if now - attempt["sent_at"] < passcodes.RESEND_SECONDS[channel]:
        raise refuse(now, attempts.TOO_SOON[channel])
    staff_recovery.reach(call.moment, attempt["user_id"], channel)
    return show_attempt(call, attempts.put(call, attempt, sent_at=now))


def answer(call: Call) -> Response:
    """Check the answer to the security question."""
    now = call.moment.now
    body = read_body(now, call.body)
    attempt = attempts.find(call, body, "RECOVERY")
    if not staff_passwords.answer_is_right(str(body.get("answer", ""))):
        _count(call, attempt["state"], attempt["tries"])
        raise refuse(now, "E0000087")
    if attempt["recovery"] == "PASSWORD":
        return show_attempt(call, attempts.put(call, attempt, status="PASSWORD_RESET"))
    staff_recovery.unlock(call.moment, member_of(call, attempt))
    attempts.forget(call, attempt)
    return reply(now, {"status": "SUCCESS", "recoveryType": "UNLOCK"})


def token(call: Call) -> Response:
    """Take the token of a mail, once, in place of a code."""
    now = call.moment.now
    body = read_body(now, call.body)
    given = str(body.get("recoveryToken", ""))
    query = "SELECT * FROM attempt WHERE status = 'MAILED' AND push = ? AND expires_at >= ?"
    row = call.moment.db.execute(query, (given, now)).fetchone() if given else None
    if row is None:
        raise refuse(now, "E0000011")
    return show_attempt(call, attempts.put(call, row, status="RECOVERY", push=""))


def _begin(call: Call, recovery: str) -> Response:
    """Answer everybody alike; only who can be reached gets a code or a mail."""
    moment = call.moment
    body = read_body(moment.now, call.body)
    user_id, factor = body.get("username"), str(body.get("factorType"))
    channel = CHANNELS.get(factor)
    if not isinstance(user_id, str) or not user_id or channel is None:
        raise refuse(moment.now, "E0000001", "username: must be given", about="recovery request")
    who = accounts.account_of(moment, user_id)
    if not accounts.within_rate(moment, who):
        raise refuse(moment.now, "E0000047")
    person = find_member(moment, user_id)
    _tell_suspended(call, person, recovery)
    token = secrets.token_urlsafe(15) if channel == "email" else ""
    device = staff_recovery.reach(moment, user_id, channel, token)
    begun = attempts.begin(
        call,
        person.user_id if person else "",
        "RECOVERY_CHALLENGE",
        device=device.id,
        recovery=recovery,
        channel=channel,
        sent_at=moment.now,
    )
    if channel != "email":
        return show_attempt(call, begun)
    attempts.put(call, begun, status="MAILED", push=token if person else "")
    told = {"status": "RECOVERY_CHALLENGE", "factorResult": "WAITING", "relayState": ""}
    return reply(moment.now, told | {"factorType": "EMAIL", "recoveryType": recovery})


def _tell_suspended(call: Call, person: StaffMember | None, recovery: str) -> None:
    shown = call.moment.switch(accounts.SHOW_LOCKOUT) == "1"
    if shown and person is not None and staff_recovery.is_suspended(call.moment, person):
        raise refuse(call.moment.now, "E0000034" if recovery == "PASSWORD" else "E0000038")


def _count(call: Call, state: str, tries: int) -> None:
    """Count a wrong try of a recovery; after five it has to begin anew."""
    attempt = attempts.by_state(call, state)
    attempts.put(call, attempt, tries=tries + 1)
    if tries + 1 >= MOST_TRIES:
        attempts.forget(call, attempt)


HANDLERS = {
    "/recovery/password": forgot,
    "/recovery/unlock": unlock,
    "/recovery/token": token,
    "/recovery/answer": answer,
    "/recovery/factors/{channel}/verify": verify,
    "/recovery/factors/{channel}/resend": resend,
}
