"""The gateway of the practice portal, as docs/gateway-api describes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from starlette.responses import Response
from starlette.routing import Route

from spot_tui.sandbox import (
    gateway_appeals,
    gateway_claims,
    gateway_corrections,
    gateway_lookup,
    gateway_messages,
    gateway_requests,
    gateway_roles,
    gateway_submissions,
)
from spot_tui.sandbox.access_world import settle
from spot_tui.sandbox.call import Call, Handler, endpoint
from spot_tui.sandbox.gateway_call import error_body, error_headers, give, refuse, revalidated

__all__ = ["METHODS", "VERSION", "error_body", "error_headers", "routes"]

VERSION = "1.5.0"
_EVERY_METHOD = ["GET", "POST", "PUT", "PATCH", "DELETE"]


def describe(call: Call) -> Response:
    """Tell what this is, to anybody."""
    return give({"name": "Practice gateway", "version": VERSION})


METHODS: Mapping[str, Mapping[str, Handler]] = {
    "/": {"GET": describe},
    "/organisations": {"GET": gateway_requests.organisations},
    "/access-requests": {"GET": gateway_requests.listed, "POST": gateway_requests.submit},
    "/access-requests/{number}": {"GET": gateway_requests.show},
    "/access-requests/{number}/decision": {"POST": gateway_requests.decide},
    "/access-requests/{number}/cancellation": {"POST": gateway_requests.cancel},
    "/roles": {"GET": gateway_roles.listed},
    "/roles/{id}": {"GET": gateway_roles.show},
    "/roles/{id}/certifications": {"GET": gateway_roles.certifications, "POST": gateway_roles.certify},
    "/roles/{id}/end": {"POST": gateway_roles.end},
    "/mbi-lookup": {"POST": gateway_lookup.find},
    "/claims": {"GET": gateway_claims.search},
    "/claims/{number}": {"GET": gateway_claims.show},
    "/corrections": {"GET": gateway_corrections.listed, "POST": gateway_corrections.submit},
    "/corrections/{number}": {"GET": gateway_corrections.show},
    "/appeals": {"GET": gateway_appeals.listed, "POST": gateway_appeals.submit},
    "/appeals/{number}": {"GET": gateway_appeals.show},
    "/appeals/{number}/documents": {"POST": gateway_appeals.add_documents},
    "/appeals/{number}/letter": {"GET": gateway_appeals.letter},
    "/waiting": {"GET": gateway_messages.waiting},
    "/messages": {"GET": gateway_messages.listed},
    "/messages/{number}": {"GET": gateway_messages.show},
    "/messages/{number}/read": {"POST": gateway_messages.mark_read},
    "/messages/{number}/attachments/{id}": {"GET": gateway_messages.attachment},
    "/submissions": {"GET": gateway_submissions.listed, "POST": gateway_submissions.submit},
    "/submissions/{number}": {"GET": gateway_submissions.show},
}
"""What is served under the base address, by path and method."""

_COUNTED = frozenset({gateway_requests.show, gateway_roles.show})
"""Their ETag counts acts, but they show more than acts change: they are sent whole each time."""


def routes() -> list[Route]:
    """Return all routes; what is none of them is answered by a problem too."""
    served = [
        Route(f"/v1{path}", endpoint(_one_of(methods)), methods=_EVERY_METHOD)
        for path, methods in METHODS.items()
    ]
    return [*served, Route("/{rest:path}", endpoint(_nothing), methods=_EVERY_METHOD)]


def _one_of(methods: Mapping[str, Handler]) -> Callable[[Call], Response]:
    def answer(call: Call) -> Response:
        handler = methods.get("GET" if call.method == "HEAD" else call.method)
        if handler is None:
            raise refuse("gateway.not_found", 405, headers={"allow": ", ".join(sorted(methods))})
        settle(call.moment)
        found = handler(call)
        is_read = call.method in {"GET", "HEAD"} and handler not in _COUNTED
        return revalidated(call, found) if is_read else found

    return answer


def _nothing(call: Call) -> Response:
    raise refuse("gateway.not_found")
