"""The identity side of the practice portal: an Okta organisation with both engines, one of them named."""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import Route

from spot_tui.sandbox import activate, authn, device_requests, factors, idx, oidc, token_endpoint
from spot_tui.sandbox.call import Call, endpoint
from spot_tui.sandbox.okta import error_body, refuse, reply

__all__ = ["ENGINE", "ENGINES", "error_body", "routes"]

ENGINE = "engine"
"""The switch that says which engine the organisation tells it runs."""

ENGINES = ("v1", "idx")


def routes() -> list[Route]:
    """Return all routes of the organisation; what is none of them is answered as not found."""
    everything = ["GET", "POST", "PUT", "DELETE"]
    return [
        Route("/.well-known/okta-organization", endpoint(organisation)),
        *authn.routes(),
        *idx.routes(),
        *oidc.routes(),
        *token_endpoint.routes(),
        *factors.routes(),
        *device_requests.routes(),
        *activate.routes(),
        Route("/{rest:path}", endpoint(nothing), methods=everything),
    ]


def organisation(call: Call) -> Response:
    """Tell which engine runs."""
    body = {
        "id": "00opractice0000000001",
        "pipeline": call.moment.switch(ENGINE, ENGINES[0]),
        "_links": {"organization": {"href": call.origin}},
    }
    return reply(call.moment.now, body)


def nothing(call: Call) -> Response:
    """Answer what is served nowhere."""
    raise refuse(call.moment.now, "E0000007")
