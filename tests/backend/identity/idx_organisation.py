"""An organisation of the tests that runs the Identity Engine: it answers what it is told, in order."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from spot_tui.backend.clock import SystemClock
from spot_tui.backend.identity.authorization import Authorization
from spot_tui.backend.identity.idx import IdxEngine
from spot_tui.backend.identity.organisation import Organisation, identity_client
from tests.backend.identity.organisation import UPSTREAM, URL, Told

HANDLE = "02.id.state-handle"
ACCEPTS = "application/json; okta-version=1.0.0"


@dataclass
class ToldIdx(Told):
    """IDX answers in order; `ended` is what comes when they are used up."""

    def __post_init__(self) -> None:
        self.pipeline = "idx"

    def sent(self) -> list[tuple[str, dict[str, Any]]]:
        """Return what was posted to the engine's forms: the end of the address, and the body."""
        return [
            (request.url.path.partition("/idp/idx/")[2], json.loads(request.content))
            for request in self.asked
            if "/idp/idx/" in request.url.path
        ]

    def _oidc(self, request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/interact"):
            form = dict(httpx.QueryParams(request.content.decode()))
            self.nonce = form["nonce"]
            return httpx.Response(200, json={"interaction_handle": "handle-1"})
        if "/idp/idx/" in request.url.path:
            return self._authn(request)
        return super()._oidc(request)


def idx_engine(told: ToldIdx) -> IdxEngine:
    at = Organisation(identity_client(UPSTREAM, told.transport), URL, SystemClock())
    return IdxEngine(at, Authorization(UPSTREAM, at))


def field(name: str, value: object = None, **more: object) -> dict[str, Any]:
    return {"name": name, **({"value": value} if value is not None else {}), **more}


def form(name: str, tail: str, *fields: dict[str, Any], **more: object) -> dict[str, Any]:
    handle = field("stateHandle", HANDLE)
    shape = {"name": name, "href": f"{URL}/idp/idx/{tail}", "method": "POST", "accepts": ACCEPTS}
    return {**shape, "value": [*fields, handle], **more}


def credentials(*names: str) -> dict[str, Any]:
    return field("credentials", type="object", form={"value": [field(name) for name in names]})


def answer(*forms: Mapping[str, Any], **top: Any) -> dict[str, Any]:
    cancel = form("cancel", "cancel")
    remediation = {"type": "array", "value": list(forms)}
    return {"version": "1.0.0", "stateHandle": HANDLE, "remediation": remediation, "cancel": cancel, **top}


def failed(body: Mapping[str, Any], status: int = 401) -> httpx.Response:
    return httpx.Response(status, json=dict(body))


def messages(words: str, key: str = "", kind: str = "ERROR", *parameters: object) -> dict[str, Any]:
    i18n = {"i18n": {"key": key, "params": list(parameters)}} if key else {}
    return {"type": "array", "value": [{"message": words, "class": kind, **i18n}]}


IDENTIFY = form("identify", "identify", field("identifier"), credentials("passcode"), field("rememberMe"))


def enrolled(key: str, method: str, number: int = 1, **profile: object) -> dict[str, Any]:
    shape = {"key": key, "id": f"e{number}", "displayName": key, "profile": profile}
    return {**shape, "methods": [{"type": method}]}


def option(number: int, method: str) -> dict[str, Any]:
    fields = [
        field("id", f"a{number}"),
        field("methodType", method),
        field("enrollmentId", f"e{number}"),
    ]
    relates_to = f"$.authenticatorEnrollments.value[{number - 1}]"
    return {"label": method, "value": {"form": {"value": fields}}, "relatesTo": relates_to}


def select(*ways: tuple[str, str]) -> dict[str, Any]:
    """Return an answer that lets a device be chosen: of these keys and methods."""
    options = [option(number, method) for number, (_, method) in enumerate(ways, 1)]
    chosen = field("authenticator", options=options)
    listed = [enrolled(key, method, number) for number, (key, method) in enumerate(ways, 1)]
    asked = form("select-authenticator-authenticate", "challenge", chosen)
    return answer(asked, authenticatorEnrollments={"type": "array", "value": listed})


def challenge(key: str = "phone_number", method: str = "sms", name: str = "passcode") -> dict[str, Any]:
    value = {**enrolled(key, method), "resend": form("resend", "challenge/resend")}
    asked = form("challenge-authenticator", "challenge/answer", credentials(name))
    return answer(asked, currentAuthenticatorEnrollment={"type": "object", "value": value})


def poll(number: object = None, refresh: object = 4000) -> dict[str, Any]:
    value = {**enrolled("okta_verify", "push"), "contextualData": {"correctAnswer": number}}
    asked = form("challenge-poll", "authenticators/poll", refresh=refresh)
    return answer(asked, currentAuthenticator={"type": "object", "value": value})


GRANTED: dict[str, Any] = {
    "stateHandle": HANDLE,
    "successWithInteractionCode": {
        "href": "https://elsewhere.example.org/token",
        "value": [field("grant_type", "interaction_code"), field("interaction_code", "code-1")],
    },
}
