"""Tokens of the practice portal: signed, and access tokens are remembered so that they can end."""

from __future__ import annotations

import secrets
from sqlite3 import Row
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from spot_tui.sandbox.call import Call
from spot_tui.sandbox.members import find_member
from spot_tui.sandbox.staff import StaffMember
from spot_tui.sandbox.world import Moment

SERVER = "practice"
CLIENT_ID = "spot-tui-practice"
ONBOARDING_ID = "spot-tui-onboarding"
"""The second client, for accounts without a role: its tokens are good for access requests only."""
REQUESTS_SCOPE = "access_requests"
DESK_SCOPE = "desk"
"""What `find_token` adds for a token of the desk's client; nobody else has it."""
NO_ROLE = frozenset({"no_request", "pending", "denied", "removed"})
TOKEN_SECONDS = 12 * 3600
RENEWABLE_SECONDS = 3600
"""Life of an access token that comes with a refresh token; one without lasts a working day."""
OFFLINE_SCOPE = "offline_access"
KEY_ID = "practice-key-1"


def find_token(call: Call) -> tuple[StaffMember, frozenset[str]] | None:
    """Return whose bearer token came with the call and its scopes; None if it does not hold.

    A token of the onboarding client has the one scope `REQUESTS_SCOPE` to go by. One of the desk's client
    holds only while its person has an approved role; it is good for access requests too.
    """
    scheme, _, given = call.headers.get("authorization", "").partition(" ")
    row = find_row(call, given) if scheme.lower() == "bearer" else None
    person = find_member(call.moment, row["user_id"]) if row is not None else None
    if row is None or person is None:
        return None
    if row["client"] == ONBOARDING_ID:
        return person, frozenset(row["scope"].split())
    if person.access in NO_ROLE:
        return None
    return person, frozenset({*row["scope"].split(), DESK_SCOPE, REQUESTS_SCOPE})


def signed_in_at(call: Call) -> float:
    """Return when the person signed in whose bearer token came with the call; 0 where that is not known."""
    given = call.headers.get("authorization", "").partition(" ")[2]
    claims = read_token(call, given, f"api://{SERVER}") or {}
    return float(claims.get("auth_time", 0))


def is_renewable(grant: Row) -> bool:
    """Tell whether a refresh token was asked for."""
    return OFFLINE_SCOPE in grant["scope"].split()


def token_seconds(grant: Row) -> int:
    """Return the life of an access token."""
    return RENEWABLE_SECONDS if is_renewable(grant) else TOKEN_SECONDS


def access_token(call: Call, grant: Row) -> str:
    """Issue an access token and remember it."""
    now = call.moment.now
    expires_at = now + token_seconds(grant)
    token_id = "AT." + secrets.token_urlsafe(24)
    call.moment.db.execute("DELETE FROM token WHERE expires_at < ?", (now,))
    call.moment.db.execute(
        "INSERT INTO token (id, user_id, scope, expires_at, client) VALUES (?, ?, ?, ?, ?)",
        (token_id, grant["user_id"], grant["scope"], expires_at, grant["client"]),
    )
    claims = {"jti": token_id, "iss": issuer_of(call), "aud": f"api://{SERVER}", "iat": int(now)}
    about = {"auth_time": int(grant["signed_in_at"])}
    person = about | {"exp": int(expires_at), "cid": grant["client"], "sub": grant["user_id"]}
    return _sign(call.moment, claims | person | {"scp": grant["scope"].split()})


def identity_token(call: Call, grant: Row) -> str:
    """Issue an identity token."""
    person = find_member(call.moment, grant["user_id"])
    assert person is not None
    now = call.moment.now
    claims = {
        "iss": issuer_of(call),
        "aud": grant["client"],
        "iat": int(now),
        "exp": int(now) + 3600,
        "auth_time": int(grant["signed_in_at"]),
        "amr": grant["methods"].split(),
    }
    nonce = {"nonce": grant["nonce"]} if grant["nonce"] else {}
    return _sign(call.moment, claims | nonce | claims_about(person))


def claims_about(person: StaffMember) -> dict[str, object]:
    """Return what tokens say about a person."""
    return {
        "sub": "00u" + person.user_id.replace(".", "")[:17].ljust(17, "0"),
        "name": f"{person.first_name} {person.last_name}",
        "given_name": person.first_name,
        "family_name": person.last_name,
        "preferred_username": person.user_id,
    }


def _sign(moment: Moment, claims: dict[str, Any]) -> str:
    return jwt.encode(claims, signing_key(moment), algorithm="RS256", headers={"kid": KEY_ID})


def read_token(call: Call, text: str, audience: str | list[str]) -> dict[str, Any] | None:
    """Return the claims of a token of ours, whether it still holds or not; None if it is none."""
    public = signing_key(call.moment).public_key()
    try:
        return jwt.decode(
            text,
            public,
            ["RS256"],
            audience=audience,
            issuer=issuer_of(call),
            options={"verify_exp": False, "verify_iat": False},
        )
    except jwt.InvalidTokenError:
        return None


def find_row(call: Call, text: str) -> Row | None:
    """Return what is remembered of an access token that still holds."""
    claims = read_token(call, text, f"api://{SERVER}")
    if claims is None:
        return None
    sql = "SELECT * FROM token WHERE id = ? AND revoked = 0 AND expires_at > ?"
    row = call.moment.db.execute(sql, (claims["jti"], call.moment.now)).fetchone()
    return row if isinstance(row, Row) else None


def issuer_of(call: Call) -> str:
    """Return the issuer by the name under which the portal was called."""
    return f"{call.origin}/oauth2/{SERVER}"


def signing_key(moment: Moment) -> rsa.RSAPrivateKey:
    """Return this world's key, made when it is first needed."""
    row = moment.db.execute("SELECT value FROM secret WHERE name = 'signing key'").fetchone()
    if row:
        # Made below: to prove at each call that its numbers are primes would take most of the call's time.
        key = load_pem_private_key(bytes(row["value"]), None, unsafe_skip_rsa_key_validation=True)
        assert isinstance(key, rsa.RSAPrivateKey)
        return key
    made = rsa.generate_private_key(65537, 2048)
    pem = made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    moment.db.execute("INSERT INTO secret VALUES ('signing key', ?)", (pem,))
    return made
