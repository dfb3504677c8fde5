"""The CAQH CORE side of the practice portal, under ``/core``."""

from __future__ import annotations

from starlette.routing import Route


def routes() -> list[Route]:
    """Return the routes of the CORE endpoints, as they stand below ``/core``."""
    return []
