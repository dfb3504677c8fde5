"""Answers of the practice portal go out compressed to who takes gzip, as thin lines need it.

Not the sign-in: compressing tokens beside what a caller wrote would tell of them by length (BREACH). Nor
uploads, whose answers are empty.
"""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LEAST_BYTES = 500
"""Below that gzip saves less than a packet."""


class Compressed:
    """A part of the portal that compresses what is not small.

    The ETag of a compressed answer is weak, since its bytes are others (RFC 9110, 8.8.3.3), as nginx has it.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = GZipMiddleware(app, LEAST_BYTES)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one call."""

        async def weakened(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("vary", "Accept-Encoding")
                tag = headers.get("etag", "")
                if "content-encoding" in headers and tag.startswith('"'):
                    headers["etag"] = f"W/{tag}"
            await send(message)

        await self._app(scope, receive, weakened)
