"""OpenID Connect of the practice portal: authorization code with PKCE (S256 only), tokens, sign-out."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from sqlite3 import Row
from urllib.parse import urlencode

from jwt.algorithms import RSAAlgorithm
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from spot_tui.backend.upstreams import DEVICE_SCOPES
from spot_tui.sandbox import refresh_tokens
from spot_tui.sandbox.call import Call, Refused, endpoint
from spot_tui.sandbox.members import find_member, is_turned_away_once
from spot_tui.sandbox.okta import headers, reply
from spot_tui.sandbox.tokens import (
    CLIENT_ID,
    KEY_ID,
    NO_ROLE,
    ONBOARDING_ID,
    REQUESTS_SCOPE,
    SERVER,
    claims_about,
    find_row,
    find_token,
    issuer_of,
    read_token,
    signing_key,
)

DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"
GRANTS = ("authorization_code", "interaction_code", "refresh_token", DEVICE_GRANT)
REDIRECT_URI = "com.spot-tui:/callback"
SCOPES = ("openid", "profile", "email", "offline_access", *DEVICE_SCOPES)
CODE_SECONDS = 60
NOT_ASSIGNED = "User is not assigned to the client application."
INACTIVE = "Access denied. You are not authorized to access this page"
SCOPES_OF = {
    CLIENT_ID: frozenset(SCOPES),
    ONBOARDING_ID: frozenset({"openid", "profile", REQUESTS_SCOPE}),
}
"""The clients that are registered, and what each may ask for."""


def routes() -> list[Route]:
    """Return the routes of the authorization server and its descriptions."""
    served = {
        "/authorize": (authorize, ["GET"]),
        "/keys": (keys, ["GET"]),
        "/userinfo": (userinfo, ["GET", "POST"]),
        "/introspect": (introspect, ["POST"]),
        "/revoke": (revoke, ["POST"]),
        "/logout": (logout, ["GET", "POST"]),
    }
    found = [
        Route(f"/oauth2/{SERVER}/v1{tail}", endpoint(handler), methods=methods)
        for tail, (handler, methods) in served.items()
    ]
    for name in ("openid-configuration", "oauth-authorization-server"):
        found.append(Route(f"/oauth2/{SERVER}/.well-known/{name}", endpoint(describe)))
        found.append(Route(f"/.well-known/{name}", endpoint(describe)))
    return found


def describe(call: Call) -> Response:
    """Tell where everything is and what is spoken."""
    issuer = issuer_of(call)
    tails = {
        "authorization_endpoint": "authorize",
        "token_endpoint": "token",
        "userinfo_endpoint": "userinfo",
        "jwks_uri": "keys",
        "introspection_endpoint": "introspect",
        "revocation_endpoint": "revoke",
        "end_session_endpoint": "logout",
        "device_authorization_endpoint": "device/authorize",
    }
    body: dict[str, object] = {"issuer": issuer}
    body |= {name: f"{issuer}/v1/{tail}" for name, tail in tails.items()}
    body |= {
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": list(GRANTS),
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "scopes_supported": [*SCOPES, REQUESTS_SCOPE],
        "token_endpoint_auth_methods_supported": ["none"],
        "code_challenge_methods_supported": ["S256"],
    }
    return reply(call.moment.now, body)


def authorize(call: Call) -> Response:
    """Turn a session token into an authorization code, sent by redirect."""
    query = call.query
    wrong = wrong_request(call, query)
    if wrong:
        return _redirect(call, error=wrong[0], error_description=wrong[1])
    ticket = take(call, "ticket", "ticket", query.get("sessionToken", ""))
    if ticket is None:
        return _redirect(call, error="login_required", error_description="There is no session.")
    refused = why_refused(call, ticket["user_id"], query["client_id"])
    if refused:
        return _redirect(call, error="access_denied", error_description=refused)
    code = new_code(call, ticket["user_id"], ticket["methods"], ticket["signed_in_at"], query)
    return _redirect(call, code=code)


def new_code(call: Call, user_id: str, methods: str, signed_in_at: float, asked: Mapping[str, str]) -> str:
    """Return a code, good once and for a minute, for what a client asked in the name of a person."""
    code = secrets.token_urlsafe(32)
    who = (code, user_id, methods, signed_in_at)
    proof = (asked.get("nonce", ""), asked["code_challenge"], asked["scope"])
    row = (*who, *proof, call.moment.now + CODE_SECONDS, asked["client_id"])
    call.moment.db.execute("INSERT INTO grant_code VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
    return code


def why_refused(call: Call, user_id: str, client_id: str) -> str:
    """Return the words with which a person is kept out of a client; nothing if she is let in."""
    person = find_member(call.moment, user_id)
    assert person is not None
    if client_id == ONBOARDING_ID:
        return ""
    if person.access in NO_ROLE or is_turned_away_once(call.moment, person):
        return NOT_ASSIGNED
    return INACTIVE if person.access == "inactive" else ""


def keys(call: Call) -> Response:
    """Show the public key."""
    public = RSAAlgorithm.to_jwk(signing_key(call.moment).public_key(), as_dict=True)
    return reply(call.moment.now, {"keys": [public | {"kid": KEY_ID, "alg": "RS256", "use": "sig"}]})


def userinfo(call: Call) -> Response:
    """Tell whose token it is."""
    found = find_token(call)
    if found is None:
        more = {"www-authenticate": 'Bearer error="invalid_token"'}
        return Response(None, 401, headers(call.moment.now) | more)
    return reply(call.moment.now, claims_about(found[0]))


def introspect(call: Call) -> Response:
    """Tell whether a token still holds."""
    row = find_row(call, call.form().get("token", ""))
    if row is None:
        return reply(call.moment.now, {"active": False})
    body = {
        "active": True,
        "client_id": row["client"],
        "username": row["user_id"],
        "scope": row["scope"],
        "exp": int(row["expires_at"]),
        "token_type": "Bearer",
    }
    return reply(call.moment.now, body)


def revoke(call: Call) -> Response:
    """End a token; one that is none is no error (RFC 7009)."""
    token = call.form().get("token", "")
    refresh_tokens.revoke(call, token)
    row = find_row(call, token)
    if row is not None:
        call.moment.db.execute("UPDATE token SET revoked = 1 WHERE id = ?", (row["id"],))
    return Response(None, 200, headers(call.moment.now))


def logout(call: Call) -> Response:
    """End all tokens of the person whose identity token is shown."""
    hint = call.query.get("id_token_hint") or call.form().get("id_token_hint", "")
    claims = read_token(call, hint, list(SCOPES_OF))
    if claims is None:
        raise refuse_oauth(call, "invalid_token", "The identity token is invalid.")
    user_id = claims["preferred_username"]
    call.moment.db.execute("UPDATE token SET revoked = 1 WHERE user_id = ?", (user_id,))
    refresh_tokens.revoke_all(call, user_id)
    return Response(None, 200, headers(call.moment.now))


def wrong_request(call: Call, query: Mapping[str, str]) -> tuple[str, str] | None:
    """Return what is wrong with a client's question; refuse one that is no client's at all."""
    if query.get("client_id") not in SCOPES_OF:
        raise refuse_oauth(call, "invalid_client", "No such client.", 401)
    if query.get("redirect_uri") != REDIRECT_URI:
        raise refuse_oauth(call, "invalid_request", "The redirect URI is not one of this client.")
    if query.get("response_type") != "code" or query.get("response_mode", "query") != "query":
        return "unsupported_response_type", "Only codes, by query, are given."
    asked = query.get("scope", "").split()
    if "openid" not in asked or not set(asked) <= SCOPES_OF[query["client_id"]]:
        return "invalid_scope", "One or more scopes are not known here."
    if query.get("code_challenge_method") != "S256" or not query.get("code_challenge"):
        return "invalid_request", "PKCE with S256 is required."
    if not query.get("state"):
        return "invalid_request", "A state is required."
    return None


def _redirect(call: Call, **answer: str) -> Response:
    state = {"state": call.query["state"]} if call.query.get("state") else {}
    target = f"{REDIRECT_URI}?{urlencode(answer | state)}"
    return RedirectResponse(target, 302, headers(call.moment.now))


def refuse_oauth(call: Call, error: str, description: str, status: int = 400) -> Refused:
    """Return the exception that answers with an OAuth error."""
    return Refused(reply(call.moment.now, {"error": error, "error_description": description}, status))


def take(call: Call, table: str, column: str, value: str) -> Row | None:
    """Return what `value` stands for, once: it is gone afterwards."""
    where = f"FROM {table} WHERE {column} = ?"  # - the names are ours
    row = call.moment.db.execute(f"SELECT * {where}", (value,)).fetchone()
    call.moment.db.execute(f"DELETE {where}", (value,))
    return row if row is not None and row["expires_at"] >= call.moment.now else None
