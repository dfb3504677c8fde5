"""The practice portal in this process: an httpx transport that calls it instead of the network.

It keeps read time-outs, streams answers, and can drop the line, as a network would. The portal is loaded and
its world opened at the first call, in a thread; there is no connecting that could take time.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from spot_tui.backend.clock import Clock

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Scope

    from spot_tui.sandbox.world import World

_QUEUED_MESSAGES = 8


class PracticeTransport(httpx.AsyncBaseTransport):
    """The portal over the world in `path`, with `switches` of that world set when it is opened.

    Calls raise `Problem` when that file cannot be used.
    """

    def __init__(
        self, path: Path, clock: Clock | None = None, switches: Mapping[str, str] | None = None
    ) -> None:
        self._path = path
        self._clock = clock
        self._switches = switches or {}
        self._opening = asyncio.Lock()
        self._app: ASGIApp | None = None
        self._world: World | None = None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer one request."""
        app = await self._portal()
        timeout = request.extensions.get("timeout", {}).get("read")
        line = _Line(request, timeout)
        line.start(app)
        try:
            start = await line.next()
        except BaseException:
            await line.aclose()
            raise
        return httpx.Response(start["status"], headers=start["headers"], stream=line, request=request)

    async def aclose(self) -> None:
        """Let go of the world."""
        if self._world is not None:
            self._world.close()
            self._world = self._app = None

    async def _portal(self) -> ASGIApp:
        async with self._opening:
            if self._app is None:
                self._app = await asyncio.to_thread(self._load)
            return self._app

    def _load(self) -> ASGIApp:
        from spot_tui.sandbox.app import build
        from spot_tui.sandbox.world import World

        self._world = World(self._path, self._clock)
        with self._world.transaction() as moment:
            for name, value in self._switches.items():
                moment.set_switch(name, value)
        return build(self._world)


class _Line(httpx.AsyncByteStream):
    """One call under way: the portal's messages on one end, the body of the answer on the other.

    The body of the request is made as the portal reads it. What goes wrong in making it is raised by `next`.
    """

    def __init__(self, request: httpx.Request, timeout: float | None) -> None:
        assert isinstance(request.stream, httpx.AsyncByteStream)
        self._request = request
        self._body = aiter(request.stream)
        self._timeout = timeout
        self._messages: asyncio.Queue[Message | None] = asyncio.Queue(_QUEUED_MESSAGES)
        self._broken = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._taken = 0
        self._is_whole = False
        self._failed: Exception | None = None

    def start(self, app: ASGIApp) -> None:
        """Let the portal begin."""
        self._task = asyncio.create_task(self._run(app))

    async def next(self) -> Message:
        """Return the portal's next message, or raise as httpx does when the line breaks or nothing comes."""
        while True:
            taken = self._taken
            try:
                async with asyncio.timeout(self._timeout):
                    message = await self._messages.get()
                    break
            except TimeoutError:
                if self._is_whole or taken == self._taken:  # else the body moves on, and that is no silence
                    raise httpx.ReadTimeout("no answer in time", request=self._request) from None
        if self._failed is not None:
            raise self._failed
        if message is None:
            raise httpx.RemoteProtocolError("line dropped", request=self._request)
        return message

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Stream the body."""
        while True:
            message = await self.next()
            yield message.get("body", b"")
            if not message.get("more_body", False):
                return

    async def aclose(self) -> None:
        """Hang up."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])

    async def _run(self, app: ASGIApp) -> None:
        from spot_tui.sandbox.faults import DROP

        url = self._request.url
        scope: Scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": self._request.method,
            "scheme": url.scheme,
            "path": url.path,
            "raw_path": url.raw_path.partition(b"?")[0],
            "query_string": url.query,
            "root_path": "",
            "headers": [(name.lower(), value) for name, value in self._request.headers.raw],
            "server": (url.host, url.port or 80),
            "client": ("127.0.0.1", 0),
            "extensions": {DROP: self._broken.set},
        }
        try:
            await app(scope, self._receive, self._messages.put)
        finally:
            # Behind a complete answer nobody reads this; behind an incomplete one it is the dropped line.
            await self._messages.put(None)

    async def _receive(self) -> Message:
        if not self._is_whole and self._failed is None:
            return await self._next_of_body()
        await self._broken.wait()
        return {"type": "http.disconnect"}

    async def _next_of_body(self) -> Message:
        try:
            body = await anext(self._body, b"")
        except Exception as error:  # noqa: BLE001 - whatever the caller's own maker of the body raises
            self._failed = error
            return {"type": "http.disconnect"}
        self._taken += 1
        self._is_whole = not body
        return {"type": "http.request", "body": body, "more_body": not self._is_whole}
