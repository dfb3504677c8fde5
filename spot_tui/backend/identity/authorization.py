"""From a sign-in to tokens: OpenID Connect authorization code with PKCE, and the way out again.

Sources: OpenID Connect Core 1.0 (3.1), RFC 7636 (PKCE, S256), RFC 9207 (iss), RFC 7009 (revocation).
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

from spot_tui.backend.http import Answer
from spot_tui.backend.identity.errors import authn_problem, oauth_problem
from spot_tui.backend.identity.identity_token import read_identity_token, read_subject
from spot_tui.backend.identity.organisation import Organisation
from spot_tui.backend.problems import Problem
from spot_tui.backend.session import Person, Tokens
from spot_tui.backend.text import clean_line
from spot_tui.backend.upstreams import IdentityUpstream

LONGEST_SESSION = timedelta(hours=12)
SIGN_OUT_SECONDS = 3.0
_OFFLINE = "offline_access"
_OK = 200
_REDIRECTS = frozenset({302, 303})


class Authorization:
    """The proof keys of one sign-in and the endpoints of its authorization server."""

    def __init__(
        self, upstream: IdentityUpstream, organisation: Organisation, *, wants_refresh: bool = False
    ) -> None:
        self._upstream = upstream
        self._organisation = organisation
        self._wants_refresh = wants_refresh
        self._subject = ""
        self._endpoints: Mapping[str, object] = {}
        self.state = secrets.token_urlsafe(32)
        self.nonce = secrets.token_urlsafe(32)
        self._verifier = secrets.token_urlsafe(64)

    @property
    def is_limited(self) -> bool:
        """Whether its tokens are good for access requests only."""
        return self._upstream.is_limited

    @property
    def challenge(self) -> str:
        """The PKCE challenge, S256."""
        digest = hashlib.sha256(self._verifier.encode()).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()

    @property
    def scope(self) -> str:
        """What is asked for: a refresh token too, where it is wanted and the organisation offers any."""
        offered = self._endpoints.get("scopes_supported")
        grants = self._endpoints.get("grant_types_supported")
        is_offered = isinstance(offered, list) and _OFFLINE in offered
        is_granted = isinstance(grants, list) and "refresh_token" in grants
        # Who may only ask for access signs in shortly; that client need not be registered for more.
        is_wanted = self._wants_refresh and not self._upstream.is_limited
        more = (_OFFLINE,) if is_wanted and is_offered and is_granted else ()
        return " ".join(dict.fromkeys((*self._upstream.asked_scopes, *more)))

    async def discover(self) -> None:
        """Learn the endpoints. Raises `Problem`: ``identity.configuration`` for another issuer's."""
        issuer = self._upstream.issuer
        found = await self._organisation.get(f"{issuer}/.well-known/openid-configuration")
        if found.get("issuer") != issuer:
            raise Problem("identity.configuration", (), {"reason": "issuer"})
        self._endpoints = found

    async def code_for(self, session_token: str) -> Mapping[str, str]:
        """Turn a Classic session token into an authorization code, and return the token endpoint's form.

        Raises `Problem`: ``identity.not_assigned``, ``identity.refused``, ``identity.expired``,
        ``identity.configuration``, ``identity.token`` for an answer that is not to this question.
        """
        upstream = self._upstream
        query = {
            "client_id": upstream.client_id,
            "response_type": "code",
            "response_mode": "query",
            "scope": self.scope,
            "redirect_uri": upstream.redirect_uri,
            "state": self.state,
            "nonce": self.nonce,
            "prompt": "none",
            "sessionToken": session_token,
            "code_challenge": self.challenge,
            "code_challenge_method": "S256",
        }
        address = self._endpoint("authorization_endpoint")
        answer = await self._organisation.send("GET", address, {"Accept": "application/json"}, None, query)
        code = self._code_in(answer)
        return {"grant_type": "authorization_code", "code": code, "redirect_uri": upstream.redirect_uri}

    async def interact(self) -> str:
        """Begin a sign-in on the Identity Engine and return its interaction handle.

        Raises `Problem`: ``identity.configuration`` where the client may not sign in so, ...
        """
        upstream = self._upstream
        form = {
            "client_id": upstream.client_id,
            "scope": self.scope,
            "redirect_uri": upstream.redirect_uri,
            "code_challenge": self.challenge,
            "code_challenge_method": "S256",
            "state": self.state,
            "nonce": self.nonce,
        }
        answer = await self._organisation.post_form(f"{upstream.issuer}/v1/interact", form)
        handle = _text(_oauth_object(answer), "interaction_handle")
        if not handle:
            raise answer.unusable()
        return handle

    def form_for(self, interaction_code: str) -> Mapping[str, str]:
        """Return the token endpoint's form for what the Identity Engine granted."""
        return {
            "grant_type": "interaction_code",
            "interaction_code": interaction_code,
            "redirect_uri": self._upstream.redirect_uri,
        }

    async def redeem(self, form: Mapping[str, str]) -> tuple[Person, Tokens]:
        """Turn what the engine was granted into tokens, and check them.

        Raises `Problem`: ``identity.expired``, ``identity.configuration``, ``identity.token``,
        ``identity.one_factor``.
        """
        proof = {"client_id": self._upstream.client_id, "code_verifier": self._verifier}
        answer = await self._organisation.post_form(self._endpoint("token_endpoint"), {**form, **proof})
        return await self._admit(answer, self.nonce)

    async def ask_device_code(self) -> Mapping[str, object]:
        """Begin a device authorization (RFC 8628, 3.1) and return the answer's object."""
        form = {"client_id": self._upstream.client_id, "scope": self.scope}
        given = _text(self._endpoints, "device_authorization_endpoint")
        address = given or f"{self._upstream.issuer}/v1/device/authorize"
        return _oauth_object(await self._organisation.post_form(address, form))

    async def redeem_device_code(self, device_code: str) -> tuple[Person, Tokens]:
        """Ask for the tokens of a device authorization (RFC 8628, 3.4).

        Raises `Problem` while there are none, with the OAuth error (``authorization_pending``, ``slow_down``,
        ``expired_token``, ``access_denied``) in the parameter ``reason``.
        """
        form = {
            "grant_type": "urn:ietf:params:oauth:grant-type:device_code",
            "device_code": device_code,
            "client_id": self._upstream.client_id,
        }
        answer = await self._organisation.post_form(self._endpoint("token_endpoint"), form)
        return await self._admit(answer, None)

    async def _admit(self, answer: Answer, nonce: str | None) -> tuple[Person, Tokens]:
        """Check the tokens of an answer, and return whose they are."""
        body = _oauth_object(answer)
        tokens = self._tokens_in(answer, body)
        identity = tokens.identity
        if not identity:
            raise Problem("identity.token", (), {"reason": "incomplete"}, reference=answer.reference)
        keys = await self._organisation.get(self._endpoint("jwks_uri"))
        person = read_identity_token(
            identity, keys, self._upstream, nonce=nonce, now=self._organisation.now()
        )
        self._subject = person.subject
        return person, await self._without_unwanted(tokens)

    async def renew(self, tokens: Tokens) -> Tokens:
        """Turn a refresh token into new tokens, once: where it rotates, the old one is spent afterwards.

        Raises `Problem`: ``identity.expired`` when the organisation takes it no more, ``identity.token`` for
        an answer that is about somebody else, ``upstream.*`` when no answer came.
        """
        form = {
            "grant_type": "refresh_token",
            "refresh_token": tokens.refresh,
            "client_id": self._upstream.client_id,
        }
        answer = await self._organisation.post_form(self._endpoint("token_endpoint"), form)
        fresh = self._tokens_in(answer, _oauth_object(answer))
        if fresh.identity:
            keys = await self._organisation.get(self._endpoint("jwks_uri"))
            if read_subject(fresh.identity, keys, self._upstream) != self._subject:
                raise Problem("identity.token", (), {"reason": "sub"}, reference=answer.reference)
        return replace(
            fresh,
            identity=fresh.identity or tokens.identity,
            refresh=fresh.refresh or tokens.refresh,
        )

    def _tokens_in(self, answer: Answer, body: Mapping[str, object]) -> Tokens:
        access = _text(body, "access_token")
        if not access or str(body.get("token_type", "")).lower() != "bearer":
            raise Problem("identity.token", (), {"reason": "incomplete"}, reference=answer.reference)
        seconds = body.get("expires_in")
        life = timedelta(seconds=min(seconds, 10**6)) if isinstance(seconds, int) else LONGEST_SESSION
        expires_at = self._organisation.clock.now() + min(life, LONGEST_SESSION)
        return Tokens(access, _text(body, "id_token"), expires_at, _text(body, "refresh_token"))

    async def _without_unwanted(self, tokens: Tokens) -> Tokens:
        """Give a refresh token back at once that was not asked for: a kiosk keeps none."""
        if self._wants_refresh or not tokens.refresh:
            return tokens
        with suppress(Problem):
            await self._revoke(replace(tokens, access=""))
        return replace(tokens, refresh="")

    async def sign_out(self, tokens: Tokens) -> None:
        """End the tokens at the organisation. Never fails: without a line they end by themselves."""
        with suppress(Problem, TimeoutError):
            async with asyncio.timeout(SIGN_OUT_SECONDS):
                await self._revoke(tokens)
                query = {"id_token_hint": tokens.identity}
                address = self._endpoint("end_session_endpoint")
                await self._organisation.send("GET", address, {}, None, query)

    async def _revoke(self, tokens: Tokens) -> None:
        address = self._endpoint("revocation_endpoint")
        for kind, token in (("refresh_token", tokens.refresh), ("access_token", tokens.access)):
            if token:
                form = {"token": token, "token_type_hint": kind, "client_id": self._upstream.client_id}
                await self._organisation.post_form(address, form)

    def _endpoint(self, name: str) -> str:
        address = _text(self._endpoints, name)
        if not address:
            raise Problem("identity.configuration", (), {"reason": name})
        return address

    def _code_in(self, answer: Answer) -> str:
        location = answer.headers.get("location", "")
        if answer.status not in _REDIRECTS or not location:
            _oauth_object(answer)
            raise answer.unusable()
        given = _parameters_of(location, self._upstream.redirect_uri)
        if given is None or not hmac.compare_digest(given.get("state", "").encode(), self.state.encode()):
            raise Problem("identity.token", (), {"reason": "state"}, reference=answer.reference)
        if given.get("iss", self._upstream.issuer) != self._upstream.issuer:
            raise Problem("identity.token", (), {"reason": "issuer"}, reference=answer.reference)
        if "error" in given:
            raise oauth_problem(answer, given["error"], given.get("error_description", ""))
        if not given.get("code"):
            raise Problem("identity.token", (), {"reason": "incomplete"}, reference=answer.reference)
        return given["code"]


def _oauth_object(answer: Answer) -> Mapping[str, object]:
    """Return the JSON object of a successful OAuth answer, or raise what its error means."""
    body = answer.read_object()
    if answer.status != _OK and "errorCode" in body:
        raise authn_problem(answer, body)
    if answer.status != _OK:
        raise oauth_problem(answer, clean_line(_text(body, "error"), 60), _text(body, "error_description"))
    return body


def _parameters_of(location: str, redirect_uri: str) -> dict[str, str] | None:
    """Return the parameters of a redirect; None if it does not go to the registered address."""
    try:
        given, own = urlsplit(location), urlsplit(redirect_uri)
        parameters = parse_qs(given.query, keep_blank_values=True, max_num_fields=20)
    except ValueError:
        return None
    if (given.scheme, given.netloc, given.path) != (own.scheme, own.netloc, own.path):
        return None
    if any(len(values) > 1 for values in parameters.values()):
        return None
    return {name: values[0] for name, values in parameters.items()}


def _text(body: Mapping[str, object], name: str) -> str:
    value = body.get(name)
    return value if isinstance(value, str) else ""
