"""The line between a terminal and the practice portal over TCP, which can be cut; and a refusal."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any, cast

import httpx

from spot_tui.settings import Profile, practice_profile

_PRACTICE = "http://practice.invalid"
_STEP = 65_536


class CutLine:
    """Carries bytes to a port and back; while it is cut, nobody is let in and nothing is carried."""

    def __init__(self, port: int) -> None:
        self._far = port
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self.port = 0

    async def mend(self) -> None:
        """Carry from now on, through the same door as before."""
        self._server = await asyncio.start_server(self._join, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def cut(self) -> None:
        """Drop every connection, and take no further one."""
        if self._server is not None:
            self._server.close()
            for writer in self._writers:
                writer.transport.abort()
            await self._server.wait_closed()
            self._server = None

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._far)
        ends = {writer, far_writer}
        self._writers |= ends
        await asyncio.gather(self._carry(reader, far_writer), self._carry(far_reader, writer))
        self._writers -= ends

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await reader.read(_STEP):
                writer.write(data)
                await writer.drain()
        writer.close()


@asynccontextmanager
async def line_to(port: int) -> AsyncIterator[CutLine]:
    """Lay a line to a port."""
    line = CutLine(port)
    await line.mend()
    try:
        yield line
    finally:
        await line.cut()


def profile_over(url: str) -> Profile:
    """Return the practice profile with its portal behind an address, in place of the one in this process."""
    told = practice_profile().model_dump_json().replace(_PRACTICE, url)
    profile = Profile.model_validate_json(told)
    return profile.model_copy(update={"portal": profile.portal.model_copy(update={"in_process": False})})


class Refusing(httpx.AsyncBaseTransport):
    """A line on which the gateway refuses what is posted to `path`, while that is set."""

    def __init__(self, whole: Any) -> None:
        self.whole = whole
        self.path = ""
        self.told: dict[str, Any] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self.path and request.method == "POST" and request.url.path.endswith(self.path):
            kind = {"content-type": "application/problem+json"}
            body = httpx.Response(422, json=self.told).content
            return httpx.Response(422, headers=kind, stream=httpx.ByteStream(body), request=request)
        return cast(httpx.Response, await self.whole.handle_async_request(request))

    async def aclose(self) -> None:
        await self.whole.aclose()
