"""The practice portal as one ASGI application over one world."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.routing import Mount, Route
from starlette.types import ASGIApp

from spot_tui.sandbox import core, gateway, identity, practice, uploads
from spot_tui.sandbox.compression import Compressed
from spot_tui.sandbox.faults import Faulty, error_object
from spot_tui.sandbox.world import World

_MOST_REQUEST_BYTES = 8 * 1024 * 1024


def build(world: World) -> ASGIApp:
    """Return the portal: sign-in, CORE, the gateway, and the practice-only addresses, which never fail."""
    errors = (gateway.error_body, gateway.error_headers)
    documents = Faulty(_part(uploads.routes(), world, None), world, "uploads", *errors)
    requests = Compressed(_part(gateway.routes(), world))
    return Starlette(
        routes=[
            Route(uploads.PATH, documents),
            Route(f"{uploads.PATH}/{{id}}", documents),
            Mount("/practice", app=_part(practice.routes(), world)),
            Mount("/core", app=Faulty(Compressed(_part(core.routes(), world)), world, "core", error_object)),
            Mount("/gateway", app=Faulty(requests, world, "gateway", *errors)),
            Mount("/", app=Faulty(_part(identity.routes(), world), world, "identity", identity.error_body)),
        ]
    )


def _part(routes: list[Route], world: World, most_bytes: int | None = _MOST_REQUEST_BYTES) -> Starlette:
    part = Starlette(routes=routes, max_body_size=most_bytes)
    part.state.world = world
    return part
