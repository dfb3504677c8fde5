"""The device authorization grant of the practice portal (RFC 8628): requests, and what becomes of them."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from sqlite3 import Row
from urllib.parse import urlencode

from starlette.responses import Response
from starlette.routing import Route

from spot_tui.sandbox.call import Call, endpoint
from spot_tui.sandbox.oidc import SCOPES_OF, refuse_oauth, why_refused
from spot_tui.sandbox.okta import reply
from spot_tui.sandbox.tokens import SERVER

LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
"""Consonants only, so that no word comes out (RFC 8628, 6.1)."""

CODE_LENGTH = 8
EXPIRES_SECONDS = 600
PAUSE_SECONDS = 5
_MOST_WAITING = 100
_SLACK_SECONDS = 0.5


def routes() -> list[Route]:
    """Return the route on which a client asks for a code."""
    return [Route(f"/oauth2/{SERVER}/v1/device/authorize", endpoint(begin), methods=["POST"])]


def begin(call: Call) -> Response:
    """Give a client a code to show, and one to ask with."""
    moment, form = call.moment, call.form()
    client, scope = form.get("client_id", ""), form.get("scope", "openid")
    if client not in SCOPES_OF:
        raise refuse_oauth(call, "invalid_client", "No such client.", 401)
    if not set(scope.split()) <= SCOPES_OF[client]:
        raise refuse_oauth(call, "invalid_scope", "One or more scopes are not known here.")
    moment.db.execute("DELETE FROM device_request WHERE expires_at < ?", (moment.now - EXPIRES_SECONDS,))
    (waiting,) = moment.db.execute("SELECT count(*) FROM device_request").fetchone()
    if waiting >= _MOST_WAITING:
        raise refuse_oauth(call, "too_many_user_codes", "Too many codes are waiting.", 429)
    device_code, user_code = secrets.token_urlsafe(32), _new_user_code()
    moment.db.execute(
        "INSERT INTO device_request (device_code, user_code, client, scope, pause, expires_at)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (device_code, user_code, client, scope, PAUSE_SECONDS, moment.now + EXPIRES_SECONDS),
    )
    address = f"{call.origin}/activate"
    body = {
        "device_code": device_code,
        "user_code": user_code,
        "verification_uri": address,
        "verification_uri_complete": f"{address}?{urlencode({'user_code': user_code})}",
        "expires_in": EXPIRES_SECONDS,
        "interval": PAUSE_SECONDS,
    }
    return reply(moment.now, body)


def redeem(call: Call, form: Mapping[str, str]) -> Row:
    """Return what was approved, once; refuse while it was not, and who asks too often."""
    moment = call.moment
    query = "SELECT *, '' AS nonce FROM device_request WHERE device_code = ? AND client = ?"
    row = moment.db.execute(query, (form.get("device_code", ""), form.get("client_id", ""))).fetchone()
    if row is None:
        raise refuse_oauth(call, "invalid_grant", "The device code is invalid.")
    if row["expires_at"] < moment.now:
        raise refuse_oauth(call, "expired_token", "The device code has expired.")
    is_early = moment.now - row["polled_at"] < row["pause"] - _SLACK_SECONDS
    pause = row["pause"] + PAUSE_SECONDS if is_early else row["pause"]
    moment.db.execute(
        "UPDATE device_request SET polled_at = ?, pause = ? WHERE device_code = ?",
        (moment.now, pause, row["device_code"]),
    )
    if is_early:
        words = "Slow down the polling frequency. Please try again later."
        raise refuse_oauth(call, "slow_down", words)
    if row["state"] == "pending":
        words = "The device authorization is pending. Please try again later."
        raise refuse_oauth(call, "authorization_pending", words)
    moment.db.execute("DELETE FROM device_request WHERE device_code = ?", (row["device_code"],))
    refused = "The request was refused." if row["state"] == "denied" else ""
    refused = refused or why_refused(call, row["user_id"], row["client"])
    if refused:
        raise refuse_oauth(call, "access_denied", refused)
    assert isinstance(row, Row)
    return row


def find(call: Call, user_code: str) -> Row | None:
    """Return the request that still waits under a code, typed in any case, with or without a dash."""
    typed = "".join(character for character in user_code.upper() if character in LETTERS)
    query = "SELECT * FROM device_request WHERE user_code = ? AND state = 'pending' AND expires_at > ?"
    row = call.moment.db.execute(query, (typed, call.moment.now)).fetchone()
    return row if isinstance(row, Row) else None


def decide(call: Call, user_code: str, user_id: str, methods: str, *, approve: bool) -> bool:
    """Approve or refuse a request in the name of a person; tell whether there was one."""
    row = find(call, user_code)
    if row is None:
        return False
    state = "approved" if approve else "denied"
    call.moment.db.execute(
        "UPDATE device_request SET state = ?, user_id = ?, methods = ?, signed_in_at = ?"
        " WHERE device_code = ?",
        (state, user_id, methods, call.moment.now, row["device_code"]),
    )
    return True


def _new_user_code() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
