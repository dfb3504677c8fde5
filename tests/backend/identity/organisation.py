"""An organisation of the tests: it answers what it is told, in order, and remembers what it was asked."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import parse_qs

import httpx
import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from spot_tui.backend.upstreams import IdentityUpstream

URL = "https://idm.example.org"
ISSUER = f"{URL}/oauth2/aus1"
CLIENT = "client-1"
STATE = "00state-token"
USER = {"id": "00u1", "profile": {"login": "wren.applegarth", "firstName": "Wren", "lastName": "Applegarth"}}

UPSTREAM = IdentityUpstream(organisation_url=URL, issuer=ISSUER, client_id=CLIENT)

Reply = httpx.Response | Exception | Mapping[str, Any]


@cache
def signing_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def jwks() -> dict[str, Any]:
    public = RSAAlgorithm.to_jwk(signing_key().public_key(), as_dict=True)
    return {"keys": [{**public, "kid": "k1", "alg": "RS256", "use": "sig"}]}


def claims(**changes: Any) -> dict[str, Any]:
    now = int(time.time())
    return {
        "iss": ISSUER,
        "aud": CLIENT,
        "sub": "00u1",
        "iat": now,
        "exp": now + 3600,
        "auth_time": now,
        "amr": ["pwd", "mfa", "otp"],
        "nonce": "nonce-1",
        "name": "Wren Applegarth",
        "preferred_username": "wren.applegarth",
        **changes,
    }


def signed(payload: Mapping[str, Any], *, kid: str = "k1") -> str:
    return jwt.encode(dict(payload), signing_key(), algorithm="RS256", headers={"kid": kid})


def link(tail: str, name: str = "") -> dict[str, Any]:
    return {"name": name, "href": f"{URL}/api/v1/authn{tail}"}


def factor(kind: str = "token:software:totp", provider: str = "GOOGLE", number: int = 1) -> dict[str, Any]:
    return {
        "id": f"f{number}",
        "factorType": kind,
        "provider": provider,
        "profile": {"credentialId": "wren"},
        "_links": {"verify": link(f"/factors/f{number}/verify")},
    }


def required(*factors: dict[str, Any]) -> dict[str, Any]:
    return {
        "stateToken": STATE,
        "status": "MFA_REQUIRED",
        "_embedded": {"user": USER, "factors": list(factors or (factor(),))},
        "_links": {"cancel": link("/cancel")},
    }


def challenge(kind: str = "sms", provider: str = "OKTA", **changes: Any) -> dict[str, Any]:
    return {
        "stateToken": STATE,
        "status": "MFA_CHALLENGE",
        "_embedded": {"factor": {"id": "f1", "factorType": kind, "provider": provider, "profile": {}}},
        "_links": {
            "next": link("/factors/f1/verify", "verify"),
            "prev": link("/previous"),
            "resend": [link("/factors/f1/verify/resend", "sms")],
            "cancel": link("/cancel"),
        },
        **changes,
    }


SUCCESS = {"status": "SUCCESS", "sessionToken": "20111-session-token"}


@dataclass
class Told:
    """Authn answers in order; the rest of the way works, unless `other` says otherwise for a path."""

    authn: list[Reply]
    other: dict[str, Callable[[httpx.Request], httpx.Response]] = field(default_factory=dict)
    asked: list[httpx.Request] = field(default_factory=list)
    nonce: str = ""
    pipeline: object = "v1"

    @property
    def transport(self) -> httpx.MockTransport:
        return httpx.MockTransport(lambda request: unread(self._answer(request)))

    def bodies(self) -> list[dict[str, Any]]:
        """Return the JSON bodies posted to authn."""
        return [json.loads(request.content) for request in self.asked if "/api/v1/authn" in request.url.path]

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        path = request.url.path
        for tail, answer in self.other.items():
            if path.endswith(tail):
                return answer(request)
        if path.endswith("/okta-organization"):
            return httpx.Response(200, json={"pipeline": self.pipeline})
        if path.endswith("/openid-configuration"):
            return httpx.Response(200, json=configuration())
        if path.startswith("/api/v1/authn"):
            return self._authn(request)
        return self._oidc(request)

    def _authn(self, request: httpx.Request) -> httpx.Response:
        reply = self.authn.pop(0) if self.authn else {"relayState": ""}
        if isinstance(reply, Exception):
            raise reply
        return reply if isinstance(reply, httpx.Response) else httpx.Response(200, json=reply)

    def _oidc(self, request: httpx.Request) -> httpx.Response:
        tail = request.url.path.rpartition("/")[2]
        if tail == "authorize":
            self.nonce = request.url.params["nonce"]
            state = request.url.params["state"]
            return httpx.Response(302, headers={"location": f"com.spot-tui:/callback?code=c1&state={state}"})
        if tail == "token":
            self.form = {name: values[0] for name, values in parse_qs(request.content.decode()).items()}
            token = signed(claims(nonce=self.nonce))
            body = {"access_token": "secret-access", "id_token": token, "token_type": "Bearer"}
            return httpx.Response(200, json={**body, "expires_in": 3600})
        if tail == "keys":
            return httpx.Response(200, json=jwks())
        return httpx.Response(200)


def configuration(**changes: Any) -> dict[str, Any]:
    tails = {
        "authorization_endpoint": "authorize",
        "token_endpoint": "token",
        "jwks_uri": "keys",
        "revocation_endpoint": "revoke",
        "end_session_endpoint": "logout",
    }
    return {"issuer": ISSUER} | {name: f"{ISSUER}/v1/{tail}" for name, tail in tails.items()} | changes


def unread(response: httpx.Response) -> httpx.Response:
    """Return the response as a network gives it: its body still to come."""
    stream = httpx.ByteStream(response.content)
    return httpx.Response(response.status_code, headers=response.headers, stream=stream)
