"""The identity token: who signed in, proved by a key (OpenID Connect Core 1.0, 3.1.3.7)."""

from __future__ import annotations

import hmac
import math
from collections.abc import Mapping
from typing import Any

from spot_tui.backend.problems import Problem
from spot_tui.backend.session import Person
from spot_tui.backend.text import clean_line
from spot_tui.backend.upstreams import IdentityUpstream

LEEWAY_SECONDS = 60
FRESH_SECONDS = 600
_ONE_FACTOR = frozenset({"pwd", "kba"})
_ALGORITHM = "RS256"


def read_identity_token(
    text: str, keys: Mapping[str, object], upstream: IdentityUpstream, *, nonce: str | None, now: float
) -> Person:
    """Return the person of an identity token whose signature, issuer, audience, times and nonce are right.

    `nonce` is None where none was sent, as in the device grant: that sign-in was in a browser, so it may be
    older than ten minutes, and a token that names no factors at all, as those of foreign accounts, is taken.

    `now` is the organisation's time in seconds since 1970; `keys` its JWKS. Raises `Problem`:
    ``identity.token`` with the claim that is wrong, ``identity.one_factor`` without a second factor.
    """
    claims = _verified(text, keys, upstream)
    if nonce is not None and not hmac.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()):
        raise _wrong("nonce")
    audience = claims["aud"]
    if isinstance(audience, list) and len(audience) > 1 and claims.get("azp") != upstream.client_id:
        raise _wrong("azp")
    if _number(claims, "exp") <= now - LEEWAY_SECONDS or _number(claims, "iat") > now + LEEWAY_SECONDS:
        raise _wrong("time")
    if nonce is not None and "auth_time" in claims and _number(claims, "auth_time") < now - FRESH_SECONDS:
        raise _wrong("auth_time")
    methods = claims.get("amr", None if nonce is not None else ["browser"])
    if not isinstance(methods, list) or not {str(method) for method in methods} - _ONE_FACTOR:
        raise Problem("identity.one_factor")
    subject = clean_line(str(claims.get("sub") or ""), 120)
    if not subject:
        raise _wrong("sub")
    user_id = clean_line(str(claims.get("preferred_username") or ""), 80)
    return Person(user_id, clean_line(str(claims.get("name") or user_id), 60), subject)


def read_subject(text: str, keys: Mapping[str, object], upstream: IdentityUpstream) -> str:
    """Return whom an identity token is about that came with a renewal; it repeats no sign-in and no nonce.

    Source: OpenID Connect Core 1.0, 12.2. Raises `Problem` ``identity.token``.
    """
    return clean_line(str(_verified(text, keys, upstream)["sub"]), 120)


def _verified(text: str, keys: Mapping[str, object], upstream: IdentityUpstream) -> dict[str, Any]:
    import jwt

    try:
        key = _key_of(jwt.get_unverified_header(text), keys)
        return jwt.decode(
            text,
            key,
            [_ALGORITHM],
            audience=upstream.client_id,
            issuer=upstream.issuer,
            # The times are checked above, by the organisation's clock instead of this machine's.
            options={
                "require": ["iss", "aud", "sub", "exp", "iat"],
                "verify_exp": False,
                "verify_iat": False,
                "verify_nbf": False,
            },
        )
    except jwt.InvalidIssuerError:
        raise _wrong("issuer") from None
    except jwt.InvalidAudienceError:
        raise _wrong("audience") from None
    except jwt.MissingRequiredClaimError as missing:
        raise _wrong(str(missing.claim)) from None
    except (jwt.PyJWTError, ValueError, TypeError, RecursionError):
        raise _wrong("signature") from None


def _key_of(header: Mapping[str, object], keys: Mapping[str, object]) -> Any:  # noqa: ANN401 - PyJWT's
    import jwt

    listed = keys.get("keys")
    for entry in listed if isinstance(listed, list) else ():
        if isinstance(entry, dict) and entry.get("kid") == header.get("kid") and entry.get("kty") == "RSA":
            return jwt.PyJWK(entry, algorithm=_ALGORITHM)
    raise jwt.InvalidKeyError


def _number(claims: Mapping[str, object], name: str) -> float:
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise _wrong(name)
    return value


def _wrong(claim: str) -> Problem:
    return Problem("identity.token", (), {"reason": claim})
