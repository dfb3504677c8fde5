"""A sign-in under way on the Identity Engine: how it is found, moved on, turned away and granted."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from sqlite3 import Row

from starlette.responses import Response

from spot_tui.sandbox import accounts
from spot_tui.sandbox.authn_attempts import METHODS
from spot_tui.sandbox.call import Call, Refused
from spot_tui.sandbox.idx_forms import Field, message
from spot_tui.sandbox.idx_steps import person_of
from spot_tui.sandbox.idx_views import show, show_end, show_granted
from spot_tui.sandbox.oidc import new_code, why_refused
from spot_tui.sandbox.staff import StaffDevice

STATE_SECONDS = 300
EXPIRED = message("This sign-in has ended, since nothing was done for too long.", "idx.session.expired")
TOO_MANY = message("Too many requests. Try again later.", "tooManyRequests")
LOCKED = message("User Locked", "errors.E0000069")
HIDDEN = message("Authentication failed", "errors.E0000004")
INACTIVE = message("The user is not active.", "errors.E0000155")


def begin(call: Call, interaction: Row) -> Row:
    """Begin a sign-in for an interaction handle."""
    state = "02.id." + secrets.token_urlsafe(30)
    asked = (interaction["client"], interaction["scope"], interaction["challenge"], interaction["nonce"])
    call.moment.db.execute(
        "INSERT INTO idx_attempt (state, client, scope, challenge, nonce, expires_at)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (state, *asked, call.moment.now + STATE_SECONDS),
    )
    return by_state(call, state)


def find(call: Call, body: Mapping[str, object], *steps: str) -> Row:
    """Return the sign-in of a state handle, which is in one of these steps; its life begins anew."""
    now = call.moment.now
    call.moment.db.execute("DELETE FROM idx_attempt WHERE expires_at < ?", (now,))
    query = "SELECT * FROM idx_attempt WHERE state = ?"
    row = call.moment.db.execute(query, (str(body.get("stateHandle")),)).fetchone()
    if row is None:
        raise Refused(show_end(call, EXPIRED, 401))
    attempt = move(call, row, expires_at=now + STATE_SECONDS)
    if steps and attempt["step"] not in steps:
        said = message("This cannot be done now.", "api.error.wrong_state")
        raise Refused(show(call, attempt, said, status=400))
    return attempt


def by_state(call: Call, state: str) -> Row:
    """Return the sign-in of a state handle that there is."""
    row = call.moment.db.execute("SELECT * FROM idx_attempt WHERE state = ?", (state,)).fetchone()
    assert isinstance(row, Row)
    return row


def move(call: Call, attempt: Row, **values: object) -> Row:
    """Change what is kept of a sign-in, and return it as it is then."""
    columns = ", ".join(f"{name} = ?" for name in values)
    call.moment.db.execute(
        f"UPDATE idx_attempt SET {columns} WHERE state = ?",  # noqa: S608 - the names are ours
        (*values.values(), attempt["state"]),
    )
    return by_state(call, attempt["state"])


def forget(call: Call, attempt: Row) -> None:
    """Let the state handle stand for nothing."""
    call.moment.db.execute("DELETE FROM idx_attempt WHERE state = ?", (attempt["state"],))


def turn_away(call: Call, attempt: Row, standing: accounts.Standing) -> Response:
    """Say the same to a wrong password and, unless the switch is on, to a locked or suspended user."""
    shown = call.moment.switch(accounts.SHOW_LOCKOUT) == "1"
    if shown and standing.suspended:
        return show(call, attempt, INACTIVE, status=403)
    if shown and standing.locked:
        return show(call, attempt, LOCKED, status=403)
    return show(call, attempt, HIDDEN, status=401)


def require_unlocked(call: Call, attempt: Row) -> str:
    """Return the key of the account; refuse the call while it is locked."""
    who = accounts.account_of(call.moment, attempt["user_id"])
    if attempt["purpose"] == "login" and accounts.standing(call.moment, who, None).locked:
        raise Refused(show_end(call, LOCKED, 403))
    return who


def count_wrong(call: Call, attempt: Row, who: str, said: Field) -> Response:
    """Count a wrong try and tell it; the last one locks the account and ends the sign-in."""
    if not accounts.count_failure(call.moment, who):
        return show(call, attempt, said, status=401)
    forget(call, attempt)
    return show_end(call, LOCKED, 403)


def admit(call: Call, attempt: Row) -> Response:
    """Go on after the right password: to the devices, or to the registration of a first one."""
    refused = why_refused(call, attempt["user_id"], attempt["client"])
    if refused:
        forget(call, attempt)
        # As from the engine itself: words without a key.
        return show_end(call, message(refused), 403)
    person = person_of(call, attempt)
    step = "select" if person is not None and person.devices else "enrol"
    return show(call, move(call, attempt, step=step, purpose="login", device="", channel=""))


def passed(call: Call, attempt: Row, device: StaffDevice | None = None) -> Response:
    """Go on after the second factor, or after what came then: password, second device, success."""
    accounts.clear_failures(call.moment, accounts.account_of(call.moment, attempt["user_id"]))
    if device is not None:
        attempt = move(call, attempt, methods=f"pwd mfa {METHODS[device.kind]}")
    person = person_of(call, attempt)
    access = person.access if person else ""
    if access == "password_expired":
        return show(call, move(call, attempt, step="expired"))
    if access == "password_warn" and not attempt["told"]:
        return show(call, move(call, attempt, step="warn", told=1))
    if access == "second_device" and not attempt["told"]:
        return show(call, move(call, attempt, step="enrol", told=1))
    return show(call, move(call, attempt, step="keep"))


def grant(call: Call, attempt: Row) -> Response:
    """End the sign-in with an interaction code, for one use."""
    forget(call, attempt)
    code = new_code(
        call,
        attempt["user_id"],
        attempt["methods"],
        call.moment.now,
        {
            "nonce": attempt["nonce"],
            "code_challenge": attempt["challenge"],
            "scope": attempt["scope"],
            "client_id": attempt["client"],
        },
    )
    return show_granted(call, attempt, code)
