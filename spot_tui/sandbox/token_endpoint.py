"""The token endpoint of the practice portal: codes and refresh tokens, each good once, become tokens."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping
from sqlite3 import Row

from starlette.responses import Response
from starlette.routing import Route

from spot_tui.sandbox import device_requests, refresh_tokens
from spot_tui.sandbox.call import Call, endpoint
from spot_tui.sandbox.oidc import DEVICE_GRANT, REDIRECT_URI, SCOPES_OF, refuse_oauth, take
from spot_tui.sandbox.okta import reply
from spot_tui.sandbox.tokens import SERVER, access_token, identity_token, token_seconds

_CODES = {"authorization_code": "code", "interaction_code": "interaction_code"}


def routes() -> list[Route]:
    """Return the route."""
    return [Route(f"/oauth2/{SERVER}/v1/token", endpoint(token), methods=["POST"])]


def token(call: Call) -> Response:
    """Turn an authorization code, once, into tokens."""
    form = call.form()
    if form.get("client_id") not in SCOPES_OF:
        raise refuse_oauth(call, "invalid_client", "No such client.", 401)
    kind = form.get("grant_type", "")
    if kind == DEVICE_GRANT:
        grant = device_requests.redeem(call, form)
    elif kind == "refresh_token":
        grant = _renewed(call, form)
    elif kind in _CODES:
        grant = _proved(call, form, form.get(_CODES[kind], ""))
    else:
        raise refuse_oauth(call, "unsupported_grant_type", "This grant is not given.")
    body = {
        "token_type": "Bearer",
        "expires_in": token_seconds(grant),
        "scope": grant["scope"],
        "access_token": access_token(call, grant),
        "id_token": identity_token(call, grant),
        **refresh_tokens.issue(call, grant),
    }
    return reply(call.moment.now, body)


def _renewed(call: Call, form: Mapping[str, str]) -> Row:
    grant = refresh_tokens.redeem(call, form)
    if grant is None:
        raise refuse_oauth(call, "invalid_grant", "The refresh token is invalid or expired.")
    return grant


def _proved(call: Call, form: Mapping[str, str], code: str) -> Row:
    """Return what a code stands for, once, for the client that began with this proof key."""
    grant = take(call, "grant_code", "code", code)
    if grant is None or (form.get("redirect_uri"), form["client_id"]) != (REDIRECT_URI, grant["client"]):
        raise refuse_oauth(call, "invalid_grant", "The authorization code is invalid or has expired.")
    digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
    challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    if not hmac.compare_digest(challenge, grant["challenge"]):
        raise refuse_oauth(call, "invalid_grant", "PKCE verification failed.")
    return grant
