"""The identity side of the practice portal: an Okta organisation with the Classic engine."""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import Route

from spot_tui.sandbox import authn, oidc
from spot_tui.sandbox.call import Call, endpoint
from spot_tui.sandbox.okta import error_body, refuse, reply

__all__ = ["error_body", "routes"]


def routes() -> list[Route]:
    """Return all routes of the organisation; what is none of them is answered as not found."""
    everything = ["GET", "POST", "PUT", "DELETE"]
    return [
        Route("/.well-known/okta-organization", endpoint(organisation)),
        *authn.routes(),
        *oidc.routes(),
        Route("/{rest:path}", endpoint(nothing), methods=everything),
    ]


def organisation(call: Call) -> Response:
    """Tell which engine runs."""
    body = {
        "id": "00opractice0000000001",
        "pipeline": "v1",
        "_links": {"organization": {"href": call.origin}},
    }
    return reply(call.moment.now, body)


def nothing(call: Call) -> Response:
    """Answer what is served nowhere."""
    raise refuse(call.moment.now, "E0000007")
