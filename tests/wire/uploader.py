"""A program of its own that sends documents, and is killed at a chosen point of the way.

Arguments: store folder, gateway address, token, owner, mode, point, files. Mode ``submit`` sends a form
with the files; ``resume`` goes on with what is not all there. Point: ``bytes:N`` before byte N of the files
leaves, ``answer:N`` once the Nth answer has come and before anybody saw it, or ``never``.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import httpx

from spot_tui.backend.documents.local_file import chosen
from tests.wire.documents import office
from tests.wire.sender import die


class Fatal(httpx.AsyncBaseTransport):
    """A line at whose end the process is killed."""

    bytes_left = answers_left = sys.maxsize
    """Until then, of all lines."""

    def __init__(self) -> None:
        self._line = httpx.AsyncHTTPTransport()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if request.method == "PATCH":
            assert isinstance(request.stream, httpx.AsyncByteStream)
            request.stream = Counted(request.stream)
        answer = await self._line.handle_async_request(request)
        Fatal.answers_left -= 1
        if Fatal.answers_left <= 0:
            await answer.aread()
            die()
        return answer

    async def aclose(self) -> None:
        await self._line.aclose()


class Counted(httpx.AsyncByteStream):
    def __init__(self, inner: httpx.AsyncByteStream) -> None:
        self._inner = inner

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for step in self._inner:
            Fatal.bytes_left -= len(step)
            if Fatal.bytes_left <= 0:
                await asyncio.sleep(0.02)  # what was handed over before is on its way
                die()
            yield step


async def main(store: str, url: str, token: str, owner: str, mode: str, point: str, *files: str) -> None:
    what, _, number = point.partition(":")
    if what == "bytes":
        Fatal.bytes_left = int(number)
    if what == "answer":
        Fatal.answers_left = int(number)
    desk = office(url, token, owner, Path(store), pause=asyncio.sleep, transport=Fatal)
    if mode == "submit":
        papers = [await chosen(Path(each), "application/pdf") for each in files]
        found = [await desk.send(*papers, subject="Question")]
    else:
        resumed = await desk.documents.resume(desk.sender)
        found = [each.submission for each in resumed] or await desk.outbox.send_all(desk.sender)
        await desk.documents.resume(desk.sender)
    for each in found:
        sys.stdout.write(f"{each.state} {each.receipt.number if each.receipt else '-'}\n")
    await desk.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
