"""Refresh tokens of the practice portal: each is good once, and a second use ends everything that came of it.

Sources: RFC 6749 section 6, RFC 9700 section 4.14.2 (rotation and reuse detection).
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from sqlite3 import Row

from spot_tui.sandbox.call import Call
from spot_tui.sandbox.members import find_member
from spot_tui.sandbox.tokens import NO_ROLE, is_renewable

REFRESH_SECONDS = 12 * 3600
"""How long after the sign-in a refresh token is taken."""


def issue(call: Call, grant: Row) -> dict[str, str]:
    """Return a refresh token as the token endpoint's answer has it; nothing if none was asked for.

    `grant` is a code's, or what `redeem` returned: then the new token follows the spent one.
    """
    if not is_renewable(grant):
        return {}
    now = call.moment.now
    token = "RT." + secrets.token_urlsafe(32)
    is_renewal = "family" in grant.keys()  # noqa: SIM118 - a row is searched by its values
    family = grant["family"] if is_renewal else secrets.token_urlsafe(16)
    call.moment.db.execute("DELETE FROM refresh WHERE expires_at < ?", (now,))
    call.moment.db.execute(
        "INSERT INTO refresh (digest, family, user_id, scope, client, methods, signed_in_at, expires_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            _digest(token),
            family,
            *(grant[name] for name in ("user_id", "scope", "client", "methods", "signed_in_at")),
            grant["expires_at"] if is_renewal else now + REFRESH_SECONDS,
        ),
    )
    return {"refresh_token": token}


def redeem(call: Call, form: Mapping[str, str]) -> Row | None:
    """Return what a refresh token stands for, once; None if it is none, or not this client's, or too old.

    One that was used before ends all tokens that came of the same sign-in.
    """
    row = _find(call, form.get("refresh_token", ""))
    if row is None or row["client"] != form.get("client_id"):
        return None
    if row["used"]:
        _end(call, row)
        return None
    call.moment.db.execute("UPDATE refresh SET used = 1 WHERE digest = ?", (row["digest"],))
    person = find_member(call.moment, row["user_id"])
    is_kept_out = person is None or person.access in NO_ROLE
    return None if is_kept_out or row["expires_at"] <= call.moment.now else row


def revoke(call: Call, token: str) -> None:
    """End a refresh token and what came of the same sign-in; one that is none is let be."""
    row = _find(call, token)
    if row is not None:
        _end(call, row)


def revoke_all(call: Call, user_id: str) -> None:
    """End all refresh tokens of a person."""
    call.moment.db.execute("DELETE FROM refresh WHERE user_id = ?", (user_id,))


def _find(call: Call, token: str) -> Row | None:
    sql = "SELECT *, '' AS nonce FROM refresh WHERE digest = ?"
    row = call.moment.db.execute(sql, (_digest(token),)).fetchone()
    return row if isinstance(row, Row) else None


def _end(call: Call, row: Row) -> None:
    db = call.moment.db
    db.execute("DELETE FROM refresh WHERE family = ?", (row["family"],))
    # The portal keeps one sign-in a person and client apart no further than that.
    db.execute(
        "UPDATE token SET revoked = 1 WHERE user_id = ? AND client = ?", (row["user_id"], row["client"])
    )


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
