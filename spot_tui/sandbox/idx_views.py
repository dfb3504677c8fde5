"""How the practice portal shows the state of a sign-in on the Identity Engine (IDX)."""

from __future__ import annotations

from sqlite3 import Row

from starlette.responses import Response

from spot_tui.sandbox.authn_views import iso
from spot_tui.sandbox.call import Call
from spot_tui.sandbox.idx_forms import Field, form, listed, single
from spot_tui.sandbox.idx_steps import STEPS
from spot_tui.sandbox.okta import reply

_SAID_AT_FIELD = frozenset({"challenge", "question", "reset", "expired", "warn", "enrolling"})


def show(call: Call, attempt: Row, *said: Field, status: int = 200) -> Response:
    """Return how a sign-in stands, with what was wrong; errors come with the whole answer."""
    at_field = attempt["step"] in _SAID_AT_FIELD
    forms, top = STEPS[attempt["step"]](call, attempt, said if at_field else ())
    body: Field = {
        "version": "1.0.0",
        "stateHandle": attempt["state"],
        "expiresAt": iso(attempt["expires_at"]),
        "intent": "LOGIN",
        "remediation": listed(forms),
        **top,
        "cancel": form(call, "cancel", "cancel", attempt["state"]),
        "app": single({"name": "oidc_client", "label": "Practice portal", "id": attempt["client"]}),
    }
    if said and not at_field:
        body["messages"] = listed(said)
    return reply(call.moment.now, body, status)


def show_end(call: Call, said: Field, status: int) -> Response:
    """Return an answer after which nothing can be done."""
    body: Field = {"version": "1.0.0", "intent": "LOGIN", "messages": listed([said])}
    return reply(call.moment.now, body, status)


def show_granted(call: Call, attempt: Row, code: str) -> Response:
    """Return the interaction code."""
    values = [
        {"name": "grant_type", "required": True, "value": "interaction_code"},
        {"name": "interaction_code", "required": True, "value": code},
        {"name": "client_id", "required": True, "value": attempt["client"]},
        {"name": "code_verifier", "required": True},
    ]
    token = {
        "rel": ["create-form"],
        "name": "issue",
        "href": f"{call.origin}/oauth2/practice/v1/token",
        "method": "POST",
        "value": values,
        "accepts": "application/x-www-form-urlencoded",
    }
    body: Field = {
        "version": "1.0.0",
        "stateHandle": attempt["state"],
        "intent": "LOGIN",
        "successWithInteractionCode": token,
    }
    return reply(call.moment.now, body)
