"""How the practice portal's own functions are called: one request, one transaction, off the event loop."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from spot_tui.sandbox.faults import FAULT
from spot_tui.sandbox.world import Moment, World


@dataclass(frozen=True, slots=True)
class Call:
    """One request and the transaction in which it is answered."""

    moment: Moment
    method: str
    origin: str
    """Scheme, host and port by which the portal was called."""
    path: Mapping[str, str]
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    fault: str = ""
    """The fault that this part of the portal is to make itself."""

    def form(self) -> dict[str, str]:
        """Return the fields of a body of ``application/x-www-form-urlencoded``."""
        return dict(parse_qsl(self.body.decode("utf-8", "replace"), keep_blank_values=True))


class Refused(Exception):
    """An answer that ends the handling at once; what was written to the world until then is kept."""

    def __init__(self, response: Response) -> None:
        super().__init__()
        self.response = response


Handler = Callable[[Call], Response]


def endpoint(handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    """Return the route endpoint that runs `handler` in a thread, within one transaction of the world."""

    async def answer(request: Request) -> Response:
        body = await request.body()
        world: World = request.app.state.world
        return await run_in_threadpool(_handle, handler, world, request, body)

    return answer


def called(moment: Moment, request: Request, body: bytes) -> Call:
    """Return a request as a call within a transaction."""
    return Call(
        moment,
        request.method,
        str(request.base_url).rstrip("/"),
        request.path_params,
        dict(request.query_params),
        dict(request.headers),
        body,
        request.scope.get(FAULT, ""),
    )


def _handle(handler: Handler, world: World, request: Request, body: bytes) -> Response:
    with world.transaction() as moment:
        try:
            return handler(called(moment, request, body))
        except Refused as refused:
            return refused.response
